/** An approval lets go what its approver saw, and changes nothing else. */
import { describe, expect, it } from '@jest/globals';
import { approve, approved, asks, complete, guardian, healthFields, lead, nurse, officer, patient, referralsOf, refuse, statesOf, toAdults, trustCase, type Asked } from '../support/approvals.js';
import { protocolBetween } from '../support/agreements.js';
import { item, tenant, tenantCase, toNeighbourhoodPolice } from '../support/cases.js';
import { ledger, stored } from '../support/ledger.js';
import { as, sentence, type Concern, type Json, type Reply } from '../support/service.js';
import { noticesAbout } from '../support/tasks.js';

const adultsLead = as('bronwen-istead');
const ok = async (reply: Promise<Reply>): Promise<void> => void expect((await reply).status).toBe(200);
/** As if a part had been another when it was approved: the law and published agreements are everybody's, so no spec changes them here. */
const approvedUnderAnother = async (part: string, { decision }: Asked): Promise<void> => {
  await stored(`SET session_replication_role = replica; UPDATE accord.approvals SET parts = jsonb_set(parts, '{${part}}', '"${'0'.repeat(64)}"'), binds = '${'0'.repeat(64)}' WHERE decision_id = '${decision}'; SET session_replication_role = origin`);
};

describe('what changed since it was approved is not sent:', () => {
  const changes: [string, string, (asked: Asked) => Promise<unknown>, object?][] = [
    ['a later version of an item', 'items', ({ concern }) => ok(concern.amend({ changes: [{ itemId: concern.item('health.summary').itemId, ...item('health.summary', { text: sentence() }) }] }))],
    ['another item of the same field', 'items', ({ concern }) => ok(concern.amend({ items: [item('health.summary')] }))],
    ['an item that is gone', 'items', ({ concern }) => ok(concern.amend({ removals: [concern.item('health.summary').itemId] }))],
    ['other wishes, even kinder ones', 'wishes', ({ concern }) => ok(concern.wishes('given'))],
    ['wishes against it', 'wishes', ({ concern }) => ok(concern.wishes('refused'))],
    ['a person who is known otherwise', 'facts', ({ concern }) => ok(concern.amend({ subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 17 }] }))],
    ['a list that keeps the recipient away', 'recipient', ({ concern }) => ok(concern.keepAway([{ staff: adultsLead.id }]))],
    ['another version of the agreement', 'agreement', async ({ reply }) => protocolBetween([nurse.agency, adultsLead.agency], { id: (await stored('SELECT agreement FROM accord.decisions WHERE id = $1', [reply.body.decisionId]))[0].agreement.split('@')[0] as string, version: '1.1' })],
    ['another law', 'law', (asked) => approvedUnderAnother('law', asked)],
  ];

  it.each(changes)('%s', async (_what, part, change) => {
    const { id: agreement } = await protocolBetween([nurse.agency, adultsLead.agency]);
    const asked = await approved(await asks(await nurse.raises(trustCase()), toAdults({ agreement })), guardian);
    await change(asked);
    const reply = await complete(nurse, asked.decision);
    expect(reply.body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('not what would go now'), changed: expect.arrayContaining([{ part, says: expect.any(String) }]) });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', actor: nurse.id, concern: asked.concern.id, decision: asked.decision, visibleTo: [nurse.agency], released: [], because: { reason: 'changed-since-approval', changed: expect.arrayContaining([part]) } });
    expect(await referralsOf(asked.concern)).toEqual([]);
    expect(await statesOf(asked.decision)).toMatchObject([{ state: 'given', used_by: null }]);
  });

  it('the whole concern, once it is withdrawn', async () => {
    const asked = await approved(await patient(), guardian);
    await ok(asked.concern.withdraw());
    expect((await complete(nurse, asked.decision)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect(await referralsOf(asked.concern)).toEqual([]);
  });

  it('nothing, where nothing changed: a colleague’s unrelated note does no harm', async () => {
    const asked = await approved(await patient(), guardian);
    await ok(asked.concern.amend({ items: [item('services.involved')] }));
    expect((await complete(nurse, asked.decision)).status).toBe(201);
  });
});

describe('the same approval does not let through', () => {
  it.each<[string, (asked: Asked) => Promise<[Concern, object]>]>([
    ['the same again', async ({ concern }) => [concern, toAdults()]],
    ['another team', async ({ concern }) => [concern, toAdults({ team: 'adults-locality-east' })]],
    ['another purpose', async ({ concern }) => [concern, toAdults({ team: 'police-mental-health-liaison', purpose: 'domestic-abuse-risk' })]],
    ['one item of it alone', async ({ concern }) => [concern, toAdults({ fields: ['health.summary'], items: [concern.item('health.summary').itemId] })]],
    ['another concern', async () => [await nurse.raises(trustCase()), toAdults()]],
  ])('%s', async (_what, other) => {
    const asked = await approved(await patient(), guardian);
    const [concern, share] = await other(asked);
    const again = await asks(concern, share);
    expect(await ledger(again.reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', decision: again.decision, released: [] });
    expect(again.approvals.map(({ id }) => id)).not.toContain(asked.approvals[0]!.id);
    expect((await complete(nurse, again.decision)).body).toMatchObject({ status: 409, code: 'approval-needed' });
    expect(await referralsOf(concern)).toEqual([]);
    expect((await complete(nurse, asked.decision)).status).toBe(201);
    expect(await statesOf(again.decision)).toMatchObject([{ state: 'asked' }]);
  });
});

describe('intelligence of another agency', () => {
  const constable = as('gethin-marrowby');
  const sergeant = as('kirsty-dunmallet');
  const policeOfficer = as('ig-officer');
  const grading = { source: 1, information: 'A', handling: 'P' };
  /** Police intelligence that the council received and would pass on, under conditions. */
  const copied = async (): Promise<Asked & { original: string; words: string; summary: string }> => {
    const [words, summary] = [sentence(), sentence()];
    const source = await constable.raises({ ...tenantCase({ items: [item('intelligence.item', { text: words, grading })] }), team: 'police-neighbourhood-wealdmere' });
    const sent = await source.refers(toNeighbourhoodPolice({ team: 'wealdmere-housing-tenancy', fields: ['person.identity', 'intelligence.item'] }));
    expect((await officer.opens(sent.referralId)).status).toBe(200);
    const original = source.item('intelligence.item').contentId;
    const concern = await officer.raises(tenantCase({ subjects: [tenant()], items: [item('concern.summary', { text: summary }), item('intelligence.item', { copiedFrom: [original], grading: { ...grading, handling: 'C', action: 'A1' } })] }));
    return { ...(await asks(concern, toNeighbourhoodPolice({ team: 'heathcombe-community-safety', fields: ['person.identity', 'concern.summary', 'intelligence.item'] }))), original, words, summary };
  };

  it('waits for its originator, who sees its own rows and nothing of the concern', async () => {
    const { concern, decision, approvals, original, words, summary, reply } = await copied();
    expect(approvals).toMatchObject([{ approver: 'originator', agency: 'downshire-police' }]);
    const { id } = approvals[0]!;
    expect(await ledger(reply.body.entryId)).toMatchObject({ outcome: 'needs-approval', visibleTo: [officer.agency], because: { approvals: ['originator'] } });
    const [asking] = await stored(`SELECT id FROM accord.ledger_entries WHERE operation = 'approval' AND leaf::jsonb ->> 'approval' = $1`, [id]);
    expect(await ledger(asking.id)).toMatchObject({ outcome: 'needs-approval', actor: officer.id, concern: concern.id, visibleTo: ['downshire-police', officer.agency], released: [], because: { step: 'asked', approver: 'originator' } });
    const listed = (await sergeant.get('/v1/approvals?limit=100')).body.items.find((one: Json) => one.id === id);
    expect(listed).toMatchObject({ askedIn: officer.agency, agency: 'downshire-police', purpose: 'crime-prevention', recipientAgency: 'heathcombe-district-council', fields: ['intelligence.item'], contents: [original], decision: null, concern: null });
    // They are told by a notice that names the approval, and nothing of the council's own.
    expect(await noticesAbout(sergeant, id)).toMatchObject([{ kind: 'approval-asked', approval: id, concern: null, decision: null, referral: null }]);
    expect(await stored('SELECT agency_id, entry_id FROM accord.notices WHERE approval_id = $1', [id])).toEqual([{ agency_id: 'downshire-police', entry_id: asking.id }]);
    const opened = await sergeant.get(`/v1/approvals/${id}`);
    expect(opened.status).toBe(200);
    expect(opened.body).toMatchObject({ items: [{ contentId: original, field: 'intelligence.item', says: { text: words } }], necessity: null, wishes: null, because: [], decision: null, concern: null });
    for (const secret of [concern.id, decision, summary, concern.subject(), concern.item('concern.summary').contentId]) expect(opened.text).not.toContain(secret);
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'consultation', actor: sergeant.id, owner: 'downshire-police', concern: null, visibleTo: ['downshire-police', officer.agency], fields: ['intelligence.item'] });
    // The police's own officer finds that they were asked, and no id of the council's concern.
    const shown = await policeOfficer.looksUp(asking.id);
    expect([shown.status, shown.body.operation, shown.body.concern]).toEqual([200, 'approval', null]);
    for (const secret of [concern.id, decision]) expect(shown.text).not.toContain(secret);
    expect((await policeOfficer.searches({ record: concern.id })).body.items).toEqual([]);
    // Nobody of the asking agency answers for the originator.
    expect((await approve(lead, id)).status).toBe(404);
    const reason = sentence();
    const given = await approve(sergeant, id, { reason });
    expect(await ledger(given.body.entryId)).toMatchObject({ operation: 'approval', outcome: 'permit', actor: sergeant.id, owner: officer.agency, concern: concern.id, decision, visibleTo: ['downshire-police', officer.agency] });
    expect(await noticesAbout(officer, id)).toMatchObject([{ kind: 'approval-answered', concern: concern.id, decision }]);
    expect((await lead.get(`/v1/approvals/${id}`)).body).toMatchObject({ state: 'given', reason: null });
    const sent = await complete(officer, decision);
    expect([sent.status, [...sent.body.fields].sort()]).toEqual([201, ['concern.summary', 'intelligence.item', 'person.identity']]);
    expect((await ledger(sent.body.entryId)).visibleTo).toContain('downshire-police');
    expect((await as('theodora-wickstead').opens(sent.body.referralId)).status).toBe(200);
  });

  it('stays where its originator refuses', async () => {
    const asked = await copied();
    expect((await refuse(sergeant, asked.approvals[0]!.id, { code: 'not-ours-to-give' })).status).toBe(200);
    expect((await complete(officer, asked.decision)).body).toMatchObject({ status: 409, refusedBy: ['originator'] });
    expect(await referralsOf(asked.concern)).toEqual([]);
  });

  it('is not told of to an originator whom the person’s list keeps away', async () => {
    const asked = await copied();
    await ok(asked.concern.keepAway([{ agency: 'downshire-police' }]));
    expect((await sergeant.get('/v1/approvals?limit=100')).text).not.toContain(asked.approvals[0]!.id);
    expect(await noticesAbout(sergeant, asked.approvals[0]!.id)).toEqual([]);
    for (const reply of [await sergeant.get(`/v1/approvals/${asked.approvals[0]!.id}`), await approve(sergeant, asked.approvals[0]!.id)]) expect(reply.status).toBe(404);
    const [asking] = await stored(`SELECT id FROM accord.ledger_entries WHERE operation = 'approval' AND leaf::jsonb ->> 'approval' = $1`, [asked.approvals[0]!.id]);
    expect((await policeOfficer.looksUp(asking.id)).status).toBe(404);
    expect((await as('nasreen-choudhry-bell').looksUp(asking.id)).status).toBe(200);
  });
});

it('what is asked for is what would go: a field that is withheld anyway is shown to nobody', async () => {
  const asked = await asks(await nurse.raises(trustCase({ items: [item('person.identity'), item('health.summary'), item('health.detail', { text: sentence() })] })), toAdults({ fields: ['person.identity', 'health.summary', 'health.detail'] }));
  const opened = await guardian.get(`/v1/approvals/${asked.approvals[0]!.id}`);
  expect(opened.body.items.map(({ field }: Json) => field).sort()).toEqual(['health.summary', 'person.identity']);
  expect((await ledger(opened.entryId)).fields).toEqual(['decision.necessity', 'health.summary', 'person.identity']);
  expect(healthFields).toContain('health.summary');
});
