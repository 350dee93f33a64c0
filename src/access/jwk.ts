import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../platform/index.js';

type Jwk = JsonWebKey & { kid?: unknown; use?: unknown; alg?: unknown; key_ops?: unknown };

const familyOf: Readonly<Record<TokenAlgorithm, string>> = { RS256: 'RSA', PS256: 'RSA', ES256: 'EC' };
const smallestModulus = 2048;
const mostKeys = 50;

const isStrong = (key: KeyObject): boolean => {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa' ? (modulusLength ?? 0) >= smallestModulus : namedCurve === 'prime256v1';
};

// A set that hands out private parts is no evidence of anything: such a key is not used.
const isForVerifying = (jwk: Jwk, algorithm: TokenAlgorithm): jwk is Jwk & { kid: string } =>
  typeof jwk.kid === 'string' &&
  jwk.kid !== '' &&
  jwk.kid.length <= 256 &&
  jwk.kty === familyOf[algorithm] &&
  (jwk.use === undefined || jwk.use === 'sig') &&
  (jwk.alg === undefined || jwk.alg === algorithm) &&
  (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) &&
  jwk.d === undefined;

const publicKey = (jwk: Jwk): KeyObject | undefined => {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
};

/**
 * The usable verification keys of a key set (RFC 7517), by kid. Keys of another family, too short, or marked for
 * another use are left out; of two keys with one kid neither is used. Throws when the document is no key set.
 */
export const keysOf = (document: unknown, algorithm: TokenAlgorithm): Map<string, KeyObject> => {
  const listed = (document as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(listed) || listed.length > mostKeys) throw new TypeError('not a key set');
  const keys = new Map<string, KeyObject>();
  const twice = new Set<string>();
  for (const jwk of listed as unknown[]) {
    if (typeof jwk !== 'object' || jwk === null || !isForVerifying(jwk as Jwk, algorithm)) continue;
    const { kid } = jwk as { kid: string };
    const key = publicKey(jwk as Jwk);
    if (keys.has(kid)) twice.add(kid);
    if (key && isStrong(key)) keys.set(kid, key);
  }
  for (const kid of twice) keys.delete(kid);
  return keys;
};
