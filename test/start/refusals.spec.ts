/** The service does not start where its promises would be hollow: exit code 1, one plain line for each fault, no stack trace, no secret. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { at, dropDatabase, environment, ownDatabase } from '../faults/own-service.js';
import { start, type End, type Env } from './start-service.js';

const name = `accord_start_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
const ends = new Map<string, End>();

beforeAll(async () => {
  const { serviceUrl, adminUrl } = await ownDatabase(serverUrl(), name, { county: false });
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE POLICY handy ON accord.contents FOR SELECT USING (true); ALTER TABLE accord.items NO FORCE ROW LEVEL SECURITY; ALTER DATABASE ${name} SET synchronous_commit = off`);
  await admin.end();
  const good = environment(process.env['SERVICE_URL']!);
  const trials: Record<string, Env> = {
    well: good,
    nothing: {},
    wrong: { ACCORD_SUBJECT_SECRET: 'short-secret', SERVICE_DATABASE_URL: 'mysql://root:hush@db/x', ACCORD_ISSUERS: '/nowhere.json', PORT: '0x1e', HOST: 'a b', ACCORD_DEMO: 'maybe', LOG_LEVEL: 'loud' },
    'outside of a demonstration': { ...good, ACCORD_DEMO: undefined },
    'administrator’s connection': { ...good, DATABASE_URL: process.env['ADMIN_URL'] },
    'broken promises': environment(serviceUrl),
    'no answer': environment(at(serviceUrl, { port: '1' })),
    'wrong password': environment(at(serviceUrl, { password: 'not-it' })),
  };
  await Promise.all(Object.entries(trials).map(async ([trial, env]) => ends.set(trial, await start(env))));
}, 60_000);
afterAll(() => dropDatabase(serverUrl(), name));

const refused = (trial: string, ...faults: RegExp[]): void =>
  expect(ends.get(trial)).toEqual({ code: 1, said: ['The service cannot start:', ...faults.map((fault) => expect.stringMatching(fault) as unknown)] });

it('starts where all is well', () => {
  expect(ends.get('well')!.code).toBeNull();
});

it('no configuration: every fault at once', () => {
  refused('nothing', /ACCORD_SUBJECT_SECRET is missing/, /SERVICE_DATABASE_URL is missing/, /ACCORD_ISSUERS is missing/);
});

it('wrong configuration: every fault at once, and no secret', () => {
  const { code, said } = ends.get('wrong')!;
  expect(code).toBe(1);
  expect(said.join('\n')).not.toMatch(/short-secret|hush|^\s+at /m);
  for (const each of ['ACCORD_SUBJECT_SECRET', 'SERVICE_DATABASE_URL', 'ACCORD_ISSUERS', 'PORT', 'HOST', 'ACCORD_DEMO', 'LOG_LEVEL']) expect(said.filter((line) => line.includes(each)).length).toBe(1);
});

it('secret and issuers of the demonstration, outside of one', () => {
  refused('outside of a demonstration', /ACCORD_SUBJECT_SECRET is the demonstration’s/, /ACCORD_ISSUERS names a demonstration issuer/);
});

it('the administrator’s connection in the service’s hands', () => {
  refused('administrator’s connection', /DATABASE_URL is set: the serving process must not hold/);
});

it('a database that breaks promises: a line for each', () => {
  refused('broken promises', /a promise: synchronous_commit must be on/, /a promise: row security of items must be on and forced/, /a promise: words may be read under ledger_first_then_read alone/);
});

it.each([['no answer', /ECONNREFUSED/], ['wrong password', /password authentication failed/]])('a database with %s: says what to do, and no secret', (trial, why) => {
  refused(trial, /^ {2}- the database at [^@]+ does not let the service in \(.+\): check SERVICE_DATABASE_URL, and that PostgreSQL is running and migrated$/);
  expect(ends.get(trial)!.said[1]).toMatch(why);
  expect(ends.get(trial)!.said.join('\n')).not.toMatch(/not-it|^\s+at /m);
});
