import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { keysOf } from './jwk.js';

const rsa = (modulusLength: number): object => generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
const ec = (namedCurve: string): object => generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' });
const kidsOf = (keys: unknown[], algorithm: 'RS256' | 'ES256'): string[] => [...keysOf({ keys }, algorithm).keys()];

describe('the keys of a key set', () => {
  it('are RSA of 2048 bits or more for RS256', () => {
    expect(
      kidsOf(
        [
          { ...rsa(2048), kid: 'good' },
          { ...rsa(1024), kid: 'short' },
          { ...ec('P-256'), kid: 'curve' },
        ],
        'RS256',
      ),
    ).toEqual(['good']);
  });

  it('are of the curve P-256 for ES256', () => {
    expect(
      kidsOf(
        [
          { ...ec('P-256'), kid: 'good' },
          { ...ec('P-384'), kid: 'other' },
          { ...rsa(2048), kid: 'rsa' },
        ],
        'ES256',
      ),
    ).toEqual(['good']);
  });

  it('are never symmetric, broken, nameless or no keys at all', () => {
    expect(
      kidsOf(
        [
          { kty: 'oct', k: 'c2VjcmV0', kid: 'secret' },
          { kty: 'RSA', n: '!', e: 'AQAB', kid: 'broken' },
          rsa(2048),
          { ...rsa(2048), kid: '' },
          { ...rsa(2048), kid: 7 },
          null,
          'x',
          [],
        ],
        'RS256',
      ),
    ).toEqual([]);
  });

  it.each([null, 7, [], {}, { keys: {} }, { keys: Array.from({ length: 51 }, () => ({})) }])('are not to be had from %j', (document) => {
    expect(() => keysOf(document, 'RS256')).toThrow('not a key set');
  });
});
