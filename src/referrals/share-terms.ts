import type { ShareTerms, Statement } from '../disclosure/index.js';
import { compact } from '../platform/index.js';
import type { ShareBody } from './referral.dto.js';

/** Splits what a sharer states into terms (codes, kept with the decision) and words (kept under lock). Blank words are none. */
export const termsOf = ({ necessity, overrideReason, ...rest }: ShareBody): { terms: ShareTerms; statement: Statement } => {
  const statement: Statement = { ...(necessity?.trim() ? { necessity } : {}), ...(overrideReason?.trim() ? { overrideReason } : {}) };
  return { terms: { ...compact(rest), necessity: statement.necessity !== undefined, override: statement.overrideReason !== undefined }, statement };
};
