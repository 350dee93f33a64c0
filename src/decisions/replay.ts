import { takeAgain, type KeptDecision, type Under } from '../disclosure/index.js';
import type { LoadedLaw } from '../law/index.js';
import { canonicalJson, type Json } from '../ledger/index.js';
import { rulesetVersion } from '../rules/index.js';
import type { FoundDecision } from './what-if.store.js';

/**
 * `other-ruleset`: taken under rules that this release does not have any more; `not-on-record`: under an agreement of which the database
 * has no signed text any more. Of neither can anything be said, and the second should never be.
 */
export type Replay = 'same' | 'different' | 'other-ruleset' | 'not-on-record';

/** What a decision cites is not there to be cited again. */
export class NotOnRecord extends Error {}

/** Takes a decision again under the law and agreement that it cites: the same, byte for byte, for each data subject and as a whole? */
export const replay = (found: Pick<FoundDecision, 'ruleset' | 'kept'>, law: LoadedLaw, asItWas: Under): Replay => {
  if (found.ruleset !== rulesetVersion) return 'other-ruleset';
  try {
    return compared(found.kept, takeAgain(found.kept, law, asItWas));
  } catch (error) {
    if (error instanceof NotOnRecord) return 'not-on-record';
    throw error;
  }
};

const compared = (kept: KeptDecision, again: ReturnType<typeof takeAgain>): Replay => {
  const bytes = (decision: object): string => canonicalJson(decision as Json);
  const was = [kept.decision, ...kept.dataSubjects.map(({ decision }) => decision)];
  const is = [again.decision, ...again.dataSubjects];
  return was.length === is.length && was.every((decision, at) => bytes(decision) === bytes(is[at]!)) ? 'same' : 'different';
};
