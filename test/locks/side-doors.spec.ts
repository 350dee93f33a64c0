/** Round the lock instead of through it: roles, objects of one's own, functions with the owner's rights, statistics, other connections. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DataSource, EntitySchema } from 'typeorm';
import { as } from '../support/service.js';
import { asAdmin, asService, type Case, claim, enter, idsOf, newKey, permitFor, refusedWith, seen, threeCases } from './attacker.js';

let admin: pg.Client;
let service: pg.Client;
let cases: Awaited<ReturnType<typeof threeCases>>;
let sent: Case;
const denied = '42501';

beforeAll(async () => {
  [admin, service] = await Promise.all([asAdmin(), asService()]);
  cases = await threeCases(admin);
  sent = cases.sent;
});
afterAll(() => Promise.all([admin.end(), service.end()]));
beforeEach(async () => {
  await service.query('ROLLBACK');
  await service.query('RESET ALL');
});

describe('refused', () => {
  it.each([
    ['row security switched off', 'SET row_security = off; SELECT * FROM accord.contents'],
    ['row security of the table off', 'ALTER TABLE accord.contents DISABLE ROW LEVEL SECURITY'],
    ['row security not forced', 'ALTER TABLE accord.contents NO FORCE ROW LEVEL SECURITY'],
    ['a policy of one’s own', 'CREATE POLICY mine ON accord.contents USING (true)'],
    ['the policy dropped', 'DROP POLICY ledger_first_then_read ON accord.contents'],
    ['the owner’s role', 'SET ROLE accord_owner'],
    ['a superuser’s role', 'SET ROLE postgres'],
    ['the session of the owner', 'SET SESSION AUTHORIZATION accord_owner'],
    ['a grant to oneself', 'GRANT accord_owner TO accord_service'],
    ['another agency in the place of one', `UPDATE accord.agencies SET valid_to = current_date - 1, successor = 'downshire-police'`],
    ['a succession approved by oneself', `UPDATE accord.agency_successions SET state = 'approved'`],
    ['a sharing that stands whatever its agreement', 'SELECT accord.sharing_still_stands(NULL)'],
    ['more rights', 'ALTER ROLE accord_service BYPASSRLS'],
    ['a role of one’s own', 'CREATE ROLE mine'],
    ['triggers asleep', 'ALTER TABLE accord.ledger_entries DISABLE TRIGGER ALL'],
    ['triggers asleep as in a replica', 'SET session_replication_role = replica'],
    ['a trigger of one’s own', 'CREATE TRIGGER mine AFTER INSERT ON accord.contents FOR EACH ROW EXECUTE FUNCTION accord.entry_must_be_durable()'],
    ['a rule of one’s own', 'CREATE RULE mine AS ON SELECT TO accord.contents DO INSTEAD SELECT 1'],
    ['a view', 'CREATE VIEW public.mine AS SELECT * FROM accord.contents'],
    ['a temporary view', 'CREATE TEMP VIEW mine AS SELECT * FROM accord.contents'],
    ['a function to stand in front of another', `CREATE FUNCTION accord.said(text, text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'`],
    ['a function in public', `CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'`],
    ['an operator that leaks what it is shown', 'CREATE OPERATOR public.=== (LEFTARG = jsonb, RIGHTARG = jsonb, FUNCTION = jsonb_eq)'],
    ['a replaced function', 'CREATE OR REPLACE FUNCTION accord.open_contents() RETURNS SETOF uuid LANGUAGE sql AS $$ SELECT id FROM accord.contents $$'],
    ['a relaxed function', 'ALTER FUNCTION accord.open_contents() SECURITY INVOKER'],
    ['a table', 'CREATE TABLE accord.ledger_entries2 (id uuid)'],
    ['a table in public', 'CREATE TABLE public.ledger_entries (id uuid)'],
    ['a temporary table', 'CREATE TEMP TABLE ledger_entries (id uuid)'],
    ['a schema', 'CREATE SCHEMA mine'],
    ['an extension', 'CREATE EXTENSION IF NOT EXISTS pageinspect'],
    ['a language', 'CREATE LANGUAGE plperlu'],
    ['a publication', 'CREATE PUBLICATION mine FOR TABLE accord.contents'],
    ['statistics over words', 'CREATE STATISTICS mine ON field, agency_id FROM accord.contents'],
    ['the server’s files', `SELECT pg_read_file('PG_VERSION')`],
    ['a program', `COPY (SELECT 1) TO PROGRAM 'true'`],
    ['a file', `COPY accord.contents TO '/tmp/words'`],
    ['a lock that a reader does not need', 'SELECT * FROM accord.contents FOR UPDATE'],
    ['the raw statistics', 'SELECT * FROM pg_statistic'],
    ['the permit in force', 'SELECT * FROM accord.permit_in_force()'],
    ['passwords', 'SELECT * FROM pg_authid'],
  ])('%s', async (_, sql) => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    const code = await refusedWith(service, sql);
    // 0A000, 42P17: not supported for anybody, asked before the right to it. 58P01: not installed.
    expect([denied, '0A000', '42P17', '42P13', '58P01']).toContain(code);
    await service.query('RESET row_security');
    expect(await seen(service)).toEqual([]);
  });

  it('the table in which long texts are kept', async () => {
    const { rows: [toast] } = await admin.query<{ name: string }>(`SELECT reltoastrelid::regclass::text AS name FROM pg_class WHERE oid = 'accord.contents'::regclass`);
    expect(await refusedWith(service, `SELECT * FROM ${toast!.name}`)).toBe(denied);
  });
});

describe('nothing is learnt of words', () => {
  const everyWord = (text: string): void => {
    for (const { secret } of [sent, cases.kept, cases.foreign]) expect(text).not.toContain(secret);
  };

  it('from plans, estimates and statistics', async () => {
    await admin.query('ANALYZE accord.contents');
    await claim(service, { agency: sent.owner, actor: sent.actor });
    const { rows: [known] } = await admin.query<{ body: string }>('SELECT body::text FROM accord.contents WHERE id = $1', [sent.rows[0]!.id]);
    const estimate = async (body: string): Promise<string> => JSON.stringify((await service.query(`EXPLAIN (FORMAT JSON) SELECT FROM accord.contents WHERE body = '${body.replaceAll("'", "''")}'`)).rows).replaceAll(/'\{.*?\}'/g, '');
    expect(await estimate(known!.body)).toBe(await estimate('{"text": "never written"}'));
    everyWord(JSON.stringify((await service.query('EXPLAIN (ANALYZE, VERBOSE, COSTS) SELECT * FROM accord.contents')).rows));
    expect((await service.query(`SELECT * FROM pg_stats WHERE tablename = 'contents'`)).rows).toEqual([]);
    expect((await service.query(`SELECT * FROM pg_stats_ext`)).rows).toEqual([]);
    expect((await admin.query(`SELECT attname FROM pg_stats WHERE tablename = 'contents' AND attname = 'body'`)).rows).toEqual([]);
  });

  it('from a condition that complains about what it is shown', async () => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    for (const leaky of [`(body ->> 'text')::int > 0`, `1 / length(body ->> 'text') >= 0 AND (body ->> 'text')::uuid IS NOT NULL`, `set_config('accord.actor', body ->> 'text', false) IS NOT NULL`, `lo_from_bytea(0, convert_to(body::text, 'UTF8')) > 0`, `pg_notify('mine', body ->> 'text') IS NULL`, `pg_sleep(0.2) IS NULL`]) {
      const started = Date.now();
      expect((await service.query(`SELECT * FROM accord.contents WHERE ${leaky}`)).rows).toEqual([]);
      expect(Date.now() - started).toBeLessThan(180);
    }
    expect((await service.query(`SELECT current_setting('accord.actor') AS actor`)).rows).toEqual([{ actor: sent.actor }]);
    expect((await admin.query('SELECT FROM pg_largeobject_metadata')).rowCount).toBe(0);
  });

  it('from what others are doing', async () => {
    everyWord(JSON.stringify((await service.query('SELECT * FROM pg_stat_activity')).rows));
    everyWord(JSON.stringify((await service.query('SELECT * FROM pg_prepared_statements')).rows));
    everyWord(JSON.stringify((await service.query('SELECT * FROM pg_cursors')).rows));
  });

  it('from writing over a row that is there', async () => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    const { id } = sent.rows[0]!;
    const row = [id, sent.owner, sent.concern];
    expect(await refusedWith(service, `INSERT INTO accord.contents (id, agency_id, concern_id, field, body) VALUES ($1, $2, $3, 'x', '{}') ON CONFLICT (id) DO UPDATE SET field = 'x' RETURNING body`, row)).toBe(denied);
    expect(await refusedWith(service, `INSERT INTO accord.contents (id, agency_id, concern_id, field, body) VALUES ($1, $2, $3, 'x', '{}') RETURNING body`, [randomUUID(), sent.owner, sent.concern])).toBe(denied);
    expect(await refusedWith(service, `INSERT INTO accord.contents (id, agency_id, concern_id, field, body) VALUES ($1, $2, $3, 'x', '{}')`, [randomUUID(), cases.foreign.owner, cases.foreign.concern])).toBe(denied);
  });
});

describe('functions with the owner’s rights, under settings of the attacker’s making', () => {
  const calls = (): [string, unknown[]][] => [
    ['SELECT accord.facts_of_referral($1)', [cases.referral]],
    ['SELECT accord.referral_for($1, $2, $3)', [cases.police, cases.officer, cases.referral]],
    ['SELECT accord.concern_for($1, $2, $3)', [sent.owner, sent.actor, sent.concern]],
    ['SELECT accord.concerns_for($1, $2, $3, true, NULL, NULL, 100)', [sent.owner, sent.actor, []]],
    ['SELECT accord.labels_of($1)', [[...sent.rows, ...cases.kept.rows, ...cases.foreign.rows].map(({ id }) => id)]],
    ['SELECT accord.pasted_from($1)', ['[]']],
    ['SELECT accord.owner_of($1, $2)', ['concern', cases.foreign.concern]],
    ['SELECT accord.recipients_pseudonyms($1)', [[cases.referral]]],
    ['SELECT accord.kept_from($1)', [sent.concern]],
    ['SELECT accord.leaf_keeps_away($1)', [{ decision: randomUUID(), because: { concerns: [sent.concern, 'none'], sought: { record: cases.referral, entry: randomUUID() } } }]],
    ['SELECT accord.auditing_agency()', []],
    ['SELECT * FROM accord.open_contents()', []],
    ['SELECT * FROM accord.read_under($1, $2, $3, $4)', [randomUUID(), 'k', sent.owner, sent.rows.map(({ id }) => id)]],
    ['SELECT * FROM accord.audit_under($1, $2, $3, $4, $5, 100)', [randomUUID(), 'k', sent.owner, sent.actor, {}]],
  ];

  it('tell markers at most, never a word', async () => {
    for (const agency of [sent.owner, cases.police, cases.foreign.owner]) {
      await claim(service, { agency, actor: sent.actor, permit: randomUUID(), permit_key: 'k' });
      for (const [sql, values] of calls()) {
        const told = JSON.stringify((await service.query(sql, values)).rows);
        for (const { secret } of [sent, cases.kept, cases.foreign]) expect(told).not.toContain(secret);
      }
    }
  });

  it('tell a party’s markers to that party alone', async () => {
    await claim(service, { agency: cases.foreign.owner, actor: cases.foreign.actor });
    expect((await service.query('SELECT accord.facts_of_referral($1) AS facts', [cases.referral])).rows).toEqual([{ facts: null }]);
    expect((await service.query('SELECT accord.facts_of_concern($1) AS facts', [sent.concern])).rows).toEqual([{ facts: null }]);
    expect((await service.query('SELECT * FROM accord.labels_of($1)', [idsOf(sent.rows)])).rows).toEqual([]);
  });

  it('every function with the owner’s rights fixes its search path, and is known here', async () => {
    const { rows } = await admin.query<{ name: string; config: string[] | null }>(`SELECT proname AS name, proconfig AS config FROM pg_proc WHERE pronamespace = 'accord'::regnamespace AND prosecdef ORDER BY proname`);
    expect(rows.map(({ name }) => name)).toEqual(['agreement_keeps_its_course', 'agreement_known', 'agreements_between', 'approval_keeps_its_course', 'approvals_behind', 'asker_of', 'auditing_agency', 'change_of_law_takes_two', 'crosses_as_the_ledger_says', 'decide_succession', 'decisions_after', 'entry_keeps_away', 'facts_of_concern', 'facts_of_referral', 'goes_under_a_gateway_in_force', 'goes_under_a_standing_agreement', 'is_named_party', 'is_on_a_list', 'is_party', 'is_suspended', 'keeps_away', 'kept_from', 'labels_of', 'leaf_keeps_away', 'list_shuts_out_no_oversight', 'may_bind', 'may_take_task', 'open_contents', 'owner_of', 'owner_of_work', 'pasted_from', 'permit_in_force', 'recipients_pseudonyms', 'reviewer_for', 'sharing_still_stands', 'standing_version', 'step_is_a_partys_own', 'step_takes_effect', 'succession_is_an_officers_own', 'task_is_closed_once']);
    for (const { config } of rows) expect(config).toEqual(['search_path=accord, pg_temp']);
  });

  it('a search path of the attacker’s making changes nothing', async () => {
    await service.query('SET search_path = pg_temp, public, accord, pg_catalog');
    const entry = permitFor(sent, sent.rows, { outcome: 'refuse' });
    const key = newKey();
    await enter(service, entry, key);
    await claim(service, { permit: entry.id, permit_key: key, agency: sent.owner });
    expect(await seen(service)).toEqual([]);
  });
});

describe('the ledger is read under a look-up of its own', () => {
  it('that is durable, recent and can be found', async () => {
    const key = newKey();
    const officer = as('idva-ig-officer').id;
    const lookUp = (more: object = {}, actor = officer): ReturnType<typeof permitFor> => permitFor({ ...sent, actor }, [], { operation: 'audit-look-up', concern: undefined, ...more } as object);
    const count = async (): Promise<number> => (await service.query('SELECT count(*)::int AS n FROM accord.ledger_entries')).rows[0].n;
    await claim(service, { agency: sent.owner, actor: sent.actor });
    expect(await count()).toBe(0);
    const hidden = lookUp({ visibleTo: [] });
    await enter(service, hidden, key);
    await claim(service, { permit: hidden.id, permit_key: key });
    expect(await count()).toBe(0);
    // A caseworker is no officer, nor is the officer of another agency.
    for (const other of [sent.actor, as('ig-officer').id, randomUUID()]) {
      const forged = lookUp({}, other);
      await enter(service, forged, key);
      await claim(service, { permit: forged.id, permit_key: key });
      expect(await count()).toBe(0);
    }
    const honest = lookUp();
    await enter(service, honest, key);
    await claim(service, { permit: honest.id });
    expect(await count()).toBeGreaterThan(0);
    expect((await service.query('SELECT count(*)::int AS n FROM accord.ledger_entries WHERE NOT $1 = ANY (visible_to)', [sent.owner])).rows[0].n).toBe(0);
    expect(await seen(service)).toEqual([]);
  });
});

it('a repository injected on another connection finds nothing, while the permit is good on the first', async () => {
  type Words = { id: string; body: object };
  const words = new EntitySchema<Words>({ name: 'Words', tableName: 'contents', schema: 'accord', columns: { id: { type: 'uuid', primary: true }, body: { type: 'jsonb' } } });
  const source = await new DataSource({ type: 'postgres', url: process.env['SERVICE_URL']!, entities: [words] }).initialize();
  const key = newKey();
  const entry = permitFor(sent, sent.rows);
  await enter(service, entry, key);
  await claim(service, { permit: entry.id, permit_key: key, agency: sent.owner, actor: sent.actor });
  const repository = source.getRepository(words);
  expect(await seen(service)).toEqual(idsOf(sent.rows));
  // eslint-disable-next-line accord/no-open-where -- the very calls that are banned, to show that they find nothing
  expect([await repository.find(), await repository.count(), await repository.findOneBy({ id: sent.rows[0]!.id }), await repository.existsBy({ id: sent.rows[0]!.id })]).toEqual([[], 0, null, false]);
  await source.destroy();
});
