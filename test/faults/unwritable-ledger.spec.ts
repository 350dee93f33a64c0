/** The ledger cannot be written, or not surely: nothing leaves, the answer is 503, and all is well again when the fault is gone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Answer, ask, at, dropDatabase, load, ownDatabase, ownService, pause, type Reading, readings, sameWords, type Service } from './own-service.js';
import { Wire } from './proxy.js';

const name = `accord_faults_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
let admin: pg.Client;
let service: Service;
let wire: Wire;
let all: Reading[];

beforeAll(async () => {
  const { adminUrl, serviceUrl } = await ownDatabase(serverUrl(), name);
  const { hostname, port } = new URL(serviceUrl);
  wire = await Wire.to(hostname, Number(port));
  service = await ownService(at(serviceUrl, { port: wire.port }));
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  all = await readings(service.url);
}, 60_000);
afterAll(async () => {
  await service.stop();
  await wire.close();
  await admin.end();
  await dropDatabase(serverUrl(), name);
});

const once = (index = 0): Promise<Answer> => ask(service.url, all[index]!);
const isUnavailable = (answer: Answer): void => {
  expect({ ...answer, text: JSON.parse(answer.text) as unknown }).toMatchObject({ status: 503, type: 'application/problem+json', text: { code: 'unavailable', status: 503 } });
  for (const { good } of all) for (const [, words] of good.matchAll(/"text":"([^"]+)"/g)) expect(answer.text).not.toContain(words);
};
const isWell = async (): Promise<void> => {
  const answers = await Promise.all(all.map((reading) => ask(service.url, reading)));
  expect(answers.map(({ status }) => status)).toEqual(all.map(() => 200));
  expect(answers.map(({ text }) => sameWords(text))).toEqual(all.map(({ good }) => good));
};
const backends = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'accord_service'`;
const entriesOf = async (answers: readonly Answer[]): Promise<string[]> =>
  (await admin.query<{ id: string }>('SELECT id FROM accord.ledger_entries WHERE id = ANY ($1)', [answers.map(({ entry }) => entry)])).rows.map(({ id }) => id);

afterEach(isWell, 10_000);

it('there is something to read', () => {
  expect(all.length).toBeGreaterThan(4);
  expect(all.some(({ path }) => path.startsWith('/v1/referrals/'))).toBe(true);
  for (const { good } of all) expect(good).toMatch(/"text":"[^"]+"/);
});

describe('nothing leaves when', () => {
  it('the right to write entries is gone', async () => {
    const { rows: columns } = await admin.query<{ column_name: string }>(`SELECT column_name FROM information_schema.column_privileges WHERE table_name = 'ledger_entries' AND grantee = 'accord_service' AND privilege_type = 'INSERT'`);
    await admin.query('REVOKE INSERT ON accord.ledger_entries FROM accord_service');
    try {
      for (const answer of await Promise.all(all.map((reading) => ask(service.url, reading)))) isUnavailable(answer);
    } finally {
      await admin.query(`GRANT INSERT (${columns.map(({ column_name: column }) => admin.escapeIdentifier(column)).join(', ')}) ON accord.ledger_entries TO accord_service`);
    }
  });

  it.each([['a warning', 'WARNING'], ['a notice', 'NOTICE'], ['an error', 'EXCEPTION']])('%s comes with the commit', async (_, level) => {
    await admin.query(`CREATE FUNCTION public.doubt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE ${level} 'the standby was not waited for'; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER doubt AFTER INSERT ON accord.ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.doubt()`);
    try {
      for (const answer of await Promise.all(all.map((reading) => ask(service.url, reading)))) isUnavailable(answer);
    } finally {
      await admin.query('DROP TRIGGER doubt ON accord.ledger_entries; DROP FUNCTION public.doubt');
    }
  });

  it('the connection is killed after the entry and before the words', async () => {
    const holder = new pg.Client({ connectionString: at(serverUrl(), { pathname: `/${name}` }) });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE accord.contents IN ACCESS EXCLUSIVE MODE');
    const { rows: [before] } = await admin.query<{ n: string }>('SELECT count(*) AS n FROM accord.ledger_entries');
    const asked = once();
    await pause(300);
    const { rows: [after] } = await admin.query<{ n: string }>('SELECT count(*) AS n FROM accord.ledger_entries');
    await admin.query(`${backends} AND wait_event_type = 'Lock'`);
    isUnavailable(await asked);
    expect(Number(after!.n)).toBe(Number(before!.n) + 1);
    await holder.query('ROLLBACK');
    await holder.end();
  });

  it('the ledger is locked: everybody is told within seconds, however long the queue', async () => {
    const holder = new pg.Client({ connectionString: at(serverUrl(), { pathname: `/${name}` }) });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE accord.ledger_entries IN ACCESS EXCLUSIVE MODE');
    const started = Date.now();
    const answers = await Promise.all(Array.from({ length: 200 }, async (_, index) => {
      await pause(index * 5);
      const asked = Date.now();
      return { answer: await once(index % all.length), waited: Date.now() - asked };
    }));
    for (const { answer } of answers) isUnavailable(answer);
    expect(Math.max(...answers.map(({ waited }) => waited))).toBeLessThan(8000);
    expect(Date.now() - started).toBeGreaterThan(3000);
    await holder.query('ROLLBACK');
    await holder.end();
  }, 20_000);

  it('the database hangs in the middle of a disclosure', async () => {
    const asked = Array.from({ length: 30 }, (_, index) => once(index % all.length));
    await pause(5);
    wire.deaf = true;
    const started = Date.now();
    const answers = await Promise.all(asked);
    const waited = Date.now() - started;
    wire.deaf = false;
    expect(waited).toBeLessThan(15_000);
    for (const answer of answers) if (answer.status !== 200) isUnavailable(answer);
    expect((await entriesOf(answers.filter(({ status }) => status === 200))).length).toBe(answers.filter(({ status }) => status === 200).length);
  }, 30_000);
});

it('connections that died while idle cost nobody an answer', async () => {
  await isWell();
  await admin.query(backends);
  await pause(200);
});

it('connections killed under load: every answer is whole and has its entry, or is a 503', async () => {
  const running = load(service.url, all, 24);
  for (let round = 0; round < 8; round += 1) {
    await pause(100);
    await admin.query(backends);
  }
  const answers = await running.stop();
  const good = answers.filter(({ answer }) => answer.status === 200);
  for (const { reading, answer } of good) expect(sameWords(answer.text)).toBe(reading.good);
  for (const { answer } of answers) if (answer.status !== 200) isUnavailable(answer);
  expect(new Set(await entriesOf(good.map(({ answer }) => answer))).size).toBe(good.length);
  expect(good.length).toBeGreaterThan(0);
  await pause(200);
});

it('two hundred at once: an entry each, shared commits, nobody gets another’s words', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => once(index % all.length)));
  answers.forEach((answer, index) => {
    expect(answer.status).toBe(200);
    expect(sameWords(answer.text)).toBe(all[index % all.length]!.good);
  });
  const entries = answers.map(({ entry }) => entry);
  expect(new Set(entries).size).toBe(200);
  const { rows: [found] } = await admin.query<{ entries: number; commits: number }>('SELECT count(*)::int AS entries, count(DISTINCT xid::text)::int AS commits FROM accord.ledger_entries WHERE id = ANY ($1)', [entries]);
  expect(found!.entries).toBe(200);
  expect(found!.commits).toBeLessThan(200);
});

it('after the caller is known, a disclosure takes two round trips: facts, then entry and words together', async () => {
  for (const reading of all) {
    const turns: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      wire.turns = 0;
      expect((await ask(service.url, reading)).status).toBe(200);
      turns.push(wire.turns);
    }
    // One more than two: who the caller is. The least of five, for a flight of several packets may overlap with its answers.
    expect(Math.min(...turns)).toBeLessThanOrEqual(3);
  }
});
