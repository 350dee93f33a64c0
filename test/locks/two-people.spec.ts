/**
 * Everything that takes two people, attacked by whoever holds the service's database password: each way round that we could think of.
 * In a database of its own, because what is signed or changed here would be everybody's law.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Entry } from '../../src/ledger/entry.js';
import { canonicalJson } from '../../src/ledger/canonical.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { loadLaw } from '../../src/law/index.js';
import { at, dropDatabase, ownDatabase } from '../faults/own-service.js';
import { as } from '../support/service.js';
import { insertSql, rowOf, sha256 } from './attacker.js';

const name = `accord_two_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
const [denied, forbidden, overtaken] = ['42501', '23514', '23514'];
const base = loadLaw().version;
type Who = { id: string; agency: string };
const [ig, lead, caseworker] = [as('ig-officer'), as('kirsty-dunmallet'), as('gethin-marrowby')];
const [theirIg, theirLead, adviser] = [as('idva-ig-officer'), as('frances-ullathorpe'), as('idva')];
const [stranger, strangerLead] = [as('ravindra-maheshkar'), as('philippa-osterdale')];
let admin: pg.Client;
let service: pg.Client;

type Enter = (because?: object, who?: Who, more?: Partial<Entry>) => Promise<string>;
const entryBy = (who: Who, because: object, more: Partial<Entry>): Entry => ({
  id: uuidv7(), at: new Date().toISOString(), operation: 'agreement-change', outcome: 'permit', actor: { staff: who.id, agency: who.agency, roles: ['ig-officer'], session: 'test' }, visibleTo: [who.agency],
  because: because as NonNullable<Entry['because']>, ...more,
});

/** One transaction of somebody, as the service would bind them. @returns 'done' once it is committed, or the SQLSTATE that stopped it */
const tries = async (who: Who, act: (enter: Enter) => Promise<unknown>): Promise<string> => {
  await service.query('BEGIN');
  try {
    await service.query(`SELECT set_config('accord.agency', $1, true), set_config('accord.actor', $2, true)`, [who.agency, who.id]);
    await act(async (because = {}, by = who, more = {}) => {
      const entry = entryBy(by, because, more);
      await service.query(insertSql, [JSON.stringify([rowOf(entry, undefined)])]);
      return entry.id;
    });
    await service.query('COMMIT');
    return 'done';
  } catch (error) {
    await service.query('ROLLBACK');
    return (error as { code?: string }).code ?? String(error);
  }
};
const says = (who: Who, sql: string, values: unknown[] = []): Promise<string> => tries(who, () => service.query(sql, values));
/** How many rows a statement touched, or the SQLSTATE that stopped it. */
const touched = async (who: Who, sql: string, values: unknown[] = []): Promise<number | string> => {
  let count: number | null = null;
  const code = await tries(who, async () => ({ rowCount: count } = await service.query(sql, values)));
  return code === 'done' ? count! : code;
};
const above = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => (await admin.query<T>(sql, values)).rows;

beforeAll(async () => {
  const own = await ownDatabase(serverUrl(), name);
  [admin, service] = [new pg.Client({ connectionString: own.adminUrl }), new pg.Client({ connectionString: own.serviceUrl })];
  await Promise.all([admin.connect(), service.connect()]);
}, 90_000);
afterAll(async () => {
  await Promise.all([admin.end(), service.end()]);
  await dropDatabase(serverUrl(), name);
});

/** A text of the police that they and the advisers would be parties to. */
const textOf = (id: string, more: object = {}): { content: string; digest: string } => {
  const content = canonicalJson({ id, version: '1', parties: { agencies: [ig.agency, theirIg.agency], kinds: [] }, clauses: [], ...more });
  return { content, digest: sha256(content) };
};
const drafts = (who: Who, id: string, more: { draftedBy?: string; draftedIn?: string } = {}): Promise<string> => {
  const { content, digest } = textOf(id);
  return says(who, `INSERT INTO accord.agreement_versions (agreement_id, version, drafted_in, drafted_by, content, digest) VALUES ($1, '1', $2, $3, $4, $5)`, [id, more.draftedIn ?? who.agency, more.draftedBy ?? who.id, content, digest]);
};
const setsState = (who: Who, id: string, state: string): Promise<number | string> => touched(who, 'UPDATE accord.agreement_versions SET state = $2 WHERE agreement_id = $1', [id, state]);
type Step = { agency?: string; by?: string; digest?: string; reason?: string; entry?: (enter: Enter) => Promise<string> };
let lastStep = '';
const moves = (who: Who, id: string, step: string, { agency = who.agency, by = who.id, digest = textOf(id).digest, reason, entry = (enter) => enter() }: Step = {}): Promise<string> =>
  tries(who, async (enter) => {
    lastStep = uuidv7();
    await service.query(`INSERT INTO accord.agreement_steps (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry) VALUES ($1, $2, '1', $3, $4, $5, $6, $7, $8)`, [lastStep, id, agency, step, digest, reason ?? null, by, await entry(enter)]);
  });
const confirms = async (who: Who, step: string, { by = who.id, entry = (enter) => enter() }: Step = {}): Promise<string> => {
  let count: number | null = 0;
  const code = await tries(who, async (enter) => ({ rowCount: count } = await service.query(`UPDATE accord.agreement_steps SET state = 'done', confirmed_by = $2, confirmed_entry = $3 WHERE id = $1`, [step, by, await entry(enter)])));
  return code === 'done' && count === 0 ? 'not seen' : code;
};
const stateOf = async (id: string): Promise<string> => (await above<{ state: string }>('SELECT state FROM accord.agreement_versions WHERE agreement_id = $1', [id]))[0]!.state;

describe('an agreement', () => {
  const id = 'two-people';
  let signing: string;

  it('is drafted in one’s own name, for one’s own agency', async () => {
    expect(await drafts(ig, 'in-anothers-name', { draftedBy: lead.id })).toBe(denied);
    expect(await drafts(ig, 'for-another-agency', { draftedIn: theirIg.agency })).toBe(denied);
    expect(await drafts(ig, id)).toBe('done');
  });

  it('is not seen by others while it is a draft, nor by others than its parties while it is proposed', async () => {
    const seenBy = (who: Who): Promise<number | string> => touched(who, `SELECT 1 FROM accord.agreement_versions WHERE agreement_id = $1 UNION ALL SELECT 1 FROM accord.agreement_parties WHERE agreement_id = $1 UNION ALL SELECT 1 FROM accord.agreement_steps WHERE agreement_id = $1`, [id]);
    expect([await seenBy(ig), await seenBy(theirIg), await seenBy(stranger)]).toEqual([1, 0, 0]);
    expect(await setsState(theirIg, id, 'proposed')).toBe(0);
    expect(await setsState(ig, id, 'proposed')).toBe(1);
    expect(await moves(ig, id, 'sign')).toBe('done');
    signing = lastStep;
    expect([await seenBy(ig), await seenBy(theirIg), await seenBy(stranger)]).toEqual([4, 4, 0]);
  });

  it('once proposed, is not rewritten, nor signed or declined by writing so, nor given parties', async () => {
    const other = textOf(id, { title: 'Other' });
    expect(await touched(ig, 'UPDATE accord.agreement_versions SET content = $2, digest = $3 WHERE agreement_id = $1', [id, other.content, other.digest])).toBe(forbidden);
    expect(await touched(ig, `UPDATE accord.agreement_versions SET state = 'withdrawn', content = $2, digest = $3 WHERE agreement_id = $1`, [id, other.content, other.digest])).toBe(forbidden);
    for (const state of ['signed', 'declined']) expect(await setsState(ig, id, state)).toBe(denied);
    expect(await setsState(ig, id, 'draft')).toBe(forbidden);
    for (const sql of [
      `INSERT INTO accord.agreement_versions (agreement_id, version, state, drafted_in, drafted_by, content, digest) VALUES ('x-y', '1', 'signed', '${ig.agency}', '${ig.id}', '{}', '')`,
      `UPDATE accord.agreement_versions SET signed_at = now()`, `UPDATE accord.agreement_versions SET drafted_by = '${lead.id}'`, `DELETE FROM accord.agreement_versions`,
      `INSERT INTO accord.agreement_parties VALUES ('${id}', '1', '${stranger.agency}')`, `UPDATE accord.agreement_parties SET left_at = NULL`, `DELETE FROM accord.agreement_parties`,
      `UPDATE accord.agreement_steps SET lifted_by = id`, `UPDATE accord.agreement_steps SET digest = ''`, `UPDATE accord.agreement_steps SET moved_by = '${lead.id}'`, `DELETE FROM accord.agreement_steps`, 'TRUNCATE accord.agreement_steps CASCADE',
    ]) expect({ sql, code: await says(ig, sql) }).toEqual({ sql, code: denied });
  });

  it('is not signed for another agency, by somebody without the role, or over another text', async () => {
    expect(await moves(ig, id, 'sign', { agency: theirIg.agency })).toBe(denied);
    expect(await moves({ id: ig.id, agency: theirIg.agency }, id, 'sign')).toBe(denied);
    expect(await moves({ id: ig.id, agency: theirIg.agency }, id, 'sign', { by: theirIg.id, entry: (enter) => enter({}, theirIg) })).toBe(denied);
    expect(await moves(caseworker, id, 'sign')).toBe(denied);
    expect(await moves(stranger, id, 'sign')).toBe(denied);
    expect(await moves(theirIg, id, 'sign', { digest: textOf(id, { title: 'Other' }).digest })).toBe(forbidden);
    expect(await moves(theirIg, id, 'suspend', { reason: 'Not signed yet.' })).toBe(forbidden);
  });

  /** Every confirmation that is none, of a step that a person of the police moved. */
  const falseConfirmations = (step: () => string): [string, () => Promise<string>, string][] => [
    ['by who moved it', () => confirms(ig, step()), forbidden],
    ['by who moved it, in a colleague’s name', () => confirms(ig, step(), { by: lead.id, entry: (enter) => enter({}, lead) }), denied],
    ['by an officer of the other party', () => confirms(theirIg, step()), 'not seen'],
    ['by an officer of the other party, who says they are of ours', () => confirms({ id: theirIg.id, agency: ig.agency }, step()), denied],
    ['by somebody without the role', () => confirms(caseworker, step()), denied],
    ['without an entry', () => confirms(lead, step(), { entry: () => Promise.resolve(null as unknown as string) }), denied],
    ['with an entry that is not there', () => confirms(lead, step(), { entry: () => Promise.resolve(randomUUID()) }), denied],
    ['with somebody else’s entry', () => confirms(lead, step(), { entry: (enter) => enter({}, ig) }), denied],
    ['with an entry of something else', () => confirms(lead, step(), { entry: (enter) => enter({}, lead, { operation: 'permission-change' }) }), denied],
    ['with an entry that their own agency cannot find', () => confirms(lead, step(), { entry: (enter) => enter({}, lead, { visibleTo: [stranger.agency] }) }), denied],
    ['with an entry of another day', async () => {
      let old = '';
      expect(await tries(lead, async (enter) => (old = await enter()))).toBe('done');
      return confirms(lead, step(), { entry: () => Promise.resolve(old) });
    }, denied],
  ];

  describe('is not confirmed', () => {
    it.each(falseConfirmations(() => signing))('%s', async (_, attempt, code) => {
      expect(await attempt()).toBe(code);
      expect(await above('SELECT state, confirmed_by FROM accord.agreement_steps WHERE id = $1', [signing])).toEqual([{ state: 'moved', confirmed_by: null }]);
    });

    it('by somebody who is disabled, or whose role was taken', async () => {
      await admin.query('UPDATE accord.staff SET disabled_at = now() WHERE id = $1', [lead.id]);
      expect(await confirms(lead, signing)).toBe(denied);
      await admin.query('UPDATE accord.staff SET disabled_at = NULL WHERE id = $1', [lead.id]);
      await admin.query(`DELETE FROM accord.staff_roles WHERE staff_id = $1 AND role = 'agency-lead'`, [lead.id]);
      expect(await confirms(lead, signing)).toBe(denied);
      await admin.query(`INSERT INTO accord.staff_roles VALUES ($1, 'agency-lead')`, [lead.id]);
    });
  });

  it('is signed when two of each party have signed, and not before', async () => {
    expect(await confirms(lead, signing)).toBe('done');
    expect(await confirms(lead, signing)).toBe(denied);
    expect(await stateOf(id)).toBe('proposed');
    expect(await moves(theirIg, id, 'sign')).toBe('done');
    const theirs = lastStep;
    expect(await confirms(theirIg, theirs)).toBe(forbidden);
    expect(await stateOf(id)).toBe('proposed');
    expect(await confirms(theirLead, theirs)).toBe('done');
    expect(await stateOf(id)).toBe('signed');
    expect(await moves(ig, id, 'sign')).toBe(forbidden);
    for (const state of ['draft', 'proposed', 'declined', 'withdrawn']) expect(await setsState(ig, id, state)).toBe(forbidden);
  });

  it('suspended by one party, is resumed by two of that party, and by nobody else', async () => {
    const holds = async (): Promise<boolean> => !(await above<{ on: boolean }>(`SELECT accord.is_suspended($1, (SELECT signed_at FROM accord.agreement_versions WHERE agreement_id = $1)) AS on`, [id]))[0]!.on;
    expect(await moves(stranger, id, 'suspend', { reason: 'Not a party.' })).toBe(denied);
    expect(await moves(caseworker, id, 'suspend', { reason: 'Not an officer.' })).toBe(denied);
    expect(await moves(theirIg, id, 'suspend', { reason: 'A breach.' })).toBe('done');
    const suspension = lastStep;
    expect(await confirms(theirLead, suspension)).toBe(denied);
    expect(await moves(ig, id, 'resume')).toBe(forbidden);
    expect(await moves(theirIg, id, 'resume')).toBe('done');
    const resumption = lastStep;
    expect(await confirms(theirIg, resumption)).toBe(forbidden);
    expect(await confirms(lead, resumption)).toBe('not seen');
    expect(await holds()).toBe(false);
    expect(await confirms(theirLead, resumption)).toBe('done');
    expect(await holds()).toBe(true);
  });

  it('left by a party, is left', async () => {
    expect(await moves(theirIg, id, 'leave')).toBe('done');
    const leaving = lastStep;
    expect(await confirms(theirIg, leaving)).toBe(forbidden);
    expect(await confirms(theirLead, leaving)).toBe('done');
    expect(await above('SELECT agency_id FROM accord.agreement_parties WHERE agreement_id = $1 AND left_at IS NULL', [id])).toEqual([{ agency_id: ig.agency }]);
    for (const step of ['resume', 'sign', 'leave']) expect(await moves(theirLead, id, step)).toBe(denied);
    expect(await says(theirIg, 'UPDATE accord.agreement_parties SET left_at = NULL WHERE agreement_id = $1', [id])).toBe(denied);
    expect(await says(theirIg, `UPDATE accord.agreement_steps SET state = 'dropped' WHERE id = $1`, [leaving])).toBe(denied);
  });
});

describe('the law', () => {
  const gateway = 'care-2014-s42';
  let open: string;
  const proposal = `INSERT INTO accord.gateway_changes (id, gateway_id, change, reason, release, based_on, proposed_by, proposed_in, proposed_entry) VALUES ($1, $2, '{"note": "Read again."}', 'Because.', $3, $4, $5, $6, $7)`;
  type Proposing = { basedOn?: number; by?: Who; entry?: (enter: Enter, law: object) => Promise<string> };
  const proposes = (who: Who, { basedOn = 0, by = who, entry = (enter, law) => enter({ law }) }: Proposing = {}): Promise<string> => tries(who, async (enter) => {
    const id = uuidv7();
    await service.query(proposal, [id, gateway, base, basedOn, by.id, by.agency, await entry(enter, { id, step: 'proposed', gateway })]);
    open = id;
  });
  const decides = (who: Who, state: string, { by = who, entry = (enter, law) => enter({ law }), number = 1 }: Proposing & { number?: number } = {}): Promise<string> => tries(who, async (enter) => {
    const said = await entry(enter, { id: open, step: state, gateway, ...(state === 'approved' ? { number } : {}) });
    await service.query(`UPDATE accord.gateway_changes SET state = $2, answer = $3, decided_by = $4, decided_in = $5, decided_entry = $6 WHERE id = $1`, [open, state, state === 'rejected' ? 'No.' : null, by.id, by.agency, said]);
  });

  it('is not proposed by others than an officer, in another’s name, without an entry of its own, or on a law yet to come', async () => {
    expect(await proposes(caseworker)).toBe(denied);
    expect(await proposes(ig, { by: lead, entry: (enter, law) => enter({ law }, lead) })).toBe(denied);
    expect(await proposes({ id: ig.id, agency: stranger.agency })).toBe(denied);
    expect(await proposes(ig, { entry: () => Promise.resolve(randomUUID()) })).toBe(denied);
    expect(await proposes(ig, { entry: (enter, law) => enter({ law: { ...law, gateway: 'care-2014-s45' } }) })).toBe(denied);
    expect(await proposes(ig, { entry: (enter) => enter() })).toBe(denied);
    expect(await proposes(ig, { basedOn: 7 })).toBe(forbidden);
    expect(await proposes(ig)).toBe('done');
  });

  it('is not approved by its proposer, by somebody who is none, in another’s name, or without an entry that says so', async () => {
    expect(await decides(ig, 'approved')).toBe(forbidden);
    expect(await decides(caseworker, 'approved')).toBe(denied);
    expect(await decides(ig, 'approved', { by: stranger, entry: (enter, law) => enter({ law }, stranger) })).toBe(denied);
    expect(await decides(stranger, 'approved', { entry: (enter, law) => enter({ law }, ig) })).toBe(denied);
    expect(await decides(stranger, 'approved', { entry: (enter, law) => enter({ law: { ...law, step: 'rejected' } }) })).toBe(denied);
    expect(await decides(stranger, 'approved', { number: 5 })).toBe(denied);
    expect(await decides(stranger, 'approved', { entry: (enter, law) => enter({ law: { ...law, id: randomUUID() } }) })).toBe(denied);
    expect(await above('SELECT state FROM accord.gateway_changes WHERE id = $1', [open])).toEqual([{ state: 'proposed' }]);
  });

  it('its numbers, its past and its releases are nobody’s to write', async () => {
    for (const sql of [
      'UPDATE accord.gateway_changes SET number = 9', `UPDATE accord.gateway_changes SET change = '{"commencedOn": null}'`, 'UPDATE accord.gateway_changes SET based_on = 0', `UPDATE accord.gateway_changes SET decided_at = now()`,
      'DELETE FROM accord.gateway_changes', 'TRUNCATE accord.gateway_changes CASCADE', `UPDATE accord.law_bases SET content = '{}'`, 'DELETE FROM accord.law_bases', `INSERT INTO accord.law_bases (version, content, digest) VALUES ('mine', '{}', '')`,
      `SELECT accord.may_bind('${ig.id}', '${ig.agency}', gen_random_uuid())`, 'SELECT accord.gateway_day(\'\', \'\', \'\')', 'ALTER TABLE accord.gateway_changes DISABLE TRIGGER ALL',
    ]) expect({ sql, code: await says(stranger, sql) }).toEqual({ sql, code: denied });
  });

  it('is approved once; then nobody decides again, and what was based on the law before is overtaken', async () => {
    expect(await decides(stranger, 'approved')).toBe('done');
    expect(await above('SELECT state, number FROM accord.gateway_changes WHERE id = $1', [open])).toEqual([{ state: 'approved', number: 1 }]);
    for (const state of ['approved', 'rejected']) expect(await decides(strangerLead, state, { number: 2 })).toBe(denied);
    expect(await says(stranger, `UPDATE accord.gateway_changes SET state = 'proposed', decided_by = NULL, decided_entry = NULL WHERE id = $1`, [open])).toBe(denied);
    expect(await proposes(ig, { basedOn: 0 })).toBe(overtaken);
    expect(await proposes(ig, { basedOn: 1 })).toBe('done');
    expect(await proposes(theirIg, { basedOn: 1 })).toBe('23505');
    // As if an approval of another instance had come between.
    const stale = open;
    await admin.query('BEGIN');
    await admin.query('SET LOCAL session_replication_role = replica');
    await admin.query('UPDATE accord.gateway_changes SET based_on = 0 WHERE id = $1', [stale]);
    await admin.query('COMMIT');
    expect(await decides(stranger, 'approved', { number: 2 })).toBe(overtaken);
    expect(await decides(stranger, 'rejected')).toBe('done');
    expect(await decides(theirIg, 'approved', { number: 2 })).toBe(denied);
  });
});

/** An update that a person makes with an entry of theirs; 'not seen' where it found no row. */
const updates = async (who: Who, sql: string, values: unknown[], operation: Entry['operation'], entry: (enter: Enter) => Promise<string | null>): Promise<string> => {
  let count: number | null = 0;
  const code = await tries(who, async (enter) => ({ rowCount: count } = await service.query(sql, [...values, await entry((because, by, more) => enter(because, by, { operation, ...more }))])));
  return code === 'done' && count === 0 ? 'not seen' : code;
};

describe('an approval', () => {
  type Sent = { id: string; concern: string; decision: string };
  let [sent, elsewhere]: Sent[] = [];
  let asked: string;
  beforeAll(async () => {
    const referrals = await above<Sent>('SELECT id, concern_id AS concern, decision_id AS decision FROM accord.referrals WHERE agency_id = $1', [adviser.agency]);
    sent = referrals[0]!;
    elsewhere = (await above<Sent>('SELECT id, concern_id AS concern, decision_id AS decision FROM accord.referrals WHERE concern_id <> $1 LIMIT 1', [sent.concern]))[0]!;
  });
  const asks = (who: Who, more: Record<string, unknown> = {}): Promise<string> => {
    const row = { id: uuidv7(), decision_id: sent!.decision, concern_id: sent!.concern, asked_in: who.agency, asked_by: who.id, agency_id: adviser.agency, approver: `agency-lead ${randomUUID()}`, binds: sha256('all of it'), asked_at: new Date(), due_on: '2026-12-01', lapses_on: '2026-12-10', state: 'asked', ...more };
    asked = row.id;
    return says(who, 'INSERT INTO accord.approvals SELECT * FROM jsonb_populate_record(NULL::accord.approvals, $1)', [JSON.stringify(row)]);
  };
  type Answer = { by?: Who; entry?: (enter: Enter) => Promise<string | null> };
  const answers = (who: Who, state: string, { by = who, entry = (enter) => enter() }: Answer = {}): Promise<string> =>
    updates(who, 'UPDATE accord.approvals SET state = $2, answered_by = $3, entry_id = $4 WHERE id = $1', [asked, state, by.id], 'approval', entry);
  const uses = (who: Who, referral: string): Promise<number | string> => touched(who, `UPDATE accord.approvals SET state = 'used', used_by = $2 WHERE id = $1`, [asked, referral]);

  it('is asked for in one’s own name, and not brought along as given', async () => {
    expect(await asks(adviser, { asked_by: theirLead.id })).toBe(denied);
    expect(await asks(adviser, { asked_in: ig.agency })).toBe(denied);
    expect(await asks(adviser, { state: 'given', answered_by: theirLead.id, entry_id: (await above<{ id: string }>('SELECT id FROM accord.ledger_entries LIMIT 1'))[0]!.id })).toBe(denied);
    for (const sql of ['DELETE FROM accord.approvals', `UPDATE accord.approvals SET binds = ''`, 'UPDATE accord.approvals SET asked_by = NULL', 'UPDATE accord.approvals SET decision_id = id', `UPDATE accord.approvals SET lapses_on = '2099-01-01'`, 'UPDATE accord.approvals SET agency_id = asked_in'])
      expect({ sql, code: await says(adviser, sql) }).toEqual({ sql, code: denied });
  });

  it('is not given by who asked, in another’s name, by another agency, or without an entry of one’s own', async () => {
    expect(await asks(theirLead)).toBe('done');
    expect(await answers(theirLead, 'given')).toBe(forbidden);
    expect(await answers(theirLead, 'given', { by: theirIg, entry: (enter) => enter({}, theirIg) })).toBe(denied);
    expect(await asks(adviser)).toBe('done');
    expect(await answers(lead, 'given')).toBe('not seen');
    expect(await answers({ id: lead.id, agency: adviser.agency }, 'given')).toBe(denied);
    expect(await answers(theirLead, 'given', { entry: () => Promise.resolve(null) })).toBe(denied);
    expect(await answers(theirLead, 'given', { entry: (enter) => enter({}, theirIg) })).toBe(denied);
    expect(await answers(theirLead, 'given', { entry: (enter) => enter({}, theirLead, { operation: 'list' }) })).toBe(denied);
    let old = '';
    await tries(theirLead, async (enter) => (old = await enter({}, theirLead, { operation: 'approval' })));
    expect(await answers(theirLead, 'given', { entry: () => Promise.resolve(old) })).toBe(denied);
    await admin.query('UPDATE accord.staff SET disabled_at = now() WHERE id = $1', [theirLead.id]);
    expect(await answers(theirLead, 'given')).toBe(denied);
    await admin.query('UPDATE accord.staff SET disabled_at = NULL WHERE id = $1', [theirLead.id]);
    expect(await uses(adviser, sent!.id)).toBe(forbidden);
  });

  it('is given once, and used once, for its own concern', async () => {
    expect(await answers(theirLead, 'given')).toBe('done');
    for (const state of ['given', 'refused', 'asked']) expect(await answers(theirLead, state)).toBe(forbidden);
    expect(await uses(adviser, elsewhere!.id)).toBe(forbidden);
    expect(await uses(adviser, sent!.id)).toBe(1);
    expect(await uses(adviser, sent!.id)).toBe(forbidden);
    for (const state of ['given', 'asked']) expect(await touched(adviser, 'UPDATE accord.approvals SET state = $2, used_by = NULL WHERE id = $1', [asked, state])).toBe(forbidden);
  });

  it('that was refused stays refused', async () => {
    expect(await asks(adviser)).toBe('done');
    expect(await answers(theirLead, 'refused')).toBe('done');
    expect(await answers(theirIg, 'given')).toBe(forbidden);
    expect(await uses(adviser, sent!.id)).toBe(forbidden);
  });
});

describe('a task', () => {
  let task: string;
  const sets = (who: Who, more: Record<string, unknown> = {}): Promise<string> => {
    const row = { id: uuidv7(), agency_id: who.agency, obligation: 'review-within-one-working-day', owner_role: 'agency-lead', set_at: new Date(), set_by: who.id, due_on: '2026-12-01', state: 'open', version: 1, ...more };
    task = row.id;
    return says(who, 'INSERT INTO accord.tasks SELECT * FROM jsonb_populate_record(NULL::accord.tasks, $1)', [JSON.stringify(row)]);
  };
  const closes = (who: Who, by: Who = who, entry: (enter: Enter) => Promise<string | null> = (enter) => enter()): Promise<string> =>
    updates(who, `UPDATE accord.tasks SET state = 'done', outcome = 'reviewed', closed_by = $2, entry_id = $3 WHERE id = $1`, [task, by.id], 'alteration', entry);

  it('of review is not closed by who set it, in another’s name, by another agency, or without an entry of one’s own', async () => {
    expect(await sets(adviser, { set_by: theirLead.id })).toBe(denied);
    expect(await sets(adviser)).toBe('done');
    expect(await closes(adviser)).toBe(forbidden);
    expect(await closes(adviser, theirLead, (enter) => enter({}, theirLead))).toBe(denied);
    expect(await closes(ig)).toBe('not seen');
    expect(await closes(theirLead, theirLead, () => Promise.resolve(null))).toBe(denied);
    expect(await closes(theirLead, theirLead, (enter) => enter({}, adviser))).toBe(denied);
    for (const sql of ['DELETE FROM accord.tasks', 'UPDATE accord.tasks SET set_by = NULL', `UPDATE accord.tasks SET due_on = '2099-01-01'`, `UPDATE accord.tasks SET obligation = ''`]) expect({ sql, code: await says(adviser, sql) }).toEqual({ sql, code: denied });
  });

  it('is closed once, and never opened again', async () => {
    expect(await closes(theirLead)).toBe('done');
    expect(await closes(theirIg)).toBe(forbidden);
    expect(await touched(theirLead, `UPDATE accord.tasks SET state = 'open', outcome = NULL, closed_by = NULL, entry_id = NULL WHERE id = $1`, [task])).toBe(forbidden);
    expect(await touched(theirLead, `UPDATE accord.tasks SET outcome = 'something else' WHERE id = $1`, [task])).toBe(forbidden);
  });
});
