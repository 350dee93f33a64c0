import { expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { pseudonym } from './pseudonym.js';

const secret = 's'.repeat(32);
const key = '11'.repeat(32);
const id = '018f0000-0000-7000-8000-000000000001';

it('is an HMAC under the person’s key, which is itself keyed by the secret', () => {
  const personal = createHmac('sha256', secret).update(Buffer.concat([Buffer.from('accord/subject-key/1'), Buffer.from(key, 'hex')])).digest();
  expect(pseudonym(secret, key, id)).toBe(createHmac('sha256', personal).update(`accord/subject/1${id}`).digest('hex').slice(0, 32));
});

it('is the same for the same, and another as soon as secret, key or id is another', () => {
  const names = [pseudonym(secret, key, id), pseudonym('t'.repeat(32), key, id), pseudonym(secret, '12'.repeat(32), id), pseudonym(secret, key, id.replace('1', '2'))];
  expect(pseudonym(secret, key, id)).toBe(names[0]);
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
});

it('does not contain what it was made of', () => {
  expect(pseudonym(secret, key, id)).not.toContain(id.slice(-12));
});

it('stays what it was: entries written long ago must be found again', () => {
  expect(pseudonym(secret, key, id)).toBe('548e47e72c5ed72f9d4ffd98c4371890');
});
