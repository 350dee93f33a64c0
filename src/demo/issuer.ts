import { renameSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { downshire, policeIssuer } from './county.js';
import { type DemoProvider, readDemoProviders } from './demo-keys.js';
import { demoAudience, type Mint, openDemoKeys } from './mint.js';

export interface DemoIssuer {
  /** Path of a file in the form of ACCORD_ISSUERS. */
  readonly issuersFile: string;
  readonly port: number;
  readonly mint: Mint;
  stop(): Promise<void>;
}

/**
 * The demonstration's two identity providers, on loopback: keys at /police/jwks.json and /partnership/jwks.json, and
 * /health. There is no sign-in page; tokens come from `mint`. Port 0 (the default) takes a free one.
 */
export async function startDemoIssuer(options: { stateDir: string; port?: number }): Promise<DemoIssuer> {
  const providers = await readDemoProviders(options.stateDir);
  const server = createServer(answer(providers));
  const port = await listen(server, options.port ?? 0);
  const issuersFile = join(options.stateDir, 'issuers.json');
  writeFileSync(`${issuersFile}.${process.pid}`, `${JSON.stringify(providers.map((one) => asTrusted(one, port)), null, 2)}\n`, { mode: 0o600 });
  renameSync(`${issuersFile}.${process.pid}`, issuersFile);
  const { mint } = await openDemoKeys(options.stateDir);
  return { issuersFile, port, mint, stop: () => close(server) };
}

const asTrusted = ({ name, issuer }: DemoProvider, port: number): object => ({
  issuer,
  audience: demoAudience,
  algorithm: 'RS256',
  jwksUri: `http://127.0.0.1:${port}/${name}/jwks.json`,
  agencies: downshire.agencies.map(({ id }) => id).filter((id) => (id === 'downshire-police') === (issuer === policeIssuer)),
});

function answer(providers: readonly DemoProvider[]): RequestListener {
  const pages = new Map<string, object>([['/health', { status: 'ok' }]]);
  for (const { name, publicJwk } of providers) pages.set(`/${name}/jwks.json`, { keys: [publicJwk] });
  return (request, response) => {
    const page = request.method === 'GET' ? pages.get(request.url ?? '') : undefined;
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(page ?? { status: 'not found' }));
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
