import { describe, expect, it } from '@jest/globals';
import { item, maracCase, toHousing, toPolice, victim } from '../support/cases.js';
import { ledger, ledgerAbout, refusals } from '../support/ledger.js';
import { as, unknownId, type Concern, type Json, type Person } from '../support/service.js';

const adviser = as('idva');
const advisersLead = as('frances-ullathorpe');
const advisersOfficer = as('dilnoza-westerby');
const housing = as('housing-marac-lead');
const housingOfficer = as('malachy-threadwell');

const sentToHousing = async (): Promise<{ concern: Concern; sent: Json }> => {
  const concern = await adviser.raises(maracCase());
  const sent = await concern.refers(toHousing());
  expect((await housing.opens(sent.referralId)).status).toBe(200);
  return { concern, sent };
};
const found = async (who: Person, record: string): Promise<string[]> => (await who.searches({ record })).body.items.map(({ id }: Json) => id);

describe('a list of who must not receive', () => {
  it('beats every permit: a team with one such person in it gets nothing, and preview and refusal are recorded', async () => {
    const concern = await adviser.raises(maracCase({ subjects: [victim({ mustNotReceive: [{ staff: housing.id }] })] }));
    const preview = await concern.preview(toHousing());
    expect(preview.body).toMatchObject({ decision: { outcome: 'refuse', reasons: ['must-not-receive'], permitted: [] }, whoCanOpen: [] });
    const reply = await concern.refer(toHousing());
    expect(reply.body).toMatchObject({ status: 403, code: 'refused', decision: { obligations: expect.arrayContaining(['alternative-representative']) } });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', visibleTo: [adviser.agency], recipient: null, referral: null, because: { reasons: ['must-not-receive'] } });
    expect((await concern.refers(toPolice())).decision.outcome).toBe('permit');
  });

  it('named after sending: the referral vanishes for the whole agency, from inbox, opening, steps and ledger', async () => {
    const { concern, sent } = await sentToHousing();
    expect(await found(housingOfficer, sent.referralId)).toHaveLength(2);
    const kept = await concern.keepAway([{ agency: 'copperbeck-homes' }]);
    expect(kept.body).toMatchObject({ version: 2 });
    expect(await ledger(kept.body.entryId)).toMatchObject({ operation: 'alteration', concern: concern.id, visibleTo: [adviser.agency], because: { event: 'must-not-receive-recorded' } });

    expect((await housing.get('/v1/referrals?limit=100')).text).not.toContain(sent.referralId);
    for (const gone of [await housing.opens(sent.referralId), await housing.takes('acceptance', sent.referralId, 1), await housing.takes('questions', sent.referralId, 1, { topic: 'risk' })]) {
      expect(gone.body).toMatchObject({ status: 404, code: 'not-found' });
    }
    expect(await found(housingOfficer, sent.referralId)).toEqual([]);
    expect((await housingOfficer.looksUp(sent.entryId)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await housingOfficer.searches({ agency: 'lanternfold-idva-service' })).text).not.toContain(sent.referralId);
    expect(await found(advisersOfficer, sent.referralId)).toEqual(expect.arrayContaining([sent.entryId]));
  });

  it('leaves in the kept agency’s ledger what an attempt on nothing leaves, and tells the sender', async () => {
    const { concern, sent } = await sentToHousing();
    await concern.keepAway([{ staff: housing.id }]);
    const [real, nothing] = [await housing.opens(sent.referralId), await housing.opens(unknownId())];
    expect({ ...real.body, instance: '' }).toEqual({ ...nothing.body, instance: '' });
    const entries = await refusals(sent.referralId, housing);
    expect(entries.find(({ visibleTo }) => visibleTo[0] === 'copperbeck-homes')).toMatchObject({ owner: null, referral: null, concern: null, because: { reason: 'no-such-record-for-this-caller' } });
    expect(entries.find(({ visibleTo }) => visibleTo[0] === adviser.agency)).toMatchObject({ owner: adviser.agency, referral: sent.referralId, because: { reason: 'must-not-receive' } });
    expect(entries).toHaveLength(2);
    // The agency is not on the list, only this person: its officer still answers for what it received.
    expect(await found(housingOfficer, sent.referralId)).toEqual(expect.arrayContaining([sent.entryId]));
  });

  it('travels with copied text: a partner who passes it on is stopped by the list of its source', async () => {
    const sister = as('perpetrators-sister');
    const concern = await adviser.raises(maracCase({ subjects: [victim({ mustNotReceive: [{ staff: sister.id }] })] }));
    const sent = await concern.refers(toPolice());
    const policeLead = as('police-marac-lead');
    const received = (await policeLead.opens(sent.referralId)).body.items.find(({ field }: Json) => field === 'person.identity');
    for (const copy of [item('person.identity', { text: 'Seen today.', copiedFrom: [received.contentId] }), item('person.identity', { text: received.says.text })]) {
      const onward = await policeLead.raises({ ...maracCase({ team: 'police-marac' }), items: [copy] });
      const refused = await onward.refer(toHousing({ team: 'copperbeck-lettings', fields: ['person.identity'] }));
      expect(refused.body).toMatchObject({ status: 403, decision: { reasons: ['must-not-receive'] } });
      expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', because: { reasons: ['must-not-receive'] } });
      const toAnother = await onward.refers(toHousing({ fields: ['person.identity'] }));
      // Its owner hears that its words were passed on.
      expect((await ledger(toAnother.entryId)).visibleTo).toContain(adviser.agency);
      expect(await found(advisersOfficer, toAnother.referralId)).toContain(toAnother.entryId);
    }
  });

  it('keeps an officer who is on it from the entries too', async () => {
    const { concern, sent } = await sentToHousing();
    await concern.keepAway([{ staff: housingOfficer.id }]);
    expect(await found(housingOfficer, sent.referralId)).toEqual([]);
    expect((await housingOfficer.looksUp(sent.entryId)).status).toBe(404);
    expect((await housing.opens(sent.referralId)).status).toBe(200);
  });

  it('holds within the person’s own agency, however senior, down to the ledger of the owner’s officer', async () => {
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refers(toPolice());
    expect((await advisersLead.get(`/v1/concerns/${concern.id}`)).status).toBe(200);
    // Those who account for the record are shut out by nobody's slip: the agency itself never, its officer by a lead alone.
    for (const keep of [[{ agency: 'lanternfold-idva-service' }], [{ staff: advisersOfficer.id }]]) expect((await concern.keepAway(keep)).body).toMatchObject({ status: 400, code: 'invalid-body' });
    expect((await advisersLead.put(`/v1/concerns/${concern.id}/subjects/${concern.subject()}/must-not-receive`, { keep: [{ staff: advisersOfficer.id }] })).status).toBe(200);
    expect((await concern.keepAway([{ staff: advisersLead.id }])).status).toBe(200);
    for (const path of [`/v1/concerns/${concern.id}`, `/v1/concerns/${concern.id}?version=1`, `/v1/referrals/${sent.referralId}`]) expect((await advisersLead.get(path)).body).toMatchObject({ status: 404, code: 'not-found' });
    for (const path of ['/v1/concerns?limit=100', '/v1/referrals?box=out&limit=100']) expect((await advisersLead.get(path)).text).not.toMatch(new RegExp(`${concern.id}|${sent.referralId}`));
    expect((await advisersLead.post(`/v1/concerns/${concern.id}/withdrawal`, { reason: 'duplicate' }, { ifMatch: 3 })).status).toBe(404);
    for (const record of [concern.id, sent.referralId]) expect(await found(advisersOfficer, record)).toEqual([]);
    expect((await advisersOfficer.searches({ subject: concern.subject() })).body.items).toEqual([]);
    expect((await advisersOfficer.get(`/v1/decisions/${sent.decisionId}/statement?auditPurpose=lawfulness`)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await concern.read()).status).toBe(200);
  });

  it('may name the one who writes it: from then on the record is not theirs', async () => {
    const concern = await adviser.raises(maracCase());
    expect((await concern.keepAway([{ staff: adviser.id }])).status).toBe(200);
    expect((await concern.read()).status).toBe(404);
    expect((await advisersLead.get(`/v1/concerns/${concern.id}`)).status).toBe(200);
  });

  it('takes staff or agencies of the partnership, one each, and says nothing of the list to anybody but the ledger', async () => {
    const concern = await adviser.raises(maracCase());
    for (const keep of [[{}], [{ staff: housing.id, agency: 'copperbeck-homes' }], [{ staff: unknownId() }], [{ agency: 'acme' }], []]) {
      expect((await concern.keepAway(keep)).body).toMatchObject({ status: 400, code: 'invalid-body' });
    }
    expect((await concern.keepAway([{ staff: housing.id }])).text).not.toContain(housing.id);
    expect((await concern.keepAway([{ staff: housing.id }])).status).toBe(200);
    expect(await ledgerAbout(concern.id, 'alteration')).toHaveLength(2);
  });
});
