import { describe, expect, it } from '@jest/globals';
import { item, tenant, tenantCase, toAdultSafeguarding, toNeighbourhoodPolice, type Tenancy } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, newKey, sentence, type Concern, type Json, type Reply } from '../support/service.js';

const tenancy = as('housing-officer');
const tenancyLead = as('rhodri-penhallam');
const constable = as('gethin-marrowby');
const sergeant = as('kirsty-dunmallet');
const adults = as('bronwen-istead');
const policeOfficer = as('harpreet-sandhaliwal');
const [police, council, adultCare] = ['downshire-police', 'wealdmere-borough-council', 'downshire-adult-social-care'];

const sentToBoth = async (more: Tenancy = {}): Promise<{ concern: Concern; toPolice: string; toAdults: string }> => {
  const concern = await tenancy.raises(tenantCase(more));
  return { concern, toPolice: (await concern.refers(toNeighbourhoodPolice())).referralId, toAdults: (await concern.refers(toAdultSafeguarding())).referralId };
};
const told = ({ body }: Reply): string[] => body.told.map(({ referral }: Json) => referral).sort();
const tellings = async (referral: string): Promise<Json[]> => stored(`SELECT e.version, e.event, e.code, e.content_id, e.staff_id, e.entry_id, n.kind, n.agency_id, n.to_team, n.concern_id
  FROM accord.referral_events e LEFT JOIN accord.notices n ON n.entry_id = e.entry_id WHERE e.referral_id = $1 AND e.event = 'wishes-withdrawn' ORDER BY e.version`, [referral]);
const versionOf = async (referral: string): Promise<number> => (await stored('SELECT version FROM accord.referrals WHERE id = $1', [referral]))[0].version;

describe('what a person wants', () => {
  it('is kept with its scope, day, who asked, and how it is safe to reach them; the owner reads it all, newest first', async () => {
    const [reason, safeContact, before] = [sentence(), sentence(), sentence()];
    const concern = await tenancy.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'given', askedOn: '2026-11-01', safeContact: before, afraidOf: ['S2'] } }), { ref: 'S2', roles: ['suspect'] }] }));
    const scope = { purposes: ['crime-prevention'], agencies: [police] };
    const recorded = await concern.wishes('refused', 'S1', { scope, askedOn: '2026-11-20', askedBy: tenancyLead.id, reason, safeContact, aware: true });
    expect(recorded.body).toMatchObject({ version: 2, told: [] });
    expect(await ledger(recorded.body.entryId)).toMatchObject({ operation: 'alteration', concern: concern.id, released: [], because: { event: 'wishes-recorded' } });
    const read = await concern.read();
    const newest = { state: 'refused', scope, askedOn: '2026-11-20', askedBy: tenancyLead.id, recordedBy: tenancy.id, reason, safeContact, aware: true, afraidOf: [] };
    const [first] = read.body.subjects;
    expect(first.wishes).toEqual(newest);
    expect(first.wishesHistory).toEqual([newest, { state: 'given', scope: null, askedOn: '2026-11-01', askedBy: tenancy.id, recordedBy: tenancy.id, reason: null, safeContact: before, aware: null, afraidOf: ['S2'] }]);
    expect(read.body.subjects[1]).toMatchObject({ wishes: { state: 'not-sought', askedBy: null }, wishesHistory: [] });
    // Words like any others: read under an entry that covers them, and never sent.
    expect((await ledger(read.entryId)).released.filter(({ field }) => field === 'wishes.safe-contact')).toHaveLength(2);
    const sent = await concern.refers(toAdultSafeguarding());
    const opened = await adults.opens(sent.referralId);
    for (const words of [reason, safeContact, before]) expect(opened.text).not.toContain(words);
    expect((await ledger(opened.entryId)).fields.filter((field) => field.startsWith('wishes'))).toEqual([]);
  });

  it('counts where its scope reaches: agreement to one partner is not agreement to another, nor for another purpose', async () => {
    const concern = await tenancy.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'given', scope: { purposes: ['crime-prevention'], agencies: [police] } } })] }));
    const wishes = async (share: object): Promise<string> => (await ledger((await concern.preview(share)).body.entryId)).because.wishes;
    expect([await wishes(toNeighbourhoodPolice()), await wishes(toNeighbourhoodPolice({ purpose: 'asb-resolution' })), await wishes(toAdultSafeguarding())]).toEqual(['given', 'not-sought', 'not-sought']);
    await concern.wishes('refused', 'S1', { scope: { agencies: [adultCare] } });
    expect((await concern.refer(toAdultSafeguarding())).body).toMatchObject({ status: 403, decision: { reasons: ['consent-refused-no-override'] } });
    const sent = await concern.refers(toNeighbourhoodPolice());
    expect(await ledger(sent.entryId)).toMatchObject({ operation: 'disclosure', because: { wishes: 'given' } });
    await concern.wishes('refused');
    const refused = await constable.opens(sent.referralId);
    expect(refused.body).toMatchObject({ status: 403, because: [{ code: 'not-permitted-now' }] });
    expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', because: { wishes: 'refused', reasons: ['consent-refused-no-override'] } });
  });
});

describe('a withdrawal', () => {
  it('is told to past recipients within its scope, by the service, in the history, as a notice and in both ledgers', async () => {
    const { concern, toPolice, toAdults } = await sentToBoth();
    const withdrawn = await concern.wishes('withdrawn', 'S1', { scope: { agencies: [police] }, reason: sentence() });
    expect(withdrawn.body.told).toEqual([{ agency: police, team: 'police-neighbourhood-wealdmere', referral: toPolice }]);
    expect(withdrawn.etag).toBe(`"${withdrawn.body.version}"`);
    const [telling, ...more] = await tellings(toPolice);
    expect(more).toEqual([]);
    expect(telling).toMatchObject({ version: 2, code: null, content_id: null, staff_id: tenancy.id, kind: 'wishes-withdrawn', agency_id: police, to_team: 'police-neighbourhood-wealdmere', concern_id: concern.id });
    const entry = await ledger(telling.entry_id);
    expect(entry).toMatchObject({
      operation: 'disclosure', outcome: 'permit', actor: tenancy.id, owner: council, recipient: police, team: 'police-neighbourhood-wealdmere', referral: toPolice, concern: null,
      released: [], fields: [], people: 1, visibleTo: [police, council].sort(), because: { step: 'wishes-withdrawn', purpose: 'crime-prevention' }, usable: false,
    });
    expect((await policeOfficer.looksUp(entry.id)).body).toMatchObject({ because: { step: 'wishes-withdrawn' }, concern: null });
    expect((await tenancy.opens(toPolice)).body.history).toMatchObject([{ event: 'sent' }, { event: 'wishes-withdrawn', staff: tenancy.id, code: null, text: null }]);
    // Opening is decided afresh; a partner outside the scope goes on.
    const refused = await constable.opens(toPolice);
    expect(refused.body).toMatchObject({ status: 403, because: [{ code: 'not-permitted-now' }] });
    expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', because: { reasons: ['consent-withdrawn'], wishes: 'withdrawn' } });
    expect([(await adults.opens(toAdults)).status, await tellings(toAdults), await versionOf(toAdults)]).toEqual([200, [], 1]);
  });

  it('is told once, however often it is recorded; and once more after they had agreed again', async () => {
    const { concern, toPolice, toAdults } = await sentToBoth();
    expect(told(await concern.wishes('withdrawn', 'S1', { scope: { purposes: ['crime-prevention'] } }))).toEqual([toPolice]);
    expect(told(await concern.wishes('withdrawn'))).toEqual([toAdults]);
    expect(told(await concern.wishes('withdrawn'))).toEqual([]);
    expect(told(await concern.wishes('given'))).toEqual([]);
    expect(told(await concern.wishes('withdrawn'))).toEqual([toPolice, toAdults].sort());
    expect([(await tellings(toPolice)).length, (await tellings(toAdults)).length]).toEqual([2, 2]);
    expect((await ledgerAbout(toPolice, 'disclosure')).map(({ because }) => because.step)).toEqual([undefined, 'wishes-withdrawn', 'wishes-withdrawn']);
  });

  it('repeated with its key gives the first answer and tells nobody again', async () => {
    const { concern, toPolice } = await sentToBoth();
    const path = `/v1/concerns/${concern.id}/subjects/${concern.subject()}/wishes`;
    const key = newKey();
    const [one, other] = await Promise.all([tenancy.put(path, { state: 'withdrawn' }, { key }), tenancy.put(path, { state: 'withdrawn' }, { key })]);
    expect(other.body).toEqual(one.body);
    expect(await tellings(toPolice)).toHaveLength(1);
  });

  it('shows in the history of a recipient who may still open; a step on the version before it is out of date', async () => {
    const { concern, toPolice } = await sentToBoth({ subjects: [tenant({ childAtRisk: true })] });
    await concern.wishes('withdrawn');
    expect((await sergeant.takes('acceptance', toPolice, 1)).body).toMatchObject({ status: 412, code: 'precondition-failed' });
    const opened = await constable.opens(toPolice);
    expect(opened.body).toMatchObject({ version: 2, history: [{ event: 'sent' }, { version: 2, event: 'wishes-withdrawn', agency: council, code: null, field: null, text: null }] });
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', because: { wishes: 'withdrawn' } });
    expect((await sergeant.takes('acceptance', toPolice, 2)).status).toBe(200);
  });

  it('is told to nobody who declined, or who received nothing about that person', async () => {
    const others = { ref: 'S2', roles: ['person-alleged-to-cause-harm'] };
    const { concern, toPolice, toAdults } = await sentToBoth({ subjects: [tenant(), others], items: [item('person.contact', { about: 'S2' })] });
    expect((await sergeant.takes('decline', toPolice, 1, { reason: 'wrong-team' })).status).toBe(200);
    expect(told(await concern.wishes('withdrawn', 'S2'))).toEqual([]);
    expect(told(await concern.wishes('withdrawn'))).toEqual([toAdults]);
    expect([await tellings(toPolice), await versionOf(toPolice)]).toEqual([[], 2]);
    // A row about nobody in particular goes by the victim's wishes, and the recipient's officer is not told of somebody unknown to them.
    const about = await tenancy.raises({ ...tenantCase({ subjects: [tenant(), others], indicators: [] }), items: [item('concern.summary', { about: undefined }), item('person.identity', { about: 'S2' })] });
    const { referralId } = await about.refers(toNeighbourhoodPolice({ fields: ['concern.summary'] }));
    expect(told(await about.wishes('withdrawn', 'S2'))).toEqual([]);
    expect(told(await about.wishes('withdrawn'))).toEqual([referralId]);
    expect(await ledger((await tellings(referralId))[0].entry_id)).toMatchObject({ people: 0 });
  });

  it('is not told to whom the person’s list keeps away: no event, no version, no notice, no entry', async () => {
    const { concern, toPolice, toAdults } = await sentToBoth();
    await concern.keepAway([{ staff: constable.id }, { staff: sergeant.id }, { agency: adultCare! }]);
    expect(told(await concern.wishes('withdrawn'))).toEqual([]);
    for (const referral of [toPolice, toAdults]) {
      expect([await tellings(referral), await versionOf(referral)]).toEqual([[], 1]);
      expect((await ledgerAbout(referral)).map(({ operation }) => operation)).toEqual(['disclosure']);
      expect(await stored(`SELECT id FROM accord.notices WHERE referral_id = $1 AND kind = 'wishes-withdrawn'`, [referral])).toEqual([]);
    }
  });

  it('is told to a team of which one is on the list, and to that one there is nothing', async () => {
    const { concern, toPolice } = await sentToBoth({ subjects: [tenant({ childAtRisk: true })] });
    await concern.keepAway([{ staff: constable.id }]);
    expect(told(await concern.wishes('withdrawn', 'S1', { scope: { agencies: [police] } }))).toEqual([toPolice]);
    expect((await sergeant.opens(toPolice)).body.history).toMatchObject([{ event: 'sent' }, { event: 'wishes-withdrawn' }]);
    expect((await constable.opens(toPolice)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await constable.get('/v1/referrals?limit=100')).text).not.toContain(toPolice);
  });

  it('that meets referrals on their way leaves none untold: each was refused, or sent before and told', async () => {
    for (let round = 0; round < 3; round += 1) {
      const concern = await tenancy.raises(tenantCase());
      const [withdrawn, ...sendings] = await Promise.all([concern.wishes('withdrawn'), ...[toNeighbourhoodPolice(), toAdultSafeguarding(), toNeighbourhoodPolice(), toAdultSafeguarding()].map((share) => concern.refer(share))]);
      expect(withdrawn.status).toBe(200);
      expect(sendings.every(({ status }) => status === 201 || status === 403)).toBe(true);
      const sent = sendings.filter(({ status }) => status === 201).map(({ body }) => body.referralId).sort();
      expect(told(withdrawn)).toEqual(sent);
      for (const { body } of sendings.filter(({ status }) => status === 403)) expect(await ledger(body.entryId)).toMatchObject({ because: { reasons: ['consent-withdrawn'] } });
    }
  });
});
