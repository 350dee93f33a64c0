/** When an entry opens what it says: once it is committed and not before, for ten seconds and not after, for whoever wrote it and nobody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { asAdmin, asService, type Case, claim, enter, idsOf, insertSql, newKey, onePooled, permitFor, refusedWith, rowOf, seen, sha256, threeCases } from './attacker.js';

let admin: pg.Client;
let service: pg.Client;
let cases: Awaited<ReturnType<typeof threeCases>>;
let sent: Case;
const key = newKey();
/** Written first of all and used last of all, when it is older than ten seconds. */
const aged = { permit: '', writtenAt: 0 };

beforeAll(async () => {
  [admin, service] = await Promise.all([asAdmin(), asService()]);
  cases = await threeCases(admin);
  sent = cases.sent;
  const entry = permitFor(sent, sent.rows);
  await enter(service, entry, key);
  Object.assign(aged, { permit: entry.id, writtenAt: Date.now() });
});
afterAll(() => Promise.all([admin.end(), service.end()]));
beforeEach(async () => {
  await service.query('ROLLBACK');
  await service.query('RESET ALL');
});

/** Writes this entry and says what belongs to it. */
const under = async (entry: ReturnType<typeof permitFor>): Promise<void> => {
  await enter(service, entry, key);
  await claim(service, { permit: entry.id, permit_key: key, agency: entry.actor.agency, actor: entry.actor.staff });
};

describe('an entry opens only once it is durable', () => {
  it('not in its own transaction, before or after a savepoint, nor by one statement that writes and reads', async () => {
    const entry = permitFor(sent, sent.rows);
    await service.query('BEGIN');
    await under(entry);
    expect(await seen(service)).toEqual([]);
    await service.query('SAVEPOINT a');
    expect(await seen(service)).toEqual([]);
    await service.query('RELEASE a');
    expect((await service.query('SELECT count(*)::int AS n FROM accord.contents')).rows[0].n).toBe(0);
    await service.query('ROLLBACK');
    await claim(service, { permit: entry.id, permit_key: key, agency: sent.owner });
    expect(await seen(service)).toEqual([]);

    await service.query('BEGIN; SAVEPOINT a');
    await under(permitFor(sent, sent.rows));
    await service.query('RELEASE a; SAVEPOINT b');
    expect(await seen(service)).toEqual([]);
    await service.query('ROLLBACK');

    const both = permitFor(sent, sent.rows);
    await claim(service, { permit: both.id, permit_key: key, agency: sent.owner });
    const { rows } = await service.query(`WITH written AS (${insertSql} RETURNING 1) SELECT c.* FROM accord.contents c, written`, [JSON.stringify([rowOf(both, sha256(key))])]).catch(() => ({ rows: [] }));
    expect(rows).toEqual([]);
  });

  it('not to another connection before the commit, and not after a rollback', async () => {
    const other = await asService();
    const entry = permitFor(sent, sent.rows);
    await service.query('BEGIN');
    await enter(service, entry, key);
    await claim(other, { permit: entry.id, permit_key: key, agency: sent.owner });
    expect(await seen(other)).toEqual([]);
    await service.query('ROLLBACK');
    expect(await seen(other)).toEqual([]);
    expect((await admin.query('SELECT FROM accord.ledger_entries WHERE id = $1', [entry.id])).rowCount).toBe(0);
    await other.end();
  });

  it('not while it is only prepared', async () => {
    const entry = permitFor(sent, sent.rows);
    await service.query('BEGIN');
    await under(entry);
    // Where prepared transactions are allowed, the entry's own trigger refuses them.
    expect(await refusedWith(service, `PREPARE TRANSACTION 'f'`)).toBe('55000');
    await service.query('ROLLBACK');
    expect(await seen(service)).toEqual([]);
  });

  it('two requests interleaved on one pooled connection leave nothing to each other', async () => {
    const [first, second] = [permitFor(sent, sent.rows), permitFor(cases.foreign, cases.foreign.rows)];
    await enter(service, first, key);
    await enter(service, second, key);
    const pool = onePooled();
    const read = async (entry: typeof first): Promise<string[]> => (await pool.query<{ id: string }>('SELECT id FROM accord.read_under($1, $2, $3, $4) ORDER BY id', [entry.id, key, entry.actor.agency, [...sent.rows, ...cases.foreign.rows].map(({ id }) => id)])).rows.map(({ id }) => id);
    const answers = await Promise.all([read(first), seen(pool), read(second), seen(pool), read(first)]);
    expect(answers).toEqual([idsOf(sent.rows), [], idsOf(cases.foreign.rows), [], idsOf(sent.rows)]);
    expect((await pool.query(`SELECT current_setting('accord.permit', true) AS permit, current_setting('accord.permit_key', true) AS key, current_setting('accord.agency', true) AS agency`)).rows).toEqual([{ permit: '', key: '', agency: '' }]);

    // The same with two transactions of the service's own kind, one of which fails half-way.
    const spoilt = await pool.connect();
    await spoilt.query('BEGIN');
    await claim(spoilt, { permit: first.id, permit_key: key, agency: sent.owner }, true);
    expect(await seen(spoilt)).toEqual(idsOf(sent.rows));
    await spoilt.query('SELECT 1 / 0').catch(() => undefined);
    await spoilt.query('ROLLBACK');
    spoilt.release();
    expect(await seen(pool)).toEqual([]);
    await pool.end();
  });
});

it('an entry older than ten seconds opens nothing any more', async () => {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, aged.writtenAt + 10_050 - Date.now())));
  await claim(service, { permit: aged.permit, permit_key: key, agency: sent.owner, actor: sent.actor });
  expect(await seen(service)).toEqual([]);
}, 15_000);
