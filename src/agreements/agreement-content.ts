import type { Agreement } from '../law/index.js';
import { canonicalJson, digestOf, type Json } from '../ledger/index.js';
import type { AgreementBody } from './agreement-bodies.dto.js';

/** What is kept where a draft does not say how sure it is: nobody has compared it with a text but those who sign. */
const unverified = 'as its parties sign it';

/** The exact text that is signed over, and its digest. */
export type DraftedText = Readonly<{ content: Agreement; text: string; digest: string }>;

/** A draft's content as it would run: what was sent, and nothing besides. Undefined where it has a number that two readers could read differently. */
export const textOf = (body: AgreementBody): DraftedText | undefined => {
  try {
    const text = canonicalJson({ verified: unverified, ...(JSON.parse(JSON.stringify(body)) as Record<string, Json>) });
    return { content: JSON.parse(text) as Agreement, text, digest: digestOf(text) };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
