/**
 * The law, approvals and tasks, attacked by whoever holds the service's database password: each way round a second person that we could
 * think of, and beside it the honest way. In a database of its own, because a law that is changed here would be everybody's.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { loadLaw } from '../../src/law/index.js';
import type { Entry } from '../../src/ledger/entry.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { at, dropDatabase, ownDatabase } from '../faults/own-service.js';
import { as } from '../support/service.js';
import { sha256 } from './attacker.js';
import { noRight, rowSecurity, selfConfirmed, TakesTwo, unseen, type Enter, type Who } from './takes-two.js';

const name = `accord_two_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
const [ig, lead, caseworker] = [as('ig-officer'), as('kirsty-dunmallet'), as('gethin-marrowby')];
const [theirIg, theirLead, adviser] = [as('idva-ig-officer'), as('frances-ullathorpe'), as('idva')];
const [stranger, strangerLead] = [as('ravindra-maheshkar'), as('philippa-osterdale')];
let admin: pg.Client;
let service: pg.Client;

beforeAll(async () => {
  const own = await ownDatabase(serverUrl(), name);
  [admin, service] = [new pg.Client({ connectionString: own.adminUrl }), new pg.Client({ connectionString: own.serviceUrl })];
  await Promise.all([admin.connect(), service.connect()]);
}, 90_000);
afterAll(async () => {
  await Promise.all([admin.end(), service.end()]);
  await dropDatabase(serverUrl(), name);
});
const above = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => (await admin.query<T>(sql, values)).rows;
/** As if other instances, or the past, had brought it about: no trigger looks at it. */
const behindTheLocks = async (sql: string, values: unknown[] = []): Promise<void> => {
  await admin.query('SET session_replication_role = replica');
  await admin.query(sql, values);
  await admin.query('RESET session_replication_role');
};
const whileDisabled = async (who: Who, act: () => Promise<string>): Promise<string> => {
  await admin.query('UPDATE accord.staff SET disabled_at = now() WHERE id = $1', [who.id]);
  const said = await act();
  await admin.query('UPDATE accord.staff SET disabled_at = NULL WHERE id = $1', [who.id]);
  return said;
};
type Entering = (enter: Enter, said: Partial<Entry>) => Promise<string | null>;
const ownEntry: Entering = (enter, said) => enter(said);
type Acting = { by?: Who; entry?: Entering };

describe('the law', () => {
  const gateway = 'care-2014-s42';
  let open: string;
  const two = new TakesTwo(() => service, 'agreement-change');
  const [notAnother, notBeforeAll] = [/^a change of the law is approved by an information governance officer of another agency/, /^the approval of a change of the law is before every agency/];
  const [notProposed, notDecided, wrongEntry, overtaken] = [/^a change of the law is proposed by an officer/, /^a proposed change is decided once, by another officer/, /^the ledger entry is for something else/, /^overtaken: this gateway was changed since/];
  const base = loadLaw().version;
  const proposal = `INSERT INTO accord.gateway_changes (id, gateway_id, change, reason, release, based_on, proposed_by, proposed_in, proposed_entry) VALUES ($1, $2, '{"note": "Read again."}', 'Because.', $3, $4, $5, $6, $7)`;
  type Proposing = Acting & { basedOn?: number; said?: object; number?: number; leftOut?: string };
  const proposes = (who: Who, { basedOn = 0, by = who, entry = ownEntry, said = {} }: Proposing = {}): Promise<string> => two.tries(who, async (enter) => {
    const id = uuidv7();
    const written = await service.query(proposal, [id, gateway, base, basedOn, by.id, by.agency, await entry(enter, { because: { law: { id, step: 'proposed', gateway, ...said } } })]);
    open = id;
    return written;
  });
  const decides = (who: Who, state: string, { by = who, entry = ownEntry, said = {}, number = 1, leftOut = '' }: Proposing = {}): Promise<string> => two.tries(who, async (enter) => {
    const visibleTo = (await above<{ id: string }>('SELECT id FROM accord.agencies WHERE valid_to IS NULL OR valid_to >= now()')).map(({ id }) => id).filter((id) => id !== leftOut);
    const law = { id: open, step: state, gateway, ...(state === 'approved' ? { number } : {}), ...said };
    return service.query(`UPDATE accord.gateway_changes SET state = $2, answer = $3, decided_by = $4, decided_in = $5, decided_entry = $6 WHERE id = $1`,
      [open, state, state === 'rejected' ? 'No.' : null, by.id, by.agency, await entry(enter, { because: { law }, visibleTo })]);
  });

  it('is not proposed by others than an officer, in another’s name, without an entry of its own, or on a law yet to come', async () => {
    expect(await proposes(caseworker)).toMatch(notProposed);
    expect(await proposes(ig, { by: lead, entry: (enter, said) => enter(said, lead) })).toMatch(notProposed);
    expect(await proposes({ id: ig.id, agency: stranger.agency })).toMatch(notProposed);
    expect(await proposes(ig, { entry: () => Promise.resolve(randomUUID()) })).toMatch(notProposed);
    expect(await proposes(ig, { said: { gateway: 'care-2014-s45' } })).toMatch(wrongEntry);
    expect(await proposes(ig, { entry: (enter) => enter() })).toMatch(wrongEntry);
    expect(await proposes(ig, { basedOn: 7 })).toBe('there is no such law');
    expect(await proposes(ig)).toBe('done');
  });

  it('is not approved by its proposer, by somebody who is none, in another’s name, or without an entry that says so', async () => {
    expect(await decides(ig, 'approved')).toMatch(notAnother);
    expect(await decides(ig, 'rejected')).toMatch(selfConfirmed);
    expect(await decides(caseworker, 'approved')).toMatch(notDecided);
    expect(await decides(ig, 'approved', { by: stranger, entry: (enter, said) => enter(said, stranger) })).toMatch(notDecided);
    expect(await decides(stranger, 'approved', { entry: (enter, said) => enter(said, ig) })).toMatch(notDecided);
    expect(await whileDisabled(stranger, () => decides(stranger, 'approved'))).toMatch(notDecided);
    const old = await two.older(stranger, { because: { law: { id: open, step: 'approved', gateway, number: 1 } } });
    expect(await decides(stranger, 'approved', { entry: () => Promise.resolve(old) })).toMatch(notDecided);
    expect(await whileDisabled(ig, () => decides(stranger, 'approved'))).toBe('whoever proposed it may not any more');
    expect(await decides(stranger, 'approved', { said: { step: 'rejected' } })).toMatch(wrongEntry);
    expect(await decides(stranger, 'approved', { number: 5 })).toMatch(wrongEntry);
    expect(await decides(stranger, 'approved', { said: { id: randomUUID() } })).toMatch(wrongEntry);
    expect(await above('SELECT state FROM accord.gateway_changes WHERE id = $1', [open])).toEqual([{ state: 'proposed' }]);
  });

  it('is not approved within the proposer’s agency, by a lead, or behind the back of any agency', async () => {
    await above(`INSERT INTO accord.staff_roles (staff_id, role) VALUES ($1, 'ig-officer')`, [lead.id]);
    expect(await decides(lead, 'approved')).toMatch(notAnother);
    await above(`DELETE FROM accord.staff_roles WHERE staff_id = $1 AND role = 'ig-officer'`, [lead.id]);
    expect(await decides(strangerLead, 'approved')).toMatch(notAnother);
    for (const leftOut of [ig.agency, adviser.agency]) expect(await decides(stranger, 'approved', { leftOut })).toMatch(notBeforeAll);
    expect(await above('SELECT state FROM accord.gateway_changes WHERE id = $1', [open])).toEqual([{ state: 'proposed' }]);
  });

  it('its numbers, its past and its releases are nobody’s to write', async () => {
    for (const sql of [
      'UPDATE accord.gateway_changes SET number = 9', `UPDATE accord.gateway_changes SET change = '{"commencedOn": null}'`, 'UPDATE accord.gateway_changes SET based_on = 0', `UPDATE accord.gateway_changes SET decided_at = now()`,
      'DELETE FROM accord.gateway_changes', 'TRUNCATE accord.gateway_changes CASCADE', `UPDATE accord.law_bases SET content = '{}'`, 'DELETE FROM accord.law_bases', `INSERT INTO accord.law_bases (version, content, digest) VALUES ('mine', '{}', '')`,
      `SELECT accord.may_bind('${ig.id}', '${ig.agency}', gen_random_uuid())`, 'SELECT accord.gateway_day(\'\', \'\', \'\')', 'ALTER TABLE accord.gateway_changes DISABLE TRIGGER ALL',
    ]) expect({ sql, refusal: await two.says(stranger, sql) }).toEqual({ sql, refusal: expect.stringMatching(/^permission denied for |^must be owner of /) });
  });

  it('is approved once; then nobody decides again, and what was based on the law before is overtaken', async () => {
    expect(await decides(stranger, 'approved')).toBe('done');
    expect(await above('SELECT state, number FROM accord.gateway_changes WHERE id = $1', [open])).toEqual([{ state: 'approved', number: 1 }]);
    for (const state of ['approved', 'rejected']) expect(await decides(strangerLead, state, { number: 2 })).toMatch(notDecided);
    expect(await two.says(stranger, `UPDATE accord.gateway_changes SET state = 'proposed', decided_by = NULL, decided_entry = NULL WHERE id = $1`, [open])).toMatch(notDecided);
    expect(await proposes(ig, { basedOn: 0 })).toMatch(overtaken);
    expect(await proposes(ig, { basedOn: 1 })).toBe('done');
    expect(await proposes(theirIg, { basedOn: 1 })).toMatch(/unique constraint "one_open_change"/);
    // As if an approval of another instance had come between.
    await behindTheLocks('UPDATE accord.gateway_changes SET based_on = 0 WHERE id = $1', [open]);
    expect(await decides(stranger, 'approved', { number: 2 })).toMatch(overtaken);
    expect(await decides(stranger, 'rejected')).toBe('done');
    expect(await decides(theirIg, 'approved', { number: 2 })).toMatch(notDecided);
  });
});

describe('an approval', () => {
  type Sent = { id: string; concern: string; decision: string; team: string; purpose: string };
  let [sent, elsewhere]: Sent[] = [];
  let asked: string;
  const two = new TakesTwo(() => service, 'approval');
  const [notAnswered, spent, notItsOwn] = [/^an approval is answered by the approver/, /^an approval that is \w+ does not become/, /^an approval is used for the referral of its own decision/];
  beforeAll(async () => {
    const found = 'SELECT id, concern_id AS concern, decision_id AS decision, recipient_team AS team, purpose FROM accord.referrals';
    sent = (await above<Sent>(`${found} WHERE agency_id = $1`, [adviser.agency]))[0]!;
    elsewhere = (await above<Sent>(`${found} WHERE concern_id <> $1 LIMIT 1`, [sent.concern]))[0]!;
  });
  const sentOnceApproved = ({ decision }: Sent, approved: string): Promise<void> =>
    behindTheLocks(`UPDATE accord.decisions SET record = record || jsonb_build_object('approved', $2::text) WHERE id = $1`, [decision, approved]);
  const asks = (who: Who, more: Record<string, unknown> = {}): Promise<string> => {
    const row = {
      id: uuidv7(), decision_id: sent!.decision, concern_id: sent!.concern, asked_in: who.agency, asked_by: who.id, agency_id: adviser.agency, approver: `agency-lead ${randomUUID()}`, binds: sha256('all of it'), parts: {}, purpose: sent!.purpose,
      recipient_agency: ig.agency, recipient_team: sent!.team, fields: '{}', about_rows: '{}', asked_at: new Date(), due_on: '2090-12-01', lapses_on: '2090-12-10', state: 'asked', ...more,
    };
    asked = row.id;
    return two.says(who, 'INSERT INTO accord.approvals SELECT * FROM jsonb_populate_record(NULL::accord.approvals, $1)', [JSON.stringify(row)]);
  };
  const answers = (who: Who, state: string, { by = who, entry = ownEntry }: Acting = {}): Promise<string> => two.tries(who, async (enter) =>
    service.query('UPDATE accord.approvals SET state = $2, answered_by = $3, entry_id = $4 WHERE id = $1', [asked, state, by.id, await entry(enter, { approval: asked, because: { answer: state } })]));
  const uses = (who: Who, { id }: Sent): Promise<string> => two.says(who, `UPDATE accord.approvals SET state = 'used', used_by = $2 WHERE id = $1`, [asked, id]);

  it('is asked for in one’s own name, and not brought along as given', async () => {
    const [{ id: entry }] = await above<{ id: string }>('SELECT id FROM accord.ledger_entries LIMIT 1') as [{ id: string }];
    expect(await asks(adviser, { asked_by: theirLead.id })).toMatch(rowSecurity);
    expect(await asks(adviser, { asked_in: ig.agency })).toMatch(rowSecurity);
    expect(await asks(adviser, { state: 'given', answered_by: theirLead.id, entry_id: entry })).toMatch(rowSecurity);
    for (const sql of ['DELETE FROM accord.approvals', `UPDATE accord.approvals SET binds = ''`, 'UPDATE accord.approvals SET asked_by = NULL', 'UPDATE accord.approvals SET decision_id = id', `UPDATE accord.approvals SET lapses_on = '2099-01-01'`, 'UPDATE accord.approvals SET agency_id = asked_in'])
      expect({ sql, refusal: await two.says(adviser, sql) }).toEqual({ sql, refusal: expect.stringMatching(noRight) });
    expect(await asks(adviser)).toBe('done');
  });

  it('is not given by who asked, in another’s name, by another agency, or without the role', async () => {
    expect(await asks(theirLead)).toBe('done');
    expect(await answers(theirLead, 'given')).toMatch(selfConfirmed);
    expect(await answers(theirLead, 'given', { by: theirIg, entry: (enter, said) => enter(said, theirIg) })).toMatch(notAnswered);
    expect(await asks(adviser)).toBe('done');
    expect(await answers(strangerLead, 'given')).toBe(unseen);
    expect(await answers({ id: lead.id, agency: adviser.agency }, 'given')).toMatch(notAnswered);
    expect(await answers(theirIg, 'given')).toMatch(notAnswered);
    expect(await whileDisabled(theirLead, () => answers(theirLead, 'given'))).toMatch(notAnswered);
    expect(await uses(adviser, sent!)).toMatch(spent);
    expect(await asks(adviser, { approver: 'data-protection-officer' })).toBe('done');
    expect(await answers(theirLead, 'given')).toMatch(notAnswered);
    expect(await answers(theirIg, 'given')).toBe('done');
  });

  it('is not given without an entry of its own', async () => {
    expect(await asks(adviser)).toBe('done');
    const old = await two.older(theirLead, { approval: asked, because: { answer: 'given' } });
    const entries: Entering[] = [
      () => Promise.resolve(null), (enter, said) => enter(said, theirIg), (enter, said) => enter({ ...said, operation: 'list' }), () => Promise.resolve(old), (enter, said) => enter({ ...said, visibleTo: [] }),
      (enter, said) => enter({ ...said, approval: randomUUID() }), (enter, said) => enter({ ...said, because: { answer: 'refused' } }),
    ];
    for (const entry of entries) expect(await answers(theirLead, 'given', { entry })).toMatch(notAnswered);
    expect(await answers(theirLead, 'given')).toBe('done');
  });

  it('is given once, and used once, by the referral of its own decision, as it was given', async () => {
    for (const state of ['given', 'refused', 'asked']) expect(await answers(theirLead, state)).toMatch(spent);
    for (const referral of [elsewhere!, sent!]) expect(await uses(adviser, referral)).toMatch(notItsOwn);
    await sentOnceApproved(elsewhere!, sent!.decision);
    expect(await uses(adviser, elsewhere!)).toMatch(notItsOwn);
    await sentOnceApproved(sent!, sent!.decision);
    expect(await two.says(adviser, `UPDATE accord.approvals SET state = 'used', used_by = $2, answered_by = $3 WHERE id = $1`, [asked, sent!.id, theirIg.id])).toMatch(/^who gave an approval, and why, is not rewritten/);
    expect(await uses(adviser, sent!)).toBe('done');
    expect(await uses(adviser, sent!)).toMatch(spent);
    for (const state of ['given', 'asked']) expect(await two.says(adviser, 'UPDATE accord.approvals SET state = $2, used_by = NULL WHERE id = $1', [asked, state])).toMatch(spent);
  });

  it('that was refused stays refused, and one that has lapsed is no use', async () => {
    expect(await asks(adviser)).toBe('done');
    expect(await answers(theirLead, 'refused')).toBe('done');
    expect(await answers(theirLead, 'given')).toMatch(spent);
    expect(await uses(adviser, sent!)).toMatch(spent);
    expect(await asks(adviser)).toBe('done');
    expect(await answers(theirLead, 'given')).toBe('done');
    await behindTheLocks(`UPDATE accord.approvals SET lapses_on = '2026-01-01' WHERE id = $1`, [asked]);
    expect(await uses(adviser, sent!)).toBe('an approval that has lapsed is neither answered nor used');
  });
});

describe('a task', () => {
  let task: string;
  const two = new TakesTwo(() => service, 'alteration');
  const [notClosed, noEntry, notNamed, notGiven] = [/^a task is closed by its owner, who says so/, /^a task is closed with a ledger entry of its own/, /^a named person closes their own task/, /^a task is given to a colleague who may take it/];
  const sets = (who: Who, more: Record<string, unknown> = {}): Promise<string> => {
    const row = { id: uuidv7(), agency_id: who.agency, obligation: 'review-within-one-working-day', owner_role: 'agency-lead', set_at: new Date(), set_by: who.id, due_on: '2026-12-01', state: 'open', version: 1, ...more };
    task = row.id;
    return two.says(who, 'INSERT INTO accord.tasks SELECT * FROM jsonb_populate_record(NULL::accord.tasks, $1)', [JSON.stringify(row)]);
  };
  const closes = (who: Who, { by = who, entry = ownEntry, sets: also = '' }: Acting & { sets?: string } = {}): Promise<string> => two.tries(who, async (enter) =>
    service.query(`UPDATE accord.tasks SET state = 'done', outcome = 'reviewed', closed_by = $2, entry_id = $3${also} WHERE id = $1`, [task, by.id, await entry(enter, { because: { task } })]));
  const gives = (who: Who, to: Who): Promise<string> => two.says(who, 'UPDATE accord.tasks SET owner_staff = $2 WHERE id = $1', [task, to.id]);

  it('of review is not closed by who set it, in another’s name, by another agency, or without the role', async () => {
    expect(await sets(adviser, { set_by: theirLead.id })).toMatch(rowSecurity);
    expect(await sets(adviser, { agency_id: ig.agency })).toMatch(rowSecurity);
    expect(await sets(adviser, { owner_staff: adviser.id })).toMatch(selfConfirmed);
    expect(await sets(theirLead)).toBe('done');
    expect(await closes(theirLead)).toMatch(selfConfirmed);
    expect(await closes(theirLead, { by: theirIg, entry: (enter, said) => enter(said, theirIg) })).toMatch(notClosed);
    expect(await closes(ig)).toBe(unseen);
    expect(await closes({ id: lead.id, agency: adviser.agency })).toMatch(notClosed);
    expect(await closes(adviser)).toMatch(notClosed);
    expect(await whileDisabled(theirIg, () => closes(theirIg))).toMatch(notClosed);
    for (const sql of ['DELETE FROM accord.tasks', 'UPDATE accord.tasks SET set_by = NULL', `UPDATE accord.tasks SET due_on = '2099-01-01'`, `UPDATE accord.tasks SET obligation = ''`]) expect({ sql, refusal: await two.says(adviser, sql) }).toEqual({ sql, refusal: expect.stringMatching(noRight) });
  });

  it('is not closed without an entry of its own; then once, and never opened again', async () => {
    const old = await two.older(theirIg, { because: { task } });
    const entries: Entering[] = [
      () => Promise.resolve(null), (enter, said) => enter(said, theirLead), (enter, said) => enter({ ...said, operation: 'list' }), () => Promise.resolve(old), (enter, said) => enter({ ...said, visibleTo: [] }), (enter) => enter({ because: { task: randomUUID() } }),
    ];
    for (const entry of entries) expect(await closes(theirIg, { entry })).toMatch(noEntry);
    expect(await closes(theirIg)).toBe('done');
    for (const sql of [`UPDATE accord.tasks SET state = 'open', outcome = NULL, closed_by = NULL, entry_id = NULL WHERE id = $1`, `UPDATE accord.tasks SET outcome = 'something else' WHERE id = $1`]) expect(await two.says(theirIg, sql, [task])).toBe('a task is closed once');
  });

  it('with a name is closed by nobody else, and given to somebody else by who may alone', async () => {
    expect(await sets(adviser, { owner_staff: theirLead.id })).toBe('done');
    expect(await closes(theirIg)).toMatch(notNamed);
    for (const sets of [`, owner_staff = '${theirIg.id}'`, ', owner_staff = NULL']) expect(await closes(theirIg, { sets })).toMatch(notGiven);
    for (const [who, to] of [[adviser, theirIg], [theirLead, adviser], [theirLead, lead], [{ id: lead.id, agency: adviser.agency }, theirIg]] as const) expect(await gives(who, to)).toMatch(notGiven);
    expect(await gives(theirLead, theirIg)).toBe('done');
    expect(await closes(theirLead)).toMatch(notNamed);
    expect(await closes(theirIg)).toBe('done');
  });
});
