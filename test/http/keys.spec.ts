import { describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { TestIssuer } from '../support/issuer.js';
import { startTiny } from '../support/tiny-app.js';

const things = '/v1/things?limit=1';

describe('keys', () => {
  it('a new key is taken up when a token names it; floods of unknown ones ask the issuer no more', async () => {
    const issuer = await TestIssuer.start();
    const other = await startTiny({ issuers: [issuer] });
    const status = async (token: string): Promise<number> =>
      (await fetch(`${other.url}${things}`, { headers: { authorization: `Bearer ${token}` } })).status;
    const later = jest.spyOn(performance, 'now');
    expect(await status(await issuer.token('amira'))).toBe(200);
    const before = issuer.asked;
    for (let n = 0; n < 20; n += 1) expect(await status(await issuer.token('amira', {}, { kid: `made-up-${n}` }))).toBe(401);
    expect(issuer.asked).toBe(before);
    await issuer.addKey('second');
    const real = performance.now.bind(performance);
    const start = real();
    later.mockImplementation(() => start + 31_000);
    expect(await status(await issuer.token('amira', {}, { kid: 'second' }, 'second'))).toBe(200);
    expect(issuer.asked).toBe(before + 1);
    // the issuer's bad day: the last good keys stay
    for (const day of ['with-500', 'with-garbage', 'elsewhere'] as const) {
      issuer.answers = day;
      later.mockImplementation(() => start + 10_000_000 * (1 + ['with-500', 'with-garbage', 'elsewhere'].indexOf(day)));
      expect(await status(await issuer.token('amira', { jti: day }))).toBe(200);
    }
    // a key that is withdrawn takes its remembered tokens with it
    const remembered = await issuer.token('amira', { jti: 'remembered' });
    expect(await status(remembered)).toBe(200);
    issuer.answers = 'well';
    issuer.published = issuer.published.filter(({ kid }) => kid !== 'first');
    later.mockImplementation(() => start + 90_000_000);
    await status(await issuer.token('amira', {}, { kid: 'made-up' }));
    expect(await status(remembered)).toBe(401);
    later.mockRestore();
    await other.stop();
  });

  it('while an issuer has never been reached its tokens cannot be checked: 503', async () => {
    const issuer = await TestIssuer.start();
    issuer.answers = 'with-500';
    const other = await startTiny({ issuers: [issuer] });
    const response = await fetch(`${other.url}${things}`, { headers: { authorization: `Bearer ${await issuer.token('amira')}` } });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    await other.stop();
  });

  it('weak, private, foreign and doubled keys are not used', async () => {
    const issuer = await TestIssuer.start();
    const weak = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 });
    issuer.pairs.set('private', weak).set('encrypts', weak).set('twice', weak).set('other-alg', weak);
    const jwk = await exportJWK(weak.publicKey);
    issuer.published.push(
      { ...(await exportJWK(weak.privateKey)), kid: 'private' },
      { ...jwk, kid: 'encrypts', use: 'enc' },
      { ...jwk, kid: 'twice' },
      { ...jwk, kid: 'twice' },
      { ...jwk, kid: 'other-alg', alg: 'RS512' },
    );
    const other = await startTiny({ issuers: [issuer] });
    for (const kid of ['private', 'encrypts', 'twice', 'other-alg']) {
      const response = await fetch(`${other.url}${things}`, {
        headers: { authorization: `Bearer ${await issuer.token('amira', {}, { kid }, kid)}` },
      });
      expect([kid, response.status]).toEqual([kid, 401]);
    }
    await other.stop();
  });
});
