import type { ConcernItem, RaiseConcernBody, ShareBody } from './shapes.js';

/** What the decision procedure must answer. Only the keys given are asserted; a list means "at least these", `withheld` is exact. */
export interface Expected {
  readonly outcome: 'permit' | 'permit-redacted' | 'needs-approval' | 'refuse' | 'must-notify';
  readonly gateway?: string | null;
  readonly duty?: boolean;
  readonly permitted?: readonly string[];
  readonly withheld?: Readonly<Record<string, string>>;
  readonly approvals?: readonly string[];
  readonly obligations?: readonly string[];
  readonly reasons?: readonly string[];
  readonly why: string;
}

export interface StoryShare {
  readonly key: string;
  readonly share: ShareBody;
  readonly expect: Expected;
}

/** One agency's own concern: raised by `asStaff`, who then attempts each share in turn. */
export interface StoryConcern {
  readonly key: string;
  readonly asStaff: string;
  readonly concern: RaiseConcernBody;
  readonly shares: readonly StoryShare[];
}

export interface Story {
  readonly key: string;
  readonly title: string;
  /** What the story shows, in a sentence. */
  readonly shows: string;
  readonly concerns: readonly StoryConcern[];
}

/** An item of a story; everything in the stories is official-sensitive unless it says otherwise. */
export const item = (words: Omit<ConcernItem, 'marking'> & Partial<Pick<ConcernItem, 'marking'>>): ConcernItem => ({
  marking: 'official-sensitive',
  ...words,
});
