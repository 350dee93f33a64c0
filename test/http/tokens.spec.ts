import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHmac, createPublicKey, type JsonWebKey, KeyObject, sign } from 'node:crypto';
import { TestIssuer } from '../support/issuer.js';
import { person, startTiny, type Tiny } from '../support/tiny-app.js';

let tiny: Tiny;
let main: TestIssuer;
let borough: TestIssuer;
let curve: TestIssuer;

beforeAll(async () => {
  main = await TestIssuer.start();
  borough = await TestIssuer.start({ issuer: 'https://id.borough.example', audience: 'accord-borough', agencies: ['borough'] });
  curve = await TestIssuer.start({ issuer: 'https://id.curve.example', algorithm: 'ES256' });
  tiny = await startTiny({ issuers: [main, borough, curve] });
  tiny.directory.people.set('bea', person({ staffId: '018f0000-0000-7000-8000-000000000002', agencyId: 'borough' }));
});
afterAll(() => tiny.stop());
beforeEach(() => void tiny.refused.splice(0));

const call = async (authorization: string | undefined, path = '/v1/slow', method = 'GET') => {
  const response = await fetch(`${tiny.url}${path}`, { method, headers: authorization === undefined ? {} : { authorization } });
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    json: (await response.json()) as Record<string, unknown>,
  };
};
const things = '/v1/things?limit=1';
const using = (token: string, path = things) => call(`Bearer ${token}`, path);
const now = (): number => Math.floor(Date.now() / 1_000);
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('good tokens', () => {
  it.each([
    ['RS256', () => main, 'amira'],
    ['another issuer’s own audience', () => borough, 'bea'],
    ['ES256', () => curve, 'amira'],
  ] as const)('%s', async (_says, issuer, subject) => {
    expect((await using(await issuer().token(subject))).status).toBe(200);
  });

  it('PS256', async () => {
    const salted = await TestIssuer.start({ issuer: 'https://id.salted.example', algorithm: 'PS256' });
    const other = await startTiny({ issuers: [salted] });
    other.directory.people.set('amira', person());
    const response = await fetch(`${other.url}${things}`, { headers: { authorization: `bearer ${await salted.token('amira')}` } });
    expect(response.status).toBe(200);
    await other.stop();
  });

  it.each([undefined, 'JWT', 'jwt', 'application/at+jwt'])('typ %s', async (typ) => {
    expect((await using(await main.token('amira', {}, { typ }))).status).toBe(200);
  });

  it('without jti the session is a digest of the token', async () => {
    const answer = await using(await main.token('amira', { jti: undefined }), '/v1/things/018f0000-0000-7000-8000-00000000000f');
    expect((answer.json.caller as { sessionId: string }).sessionId).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('half a minute of difference between clocks is forgiven', async () => {
    expect((await using(await main.token('amira', { iat: now() + 20, nbf: now() + 20 }))).status).toBe(200);
    expect((await using(await main.token('amira', { exp: now() - 10, iat: now() - 600 }))).status).toBe(200);
  });
});

describe('tokens that are refused', () => {
  // jose will not make these
  const signedAs = async (alg: string, hash: string, header: object = {}): Promise<string> => {
    const body = `${base64url({ alg, kid: 'first', ...header })}.${(await main.token('amira')).split('.')[1]}`;
    return `${body}.${sign(hash, Buffer.from(body), KeyObject.from(main.pairs.get('first')!.privateKey)).toString('base64url')}`;
  };

  it('the hand that makes them makes a good one too', async () => {
    expect((await using(await signedAs('RS256', 'sha256'))).status).toBe(200);
  });

  const forged: [string, () => Promise<string> | string][] = [
    ['alg none', async () => `${base64url({ alg: 'none', kid: 'first' })}.${(await main.token('amira')).split('.')[1]}.`],
    [
      'alg none with a signature',
      async () => `${base64url({ alg: 'none', kid: 'first' })}.${(await main.token('amira')).split('.')[1]}.AAAA`,
    ],
    [
      'HS256 keyed with the public key',
      async () => {
        const body = `${base64url({ alg: 'HS256', kid: 'first', typ: 'JWT' })}.${(await main.token('amira')).split('.')[1]}`;
        const pem = createPublicKey({ key: main.published[0] as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
        return `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
      },
    ],
    ['RS384 by the right key', () => signedAs('RS384', 'sha384')],
    ['ES256 where RS256 is configured', async () => curve.token('amira', { iss: main.issuer })],
    ['another issuer’s key', async () => borough.token('amira', { iss: main.issuer, aud: main.audience })],
    ['another issuer’s audience', async () => main.token('amira', { aud: borough.audience })],
    ['a foreign audience', () => main.token('amira', { aud: 'other-api' })],
    ['no audience', () => main.token('amira', { aud: undefined })],
    ['an unknown issuer', () => main.token('amira', { iss: 'https://evil.example' })],
    ['almost the issuer', () => main.token('amira', { iss: `${main.issuer}/` })],
    ['no issuer', () => main.token('amira', { iss: undefined })],
    ['expired', () => main.token('amira', { exp: now() - 60, iat: now() - 600 })],
    ['no exp', () => main.token('amira', { exp: undefined })],
    ['an exp of text', () => main.token('amira', { exp: '9999999999' as unknown as number })],
    ['an endless exp', () => main.token('amira', { exp: now() + 25 * 3600 })],
    ['not yet', () => main.token('amira', { nbf: now() + 120 })],
    ['issued in the future', () => main.token('amira', { iat: now() + 120 })],
    ['no iat', () => main.token('amira', { iat: undefined })],
    ['no subject', () => main.token('amira', { sub: undefined })],
    ['an empty subject', () => main.token('amira', { sub: '' })],
    ['a subject that is no text', () => main.token('amira', { sub: ['amira'] as unknown as string })],
    ['no kid', () => main.token('amira', {}, { kid: undefined })],
    ['an unknown kid', () => main.token('amira', {}, { kid: 'second' })],
    ['an inherited kid', () => main.token('amira', {}, { kid: '__proto__' })],
    ['crit', () => signedAs('RS256', 'sha256', { crit: ['b64'], b64: true })],
    ['an id token’s type', () => main.token('amira', {}, { typ: 'id+jwt' })],
    ['a logout token', () => main.token('amira', {}, { typ: 'logout+jwt' })],
    [
      'a key in its own header',
      async () => {
        const own = await generateKeyPair('RS256', { extractable: true });
        return new SignJWT({ iss: main.issuer, aud: main.audience, sub: 'amira', iat: now(), exp: now() + 60 })
          .setProtectedHeader({ alg: 'RS256', kid: 'first', jwk: await exportJWK(own.publicKey) })
          .sign(own.privateKey);
      },
    ],
    [
      'a changed payload',
      async () => {
        const [head, , signature] = (await main.token('amira')).split('.');
        return `${head}.${base64url({ iss: main.issuer, aud: main.audience, sub: 'bea', iat: now(), exp: now() + 60 })}.${signature}`;
      },
    ],
    ['a signature cut off', async () => (await main.token('amira')).split('.').slice(0, 2).join('.')],
    ['four parts', async () => `${await main.token('amira')}.x`],
    ['garbage', () => 'garbage'],
    ['a huge one', () => `${'a'.repeat(9_000)}.b.c`],
  ];

  it.each(forged)('%s', async (_says, make) => {
    const answer = await using(await make());
    expect(answer).toMatchObject({
      status: 401,
      challenge: 'Bearer realm="accord", error="invalid_token"',
      json: { code: 'unauthenticated' },
    });
    expect(tiny.refused).toEqual([]); // a stranger's noise is no entry
  });

  it('no token at all is told so', async () => {
    expect(await call(undefined)).toMatchObject({ status: 401, challenge: 'Bearer realm="accord"', json: { code: 'unauthenticated' } });
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Token abc'])('the header %s', async (header) => {
    expect((await call(header)).status).toBe(401);
  });

  it('a token in the query is no token', async () => {
    expect((await call(undefined, `/v1/slow?access_token=${await main.token('amira')}`)).status).toBe(401);
  });
});

describe('people', () => {
  it('an unknown person, somebody disabled a moment ago, and a role taken away', async () => {
    const token = await main.token('dev');
    expect((await using(token)).status).toBe(401);
    tiny.directory.people.set('dev', person());
    expect((await using(token)).status).toBe(200);
    tiny.directory.people.set('dev', person({ roles: ['ig-officer'] }));
    expect((await using(token)).status).toBe(403);
    tiny.directory.people.delete('dev');
    expect((await using(token)).status).toBe(401);
    expect(tiny.refused.map(({ reason }) => reason)).toEqual(['person-unknown-or-disabled', 'role-may-not', 'person-unknown-or-disabled']);
  });

  it('an issuer speaks for its own agencies only', async () => {
    const answer = await using(await borough.token('amira'));
    expect(answer.status).toBe(401);
    expect(tiny.refused).toMatchObject([
      { reason: 'issuer-not-for-agency', issuer: borough.issuer, subject: 'amira', can: 'concern:read' },
    ]);
  });

  it('an issuer speaks for who employs somebody, whoever they have come to act for', async () => {
    tiny.directory.people.set('employed-at-weald', person({ agencyId: 'the-successor', employedBy: 'weald' }));
    tiny.directory.people.set('employed-at-borough', person({ agencyId: 'weald', employedBy: 'borough' }));
    expect((await using(await main.token('employed-at-weald'))).status).toBe(200);
    expect((await using(await borough.token('employed-at-borough'))).status).toBe(200);
    expect((await using(await borough.token('employed-at-weald'))).status).toBe(401);
  });

  it('a role that may not is told which may, and the attempt is recorded', async () => {
    const answer = await using(await main.token('amira'), '/v1/ledger/entries');
    expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden', roles: ['ig-officer'] } });
    expect(tiny.refused).toEqual([
      {
        caller: expect.objectContaining({ agencyId: 'weald' }),
        issuer: main.issuer,
        subject: 'amira',
        can: 'ledger:search',
        gives: 'content',
        method: 'GET',
        route: '/v1/ledger/entries',
        reason: 'role-may-not',
        params: {},
        requestId: expect.any(String),
      },
    ]);
  });

  it('when the directory cannot be asked, nobody is let in: 503', async () => {
    const identify = jest.spyOn(tiny.directory, 'identify').mockRejectedValue(new Error('down for amira'));
    const answer = await using(await main.token('amira'));
    identify.mockRestore();
    expect(answer).toMatchObject({ status: 503, json: { code: 'unavailable' } });
    expect(tiny.log.join('')).not.toContain('down for');
  });

  it('when the attempt cannot be recorded, the answer is 503', async () => {
    tiny.recording.fails = true;
    const answer = await using(await main.token('amira'), '/v1/ledger/entries');
    tiny.recording.fails = false;
    expect(answer).toMatchObject({ status: 503, json: { code: 'unavailable' } });
  });
});
