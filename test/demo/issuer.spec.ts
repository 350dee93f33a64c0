import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

import { type DemoIssuer, downshire, openDemoKeys, partnershipIssuer, policeIssuer, staffId, startDemoIssuer } from '../../src/demo/index.js';

let stateDir: string;
let server: DemoIssuer;
type Trusted = { issuer: string; audience: string; algorithm: string; jwksUri: string; agencies: string[] };
let trusted: Trusted[];

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'demo-issuer-'));
  server = await startDemoIssuer({ stateDir });
  trusted = JSON.parse(readFileSync(server.issuersFile, 'utf8')) as Trusted[];
});

afterAll(async () => {
  await server.stop();
  rmSync(stateDir, { recursive: true });
});

const verify = (token: string, issuer: string): Promise<{ payload: object }> => {
  const one = trusted.find((entry) => entry.issuer === issuer);
  return jwtVerify(token, createRemoteJWKSet(new URL(one?.jwksUri ?? '')), { issuer, audience: 'accord-api', algorithms: ['RS256'] });
};

describe('the demonstration identity providers', () => {
  it('publish two issuers: the police vouch for the police alone, the partnership for everybody else', () => {
    expect(trusted.map(({ issuer }) => issuer)).toEqual([policeIssuer, partnershipIssuer]);
    expect(trusted.map(({ agencies }) => agencies.includes('downshire-police'))).toEqual([true, false]);
    expect(trusted.flatMap(({ agencies }) => agencies).sort()).toEqual(downshire.agencies.map(({ id }) => id).sort());
    expect(trusted[0]?.agencies).toEqual(['downshire-police']);
  });

  it('sign tokens that their published keys verify, for half a day', async () => {
    const { payload } = await verify(await server.mint('police-marac-lead'), policeIssuer);
    expect(payload).toMatchObject({ sub: 'shabana-quraishi-holt', aud: 'accord-api' });
    const { iat = 0, exp = 0, jti } = decodeJwt(await server.mint(staffId('amara-thistlewood')));
    expect(exp - iat).toBe(12 * 60 * 60);
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('do not vouch for one another', async () => {
    const token = await server.mint('housing-officer', { issuer: policeIssuer });
    await expect(verify(token, policeIssuer)).rejects.toThrow();
  });

  it('bend to a test: expired, another audience, a missing claim, no signature', async () => {
    await expect(verify(await server.mint('idva', { expiresIn: -60 }), partnershipIssuer)).rejects.toThrow(/exp/);
    await expect(verify(await server.mint('idva', { audience: 'another' }), partnershipIssuer)).rejects.toThrow(/aud/);
    expect(decodeJwt(await server.mint('idva', { claims: { exp: undefined, extra: 1 } }))).not.toHaveProperty('exp');
    const unsigned = await server.mint('idva', { header: { alg: 'none', kid: undefined } });
    expect(decodeProtectedHeader(unsigned)).toEqual({ alg: 'none', typ: 'JWT' });
    expect(unsigned.endsWith('.')).toBe(true);
    const confused = await server.mint('idva', { header: { alg: 'HS256' }, key: new TextEncoder().encode('x'.repeat(32)) });
    await expect(verify(confused, partnershipIssuer)).rejects.toThrow();
  });

  it('keep their keys: another opening of the same folder signs equally well', async () => {
    const { mint } = await openDemoKeys(stateDir);
    await expect(verify(await mint('housing-officer'), partnershipIssuer)).resolves.toBeDefined();
    for (const name of ['police', 'partnership']) expect(statSync(join(stateDir, `demo-${name}.key.pem`)).mode & 0o777).toBe(0o600);
  });

  it('publish no private part, answer health, and nothing else', async () => {
    const jwks = await (await fetch(trusted[0]?.jwksUri ?? '')).json() as { keys: object[] };
    expect(Object.keys(jwks.keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    const at = `http://127.0.0.1:${server.port}`;
    expect((await fetch(`${at}/health`)).status).toBe(200);
    expect((await fetch(`${at}/`)).status).toBe(404);
    expect((await fetch(`${at}/health`, { method: 'POST' })).status).toBe(404);
  });

  it('refuse to mint for nobody', async () => {
    await expect(server.mint('somebody-else')).rejects.toThrow(/nobody/);
  });
});
