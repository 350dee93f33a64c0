import type { ShareTerms, Statement } from '../disclosure/index.js';
import type { ShareBody } from './referral.dto.js';

/** Splits what a sharer states into terms (codes, kept with the decision) and words (kept under lock). Blank words are none. */
export const termsOf = ({ necessity, overrideReason, ...rest }: ShareBody): { terms: ShareTerms; statement: Statement } => {
  const statement: Statement = { ...(necessity?.trim() ? { necessity } : {}), ...(overrideReason?.trim() ? { overrideReason } : {}) };
  const stated = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Omit<ShareTerms, 'necessity' | 'override'>;
  return { terms: { ...stated, necessity: statement.necessity !== undefined, override: statement.overrideReason !== undefined }, statement };
};
