import type { Issuer } from '../platform/index.js';

/** What is asked of a token beyond its signature. Seconds. */
export const clockTolerance = 30;
const longestLife = 24 * 60 * 60;
const longestToken = 8 * 1024;

export type Header = Readonly<{ alg: string; kid: string }>;
export type Unverified = Readonly<{ header: Header; issuer: string }>;
export type Claims = Readonly<{ issuer: string; subject: string; jti: string | undefined; expires: number }>;

const part = (text: string | undefined): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 255 && !value.includes('\u0000') && value.isWellFormed();

const types = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
const isAccessTokenType = (typ: unknown): boolean => typ === undefined || (typeof typ === 'string' && types.includes(typ.toLowerCase()));

/**
 * What a token claims before anything is verified: only good for choosing the issuer's settings and key. A key or an
 * address of a key inside the header is never looked at.
 */
export const readUnverified = (token: string): Unverified | undefined => {
  if (token.length > longestToken || !/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token)) return undefined;
  const [head, body] = token.split('.');
  const header = part(head);
  const issuer = part(body)?.iss;
  if (!header || typeof issuer !== 'string' || typeof header.alg !== 'string' || !isText(header.kid)) return undefined;
  if ('crit' in header || !isAccessTokenType(header.typ)) return undefined;
  return { header: { alg: header.alg, kid: header.kid }, issuer };
};

/** The bearer token of a request, from the Authorization header and nowhere else; null when there is none. */
export const bearerToken = (request: { headers: Readonly<Record<string, unknown>> }): string | null => {
  const { authorization } = request.headers;
  return typeof authorization === 'string' ? (/^Bearer ([^\s,]+)$/i.exec(authorization)?.[1] ?? null) : null;
};

const isSeconds = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;

/**
 * The claims of a token whose signature, issuer, audience list, `exp` and `nbf` passport-jwt has verified; undefined
 * when something that we ask beyond that is missing or wrong. `now` in seconds.
 */
export const checkClaims = (payload: Readonly<Record<string, unknown>>, issuer: Issuer, now: number): Claims | undefined => {
  const { iss, aud, sub, jti, exp, iat } = payload;
  if (iss !== issuer.issuer || ![aud].flat().includes(issuer.audience) || !isText(sub)) return undefined;
  if (!isSeconds(exp) || !isSeconds(iat) || iat > now + clockTolerance || exp <= iat || exp - iat > longestLife) return undefined;
  if (jti !== undefined && !isText(jti)) return undefined;
  return { issuer: issuer.issuer, subject: sub, jti, expires: exp };
};
