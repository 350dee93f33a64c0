import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { asService, claim, refusedWith } from '../locks/attacker.js';
import { item, maracCase, toHousing, toPolice, victim } from '../support/cases.js';
import { ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, canary, newKey, sentence, unknownId, type Concern, type Json, type Person } from '../support/service.js';
import { close, dueIn, everything, give, storedTasks, tasksAbout } from '../support/tasks.js';

// Many requests each: room for a machine that is busy with something else.
jest.setTimeout(30_000);

const adviser = as('idva');
const lead = as('frances-ullathorpe');
const officer = as('dilnoza-westerby');
const police = as('police-marac-lead');

const unwilling = (more: object = {}): Promise<Concern> => adviser.raises(maracCase({ subjects: [victim({ wishes: { state: 'refused', askedOn: '2026-11-16' }, ...more })] }));
/** A refused sharing that leaves the adviser to offer support. */
const refused = async (more: object = {}): Promise<{ concern: Concern; task: Json }> => {
  const concern = await unwilling(more);
  expect((await concern.refer(toPolice())).body).toMatchObject({ status: 403, decision: { obligations: expect.arrayContaining(['offer-support']) } });
  const [task, ...others] = await tasksAbout(adviser, concern.id);
  expect(others).toEqual([]);
  return { concern, task };
};
/** A refused sharing that leaves whoever leads the agency to find another representative. */
const shut = async (): Promise<{ concern: Concern; task: Json }> => {
  const concern = await adviser.raises(maracCase({ subjects: [victim({ mustNotReceive: [{ staff: as('housing-marac-lead').id }] })] }));
  expect((await concern.refer(toHousing())).status).toBe(403);
  return { concern, task: (await tasksAbout(lead, concern.id))[0] };
};

describe('what a decision leaves to be done', () => {
  it('of a refusal: the sharer’s task, with its day and its outcomes, in plain English; asked again and again it stays one', async () => {
    const { concern, task } = await refused();
    expect(task).toMatchObject({
      obligation: 'offer-support', says: 'Offer support to the person.', outcomes: expect.arrayContaining([{ code: 'unsafe-to-offer', says: 'It was not safe to offer support' }]), concern: concern.id, referral: null,
      ownerStaff: adviser.id, ownerName: 'Marguerite Soyinde', ownerRole: null, setBy: adviser.id, dueOn: dueIn(5), overdue: false, state: 'open', version: 1, outcome: null, noted: false, closedBy: null,
    });
    const [decision] = await stored('SELECT entry_id FROM accord.decisions WHERE id = $1', [task.decision]);
    expect(await ledger(decision.entry_id)).toMatchObject({ operation: 'refusal', concern: concern.id, because: { obligations: expect.arrayContaining(['offer-support']) } });
    await Promise.all([concern.refer(toPolice()), concern.refer(toHousing()), concern.refer(toPolice())]);
    expect(await tasksAbout(adviser, concern.id)).toHaveLength(1);
    expect((await close(adviser, task, { outcome: 'offered-and-declined' })).status).toBe(200);
    await concern.refer(toPolice());
    expect((await storedTasks(concern.id)).map(({ state }) => state)).toEqual(['done', 'open']);
  });

  it('of what went: each referral its own; nothing of a decision that waits for an approval', async () => {
    const concern = await adviser.raises(maracCase({ subjects: [victim({ wishes: { state: 'unsafe-to-ask' } })] }));
    const sent = await Promise.all([toPolice, toHousing].map((to) => concern.refers(to({ overrideReason: sentence() }))));
    const tasks = await tasksAbout(adviser, concern.id);
    expect(tasks.map(({ obligation, referral, dueOn }) => [obligation, referral, dueOn]).sort()).toEqual(sent.map(({ referralId }) => ['record-why-not-informed', referralId, dueIn(2)]).sort());
    const waiting = await unwilling();
    expect((await waiting.refer(toPolice({ overrideReason: sentence() }))).body).toMatchObject({ status: 409, code: 'approval-needed', decision: { obligations: expect.arrayContaining(['inform-subject']) } });
    expect(await storedTasks(waiting.id)).toEqual([]);
  });

  it('of a duty too', async () => {
    const concern = await as('housing-officer').raises({
      state: 'raised', team: 'wealdmere-housing-tenancy', harmTypes: ['cuckooing'], indicators: [],
      subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 41, wishes: { state: 'refused' } }], items: [item('concern.summary'), item('person.identity')],
    });
    const sent = await concern.refers({ team: 'competent-authority-referrals', purpose: 'modern-slavery-notification', fields: ['concern.summary', 'person.identity'], necessity: sentence() });
    expect(sent.decision).toMatchObject({ outcome: 'must-notify', duty: true });
    expect(await tasksAbout(concern.owner, concern.id)).toMatchObject([{ obligation: 'notify-anonymously-ms1', referral: sent.referralId, ownerStaff: concern.owner.id, dueOn: dueIn(1) }]);
    expect(await ledger(sent.entryId)).toMatchObject({ operation: 'disclosure', outcome: 'must-notify' });
  });

  it('that is a role’s is on the list of everybody who holds it, by the day it is due, page by page', async () => {
    const [{ concern, task }] = await Promise.all([shut(), shut(), shut()]);
    expect(task).toMatchObject({ obligation: 'alternative-representative', ownerStaff: null, ownerRole: 'agency-lead', dueOn: dueIn(2) });
    expect(await tasksAbout(officer, concern.id)).toEqual([]);
    expect(await tasksAbout(officer, concern.id, 'whose=agency')).toEqual([task]);
    const all = await everything(lead, '/v1/tasks?whose=agency');
    expect(all.map(({ dueOn }) => dueOn)).toEqual(all.map(({ dueOn }) => dueOn).sort());
    const first = await lead.get('/v1/tasks?limit=2');
    expect(first.body.items).toHaveLength(2);
    expect(first.headers.get('link')).toContain('rel="next"');
    const second = await lead.get(`/v1/tasks?limit=2&after=${first.body.next}`);
    expect(second.body.items[0].dueOn >= first.body.items[1].dueOn && !first.text.includes(second.body.items[0].id)).toBe(true);
    expect((await officer.get('/v1/notices?limit=2&after=' + first.body.next)).body).toMatchObject({ status: 400, errors: [{ parameter: 'after' }] });
  });
});

describe('closing a task', () => {
  it('says what came of it: an entry that the agency’s officer finds, and words under the lock of all words', async () => {
    const { concern, task } = await refused();
    const secret = canary();
    const reply = await close(adviser, task, { outcome: 'offered-and-taken', note: `She was told about ${secret}.` });
    expect(reply.body).toEqual({ id: task.id, state: 'done', version: 2, entryId: expect.any(String) });
    expect(reply.etag).toBe('"2"');
    expect(await ledger(reply.body.entryId)).toMatchObject({
      operation: 'alteration', outcome: 'permit', actor: adviser.id, owner: adviser.agency, concern: concern.id, decision: task.decision, visibleTo: [adviser.agency], released: [], usable: false,
      because: { task: task.id, obligation: 'offer-support', outcome: 'offered-and-taken', note: 'recorded' },
    });
    expect((await officer.searches({ record: concern.id })).text).toContain(reply.body.entryId);
    const [done] = await tasksAbout(adviser, concern.id, 'state=done');
    expect(done).toMatchObject({ id: task.id, state: 'done', version: 2, outcome: 'offered-and-taken', noted: true, closedBy: adviser.id, closedAt: expect.any(String) });
    expect(JSON.stringify(done)).not.toContain(secret);
    const [{ note_id }] = await storedTasks(concern.id);
    expect(await stored('SELECT field, agency_id, concern_id, body ->> $2 AS text FROM accord.contents WHERE id = $1', [note_id, 'text'])).toMatchObject([{ field: 'task.note', agency_id: adviser.agency, concern_id: concern.id, text: expect.stringContaining(secret) }]);
    expect(await stored(`SELECT 1 FROM accord.ledger_entries WHERE leaf LIKE '%' || $1 || '%'`, [secret])).toEqual([]);
  });

  it('happens once: of two at the same moment one is told that it has changed, and a repeated one gets its own answer', async () => {
    const { concern, task } = await shut();
    const both = await Promise.all([close(lead, task, { outcome: 'found' }), close(officer, task, { outcome: 'none-found' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const closings = (await ledgerAbout(concern.id, 'alteration')).filter(({ because }) => because['task'] === task.id);
    expect(closings).toHaveLength(1);
    expect((await storedTasks(concern.id))[0]).toMatchObject({ state: 'done', outcome: closings[0]!.because['outcome'], version: 2 });
    expect((await close(lead, { ...task, version: 2 }, { outcome: 'found' })).body).toMatchObject({ status: 409, code: 'conflict' });
    const other = (await refused()).task;
    const key = newKey();
    const twice = await Promise.all([close(adviser, other, { outcome: 'unsafe-to-offer' }, { key }), close(adviser, other, { outcome: 'unsafe-to-offer' }, { key })]);
    expect(twice[0].body).toEqual(twice[1].body);
    expect(twice[0].status).toBe(200);
  });

  it.each<[string, object, string]>([
    ['an outcome of another task', { outcome: 'justified' }, '/outcome'], ['an outcome that is none', { outcome: 'fine' }, '/outcome'], ['no outcome', {}, '/outcome'], ['a blank note', { outcome: 'unsafe-to-offer', note: ' ' }, '/note'],
  ])('with %s changes nothing', async (_what, body, pointer) => {
    const { concern, task } = await refused();
    expect((await close(adviser, task, body)).body).toMatchObject({ status: 400, code: 'invalid-body', errors: [{ pointer }] });
    expect((await storedTasks(concern.id))[0]).toMatchObject({ state: 'open', version: 1 });
    expect((await ledgerAbout(concern.id, 'alteration')).filter(({ because }) => because['task'])).toEqual([]);
  });

  it('needs the version it was read at', async () => {
    const { task } = await refused();
    expect((await adviser.post(`/v1/tasks/${task.id}/outcome`, { outcome: 'unsafe-to-offer' })).status).toBe(428);
    expect((await close(adviser, { ...task, version: 3 }, { outcome: 'unsafe-to-offer' })).status).toBe(412);
  });

  it('is for its owner: a lead gives it to somebody first, a colleague and a partner find nothing', async () => {
    const { concern, task } = await refused();
    expect((await close(lead, task, { outcome: 'unsafe-to-offer' })).body).toMatchObject({ status: 409, code: 'conflict' });
    const nothing = (await close(police, { id: unknownId(), version: 1 }, { outcome: 'unsafe-to-offer' })).body;
    for (const version of [1, 7]) expect({ ...(await close(police, { ...task, version }, { outcome: 'unsafe-to-offer' })).body, instance: '' }).toEqual({ ...nothing, instance: '' });
    expect((await refusals(concern.id, police)).map(({ visibleTo, because }) => [visibleTo, because])).toEqual([[[adviser.agency], { reason: 'not-theirs', task: task.id }], [[adviser.agency], { reason: 'not-theirs', task: task.id }]]);
    const given = await give(lead, task, lead.id);
    expect(given.body).toMatchObject({ state: 'open', version: 2 });
    expect(await ledger(given.body.entryId)).toMatchObject({ operation: 'alteration', actor: lead.id, visibleTo: [adviser.agency], concern: concern.id, because: { task: task.id, obligation: 'offer-support', givenTo: lead.id } });
    expect((await close(adviser, { ...task, version: 2 }, { outcome: 'unsafe-to-offer' })).status).toBe(404);
    expect((await close(lead, { ...task, version: 2 }, { outcome: 'unsafe-to-offer' })).status).toBe(200);
  });

  it('cannot be done past the service: not without an entry, not in another’s name, not twice', async () => {
    const { task } = await refused();
    await claim(service, { agency: adviser.agency, actor: adviser.id });
    const shutBy = (person: Person, entry: string): Promise<string | undefined> => refusedWith(service, `UPDATE accord.tasks SET state = 'done', version = 2, outcome = 'unsafe-to-offer', closed_by = $2, entry_id = $3 WHERE id = $1`, [task.id, person.id, entry]);
    const [{ entry_id }] = await stored('SELECT entry_id FROM accord.decisions WHERE id = $1', [task.decision]);
    expect([await shutBy(adviser, entry_id), await shutBy(lead, entry_id)]).toEqual(['42501', '42501']);
    const done = await close(adviser, task, { outcome: 'unsafe-to-offer' });
    expect(await shutBy(adviser, done.body.entryId)).toBe('23514');
    expect(await refusedWith(service, `INSERT INTO accord.tasks (id, agency_id, obligation, owner_role, set_by, due_on) VALUES ($1, $2, 'raise-incident', 'ig-officer', $3, now())`, [unknownId(), police.agency, adviser.id])).toBe('42501');
  });
});

describe('giving a task away', () => {
  it.each<[string, string]>([['nobody', unknownId()], ['somebody of another agency', police.id]])('to %s changes nothing', async (_what, to) => {
    const { concern, task } = await refused();
    expect((await give(lead, task, to)).body).toMatchObject({ status: 400, code: 'invalid-body', errors: [{ pointer: '/to' }] });
    expect((await storedTasks(concern.id))[0]).toMatchObject({ owner_staff: adviser.id, version: 1 });
  });

  it('to somebody whom a list keeps away says no more than that, and is for leads and officers alone', async () => {
    const { concern, task } = await refused();
    const stranger = (await give(officer, task, unknownId())).body;
    expect((await concern.keepAway([{ staff: lead.id }])).status).toBe(200);
    expect({ ...(await give(officer, task, lead.id)).body, instance: '' }).toEqual({ ...stranger, instance: '' });
    expect((await give(adviser, task, adviser.id)).body).toMatchObject({ status: 403, code: 'forbidden', roles: ['agency-lead', 'ig-officer'] });
    const given = await give(officer, task, officer.id);
    expect(given.status).toBe(200);
    expect((await everything(officer, '/v1/notices')).filter((notice) => notice.task === task.id)).toMatchObject([{ kind: 'task-given', says: 'A task was given to you', concern: concern.id }]);
  });

  it('a caseworker does not look over the whole agency, and the attempt is recorded', async () => {
    expect((await adviser.get('/v1/tasks?whose=agency')).body).toMatchObject({ status: 403, code: 'forbidden', can: 'task:list' });
    expect(await stored(`SELECT 1 FROM accord.ledger_entries WHERE actor_id = $1 AND outcome = 'forbidden' AND leaf::jsonb #>> '{because,asked}' = 'whose=agency'`, [adviser.id])).not.toEqual([]);
    expect((await adviser.get('/v1/tasks?whose=everybody')).body).toMatchObject({ status: 400, errors: [{ parameter: 'whose' }] });
  });
});

it('whom the person’s list keeps away sees no task of it, and finds nothing by its id; the owner’s officer learns who tried', async () => {
  const { concern, task } = await shut();
  expect((await concern.keepAway([{ staff: lead.id }])).status).toBe(200);
  for (const query of ['', 'whose=agency', 'state=done&whose=agency']) expect(await tasksAbout(lead, concern.id, query)).toEqual([]);
  const nothing = (await close(lead, { id: unknownId(), version: 1 }, { outcome: 'found' })).body;
  for (const attempt of [close(lead, task, { outcome: 'found' }), close(lead, { ...task, version: 5 }, { outcome: 'justified' }), give(lead, task, adviser.id)]) expect({ ...(await attempt).body, instance: '' }).toEqual({ ...nothing, instance: '' });
  expect((await refusals(concern.id, lead)).map(({ outcome, owner, because }) => [outcome, owner, because['reason'], because['task']])).toEqual(Array(3).fill(['not-found', adviser.agency, 'must-not-receive', task.id]));
  expect((await close(officer, task, { outcome: 'found' })).status).toBe(200);
  expect(await tasksAbout(lead, concern.id, 'state=done&whose=agency')).toEqual([]);
});

let service: pg.Client;
beforeAll(async () => {
  service = await asService();
});
afterAll(() => service.end());
