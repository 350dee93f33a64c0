import type { Decision, DecisionRequest } from '../../src/rules/index.js';

/**
 * How a decision leaves each field asked for. "More" and "less" are judged field by field: a field may go, may go once somebody
 * approves, or stays. The outcome alone will not do: where one field stops waiting and stays instead, the others no longer wait for
 * it, so that they go sooner though no field fares better (step 12).
 */
type Standing = 0 | 1 | 2;
const [stays, waits, goes] = [0, 1, 2] as const;

function standingOf(field: string, { fields }: DecisionRequest, { outcome, permitted, withheld }: Decision): Standing {
  if (outcome === 'refuse' || !fields.includes(field) || Object.hasOwn(withheld, field)) return stays;
  return permitted.includes(field) ? goes : waits;
}

/** The fields of which the second decision allows more than the first. */
export const faringBetter = (request: DecisionRequest, before: Decision, after: Decision): string[] =>
  request.fields.filter((field) => standingOf(field, request, after) > standingOf(field, request, before));

/** The fields that the second decision permits and the first does not. */
export const newlyPermitted = (before: Decision, after: Decision): string[] => after.permitted.filter((field) => !before.permitted.includes(field));

/** What leaves at once. */
export const leaves = ({ outcome, permitted }: Decision): readonly string[] => (outcome === 'permit' || outcome === 'permit-redacted' || outcome === 'must-notify' ? permitted : []);
