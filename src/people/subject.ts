import type { Wishes } from '../rules/index.js';

/** A person's part in one concern. `known`: somebody this agency already has a record of. */
export type NewSubject = {
  id: string; known: boolean; label: string; roles: readonly string[]; age: number | null; atRisk: boolean; seriousHarm: boolean; childAtRisk: boolean; fgmKnown: boolean;
  risk: Record<string, unknown>;
  /** The content row of the professional judgement, if one was written. */
  judgementId: string | null;
};
/** Whom a person's list names: a member of staff or a whole agency. */
export type KeptAway = { staff?: string; agency?: string };
/** Both, or neither, name nobody. */
export const namesOne = ({ staff, agency }: KeptAway): boolean => (staff === undefined) !== (agency === undefined);

/** What is written down of somebody's wishes once: ids of people and content rows, no words. What is left out was not said. */
export type Wish = {
  state: Wishes; scope?: { purposes?: string[]; agencies?: string[] }; askedOn?: string; askedBy?: string; aware?: boolean;
  afraidOf: readonly string[]; reasonId: string | null; safeContactId: string | null;
};
