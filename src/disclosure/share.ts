import type { LoadedLaw } from '../law/index.js';
import type { Answer } from './answer.js';
import type { ConcernFacts, RecipientFacts } from './facts.js';

/** The reasons in the sharer's own words. Kept under the lock of all words; never in the ledger. */
export type Statement = { necessity?: string; overrideReason?: string };
/** `law`: what it was decided under. */
export type DecidedShare = { concern: ConcernFacts; recipient: RecipientFacts; answer: Answer; law: LoadedLaw };

export const notShared = { draft: 'Raise the concern first: a draft is not shared.', withdrawn: 'The concern was withdrawn: it is not shared any more.' };

/** An agency outside its lifetime has nobody who could lawfully receive. */
export const worksOn = ({ agency }: RecipientFacts, day: string): boolean => agency.validFrom <= day && (agency.validTo === null || day <= agency.validTo);
