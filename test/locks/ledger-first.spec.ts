/** The database lock, as whoever holds the service's password: no word without an entry that is durable, recent, and covers it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { asAdmin, asService, type Case, type Claims, claim, enter, idsOf, newKey, permitFor, seen, sha256, threeCases } from './attacker.js';

let admin: pg.Client;
let service: pg.Client;
let cases: Awaited<ReturnType<typeof threeCases>>;
let sent: Case;
const key = newKey();

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

/** Writes this entry in a commit of its own and says what belongs to it. */
const under = async (entry: ReturnType<typeof permitFor>, claims: Claims = {}, change: object = {}): Promise<void> => {
  await enter(service, entry, key, change);
  await claim(service, { permit: entry.id, permit_key: key, agency: entry.actor.agency, actor: entry.actor.staff, ...claims });
};

describe('the proper way', () => {
  it('entry first, then read: shows exactly the rows that the entry covers', async () => {
    const rows = [sent.row('person.address'), sent.row('concern.summary')];
    await under(permitFor(sent, rows));
    expect(await seen(service)).toEqual(idsOf(rows));
    const { rows: words } = await service.query<{ body: { text: string } }>('SELECT body FROM accord.contents ORDER BY id');
    expect(words.every(({ body }) => body.text.includes(sent.secret))).toBe(true);
  });

  it('the recipient of a referral sees what was frozen in it, under that referral', async () => {
    await under(permitFor({ ...sent, owner: cases.police, actor: cases.officer }, sent.rows, { concern: undefined, referral: cases.referral, operation: 'disclosure', visibleTo: [sent.owner, cases.police] } as object));
    const frozen = sent.rows.filter(({ id }) => cases.frozen.includes(id));
    expect(frozen.map(({ field }) => field).sort()).toEqual(['concern.summary', 'person.identity']);
    expect(await seen(service)).toEqual(idsOf(frozen));
  });
});

describe('without an entry there is nothing', () => {
  it.each([
    ['select', 'SELECT * FROM accord.contents'],
    ['select by id', 'SELECT body FROM accord.contents WHERE id = $1'],
    ['join', 'SELECT c.body FROM accord.items i JOIN accord.contents c USING (id)'],
    ['sample', 'SELECT * FROM accord.contents TABLESAMPLE SYSTEM (100)'],
    ['only', 'SELECT * FROM ONLY accord.contents'],
    ['table as row', 'SELECT to_jsonb(c) FROM accord.contents c'],
    ['lateral', `SELECT query_to_xml('SELECT body FROM accord.contents', false, false, '')::text AS x WHERE query_to_xml('SELECT body FROM accord.contents', false, false, '')::text LIKE '%body%'`],
  ])('%s', async (_, sql) => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    expect((await service.query(sql, sql.includes('$1') ? [sent.rows[0]!.id] : [])).rows).toEqual([]);
  });

  it('count, copy, cursor, copy of rows into rows', async () => {
    await claim(service, { agency: sent.owner, actor: sent.actor });
    expect((await service.query('SELECT count(*)::int AS n, max(length(body::text)) AS longest FROM accord.contents')).rows).toEqual([{ n: 0, longest: null }]);
    expect((await service.query('COPY (SELECT * FROM accord.contents) TO STDOUT').catch((error: Error) => ({ rowCount: error.message }))).rowCount).toBe(0);
    await service.query('BEGIN');
    await service.query('DECLARE every CURSOR FOR SELECT * FROM accord.contents');
    expect((await service.query('FETCH ALL FROM every')).rows).toEqual([]);
    await service.query('COMMIT');
    expect((await service.query('INSERT INTO accord.contents (id, agency_id, concern_id, field, body) SELECT gen_random_uuid(), $1, concern_id, field, body FROM accord.contents', [sent.owner])).rowCount).toBe(0);
  });

  it.each<[string, Claims]>([
    ['empty', { permit: '', permit_key: '', agency: '', actor: '' }],
    ['not an id', { permit: 'x', permit_key: 'x' }],
    ['an injection', { permit: `'; DROP TABLE accord.contents; --`, permit_key: `' OR true --`, agency: `' OR '1'='1` }],
    ['very long', { permit: 'a'.repeat(100_000), permit_key: 'b'.repeat(1_000_000), agency: 'c'.repeat(100_000) }],
    ['nobody’s id', { permit: randomUUID(), permit_key: key }],
    ['the nil id', { permit: '00000000-0000-0000-0000-000000000000', permit_key: '' }],
    ['wildcards', { permit: '%', permit_key: '%', agency: '%' }],
  ])('settings: %s', async (_, claims) => {
    await claim(service, { agency: sent.owner, actor: sent.actor, ...claims });
    expect(await seen(service)).toEqual([]);
  });

  it('settings never made at all, on a fresh connection', async () => {
    const fresh = await asService();
    expect(await seen(fresh)).toEqual([]);
    expect((await fresh.query('SELECT count(*)::int AS n FROM accord.contents')).rows[0].n).toBe(0);
    await fresh.end();
  });
});

describe('an entry opens only what it says', () => {
  it.each<[string, Claims]>([
    ['the wrong key', { permit_key: newKey() }],
    ['no key', { permit_key: '' }],
    ['the key’s digest instead of the key', { permit_key: sha256(key) }],
    ['another agency’s claim', { agency: 'surrey-police' }],
    ['no agency', { agency: '' }],
  ])('%s', async (_, claims) => {
    await under(permitFor(sent, sent.rows), claims);
    expect(await seen(service)).toEqual([]);
  });

  it('an entry without a key, whatever key is shown', async () => {
    const entry = permitFor(sent, sent.rows);
    await enter(service, entry, undefined);
    for (const permit_key of ['', key, 'null', sha256('')]) {
      await claim(service, { permit: entry.id, permit_key, agency: sent.owner });
      expect(await seen(service)).toEqual([]);
    }
  });

  it.each<[string, object]>([
    ['a refusal', { operation: 'refusal', outcome: 'refuse' }],
    ['a consultation that was refused', { outcome: 'refuse' }],
    ['a preview', { operation: 'preview' }],
    ['an audit look-up', { operation: 'audit-look-up' }],
    ['one that waits for an approval', { operation: 'disclosure', outcome: 'needs-approval' }],
    ['a search', { operation: 'search' }],
    ['no field named', { fields: [] }],
    ['other fields named', { fields: ['person.photograph'] }],
    ['no row covered', { released: [] }],
    ['its own agency cannot find it', { visibleTo: [] }],
    ['only others can find it', { visibleTo: ['surrey-police'] }],
    ['nobody of that agency is named', { actor: { staff: randomUUID(), agency: 'lanternfold', roles: [], session: 'test' } }],
  ])('%s', async (_, more) => {
    const entry = permitFor(sent, sent.rows, more);
    await under({ ...entry, actor: { ...entry.actor, agency: sent.owner } });
    expect(await seen(service)).toEqual([]);
  });

  it('a row of a field that is not among the entry’s fields stays shut', async () => {
    await under(permitFor(sent, sent.rows, { fields: ['concern.summary'] }));
    expect(await seen(service)).toEqual([sent.row('concern.summary').id]);
  });

  it('a row that the entry does not cover stays shut, though its field is named', async () => {
    await under(permitFor(sent, [sent.row('person.identity')], { fields: ['person.identity', 'person.address', 'concern.summary'] }));
    expect(await seen(service)).toEqual([sent.row('person.identity').id]);
  });

  it('rows of another concern than the entry’s stay shut', async () => {
    await under(permitFor(sent, [...sent.rows, ...cases.kept.rows]));
    expect(await seen(service)).toEqual(idsOf(sent.rows));
  });

  it('a member of staff on the list of somebody in the concern opens nothing, whatever the entry says', async () => {
    const { rows: [subject] } = await admin.query<{ id: string }>('SELECT subject_id AS id FROM accord.concern_subjects WHERE concern_id = $1', [cases.kept.concern]);
    const colleague = await admin.query<{ id: string }>('SELECT id FROM accord.staff WHERE agency_id = $1 AND id <> $2 LIMIT 1', [sent.owner, sent.actor]);
    await admin.query('INSERT INTO accord.must_not_receive (id, subject_id, staff_id, recorded_by) VALUES (gen_random_uuid(), $1, $2, $3)', [subject!.id, colleague.rows[0]!.id, sent.actor]);
    await under(permitFor({ ...cases.kept, actor: colleague.rows[0]!.id }, cases.kept.rows));
    expect(await seen(service)).toEqual([]);
    await under(permitFor(cases.kept, cases.kept.rows));
    expect(await seen(service)).toEqual(idsOf(cases.kept.rows));
  });
});

describe('another agency', () => {
  it('opens nothing that was not sent to it', async () => {
    for (const more of [{}, { concern: undefined }, { concern: undefined, referral: cases.referral }] as object[]) {
      await under(permitFor({ ...sent, owner: cases.police, actor: cases.officer }, [...cases.kept.rows, ...cases.foreign.rows], { operation: 'disclosure', visibleTo: [sent.owner, cases.police, cases.foreign.owner], ...more }));
      expect(await seen(service)).toEqual([]);
    }
  });

  it('opens what was sent to it under that referral alone', async () => {
    const police = { ...sent, owner: cases.police, actor: cases.officer };
    const visibleTo = [sent.owner, cases.police];
    for (const referral of [undefined, randomUUID(), sent.concern]) {
      await under(permitFor(police, sent.rows, { concern: undefined, operation: 'disclosure', visibleTo, referral } as object));
      expect(await seen(service)).toEqual([]);
    }
  });

  it('opens nothing under an entry that the sender could not find', async () => {
    await under(permitFor({ ...sent, owner: cases.police, actor: cases.officer }, sent.rows, { concern: undefined, operation: 'disclosure', referral: cases.referral, visibleTo: [cases.police] } as object));
    expect(await seen(service)).toEqual([]);
  });

  it('opens nothing of a referral to somebody else', async () => {
    const { foreign } = cases;
    await under(permitFor({ ...sent, owner: foreign.owner, actor: foreign.actor }, sent.rows, { concern: undefined, operation: 'disclosure', referral: cases.referral, visibleTo: [sent.owner, foreign.owner] } as object));
    expect(await seen(service)).toEqual([]);
  });

  it('cannot name the owner and read as itself, nor name itself and read as the owner', async () => {
    await under(permitFor(sent, sent.rows), { agency: cases.police });
    expect(await seen(service)).toEqual([]);
    await under(permitFor({ ...sent, owner: cases.police, actor: cases.officer }, sent.rows), { agency: sent.owner });
    expect(await seen(service)).toEqual([]);
  });
});
