/** Killed in the middle of its work, service or PostgreSQL: whoever received an answer has its entry in the ledger. */
import { uuidv7 } from '../../src/platform/ids.js';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Answer, ask, type Cluster, freePort, load, ownDatabase, ownService, pause, type Reading, readings, sameWords, scratch, type Service, startPostgres } from './own-service.js';

const home = scratch();
let cluster: Cluster;
let database: { adminUrl: string; serviceUrl: string };
let service: Service;
let all: Reading[];

const onAdmin = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
};
/** Entries that are missing of answers that somebody received whole. */
const missing = async (answers: readonly { reading: Reading; answer: Answer }[]): Promise<string[]> => {
  const received = answers.filter(({ answer }) => answer.status === 200);
  for (const { reading, answer } of received) expect(sameWords(answer.text)).toBe(reading.good);
  const ids = received.map(({ answer }) => answer.entry!);
  expect(ids.length).toBeGreaterThan(5);
  expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
  const there = new Set((await onAdmin<{ id: string }>('SELECT id FROM accord.ledger_entries WHERE id = ANY ($1)', [ids])).map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
};

beforeAll(async () => {
  cluster = await startPostgres({ dataDir: home, keep: true });
  database = await ownDatabase(cluster.adminUrl, 'crash');
  await onAdmin('ALTER SYSTEM SET max_prepared_transactions = 3'); // in force after the crash
  service = await ownService(database.serviceUrl);
  all = await readings(service.url);
}, 60_000);
afterAll(async () => {
  await service.stop();
  await cluster.stop();
}, 30_000);

it('kill -9 of the service under load', async () => {
  const running = load(service.url, all, 16);
  await pause(700);
  service.force();
  await service.exited;
  expect(await missing(await running.stop())).toEqual([]);
  service = await ownService(database.serviceUrl, await freePort());
}, 20_000);

/** The server and everything it started, without a word of warning. */
const killPostgres = (): void => {
  const pid = readFileSync(join(cluster.home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]!;
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', pid], { encoding: 'utf8' }).trim().split(/\s+/);
  for (const each of [pid, ...children]) {
    try {
      process.kill(Number(each), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
};

it('kill -9 of PostgreSQL under load; the service recovers by itself', async () => {
  const running = load(service.url, all, 16);
  await pause(700);
  killPostgres();
  await pause(300);
  const answers = await running.stop();
  for (const { answer } of answers) expect([200, 503]).toContain(answer.status);
  cluster = { ...(await startPostgres({ dataDir: home, keep: true })) };
  expect(database.adminUrl).toContain(`:${String(cluster.port)}/`);
  expect(await missing(answers)).toEqual([]);
  expect((await ask(service.url, all[0]!)).status).toBe(200);
}, 40_000);

it('an entry cannot be prepared for later where prepared transactions are allowed', async () => {
  expect(await onAdmin('SHOW max_prepared_transactions')).toEqual([{ max_prepared_transactions: '3' }]);
  const client = new pg.Client({ connectionString: database.serviceUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  const [entry] = await onAdmin<{ row: object }>(`SELECT to_jsonb(e) AS row FROM accord.ledger_entries e LIMIT 1`);
  const id = uuidv7();
  await client.query(`INSERT INTO accord.ledger_entries (id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, leaf)
    SELECT $2::uuid, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, replace(leaf, id::text, $3)
    FROM jsonb_populate_record(NULL::accord.ledger_entries, $1)`, [JSON.stringify(entry!.row), id, id]);
  await expect(client.query(`PREPARE TRANSACTION 'later'`)).rejects.toThrow('ledger entries are committed by a COMMIT');
  await client.end();
});
