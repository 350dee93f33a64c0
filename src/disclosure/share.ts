import type { LoadedLaw } from '../law/index.js';
import type { Answer } from './answer.js';
import type { ConcernFacts, RecipientFacts } from './facts.js';

/** The reasons in the sharer's own words. Kept under the lock of all words; never in the ledger. */
export type Statement = { necessity?: string; overrideReason?: string };
/** `law`: what it was decided under. */
export type DecidedShare = { concern: ConcernFacts; recipient: RecipientFacts; answer: Answer; law: LoadedLaw };
