/** States of a concern and how it moves between them. Nothing is ever overwritten: each step is a new version. */
export const concernStates = ['draft', 'raised', 'withdrawn'] as const;
export type ConcernState = (typeof concernStates)[number];
export type ConcernStep = 'raise' | 'amend' | 'withdraw';

const next: Readonly<Record<ConcernState, Partial<Record<ConcernStep, ConcernState>>>> = {
  draft: { raise: 'raised', amend: 'draft', withdraw: 'withdrawn' },
  raised: { amend: 'raised', withdraw: 'withdrawn' },
  withdrawn: {},
};

/** The state after a step, or undefined where the state does not permit it. */
export const after = (state: ConcernState, step: ConcernStep): ConcernState | undefined => next[state][step];
