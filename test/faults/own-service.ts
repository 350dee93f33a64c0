/** A database and a service process of a spec's own, for breaking. */
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import pg from 'pg';
import { openDemoKeys } from '../../src/demo/index.js';

const root = join(import.meta.dirname, '../..');
type Env = Record<string, string | undefined>;
export type Service = { url: string; pid: number; exited: Promise<number | string>; stop(): Promise<void>; force(): void };
export type Cluster = { adminUrl: string; home: string; port: number; stop(): Promise<void> };
const scripts = (await import(join(root, 'scripts/service.mjs'))) as {
  accord(args: string[], env: Env, wish: { apart: boolean }): Promise<{ serviceDatabaseUrl: string }>;
  startService(wish: { env: Env; port: number; logFile: string; apart: boolean }): Promise<Service>;
};
const postgres = (await import(join(root, 'scripts/postgres.mjs'))) as {
  freePort(): Promise<number>;
  startPostgres(wish: { dataDir: string; keep: boolean }): Promise<Cluster>;
};
export const { startPostgres, freePort } = postgres;
export const scratch = (): string => mkdtempSync(join(process.env['ACCORD_TEST_HOME'] ?? tmpdir(), 'faults-'));

/** What the demonstration's service is told; a spec may bend it. */
export const environment = (serviceDatabaseUrl: string): Env => ({
  ACCORD_DEMO: 'true', ACCORD_ISSUERS: process.env['ISSUERS_FILE'], ACCORD_SUBJECT_SECRET: process.env['SUBJECT_SECRET'], SERVICE_DATABASE_URL: serviceDatabaseUrl, ACCORD_DRAIN_MS: '0',
});

export const at = (url: string, change: Partial<Record<'pathname' | 'port' | 'username' | 'password', string>>): string => Object.assign(new URL(url), change).href;

/** Migrates a database once more. @throws Error with the first line of what it complained of */
export const migrate = (adminUrl: string): Promise<unknown> => scripts.accord(['migrate'], { DATABASE_URL: adminUrl }, { apart: false });

/** A new database on that server, migrated; with the demonstration county unless it is to stay empty. */
export const ownDatabase = async (serverUrl: string, name: string, { county = true } = {}): Promise<{ adminUrl: string; serviceUrl: string }> => {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  await client.end();
  const adminUrl = at(serverUrl, { pathname: `/${name}` });
  const { serviceDatabaseUrl: serviceUrl } = await scripts.accord(['migrate'], { DATABASE_URL: adminUrl }, { apart: false });
  if (county) await scripts.accord(['demo', 'load'], { ...environment(serviceUrl), DATABASE_URL: adminUrl }, { apart: false });
  return { adminUrl, serviceUrl };
};

export const ownService = async (serviceUrl: string, port?: number): Promise<Service> =>
  scripts.startService({ env: environment(serviceUrl), port: port ?? (await freePort()), logFile: join(scratch(), 'service.log'), apart: false });

export const dropDatabase = async (serverUrl: string, name: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
};

export type Answer = { status: number; entry: string | null; text: string; type: string | null };
/** What somebody may read, and how it reads when all is well. */
export type Reading = { path: string; token: string; good: string };

/** One request; a connection that breaks is an answer of status 0, of which nothing was received whole. */
export const ask = async (url: string, { path, token }: Pick<Reading, 'path' | 'token'>): Promise<Answer> => {
  try {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, entry: response.headers.get('accord-ledger-entry'), text: await response.text(), type: response.headers.get('content-type') };
  } catch {
    return { status: 0, entry: null, text: '', type: null };
  }
};

/** Without what belongs to one reading alone. */
export const sameWords = (text: string): string => text.replaceAll(/"(entryId|ledgerEntry)":"[^"]*",?/g, '');

/** What these people's lists show them, each opened once: their concerns, and the referrals in their inbox. */
export const readings = async (url: string): Promise<Reading[]> => {
  const { mint } = await openDemoKeys(process.env['ISSUER_STATE']!);
  const tokens = await Promise.all(['idva', 'housing-officer', 'police-marac-lead', 'housing-marac-lead', 'childrens-lead'].map((who) => mint(who)));
  const lists = tokens.flatMap((token) => [{ token, list: '/v1/concerns', path: '/v1/concerns' }, { token, list: '/v1/referrals?box=in', path: '/v1/referrals' }]);
  const found = await Promise.all(lists.map(async ({ token, list, path }) => {
    const { items } = JSON.parse((await ask(url, { path: list, token })).text) as { items: { id: string }[] };
    return Promise.all(items.map(async ({ id }) => ({ path: `${path}/${id}`, token, answer: await ask(url, { path: `${path}/${id}`, token }) })));
  }));
  return found.flat().filter(({ answer }) => answer.status === 200).map(({ path, token, answer }) => ({ path, token, good: sameWords(answer.text) }));
};

/** Asks for all of them over and over, `wide` at a time, until told to stop. */
export const load = (url: string, all: readonly Reading[], wide: number): { stop(): Promise<{ reading: Reading; answer: Answer }[]> } => {
  const answers: { reading: Reading; answer: Answer }[] = [];
  let going = true;
  const lane = async (start: number): Promise<void> => {
    for (let next = start; going; next += 1) {
      const reading = all[next % all.length]!;
      answers.push({ reading, answer: await ask(url, reading) });
      if (answers.at(-1)!.answer.status === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const lanes = Promise.all(Array.from({ length: wide }, (_, index) => lane(index)));
  return {
    async stop() {
      going = false;
      await lanes;
      return answers;
    },
  };
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
