import { describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { lapses, protocolBetween, today } from '../support/agreements.js';
import { tenant, tenantCase } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, canary, sentence, type Concern, type Json } from '../support/service.js';
import { close, dueIn, everything, give, noticesAbout, storedTasks, tasksAbout } from '../support/tasks.js';

// Many requests each: room for a machine that is busy with something else.
jest.setTimeout(30_000);

const officer = as('tariq-bramwell-shah');
const leads = [as('desmond-oakhurst-pryce'), as('rhodri-penhallam')];
const igOfficer = as('nasreen-choudhry-bell');
const sister = as('chiamaka-redfearnley');
const hospitalsLead = as('trevor-banarsee');
const fields = ['person.identity', 'person.address', 'concern.summary'];
const emergency = (more: object = {}): object => ({ team: 'brackenfold-emergency', purpose: 'emergency-life', fields, necessity: sentence(), ...more });
const inDanger = (more: object = {}): Promise<Concern> => officer.raises(tenantCase({ team: 'wealdmere-community-safety', subjects: [tenant({ wishes: { state: 'refused' }, seriousHarm: true, ...more })] }));
const breakGlass = async (concern: Concern): Promise<Json> => (await ledgerAbout(concern.id, 'break-glass'))[0];
const reviewOf = async (concern: Concern): Promise<Json> => (await tasksAbout(igOfficer, concern.id, 'whose=agency')).find(({ obligation }) => obligation === 'review-within-one-working-day');

const parties = [officer.agency, sister.agency];

describe('an emergency needs no agreement', () => {
  it.each<[string, string | undefined, () => Promise<string>]>([
    ['none', undefined, () => Promise.resolve('no-such-agreement')],
    ['lapsed', 'lapsed', async () => {
      const agreement = await protocolBetween(parties, { reviewOn: today });
      await lapses(agreement);
      return agreement.id;
    }],
    ['suspended', 'suspended', async () => {
      const agreement = await protocolBetween(parties);
      expect((await agreement.step(as('desmond-oakhurst-pryce'), 'suspension')).status).toBe(200);
      return agreement.id;
    }],
    ['one that a party has left', undefined, async () => {
      const agreement = await protocolBetween(parties);
      await agreement.byBoth(sister.agency, 'departure');
      return agreement.id;
    }],
  ])('%s: it goes at once, is opened, and everything else is refused', async (_what, status, agreed) => {
    const agreement = await agreed();
    const concern = await inDanger();
    const sent = await concern.refers(emergency({ agreement }));
    expect(sent.decision).toMatchObject({ outcome: 'permit', gateway: 'vital-interests', permitted: fields });
    const disclosure = await ledger(sent.entryId);
    expect(disclosure).toMatchObject({ operation: 'disclosure', outcome: 'permit', gateway: 'vital-interests', recipient: sister.agency, because: { purpose: 'emergency-life', necessity: 'recorded' } });
    expect(disclosure.because['agreement']?.status).toBe(status);
    const opened = await sister.opens(sent.referralId);
    expect([...new Set(opened.body.items.map(({ field }: Json) => field))].sort()).toEqual([...fields].sort());
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', actor: sister.id, referral: sent.referralId, because: { purpose: 'emergency-life' } });
    const willing = await inDanger({ wishes: { state: 'given' } });
    expect((await willing.refer(emergency({ agreement, purpose: 'safeguarding-adult' }))).body).toMatchObject({ status: 403, decision: { reasons: [status ? 'agreement-not-active' : 'recipient-not-partner'] } });
  });
});

describe('an emergency that goes', () => {
  it('is an event of its own in the ledger, with a named reviewer who is not the sharer', async () => {
    const concern = await inDanger();
    const sent = await concern.refers(emergency());
    const review = await reviewOf(concern);
    expect(review).toMatchObject({ referral: sent.referralId, decision: sent.decisionId, setBy: officer.id, dueOn: dueIn(1), state: 'open', says: 'Review the emergency sharing within one working day.' });
    expect(leads.map(({ id }) => id)).toContain(review.ownerStaff);
    const entry = await breakGlass(concern);
    expect(entry).toMatchObject({
      operation: 'break-glass', outcome: 'permit', actor: officer.id, owner: officer.agency, concern: concern.id, referral: sent.referralId, decision: sent.decisionId, recipient: sister.agency, visibleTo: [officer.agency],
      released: [], fields: [], people: 1, usable: false, because: { purpose: 'emergency-life', disclosure: sent.entryId, task: review.id, reviewer: review.ownerStaff, due: dueIn(1) },
    });
    expect((await igOfficer.searches({ operation: 'break-glass', record: concern.id })).body.items.map(({ id }: Json) => id)).toEqual([entry.id]);
    expect((await as('annelise-quorrington').searches({ record: sent.referralId })).text).not.toContain(entry.id);
    expect((await storedTasks(concern.id)).map(({ obligation, owner_role, due_on }) => [obligation, owner_role, due_on])).toContainEqual(['notify-lead-and-ig', 'agency-lead', dueIn(0)]);
  });

  it('tells leads and officers here, and the leads there, at once; nobody who is kept away', async () => {
    const concern = await inDanger({ mustNotReceive: [{ staff: leads[0]!.id }] });
    const sent = await concern.refers(emergency());
    const review = await reviewOf(concern);
    for (const told of [leads[1]!, igOfficer]) {
      expect((await noticesAbout(told, sent.referralId)).filter(({ kind }) => kind === 'emergency-disclosure')).toMatchObject([{ concern: concern.id, decision: sent.decisionId, task: review.id, acknowledgedAt: null }]);
    }
    expect(await noticesAbout(hospitalsLead, sent.referralId)).toMatchObject([{ kind: 'emergency-disclosure', concern: null, decision: null, task: null }]);
    expect((await noticesAbout(sister, sent.referralId)).map(({ kind }) => kind)).toEqual(['referral-received']);
    expect(await noticesAbout(leads[0]!, sent.referralId)).toEqual([]);
    expect(await tasksAbout(leads[0]!, concern.id, 'whose=agency')).toEqual([]);
    expect(review.ownerStaff).toBe(leads[1]!.id);
    expect((await give(igOfficer, review, leads[0]!.id)).body).toMatchObject({ status: 400, errors: [{ pointer: '/to' }] });
  });

  it('is heard by monitoring: a figure, and a line of ids', async () => {
    const figure = async (): Promise<number> => Number(/^accord_break_glass_total (\d+)$/m.exec(await (await fetch(`${process.env['BASE_URL']!}/metrics`)).text())![1]);
    const before = await figure();
    const concern = await inDanger();
    await concern.refers(emergency());
    expect(await figure()).toBeGreaterThan(before);
    const entry = await breakGlass(concern);
    let line: string | undefined;
    for (let tries = 0; !line && tries < 100; tries += 1) {
      line = (await readFile(process.env['SERVICE_LOG']!, 'utf8')).split('\n').find((one) => one.includes(entry.id));
      if (!line) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(JSON.parse(line!)).toEqual({ level: 40, time: expect.any(String), msg: 'break glass', actorId: officer.id, agencyId: officer.agency, ledgerId: entry.id, referralId: entry.referral, reviewerId: entry.because.reviewer, dueOn: dueIn(1) });
  });

  it('is shared out fairly: the next review goes to whoever has fewer', async () => {
    const open = async (id: string): Promise<number> => Number((await stored(`SELECT count(*) FROM accord.tasks WHERE owner_staff = $1 AND state = 'open' AND obligation = 'review-within-one-working-day'`, [id]))[0].count);
    const [one, two] = leads.map(({ id }) => id) as [string, string];
    for (let round = 0; round < 3; round += 1) {
      const [ofOne, ofTwo] = [await open(one), await open(two)];
      const concern = await inDanger();
      await concern.refers(emergency());
      expect((await reviewOf(concern)).ownerStaff).toBe(ofOne <= ofTwo ? one : two);
    }
  });
});

describe('the review', () => {
  it('is closed by the named person, with an outcome and words; by nobody else, the sharer least of all', async () => {
    const concern = await inDanger();
    await concern.refers(emergency());
    const review = await reviewOf(concern);
    const [reviewer, other] = review.ownerStaff === leads[0]!.id ? leads : [leads[1]!, leads[0]!];
    expect((await close(officer, review, { outcome: 'justified', note: sentence() })).status).toBe(404);
    for (const who of [other!, igOfficer]) expect((await close(who, review, { outcome: 'justified', note: sentence() })).body).toMatchObject({ status: 409, detail: expect.stringContaining('named owner') });
    expect((await give(igOfficer, review, officer.id)).body).toMatchObject({ status: 400, errors: [{ pointer: '/to' }] });
    expect((await give(igOfficer, review, as('housing-officer').id)).body).toMatchObject({ status: 400, errors: [{ pointer: '/to' }] });
    expect((await close(reviewer!, review, { outcome: 'justified' })).body).toMatchObject({ status: 400, errors: [{ pointer: '/note' }] });
    const note = canary();
    const both = await Promise.all(['justified', 'not-justified'].map((outcome) => close(reviewer!, review, { outcome, note: `Looked at: ${note}.` })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const entry = await ledger(both.find(({ status }) => status === 200)!.body.entryId);
    expect(entry).toMatchObject({ operation: 'alteration', actor: reviewer!.id, concern: concern.id, visibleTo: [officer.agency], because: { task: review.id, obligation: 'review-within-one-working-day', note: 'recorded' } });
    expect((await storedTasks(concern.id)).find(({ id }) => id === review.id)).toMatchObject({ state: 'done', outcome: entry.because['outcome'] });
    expect(await reviewOf(concern)).toBeUndefined();
    // Read as all words are: by the agency's own officer, with a lawful purpose, and an entry that covers it.
    const statement = await igOfficer.get(`/v1/decisions/${review.decision}/statement?auditPurpose=lawfulness`);
    expect(statement.body).toMatchObject({ necessity: expect.any(String), notes: [{ task: review.id, text: expect.stringContaining(note) }] });
    expect((await ledger(statement.entryId)).fields).toEqual(['decision.necessity', 'task.note']);
  });

  it('is an officer’s where the only lead is the sharer, and nobody’s by name where there is no one else; never the sharer’s', async () => {
    const manager = as('perpetua-ranscombe');
    const refugeOfficer = as('jacinta-wolverley');
    const body = tenantCase({ team: 'saltrise-admissions' });
    const concern = await manager.raises(body);
    await concern.refers(emergency());
    const [review] = (await tasksAbout(refugeOfficer, concern.id)).filter(({ obligation }) => obligation === 'review-within-one-working-day');
    expect(review).toMatchObject({ ownerStaff: refugeOfficer.id, setBy: manager.id });
    const given = async (): Promise<number> => (await ledgerAbout(concern.id, 'alteration')).filter(({ because }) => because['givenTo']).length;
    const before = await given();
    // Nor does the sharer choose who it is.
    for (const to of [manager.id, refugeOfficer.id]) expect((await give(manager, review, to)).body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('Nobody chooses who reviews') });
    expect(await given()).toBe(before);
    expect((await storedTasks(concern.id)).find(({ id }) => id === review.id)).toMatchObject({ owner_staff: refugeOfficer.id, version: review.version });
    const alone = await manager.raises(body);
    expect((await alone.keepAway([{ staff: refugeOfficer.id }])).status).toBe(200);
    await alone.refers(emergency());
    const [unnamed] = (await tasksAbout(manager, alone.id)).filter(({ obligation }) => obligation === 'review-within-one-working-day');
    expect(unnamed).toMatchObject({ ownerStaff: null, ownerRole: 'agency-lead' });
    expect((await breakGlass(alone)).because).toMatchObject({ reviewerRole: 'agency-lead' });
    expect((await close(manager, unnamed, { outcome: 'justified', note: sentence() })).body).toMatchObject({ status: 409, detail: 'Nobody reviews what they did themselves.' });
    expect(await tasksAbout(refugeOfficer, alone.id, 'whose=agency')).toEqual([]);
  });

  it('that is overdue is marked, seen by leads and officers, and told to the officers once, however many read at once', async () => {
    const concern = await inDanger();
    const sent = await concern.refers(emergency());
    const review = await reviewOf(concern);
    await stored(`UPDATE accord.tasks SET due_on = '2026-11-02' WHERE id = $1`, [review.id]);
    await Promise.all([igOfficer.get('/v1/notices'), ...leads.map((lead) => lead.get('/v1/tasks?whose=agency')), igOfficer.get('/v1/tasks'), officer.get('/v1/notices')]);
    expect(await stored(`SELECT to_role FROM accord.notices WHERE task_id = $1 AND kind = 'review-overdue'`, [review.id])).toEqual([{ to_role: 'ig-officer' }]);
    expect((await noticesAbout(igOfficer, sent.referralId)).filter(({ kind }) => kind === 'review-overdue')).toMatchObject([{ task: review.id, concern: concern.id, says: 'The review of an emergency disclosure is overdue' }]);
    for (const who of [...leads, igOfficer]) expect((await tasksAbout(who, concern.id, 'whose=agency')).find(({ id }) => id === review.id)).toMatchObject({ overdue: true });
    expect((await everything(igOfficer, '/v1/tasks?whose=agency'))[0].overdue).toBe(true);
  });
});

describe('an emergency that is refused sets no review and breaks no glass', () => {
  it.each<[string, object, object, string]>([
    ['no reason is written', {}, { necessity: undefined }, 'no-necessity-record'],
    ['the recipient is on the person’s list', { mustNotReceive: [{ staff: sister.id }] }, {}, 'must-not-receive'],
    ['the recipient’s agency is on it', { mustNotReceive: [{ agency: sister.agency }] }, {}, 'must-not-receive'],
    ['nothing was chosen', {}, { items: [] }, 'nothing-to-share'],
  ])('where %s', async (_what, person, share, reason) => {
    const concern = await inDanger(person);
    const reply = await concern.refer(emergency(share));
    expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
    expect(reply.body.decision.reasons.at(-1)).toBe(reason);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', referral: null, released: [] });
    expect(await ledgerAbout(concern.id, 'break-glass')).toEqual([]);
    expect((await storedTasks(concern.id)).filter(({ obligation }) => /review|notify/.test(obligation))).toEqual([]);
    expect(await stored('SELECT kind FROM accord.notices WHERE concern_id = $1', [concern.id])).toEqual([]);
  });
});
