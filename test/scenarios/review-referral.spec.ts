import { describe, expect, it } from '@jest/globals';
import { downshire } from '../../src/demo/index.js';
import { item, maracCase, tenant, tenantCase, toAdultSafeguarding, toHousing, toNeighbourhoodPolice, type Tenancy } from '../support/cases.js';
import { fieldsOf, ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, newKey, sentence, type Concern, type Json } from '../support/service.js';

const adviser = as('idva');
const housing = as('housing-marac-lead');
const tenancy = as('housing-officer');
const tenancyLead = as('rhodri-penhallam');
const constable = as('gethin-marrowby');
const sergeant = as('kirsty-dunmallet');
const parties = ['downshire-police', 'wealdmere-borough-council'];

const sentToPolice = async (more: Tenancy = {}): Promise<{ concern: Concern; sent: Json }> => {
  const concern = await tenancy.raises(tenantCase(more));
  return { concern, sent: await concern.refers(toNeighbourhoodPolice()) };
};
const stateOf = async (id: string): Promise<string> => (await stored('SELECT state FROM accord.referrals WHERE id = $1', [id]))[0].state;

describe('the inbox', () => {
  it('shows what was sent to one’s teams, to nobody else, and no word of it', async () => {
    const { concern, sent } = await sentToPolice();
    const inbox = await constable.get('/v1/referrals?box=in&limit=100&state=sent');
    expect(inbox.body.items).toContainEqual({
      id: sent.referralId, concern: null, fromAgency: 'wealdmere-borough-council', toAgency: 'downshire-police', toTeam: 'police-neighbourhood-wealdmere', purpose: 'crime-prevention', forum: null, state: 'sent', version: 1,
      sentAt: expect.any(String), dueOn: sent.dueOn,
    });
    expect(inbox.text).not.toContain(concern.id);
    expect((await tenancy.get(`/v1/referrals?box=out&concern=${concern.id}`)).body.items).toMatchObject([{ id: sent.referralId, concern: concern.id }]);
    expect((await constable.get(`/v1/referrals?concern=${concern.id}`)).body.items).toEqual([]);
    for (const other of [as('niamh-corrigall'), as('police-marac-lead'), as('bronwen-istead'), as('tariq-bramwell-shah')]) {
      for (const box of ['in', 'out']) expect((await other.get(`/v1/referrals?limit=100&box=${box}`)).text).not.toContain(sent.referralId);
    }
  });

  it('is read page by page, newest first, each page where the last one ended', async () => {
    const all = [await sentToPolice(), await sentToPolice(), await sentToPolice()].map(({ sent }) => sent.referralId);
    const seen: string[] = [];
    let path = '/v1/referrals?limit=2';
    for (let page = 0; page < 60 && path && !all.every((id) => seen.includes(id)); page += 1) {
      const reply = await constable.get(path);
      seen.push(...reply.body.items.map(({ id }: Json) => id));
      path = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(seen).toEqual(expect.arrayContaining(all));
    expect([...seen].sort().reverse()).toEqual(seen);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('opening a referral', () => {
  it('gives the permitted items alone: of what was withheld there is no text, id or count', async () => {
    const safe = sentence();
    const concern = await adviser.raises(maracCase({ safeAddress: safe }));
    const sent = await concern.refers(toHousing());
    const opened = await housing.opens(sent.referralId);
    expect(opened.status).toBe(200);
    expect(opened.etag).toBe('"1"');
    expect([...new Set(opened.body.items.map(({ field }: Json) => field))].sort()).toEqual(['concern.summary', 'person.address', 'person.identity', 'risk.assessment']);
    expect(opened.body).toMatchObject({ fromAgency: 'lanternfold-idva-service', toTeam: 'copperbeck-marac', state: 'sent', subjects: [{ roles: ['victim-or-possible-victim'] }], history: [{ event: 'sent' }] });
    const { itemId, contentId } = concern.item('person.safe-address');
    const inbox = await housing.get('/v1/referrals?limit=100');
    for (const secret of [safe, itemId, contentId, 'safe-address', 'withheld', 'redacted', concern.id, concern.subject(), sent.decisionId, concern.item('person.identity').itemId]) {
      expect(opened.text).not.toContain(secret);
      expect(inbox.text).not.toContain(secret);
    }
    const entry = await ledger(opened.entryId);
    expect(entry).toMatchObject({
      operation: 'disclosure', actor: housing.id, agency: 'copperbeck-homes', owner: 'lanternfold-idva-service', recipient: 'copperbeck-homes', team: 'copperbeck-marac', referral: sent.referralId, concern: null,
      withheld: {}, people: 1, gateway: 'cda-1998-s115', agreement: 'lincolnshire-domestic-abuse', visibleTo: ['copperbeck-homes', 'lanternfold-idva-service'], usable: true,
    });
    expect(fieldsOf(entry.released)).toEqual([...sent.fields].sort());
    expect(entry.released.map(({ content }) => content).sort()).toEqual(opened.body.items.map((one: Json) => one.contentId).sort());
  });

  it('shows the marking of what came, not of what stayed behind', async () => {
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refers(toHousing({ fields: ['person.identity', 'person.safe-address'] }));
    expect((await housing.opens(sent.referralId)).body).toMatchObject({ marking: 'official', items: [{ field: 'person.identity', marking: 'official' }] });
    expect((await ledger(sent.entryId)).because.marking).toBe('official-sensitive');
  });

  it('is each time a disclosure of its own; the sender’s look at it is a consultation', async () => {
    const { concern, sent } = await sentToPolice();
    await constable.opens(sent.referralId);
    await sergeant.opens(sent.referralId);
    const own = await tenancy.opens(sent.referralId);
    expect(own.body.subjects).toMatchObject([{ id: concern.subject() }]);
    const written = await ledgerAbout(sent.referralId);
    // All that one sign-in did can be found as such, reading and writing alike; the sign-in itself is not in the ledger.
    const sessions = [await ledger(concern.entryId), ...written].filter(({ actor }) => actor === tenancy.id).map(({ session }) => session);
    expect(new Set(sessions).size).toBe(1);
    expect(sessions[0]).toMatch(/^[0-9a-f]{32}$/);
    const entries = written.map(({ operation, actor, visibleTo }) => [operation, actor, visibleTo]);
    expect(entries).toEqual([
      ['disclosure', tenancy.id, parties], ['disclosure', constable.id, parties], ['disclosure', sergeant.id, parties], ['consultation', tenancy.id, ['wealdmere-borough-council']],
    ]);
  });

  it('is open to exactly those whom the preview named', async () => {
    const concern = await tenancy.raises(tenantCase());
    const { whoCanOpen } = (await concern.preview(toNeighbourhoodPolice())).body;
    const { referralId } = await concern.refers(toNeighbourhoodPolice());
    const police = downshire.staff.filter(({ agency }) => agency === 'downshire-police');
    const opening = await Promise.all(police.map(async ({ id, subject }) => ({ id, status: (await as(subject).opens(referralId)).status })));
    expect(whoCanOpen.map(({ id }: Json) => id).sort()).toEqual([constable.id, sergeant.id].sort());
    expect(opening.filter(({ status }) => status === 200).map(({ id }) => id).sort()).toEqual([constable.id, sergeant.id].sort());
  });

  it('is possible again once the person agrees again', async () => {
    const { concern, sent } = await sentToPolice();
    await concern.wishes('withdrawn');
    expect((await constable.opens(sent.referralId)).status).toBe(403);
    await concern.wishes('given');
    const opened = await constable.opens(sent.referralId);
    expect(opened.status).toBe(200);
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', because: { wishes: 'given' } });
  });

  it('is for the team: to a colleague elsewhere in the same agency there is nothing, and the sender hears of the attempt', async () => {
    const { sent } = await sentToPolice();
    const colleague = as('niamh-corrigall');
    expect((await colleague.opens(sent.referralId)).body).toMatchObject({ status: 404, code: 'not-found' });
    const [toThem, toOwner] = (await refusals(sent.referralId, colleague)).sort((a, b) => a.visibleTo[0]!.localeCompare(b.visibleTo[0]!));
    expect(toThem).toMatchObject({ outcome: 'not-found', visibleTo: ['downshire-police'], owner: null, referral: null, released: [], fields: [] });
    expect(toOwner).toMatchObject({ outcome: 'not-found', visibleTo: ['wealdmere-borough-council'], owner: 'wealdmere-borough-council', referral: sent.referralId, because: { reason: 'not-of-this-team' } });
  });

  it.each([
    ['when the person has withdrawn their agreement since', (concern: Concern) => concern.wishes('withdrawn'), 'consent-withdrawn', 'not-permitted-now'],
    ['when the person has refused since', (concern: Concern) => concern.wishes('refused'), 'consent-refused-no-override', 'not-permitted-now'],
    ['when the concern was withdrawn', (concern: Concern) => concern.withdraw(), 'concern-withdrawn', 'concern-withdrawn'],
  ])('%s is refused: the sender’s ledger says why, the recipient hears nothing of the person’s wishes', async (_when, change, reason, told) => {
    const { concern, sent } = await sentToPolice();
    expect((await constable.opens(sent.referralId)).status).toBe(200);
    expect((await change(concern)).status).toBe(200);
    const refused = await constable.opens(sent.referralId);
    expect(refused.body).toMatchObject({ status: 403, code: 'refused', because: [{ code: told, says: expect.any(String) }], lawfulIf: expect.any(Array) });
    expect([refused.body.decision, /consent|wishes|override|approv/i.test(refused.text)]).toEqual([undefined, false]);
    expect(refused.body.items).toBeUndefined();
    expect(await ledger(refused.body.entryId)).toMatchObject({
      operation: 'refusal', outcome: 'refuse', actor: constable.id, owner: 'wealdmere-borough-council', recipient: 'downshire-police', referral: sent.referralId, concern: null, released: [], fields: [], withheld: {},
      visibleTo: parties, because: { reasons: [reason] },
    });
    const [theirs, own] = await Promise.all([as('ig-officer'), as('nasreen-choudhry-bell')].map((who) => who.looksUp(refused.body.entryId)));
    expect([theirs!.body.because.reasons, theirs!.body.explained.map(({ code }: Json) => code), theirs!.body.gateway]).toEqual([[told], [told], null]);
    expect(own!.body.because.reasons).toEqual([reason]);
    expect((await tenancy.opens(sent.referralId)).status).toBe(200);
  });
});

describe('the steps of a referral', () => {
  it('accept, ask, answer and close: each a version and an entry, each word read under its own permit', async () => {
    const { sent } = await sentToPolice();
    const [question, answer] = [sentence(), sentence()];
    const accepted = await sergeant.takes('acceptance', sent.referralId, 1);
    expect(accepted.body).toMatchObject({ id: sent.referralId, state: 'accepted', version: 2 });
    expect(await ledger(accepted.body.entryId)).toMatchObject({ operation: 'alteration', outcome: 'permit', actor: sergeant.id, owner: 'downshire-police', recipient: 'wealdmere-borough-council', referral: sent.referralId, concern: null, released: [], visibleTo: parties, because: { step: 'accept' } });

    const asked = await constable.takes('questions', sent.referralId, 2, { topic: 'whereabouts', field: 'person.address', text: question });
    expect(asked.body).toMatchObject({ state: 'accepted', version: 3 });
    const askedEntry = await ledger(asked.body.entryId);
    expect(askedEntry).toMatchObject({ operation: 'disclosure', actor: constable.id, fields: ['referral.correspondence'], released: [{ field: 'referral.correspondence', version: 1 }], visibleTo: parties, because: { step: 'ask', code: 'whereabouts', purpose: 'crime-prevention' } });

    const read = await tenancy.opens(sent.referralId);
    expect(read.body.history.at(-1)).toMatchObject({ event: 'question-asked', code: 'whereabouts', field: 'person.address', text: question, agency: 'downshire-police', staff: constable.id });
    expect((await ledger(read.entryId)).released).toContainEqual(askedEntry.released[0]);

    expect((await tenancy.takes('answers', sent.referralId, 3, { answer: 'answered', text: answer })).body).toMatchObject({ state: 'accepted', version: 4 });
    expect((await constable.opens(sent.referralId)).body.history.map(({ text }: Json) => text)).toEqual([null, null, question, answer]);
    const closed = await sergeant.takes('outcome', sent.referralId, 4, { outcome: 'safety-plan-agreed' });
    expect(closed.body).toMatchObject({ state: 'closed', version: 5 });
    expect(await ledger(closed.body.entryId)).toMatchObject({ operation: 'alteration', because: { step: 'record-outcome', code: 'safety-plan-agreed' } });
    expect((await sergeant.takes('questions', sent.referralId, 5, { topic: 'other' })).body).toMatchObject({ status: 409, code: 'conflict', state: 'closed' });
  });

  it('decline with a reason of the list; then it opens no more', async () => {
    const { sent } = await sentToPolice();
    expect((await sergeant.takes('decline', sent.referralId, 1, { reason: 'busy' })).body).toMatchObject({ status: 400, code: 'invalid-body' });
    const declined = await sergeant.takes('decline', sent.referralId, 1, { reason: 'wrong-team' });
    expect(declined.body).toMatchObject({ state: 'declined', version: 2 });
    expect(await ledger(declined.body.entryId)).toMatchObject({ operation: 'alteration', actor: sergeant.id, visibleTo: parties, because: { step: 'decline', code: 'wrong-team' } });
    const reopened = await constable.opens(sent.referralId);
    expect(reopened.body).toMatchObject({ status: 403, code: 'refused', because: [{ code: 'referral-declined' }] });
    expect(await ledger(reopened.body.entryId)).toMatchObject({ operation: 'refusal', because: { reasons: ['referral-declined'] } });
    expect((await tenancy.opens(sent.referralId)).body.history.at(-1)).toMatchObject({ event: 'declined', code: 'wrong-team' });
  });

  it('guard themselves: wrong state, wrong side, wrong role, wrong version, all leave it as it was', async () => {
    const { sent } = await sentToPolice();
    const before = await ledgerAbout(sent.referralId);
    const conflicts = [
      await sergeant.takes('outcome', sent.referralId, 1, { outcome: 'no-further-action' }), await tenancyLead.takes('acceptance', sent.referralId, 1), await tenancyLead.takes('decline', sent.referralId, 1, { reason: 'duplicate' }),
      await sergeant.takes('answers', sent.referralId, 1, { answer: 'answered' }), await tenancy.takes('answers', sent.referralId, 1, { answer: 'cannot-say' }),
    ];
    for (const { body } of conflicts) expect(body).toMatchObject({ status: 409, code: 'conflict', state: 'sent' });
    expect((await constable.takes('acceptance', sent.referralId, 1)).body).toMatchObject({ status: 403, code: 'forbidden', roles: ['agency-lead'] });
    expect((await sergeant.takes('acceptance', sent.referralId, 7)).body).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect((await sergeant.post(`/v1/referrals/${sent.referralId}/acceptance`)).body).toMatchObject({ status: 428, code: 'precondition-required' });
    expect((await as('police-marac-lead').takes('acceptance', sent.referralId, 1)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await stateOf(sent.referralId)).toBe('sent');
    expect((await ledgerAbout(sent.referralId)).filter(({ operation }) => operation !== 'refusal')).toHaveLength(before.length);
    expect(await refusals(sent.referralId, as('police-marac-lead'))).toHaveLength(2);
  });

  it('let one of two at once through, and repeat nothing under the same key', async () => {
    const { sent } = await sentToPolice();
    const replies = await Promise.all([sergeant.takes('acceptance', sent.referralId, 1), sergeant.takes('decline', sent.referralId, 1, { reason: 'duplicate' })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    const [key, body] = [newKey(), { topic: 'risk', text: sentence() }];
    const path = `/v1/referrals/${(await sentToPolice()).sent.referralId}/questions`;
    const [first, again] = [await sergeant.post(path, body, { ifMatch: 1, key }), await sergeant.post(path, body, { ifMatch: 1, key })];
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await stored('SELECT version FROM accord.referral_events WHERE entry_id = $1', [first.body.entryId])).toEqual([{ version: 2 }]);
  });

  it('carry words only where the rules let them go that way; the code alone always goes', async () => {
    const district = as('yusuf-karahanli');
    const authority = as('tamsin-ouedrago');
    const concern = await district.raises({
      team: 'heathcombe-environmental-health', harmTypes: ['adult:modern-slavery'], subjects: [tenant({ wishes: { state: 'refused' } })], items: [item('concern.summary'), item('person.identity')],
    });
    const sent = await concern.refers({ team: 'competent-authority-referrals', purpose: 'modern-slavery-notification', fields: ['concern.summary', 'person.identity'], necessity: sentence() });
    expect(sent.fields).toEqual(['concern.summary']);
    const words = sentence();
    const refused = await authority.takes('questions', sent.referralId, 1, { topic: 'whereabouts', text: words });
    expect(refused.body).toMatchObject({ status: 403, code: 'refused', because: [{ code: 'not-permitted-now' }] });
    expect(refused.body.decision).toBeUndefined();
    expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', actor: authority.id, agency: 'demonstration-competent-authority', released: [], visibleTo: ['demonstration-competent-authority'], because: { reasons: ['not-a-s52-body'] } });
    expect(await stored(`SELECT 1 FROM accord.contents WHERE body::text LIKE $1`, [`%${words}%`])).toEqual([]);
    expect(await stateOf(sent.referralId)).toBe('sent');
    const asked = await authority.takes('questions', sent.referralId, 1, { topic: 'whereabouts' });
    expect(asked.body).toMatchObject({ state: 'question-asked', version: 2 });
    expect((await district.takes('answers', sent.referralId, 2, { answer: 'cannot-say' })).body).toMatchObject({ state: 'sent', version: 3 });
  });

  it.each<[string, object]>([['refused', {}], ['refused, against high harm that is on record', { overrideReason: true }]])('a question in words hears nothing of a person who has %s', async (_what, { overrideReason }: { overrideReason?: boolean }) => {
    const concern = await tenancy.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'given' }, seriousHarm: true })] }));
    const sent = await concern.refers(toNeighbourhoodPolice(overrideReason ? { overrideReason: sentence() } : {}));
    expect((await concern.wishes('refused')).status).toBe(200);
    const asked = await constable.takes('questions', sent.referralId, 1, { topic: 'whereabouts', text: sentence() });
    expect(asked.body).toMatchObject({ status: 403, code: 'refused', because: [{ code: 'not-permitted-now', says: 'The rules do not permit this now. Ask the sender through their own contact.' }], lawfulIf: [] });
    expect([asked.body.decision, /consent|wishes|overrid|agency-lead|inform-subject/i.test(asked.text)]).toEqual([undefined, false]);
    const kept = await ledger(asked.body.entryId);
    expect(kept).toMatchObject({ operation: 'refusal', outcome: 'refuse', actor: constable.id, released: [], because: { wishes: 'refused', reasons: [overrideReason ? 'override' : 'consent-refused-no-override'] } });
    const seen = await as('ig-officer').looksUp(asked.body.entryId);
    expect([seen.body.because.reasons, /consent|refused-no|overrid|agency-lead|inform-subject/i.test(seen.text)]).toEqual([['not-permitted-now'], false]);
  });

  it('have no meaning for a third agency', async () => {
    const concern = await tenancy.raises(tenantCase());
    const sent = await concern.refers(toAdultSafeguarding());
    for (const step of ['acceptance', 'questions', 'answers', 'decline', 'outcome']) {
      const body = { questions: { topic: 'risk' }, answers: { answer: 'answered' }, decline: { reason: 'duplicate' }, outcome: { outcome: 'referred-on' } }[step];
      expect((await sergeant.takes(step, sent.referralId, 1, body)).body).toMatchObject({ status: 404, code: 'not-found' });
    }
    const seen = await refusals(sent.referralId, sergeant);
    expect(seen.filter(({ visibleTo }) => visibleTo[0] === 'downshire-police')).toHaveLength(5);
    expect(seen.every(({ visibleTo, owner }) => visibleTo.length === 1 && (visibleTo[0] !== 'downshire-police' || owner === null))).toBe(true);
  });
});
