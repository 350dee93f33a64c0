/** Against the ledger itself: nobody who signs in as the service writes the past, unwrites it, or writes what would not last. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Entry } from '../../src/ledger/entry.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { asAdmin, asService, type Case, claim, enter, leafOf, newKey, permitFor, refusedWith, seen, threeCases } from './attacker.js';

let admin: pg.Client;
let service: pg.Client;
let cases: Awaited<ReturnType<typeof threeCases>>;
let sent: Case;
const key = newKey();
const denied = '42501';
const notDurable = '55000';
const deadlock = '40P01';

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

const isThere = async (id: string): Promise<boolean> => (await admin.query('SELECT FROM accord.ledger_entries WHERE id = $1', [id])).rowCount === 1;

describe('columns that are the database’s own', () => {
  const columns = 'id, operation, outcome, agency_id, actor_id, visible_to, leaf';
  const values = `gen_random_uuid(), 'consultation', 'permit', 'a', gen_random_uuid(), '{}', '{}'`;
  it.each([
    ['the transaction', `INSERT INTO accord.ledger_entries (${columns}, xid) VALUES (${values}, '3')`],
    ['the time', `INSERT INTO accord.ledger_entries (${columns}, recorded_at) VALUES (${values}, now() + interval '1 hour')`],
    ['both, by position', `INSERT INTO accord.ledger_entries VALUES (gen_random_uuid(), '3', now())`],
    ['even as their default', `INSERT INTO accord.ledger_entries (${columns}, xid) VALUES (${values}, DEFAULT)`],
    ['by copying', `COPY accord.ledger_entries (${columns}, xid) FROM STDIN`],
    ['on conflict', `INSERT INTO accord.ledger_entries (${columns}) VALUES (${values}) ON CONFLICT (id) DO UPDATE SET leaf = 'x'`],
  ])('%s: refused', async (_, sql) => {
    expect(await refusedWith(service, sql)).toBe(denied);
  });
});

describe('what is written stays', () => {
  it.each([
    ['update', `UPDATE accord.ledger_entries SET outcome = 'refuse'`],
    ['update of the time', `UPDATE accord.ledger_entries SET recorded_at = now()`],
    ['delete', 'DELETE FROM accord.ledger_entries'],
    ['truncate', 'TRUNCATE accord.ledger_entries'],
    ['truncate of what refers to it', 'TRUNCATE accord.ledger_entries CASCADE'],
    ['merge', `MERGE INTO accord.ledger_entries e USING (VALUES (1)) v ON true WHEN MATCHED THEN DELETE`],
    ['drop', 'DROP TABLE accord.ledger_entries'],
    ['lock out', 'BEGIN; LOCK TABLE accord.ledger_entries IN ACCESS EXCLUSIVE MODE'],
    ['words changed', `UPDATE accord.contents SET body = '{}'`],
    ['words deleted', 'DELETE FROM accord.contents'],
    ['words truncated', 'TRUNCATE accord.contents CASCADE'],
    ['words merged away', 'MERGE INTO accord.contents c USING (VALUES (1)) v ON true WHEN MATCHED THEN DELETE'],
    ['markers of words changed', `UPDATE accord.items SET field = 'concern.summary'`],
    ['a frozen row taken back', 'DELETE FROM accord.referral_items'],
    ['a name off a person’s list', 'DELETE FROM accord.must_not_receive'],
  ])('%s: refused', async (_, sql) => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    expect(await refusedWith(service, sql)).toBe(denied);
  });

  it('even the owner’s slips are refused, as long as nobody takes the trigger away', async () => {
    const owner = await asAdmin();
    for (const sql of [`UPDATE accord.ledger_entries SET outcome = 'refuse'`, 'DELETE FROM accord.ledger_entries', 'TRUNCATE accord.ledger_entries CASCADE']) {
      // The other specs use these tables at the same time: a deadlock is nobody's refusal, so it is asked again.
      let code = deadlock;
      for (let tries = 0; code === deadlock && tries < 10; tries += 1) {
        await owner.query('BEGIN; SET LOCAL ROLE accord_owner');
        code = await refusedWith(owner, sql);
        await owner.query('ROLLBACK');
      }
      expect(code).toBe(denied);
    }
    await owner.end();
  });
});

describe('an entry says what it opens', () => {
  const lies: [string, (entry: Entry) => object][] = [
    ['covers more than the leaf tells', (entry) => ({ covers: [...(entry.released ?? []), ...cases.kept.rows.map(({ id }) => ({ content: id }))].map(({ content }) => content) })],
    ['tells of another person', (entry) => ({ leaf: leafOf({ ...entry, actor: { ...entry.actor, staff: cases.officer } }) })],
    ['tells of another agency', (entry) => ({ leaf: leafOf({ ...entry, actor: { ...entry.actor, agency: cases.police } }) })],
    ['tells of a refusal', (entry) => ({ leaf: leafOf({ ...entry, operation: 'refusal', outcome: 'refuse' }) })],
    ['tells of fewer fields', (entry) => ({ leaf: leafOf({ ...entry, fields: [] }) })],
    ['tells of other readers', (entry) => ({ leaf: leafOf({ ...entry, visibleTo: [] }) })],
    ['tells of another record', (entry) => ({ leaf: leafOf({ ...entry, concern: randomUUID() }) })],
    ['tells of another person concerned', (entry) => ({ leaf: leafOf({ ...entry, subjects: [{ refs: ['0'], roles: [] }] }) })],
    ['has another id', (entry) => ({ leaf: leafOf({ ...entry, id: randomUUID() }) })],
    ['tells nothing', () => ({ leaf: '{}' })],
  ];
  it.each(lies)('one that %s is refused', async (_, lie) => {
    const entry = permitFor(sent, sent.rows);
    await expect(enter(service, entry, key, lie(entry))).rejects.toMatchObject({ code: '23514' });
    expect(await isThere(entry.id)).toBe(false);
  });
});

describe('an entry that its officers could not find, or not read', () => {
  it('opens nothing when it names a referral that is not there', async () => {
    const entry: Entry = { ...permitFor(sent, sent.rows), id: uuidv7(), referral: randomUUID() };
    await enter(service, entry, key);
    await claim(service, { agency: sent.owner, actor: sent.actor, permit: entry.id, permit_key: key });
    expect(await seen(service)).toEqual([]);
    const honest: Entry = { ...permitFor(sent, sent.rows), id: uuidv7() };
    await enter(service, honest, key);
    await claim(service, { agency: sent.owner, actor: sent.actor, permit: honest.id, permit_key: key });
    expect(await seen(service)).toHaveLength(sent.rows.length);
  });

  it('is not written: no roles, another form of id, or an id from the future, which would stand before all others', async () => {
    const moment = (Date.now() + 3_600_000).toString(16).padStart(12, '0');
    const inAnHour = `${moment.slice(0, 8)}-${moment.slice(8)}-7000-8000-000000000000`;
    for (const id of [randomUUID(), inAnHour]) await expect(enter(service, { ...permitFor(sent, sent.rows), id }, key)).rejects.toMatchObject({ code: '23514' });
    const entry = { ...permitFor(sent, sent.rows), id: uuidv7() };
    const { roles: _roles, ...actor } = entry.actor;
    await expect(enter(service, entry, key, { leaf: leafOf({ ...entry, actor: actor as Entry['actor'] }) })).rejects.toMatchObject({ code: '23514' });
    await expect(enter(service, entry, key, { leaf: leafOf({ ...entry, because: { padding: 'x'.repeat(1_100_000) } }) })).rejects.toMatchObject({ code: '23514' });
  });
});

describe('an entry that a crash could take away is not written', () => {
  it('synchronous_commit off or weakened', async () => {
    for (const weaker of ['off', 'local', 'remote_write']) {
      await service.query(`SET synchronous_commit = ${weaker}`);
      await expect(enter(service, permitFor(sent, sent.rows), key)).rejects.toMatchObject({ code: notDurable });
    }
  });

  const commitAfter = async (...between: string[]): Promise<string> => {
    const entry = permitFor(sent, sent.rows);
    await service.query('BEGIN');
    await enter(service, entry, key);
    let refused = 'done';
    for (const sql of [...between, 'COMMIT']) {
      refused = await refusedWith(service, sql);
      if (refused !== 'done') break;
    }
    await service.query('ROLLBACK');
    expect(await isThere(entry.id)).toBe(refused === 'done');
    return refused;
  };

  it('a plain commit is how it is done', async () => {
    expect(await commitAfter()).toBe('done');
    expect(await commitAfter('SAVEPOINT a', 'RELEASE a')).toBe('done');
  });
  it.each([
    ['set off between insert and commit', ['SET LOCAL synchronous_commit = off']],
    ['the check asked early, then set off', ['SET CONSTRAINTS ALL IMMEDIATE', 'SET LOCAL synchronous_commit = off']],
    ['the check asked early by name', ['SET CONSTRAINTS accord.entry_is_committed_durably IMMEDIATE', 'SET LOCAL synchronous_commit = off']],
    ['the check asked early in one string', ['SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL synchronous_commit = off; COMMIT']],
    ['the check asked early by a block', [`DO $$ BEGIN SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL synchronous_commit = off; END $$`]],
    ['set off by a cursor that is run out after the checks', [`DECLARE late CURSOR WITH HOLD FOR SELECT set_config('synchronous_commit', 'off', false)`]],
    ['a string that only ends in commit', ['SET LOCAL synchronous_commit = on; COMMIT']],
    ['and chain', ['COMMIT AND CHAIN']],
    ['prepared', [`PREPARE TRANSACTION 'x'`]],
  ])('%s: refused', async (_, between) => {
    expect(await commitAfter(...between)).toBe(notDurable);
  });

  it('checks set to immediate before the insert: refused', async () => {
    await service.query('BEGIN; SET CONSTRAINTS ALL IMMEDIATE');
    await expect(enter(service, permitFor(sent, sent.rows), key)).rejects.toMatchObject({ code: notDurable });
  });

  it('a setting of the role’s own does not help: the service would not start, and its entries are refused', async () => {
    const other = await asAdmin();
    await other.query('BEGIN');
    await other.query('SET LOCAL synchronous_commit = off');
    await expect(enter(other, permitFor(sent, sent.rows), key)).rejects.toMatchObject({ code: notDurable });
    await other.query('ROLLBACK');
    await other.end();
  });
});

describe('what crosses with a referral', () => {
  const item = (content: string, entry: string, referral = cases.referral): Promise<string> =>
    refusedWith(service, 'INSERT INTO accord.referral_items (referral_id, content_id, entry_id) VALUES ($1, $2, $3)', [referral, content, entry]);
  const resent: string = randomUUID();
  const address = (): string => sent.row('person.address').id;
  const crossing = (more: Partial<Entry> = {}, referral = resent): Entry => permitFor(sent, sent.rows, { operation: 'disclosure', referral, recipient: { agency: cases.police }, visibleTo: [sent.owner, cases.police], ...more });
  const again = `INSERT INTO accord.referrals SELECT (jsonb_populate_record(r, jsonb_build_object('id', $2::uuid, 'entry_id', $3::uuid))).* FROM accord.referrals r WHERE r.id = $1`;
  /** Sends the case once more, in one transaction under this entry, and freezes this row with it. */
  const sends = async (content: string, entry: Entry): Promise<string> => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    await service.query('BEGIN');
    await enter(service, entry, undefined);
    await service.query(again, [cases.referral, resent, entry.id]);
    const said = await item(content, entry.id, resent);
    await service.query(said === 'done' ? 'COMMIT' : 'ROLLBACK');
    return said;
  };

  it.each<[string, () => Partial<Entry>]>([
    ['an entry of no referral', () => ({ referral: undefined }) as object],
    ['an entry of another referral', () => ({ referral: randomUUID() })],
    ['an entry that does not cover the row', () => ({ released: [] })],
    ['an entry of other fields', () => ({ fields: ['concern.summary'] })],
    ['an entry that is a consultation', () => ({ operation: 'consultation' })],
    ['an entry that is a refusal', () => ({ outcome: 'refuse' })],
    ['an entry for another recipient', () => ({ recipient: { agency: cases.foreign.owner } })],
    ['an entry of another agency', () => ({ actor: { staff: cases.foreign.actor, agency: cases.foreign.owner, roles: [], session: 's' } })],
    ['an entry that the recipient cannot find', () => ({ visibleTo: [sent.owner] })],
    ['an entry that the sender cannot find', () => ({ visibleTo: [cases.police] })],
  ])('does not cross under %s', async (_, more) => {
    expect(await sends(address(), crossing(more()))).toBe(denied);
  });

  it('does not cross under no entry, or into words of others', async () => {
    expect(await item(address(), randomUUID())).toBe(denied);
    const foreign = crossing({ fields: ['person.address'], released: cases.foreign.rows.map(({ id, field }) => ({ field, content: id, version: 1 })) });
    expect(await sends(cases.foreign.row('person.address').id, foreign)).toBe(denied);
    expect(await refusedWith(service, `INSERT INTO accord.referral_events (id, referral_id, version, event, content_id, entry_id, agency_id, staff_id) VALUES (gen_random_uuid(), $1, 99, 'answered', $2, $3, $4, $5)`,
      [cases.referral, address(), randomUUID(), sent.owner, sent.actor])).toBe(denied);
  });

  it('does not cross with a referral that was sent before, whatever entry is written for it, and though the referral is moved on in the same transaction', async () => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    await service.query('BEGIN');
    const late = crossing({}, cases.referral);
    await enter(service, late, undefined);
    await service.query('UPDATE accord.referrals SET changed_at = now() WHERE id = $1', [cases.referral]);
    expect(await item(address(), late.id)).toBe(denied);
  });

  it('crosses under an entry that both agencies can find; then the recipient opens it under one of its own', async () => {
    expect(await sends(address(), crossing())).toBe('done');
    const opening = permitFor({ ...sent, owner: cases.police, actor: cases.officer }, [sent.row('person.address')], { concern: undefined, operation: 'disclosure', referral: resent, visibleTo: [sent.owner, cases.police] } as object);
    await enter(service, opening, key);
    await claim(service, { permit: opening.id, permit_key: key, agency: cases.police });
    expect(await seen(service)).toEqual([address()]);
  });
});
