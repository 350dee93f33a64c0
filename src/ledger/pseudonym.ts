import { createHmac } from 'node:crypto';

/**
 * The name a person has in the ledger: HMAC-SHA-256 under a key of their own, which is itself keyed by a secret outside
 * the database. Whoever has only the database cannot make it; destroying the person's key makes it meaningless for ever.
 * @param key the person's key, 32 bytes as hex
 * @param id the id under which an agency knows the person: the subject's own, or its alias in one referral
 */
export const pseudonym = (secret: string, key: string, id: string): string => {
  const personal = createHmac('sha256', secret).update('accord/subject-key/1').update(Buffer.from(key, 'hex')).digest();
  return createHmac('sha256', personal).update('accord/subject/1').update(id).digest('hex').slice(0, 32);
};
