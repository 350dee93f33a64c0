import { describe, expect, it } from '@jest/globals';
import { adviser, against, approve, approved, asks, complete, guardian, healthFields, lapse, lead, notesCase, nurse, officer, otherLead, patient, referralsOf, refuse, statesOf, toAdults, toInvestigators, trustCase } from '../support/approvals.js';
import { item, tenantCase, toAdultSafeguarding, toNeighbourhoodPolice } from '../support/cases.js';
import { fieldsOf, ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, canary, newKey, sentence, unknownId, type Json, type Reply } from '../support/service.js';

const adultsLead = as('bronwen-istead');
const trustLead = as('babatunde-erskine-vale');
const listed = async (who: { get(path: string): Promise<Reply> }, id: string, query = ''): Promise<Json> => (await who.get(`/v1/approvals?limit=100${query}`)).body.items.find((one: Json) => one.id === id);

describe('a decision that needs an approval', () => {
  it('asks the named approver in the disclosing agency, with a clock, in the same commit', async () => {
    const { concern, reply, decision, approvals } = await patient();
    expect(reply.body.decision).toMatchObject({ outcome: 'needs-approval', approvals: ['caldicott-guardian'] });
    expect(approvals).toEqual([{ id: expect.any(String), approver: 'caldicott-guardian', agency: 'downshire-mental-health-trust', dueOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }]);
    expect(await stored('SELECT concern_id, asked_in, asked_by, agency_id, purpose, recipient_team, fields, state, binds FROM accord.approvals WHERE decision_id = $1', [decision])).toEqual([{
      concern_id: concern.id, asked_in: nurse.agency, asked_by: nurse.id, agency_id: nurse.agency, purpose: 'safeguarding-adult', recipient_team: 'adults-safeguarding', fields: expect.arrayContaining(healthFields), state: 'asked', binds: expect.stringMatching(/^[0-9a-f]{64}$/),
    }]);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', decision, released: [], referral: null });
    const mine = await listed(guardian, approvals[0]!.id);
    expect(mine).toMatchObject({ state: 'asked', askedIn: nurse.agency, dueOn: approvals[0]!.dueOn, overdue: false, lapsed: false, concern: concern.id, decision, contents: expect.arrayContaining([concern.item('health.summary').contentId]) });
    expect(await listed(nurse, approvals[0]!.id, '&box=asked')).toEqual(mine);
    expect(await listed(nurse, approvals[0]!.id)).toBeUndefined();
    for (const other of [as('octavia-brennard'), as('bertrand-okonjo-fell'), as('bronwen-istead'), as('ilse-dragomirova')]) for (const box of ['to-give', 'asked']) expect((await other.get(`/v1/approvals?limit=100&box=${box}`)).text).not.toContain(approvals[0]!.id);
  });

  it('asks everybody who will be needed at once, and once answered by all goes as approved', async () => {
    const asked = await asks(await adviser.raises(notesCase()), toInvestigators());
    expect(asked.approvals.map(({ approver }) => approver).sort()).toEqual(['agency-lead', 'data-protection-officer']);
    const [frances, dilnoza] = [as('frances-ullathorpe'), as('dilnoza-westerby')];
    const of = (approver: string): string => asked.approvals.find((one) => one.approver === approver)!.id;
    expect((await approve(frances, of('data-protection-officer'))).status).toBe(404);
    expect((await approve(frances, of('agency-lead'))).status).toBe(200);
    const early = await complete(adviser, asked.decision);
    expect(early.body).toMatchObject({ status: 409, code: 'approval-needed', approvals: [{ id: of('data-protection-officer'), approver: 'data-protection-officer' }] });
    expect(await ledger(early.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', decision: asked.decision, because: { reason: 'approval-outstanding' } });
    expect((await approve(dilnoza, of('data-protection-officer'))).status).toBe(200);
    const sent = await complete(adviser, asked.decision);
    expect([sent.status, [...sent.body.fields].sort()]).toEqual([201, ['counselling.notes', 'person.identity']]);
    expect((await statesOf(asked.decision)).map(({ state, used_by }) => [state, used_by])).toEqual([['used', sent.body.referralId], ['used', sent.body.referralId]]);
    expect(await ledger(sent.body.entryId)).toMatchObject({ operation: 'disclosure', recipient: 'downshire-police', fields: ['counselling.notes', 'person.identity'] });
  });
});

describe('an approver', () => {
  it('reads what would go and why, recorded first; the right ends with the approval', async () => {
    const [words, necessity] = [sentence(), sentence()];
    const { concern, decision, approvals: [one] } = await patient({ items: [item('person.identity'), item('concern.summary'), item('health.summary', { text: words })] }, { necessity });
    const opened = await guardian.get(`/v1/approvals/${one!.id}`);
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({ necessity, overrideReason: null, wishes: 'not-sought', because: [{ code: 'caldicott-guardian', says: expect.any(String) }], reason: null, decision });
    expect(opened.body.items.map(({ field, says }: Json) => [field, typeof says.text])).toEqual(expect.arrayContaining(healthFields.map((field) => [field, 'string'])));
    expect(opened.text).toContain(words);
    expect(await ledger(opened.entryId)).toMatchObject({
      operation: 'consultation', outcome: 'permit', actor: guardian.id, concern: concern.id, decision, visibleTo: [nurse.agency], people: 1, usable: true,
      fields: ['concern.summary', 'decision.necessity', 'health.summary', 'person.identity'], because: { approver: 'caldicott-guardian', purpose: 'safeguarding-adult' },
    });
    // The guardian reads by this approval alone: not the concern, and not once the approval is over.
    expect((await guardian.get(`/v1/concerns/${concern.id}`)).status).toBe(403);
    const reason = sentence();
    expect((await approve(guardian, one!.id, { reason, code: 'necessary-and-proportionate' })).status).toBe(200);
    expect((await guardian.get(`/v1/approvals/${one!.id}`)).body).toMatchObject({ state: 'given', code: 'necessary-and-proportionate', reason });
    expect((await complete(nurse, decision)).status).toBe(201);
    expect((await guardian.get(`/v1/approvals/${one!.id}`)).status).toBe(404);
    expect(await refusals(one!.id, guardian)).toEqual([]);
    expect(await stored(`SELECT outcome, leaf::jsonb #>> '{because,reason}' AS reason FROM accord.ledger_entries WHERE leaf::jsonb ->> 'approval' = $1 AND actor_id = $2 AND operation = 'refusal'`, [one!.id, guardian.id])).toEqual([{ outcome: 'not-found', reason: 'not-the-approver' }]);
    // Whoever may read the concern anyway may read what became of it.
    expect((await trustLead.get(`/v1/approvals/${one!.id}`)).body).toMatchObject({ state: 'used', reason });
  });

  it('is nobody whom a person’s list keeps away: there is nothing, recorded', async () => {
    const { concern, approvals: [one] } = await patient();
    await concern.keepAway([{ staff: guardian.id }]);
    const [gone, nothing] = [await guardian.get(`/v1/approvals/${one!.id}`), await guardian.get(`/v1/approvals/${unknownId()}`)];
    expect([gone.status, { ...gone.body, instance: '' }]).toEqual([404, { ...nothing.body, instance: '' }]);
    expect((await approve(guardian, one!.id)).status).toBe(404);
    expect(await listed(guardian, one!.id)).toBeUndefined();
    const told = await stored(`SELECT visible_to, outcome FROM accord.ledger_entries WHERE leaf::jsonb ->> 'approval' = $1 AND operation = 'refusal' AND actor_id = $2`, [one!.id, guardian.id]);
    expect(told).toEqual([{ visible_to: [nurse.agency], outcome: 'not-found' }, { visible_to: [nurse.agency], outcome: 'not-found' }]);
  });

  it('answers once, with a reason under lock and an entry that says to what', async () => {
    const { concern, decision, approvals: [one] } = await against();
    const reason = canary();
    const reply = await approve(lead, one!.id, { reason, code: 'harm-outweighs-wishes' });
    expect(reply.body).toEqual({ id: one!.id, state: 'given', entryId: expect.any(String) });
    expect(await ledger(reply.body.entryId)).toMatchObject({
      operation: 'approval', outcome: 'permit', actor: lead.id, owner: officer.agency, visibleTo: [officer.agency], concern: concern.id, decision, released: [],
      because: { approver: 'agency-lead', decision, answer: 'given', code: 'harm-outweighs-wishes', binds: (await stored('SELECT binds FROM accord.approvals WHERE id = $1', [one!.id]))[0].binds },
    });
    expect((await stored('SELECT field, agency_id, body FROM accord.contents WHERE concern_id = $1 AND field = $2', [concern.id, 'approval.reason']))).toEqual([{ field: 'approval.reason', agency_id: officer.agency, body: { text: reason } }]);
    for (const again of [await approve(lead, one!.id), await refuse(otherLead, one!.id)]) {
      expect(again.body).toMatchObject({ status: 409, code: 'conflict', state: 'given' });
      expect(await ledger(again.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', because: { reason: 'answered-before' } });
    }
    for (const { text } of [reply, await lead.get('/v1/approvals?limit=100'), await officer.get('/v1/approvals?box=asked&limit=100')]) expect(text).not.toContain(reason);
    expect(await stored('SELECT 1 FROM accord.ledger_entries WHERE leaf LIKE $1', [`%${reason}%`])).toEqual([]);
  });

  it('is never whoever asked, nor another role, nor another agency', async () => {
    const own = await asks(await lead.raises(tenantCase({ subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 54, wishes: { state: 'refused' }, seriousHarm: true }] })), toAdultSafeguarding({ overrideReason: sentence() }));
    const [id] = own.approvals.map((one) => one.id);
    const mine = await approve(lead, id!);
    expect(mine.body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('themselves') });
    expect(await ledger(mine.body.entryId)).toMatchObject({ operation: 'refusal', actor: lead.id, because: { reason: 'own-asking' } });
    expect(await listed(lead, id!)).toBeUndefined();
    for (const other of [as('nasreen-choudhry-bell'), adultsLead, as('kirsty-dunmallet')]) {
      for (const reply of [await approve(other, id!), await refuse(other, id!), await other.get(`/v1/approvals/${id!}`)]) expect([other.agency, reply.status]).toEqual([other.agency, 404]);
    }
    expect((await approve(officer, id!)).status).toBe(403);
    expect(await statesOf(own.decision)).toMatchObject([{ state: 'asked' }]);
    expect((await approve(otherLead, id!)).status).toBe(200);
  });

  it('must say why, and repeats an answer under its key', async () => {
    const { approvals: [one] } = await against();
    expect((await lead.post(`/v1/approvals/${one!.id}/approval`, {})).body).toMatchObject({ status: 400, errors: [{ pointer: '/reason' }] });
    expect((await lead.post(`/v1/approvals/${one!.id}/approval`, { reason: ' ' })).status).toBe(400);
    expect((await lead.post(`/v1/approvals/${one!.id}/approval`, { reason: 'x', code: 'because' })).body).toMatchObject({ status: 400, errors: [{ pointer: '/code' }] });
    const [key, body] = [newKey(), { reason: sentence() }];
    const [first, again] = [await lead.post(`/v1/approvals/${one!.id}/approval`, body, { key }), await lead.post(`/v1/approvals/${one!.id}/approval`, body, { key })];
    expect([first.status, again.body]).toEqual([200, first.body]);
  });
});

describe('what was approved', () => {
  it('is sent as that decision, and opened with its approvals', async () => {
    const asked = await approved(await patient(), guardian);
    const key = newKey();
    const sent = await complete(nurse, asked.decision, { key });
    expect([sent.status, sent.headers.get('location')]).toEqual([201, `/v1/referrals/${sent.body.referralId}`]);
    expect((await complete(nurse, asked.decision, { key })).body).toEqual(sent.body);
    expect([...sent.body.fields].sort()).toEqual([...healthFields].sort());
    const [kept] = await stored('SELECT outcome, record FROM accord.decisions WHERE id = $1', [sent.body.decisionId]);
    expect(kept).toMatchObject({ outcome: 'permit', record: { approved: asked.decision, dataSubjects: [{ request: { approvalsGiven: ['caldicott-guardian'] } }] } });
    expect(await ledger(sent.body.entryId)).toMatchObject({ operation: 'disclosure', outcome: 'permit', actor: nurse.id, concern: asked.concern.id, referral: sent.body.referralId, decision: sent.body.decisionId, fields: [...healthFields].sort() });
    expect(await statesOf(asked.decision)).toMatchObject([{ state: 'used', answered_by: guardian.id, used_by: sent.body.referralId }]);
    const opened = await adultsLead.opens(sent.body.referralId);
    expect([opened.status, fieldsOf(opened.body.items)]).toEqual([200, [...healthFields].sort()]);
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', actor: adultsLead.id, fields: [...healthFields].sort() });
  });

  it('can be sent by another who may consult the concern, and by nobody else', async () => {
    const asked = await approved(await patient(), guardian);
    for (const other of [officer, adultsLead]) {
      expect((await complete(other, asked.decision)).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await complete(other, unknownId())).status).toBe(404);
    }
    expect((await complete(guardian, asked.decision)).status).toBe(403);
    expect((await complete(trustLead, asked.decision)).status).toBe(201);
    const again = await complete(nurse, asked.decision);
    expect(again.body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('used already') });
    expect(await ledger(again.body.entryId)).toMatchObject({ operation: 'refusal', decision: asked.decision, because: { reason: 'approval-used' } });
    expect(await referralsOf(asked.concern)).toHaveLength(1);
  });

  it('is nothing where it was refused, or where nobody was asked', async () => {
    const asked = await against();
    const no = await refuse(lead, asked.approvals[0]!.id);
    expect(no.body).toMatchObject({ state: 'refused' });
    expect(await ledger(no.body.entryId)).toMatchObject({ operation: 'approval', outcome: 'refuse', because: { answer: 'refused', code: 'less-would-do' } });
    expect(await listed(officer, asked.approvals[0]!.id, '&box=asked&state=refused')).toMatchObject({ state: 'refused', code: 'less-would-do' });
    const stopped = await complete(officer, asked.decision);
    expect(stopped.body).toMatchObject({ status: 409, code: 'conflict', refusedBy: ['agency-lead'] });
    expect(await ledger(stopped.body.entryId)).toMatchObject({ operation: 'refusal', because: { reason: 'approval-refused' } });
    const concern = await officer.raises(tenantCase());
    const { decisionId } = await concern.refers(toNeighbourhoodPolice());
    expect((await complete(officer, decisionId)).body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('No approval was asked') });
    expect(await referralsOf(asked.concern)).toEqual([]);
  });

  it('lapses: unanswered it cannot be answered, given it cannot be used, whatever the service says', async () => {
    const [late, given] = [await patient(), await approved(await patient(), guardian)];
    await Promise.all([lapse(late.decision), lapse(given.decision)]);
    expect(await listed(guardian, late.approvals[0]!.id)).toMatchObject({ state: 'asked', overdue: true, lapsed: true });
    const reply = await approve(guardian, late.approvals[0]!.id);
    expect(reply.body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('ask again') });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', because: { reason: 'approval-lapsed' } });
    expect((await guardian.get(`/v1/approvals/${late.approvals[0]!.id}`)).status).toBe(404);
    const unsent = await complete(nurse, given.decision);
    expect(unsent.body).toMatchObject({ status: 409, code: 'conflict', lapsed: ['caldicott-guardian'] });
    expect(await ledger(unsent.body.entryId)).toMatchObject({ operation: 'refusal', because: { reason: 'approval-lapsed' } });
    await expect(stored(`UPDATE accord.approvals SET state = 'used', used_by = (SELECT id FROM accord.referrals LIMIT 1) WHERE decision_id = $1`, [given.decision])).rejects.toThrow('lapsed');
    expect(await referralsOf(given.concern)).toEqual([]);
  });

  it('does not bear changed wishes when it is opened: the lead who agreed to one thing did not agree to another', async () => {
    const asked = await approved(await against(), lead);
    const sent = await complete(officer, asked.decision);
    expect((await adultsLead.opens(sent.body.referralId)).status).toBe(200);
    await asked.concern.wishes('withdrawn');
    const shut = await adultsLead.opens(sent.body.referralId);
    expect(shut.body).toMatchObject({ status: 403, code: 'refused' });
    expect((await ledgerAbout(sent.body.referralId, 'refusal')).at(-1)).toMatchObject({ actor: adultsLead.id, outcome: 'refuse' });
  });

  it('says nothing for words about the referral: these are decided without it', async () => {
    const asked = await approved(await against(), lead);
    const sent = await complete(officer, asked.decision);
    const question = await adultsLead.takes('questions', sent.body.referralId, 1, { topic: 'risk', text: sentence() });
    expect(question.body).toMatchObject({ status: 403, code: 'refused' });
    expect(await ledger(question.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse' });
  });
});

it('the list is paged, and a database session of the asker’s agency cannot give what it asked for', async () => {
  const ids = [(await patient()).approvals[0]!.id, (await patient()).approvals[0]!.id];
  const seen: string[] = [];
  for (let path = '/v1/approvals?limit=1&state=asked', page = 0; path && page < 100; page += 1) {
    const reply = await guardian.get(path);
    seen.push(...reply.body.items.map(({ id }: Json) => id));
    path = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? '';
  }
  expect(seen).toEqual(expect.arrayContaining(ids));
  expect([...seen].sort()).toEqual(seen);
  const stranger = (await nurse.raises(trustCase())).refer(toAdults({ fields: ['person.identity'] }));
  expect((await stranger).status).toBe(201);
  await expect(stored(`UPDATE accord.approvals SET state = 'given', answered_by = asked_by, entry_id = (SELECT entry_id FROM accord.decisions WHERE id = decision_id) WHERE id = $1`, [ids[0]])).rejects.toThrow(/ledger entry of its own|own/);
});
