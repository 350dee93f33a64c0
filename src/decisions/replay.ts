import { takeAgain, type Under } from '../disclosure/index.js';
import type { LoadedLaw } from '../law/index.js';
import { canonicalJson, type Json } from '../ledger/index.js';
import { rulesetVersion } from '../rules/index.js';
import type { FoundDecision } from './what-if.store.js';

/** `other-ruleset`: taken under rules that this release does not have any more, so that nothing can be said. */
export type Replay = 'same' | 'different' | 'other-ruleset';

/** Takes a decision again under the law and agreement that it cites: the same, byte for byte, for each data subject and as a whole? */
export const replay = (found: Pick<FoundDecision, 'ruleset' | 'kept'>, law: LoadedLaw, asItWas: Under): Replay => {
  if (found.ruleset !== rulesetVersion) return 'other-ruleset';
  const again = takeAgain(found.kept, law, asItWas);
  const bytes = (decision: object): string => canonicalJson(decision as Json);
  const was = [found.kept.decision, ...found.kept.dataSubjects.map(({ decision }) => decision)];
  const is = [again.decision, ...again.dataSubjects];
  return was.length === is.length && was.every((decision, at) => bytes(decision) === bytes(is[at]!)) ? 'same' : 'different';
};
