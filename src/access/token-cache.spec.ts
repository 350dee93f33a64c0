import { describe, expect, it } from '@jest/globals';
import { createSecretKey } from 'node:crypto';
import { digestOf, TokenCache, type Verified } from './token-cache.js';

const verified = (expires: number): Verified => ({
  issuer: 'https://id.example',
  subject: 'a',
  jti: undefined,
  expires,
  kid: 'k',
  key: createSecretKey(Buffer.from('x')),
  sessionId: 's',
});

describe('the memory of verified tokens', () => {
  it('never outlives the token, nor five minutes', () => {
    let now = 1_000_000;
    const cache = new TokenCache(() => now);
    cache.keep('short', verified(1_060));
    cache.keep('long', verified(9_999));
    now = 1_059_999;
    expect([cache.get('short'), cache.get('long')]).not.toContain(undefined);
    now = 1_060_000;
    expect(cache.get('short')).toBeUndefined();
    now = 1_300_000;
    expect(cache.get('long')).toBeUndefined();
  });

  it('is bounded: the oldest goes', () => {
    const cache = new TokenCache(() => 0);
    for (let n = 0; n <= 10_000; n += 1) cache.keep(`t${n}`, verified(10));
    expect(cache.get('t0')).toBeUndefined();
    expect(cache.get('t10000')).toBeDefined();
  });

  it('keeps no token, only its SHA-256', () => {
    expect(digestOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});
