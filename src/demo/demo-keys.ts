import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

import { partnershipIssuer, policeIssuer } from './county.js';

/** One identity provider of the demonstration: `name` is its path on the loopback server. */
export interface DemoProvider {
  readonly name: 'police' | 'partnership';
  readonly issuer: string;
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: JWK;
}

const providers = [
  { name: 'police', issuer: policeIssuer },
  { name: 'partnership', issuer: partnershipIssuer },
] as const;

/** Reads the two signing keys kept in `stateDir`, making them first where there are none. Keys are for this machine's owner only. */
export async function readDemoProviders(stateDir: string): Promise<readonly DemoProvider[]> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  return Promise.all(providers.map(async ({ name, issuer }) => {
    const privateKey = createPrivateKey(keptKey(join(stateDir, `demo-${name}.key.pem`)));
    const { kty, n, e } = await exportJWK(privateKey);
    const kid = await calculateJwkThumbprint({ kty, n, e });
    return { name, issuer, kid, privateKey, publicJwk: { kty, n, e, kid, alg: 'RS256', use: 'sig' } };
  }));
}

function keptKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    linkSync(draft, file); // Whole or not at all; where another process was first, its key stands.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}
