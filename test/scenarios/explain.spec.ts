import { describe, expect, it } from '@jest/globals';
import { item, maracCase, tenant, tenantCase, toAdultSafeguarding, toHousing, toNeighbourhoodPolice, toPolice, victim } from '../support/cases.js';
import { ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, sentence, unknownId, type Concern, type Json, type Person, type Reply } from '../support/service.js';

const officer = as('housing-officer');
const adviser = as('idva');
const lockStates = (reply: Reply): Record<string, string> => Object.fromEntries(reply.body.locks.map(({ lock, state }: Json) => [lock, state]));
const waysFor = (reply: Reply, field: string | null): Json[] => reply.body.whatWouldPermit.find((one: Json) => one.field === field)?.ways ?? [];
const kindsOf = (ways: Json[]): string[][] => ways.map(({ changes }: Json) => changes.map(({ kind }: Json) => kind));
const look = (who: Person, decision: string, purpose?: string): Promise<Reply> => who.get(`/v1/decisions/${decision}${purpose === undefined ? '' : `?auditPurpose=${purpose}`}`);
/** A refusal that is on record: no necessity. */
const refused = async (): Promise<{ concern: Concern; reply: Reply }> => {
  const concern = await officer.raises(tenantCase());
  return { concern, reply: await concern.refer(toNeighbourhoodPolice({ necessity: undefined })) };
};

describe('why, and what would make it lawful', () => {
  it('is told in a preview: the locks of every person’s part, and the smallest change; making it permits', async () => {
    const concern = await officer.raises(tenantCase());
    const preview = await concern.preview(toNeighbourhoodPolice({ necessity: undefined }));
    expect(lockStates(preview)).toEqual({ power: 'not-reached', basis: 'shut', condition: 'not-reached', confidence: 'not-reached', minimum: 'not-reached' });
    expect(preview.body.locks[1]).toEqual({ lock: 'basis', state: 'shut', says: expect.stringMatching(/^Basis: shut\./), because: [{ code: 'no-necessity-record', says: expect.any(String) }] });
    expect(preview.body.locksBySubject).toMatchObject([{ subject: concern.subject() }]);
    expect(preview.body.whatWouldPermit[0]).toEqual({
      subjects: [concern.subject()], field: null, says: null,
      ways: [{ changes: [{ kind: 'record-necessity', field: null, values: [], says: 'Record why the sharing is necessary and proportionate.' }], then: 'permit', gateways: ['cda-1998-s115'] }],
    });
    expect(await ledger(preview.body.entryId)).toMatchObject({ operation: 'preview', outcome: 'refuse', concern: concern.id, released: [] });

    const then = await concern.preview(toNeighbourhoodPolice());
    expect([then.body.decision.outcome, then.body.whatWouldPermit]).toEqual(['permit', []]);
    expect(Object.values(lockStates(then))).toEqual(['open', 'open', 'open', 'open', 'open']);
    expect(await ledger(then.body.entryId)).toMatchObject({ operation: 'preview', outcome: 'permit', gateway: 'cda-1998-s115' });
  });

  it('of wishes is that the person comes to agree, never another purpose; once they do, it goes', async () => {
    const concern = await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'refused' } })] }));
    const reply = await concern.refer(toAdultSafeguarding());
    expect(reply.body).toMatchObject({ status: 403, code: 'refused', decision: { reasons: ['consent-refused-no-override'] } });
    expect(lockStates(reply)).toMatchObject({ power: 'open', basis: 'open', condition: 'open', confidence: 'shut', minimum: 'not-reached' });
    expect(kindsOf(waysFor(reply, null))).toEqual([['come-to-agree']]);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', because: { wishes: 'refused' } });
    await concern.wishes('given');
    const sent = await concern.refers(toAdultSafeguarding());
    expect(await ledger(sent.entryId)).toMatchObject({ operation: 'disclosure', outcome: sent.decision.outcome, because: { wishes: 'given' } });
  });

  it('of a safe address is another recipient, by name; sent there, it goes', async () => {
    const concern = await adviser.raises(maracCase());
    const preview = await concern.preview(toHousing());
    expect(lockStates(preview)).toMatchObject({ confidence: 'part', minimum: 'open' });
    const [way] = waysFor(preview, 'person.safe-address');
    expect(way.changes).toEqual([{ kind: 'other-recipient', field: null, values: expect.arrayContaining(['police', 'childrens-social-care']), says: expect.stringContaining('Police') }]);
    expect(way.changes[0].values).not.toContain('registered-housing-provider');
    const sent = await concern.refers(toPolice());
    expect(sent.fields).toContain('person.safe-address');
    expect((await ledger(sent.entryId)).fields).toContain('person.safe-address');
  });

  it('of what is never shared is that nothing would', async () => {
    const concern = await officer.raises(tenantCase({ items: [item('family-court')] }));
    const preview = await concern.preview(toNeighbourhoodPolice({ fields: ['person.identity', 'family-court'] }));
    expect(preview.body.whatWouldPermit).toEqual([{ subjects: [concern.subject()], field: 'family-court', ways: [], says: 'Nothing would permit this lawfully.' }]);
    expect((await ledger(preview.body.entryId)).withheld).toEqual({ 'family-court': 'family-proceedings' });
  });

  it('of what waits is the approval, or to let the rest go without it', async () => {
    const grading = { source: 1, information: 'A', handling: 'C', action: 'A1', sanitisation: 'S1' };
    const concern = await officer.raises(tenantCase({ items: [item('intelligence.item', { grading })] }));
    const share = toNeighbourhoodPolice({ fields: ['person.identity', 'intelligence.item'] });
    const reply = await concern.refer(share);
    expect(reply.body).toMatchObject({ status: 409, code: 'approval-needed' });
    expect(lockStates(reply)).toMatchObject({ confidence: 'waits' });
    expect(kindsOf(waysFor(reply, 'intelligence.item'))).toEqual([['approval']]);
    expect(kindsOf(waysFor(reply, 'person.identity'))).toEqual([['leave-out'], ['approval']]);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', released: [] });
    expect((await concern.refers(toNeighbourhoodPolice({ fields: ['person.identity'] }))).fields).toEqual(['person.identity']);
  });

  it('where a person’s list keeps the recipient away is another representative, and no way round', async () => {
    const concern = await adviser.raises(maracCase({ subjects: [victim({ mustNotReceive: [{ agency: 'copperbeck-homes' }] })] }));
    const preview = await concern.preview(toHousing());
    for (const { ways } of preview.body.whatWouldPermit) for (const kinds of kindsOf(ways)) expect(kinds).toEqual(['alternative-representative']);
    expect(kindsOf(waysFor(preview, null))).toEqual([['alternative-representative']]);
    expect(await ledger(preview.body.entryId)).toMatchObject({ operation: 'preview', outcome: 'refuse', visibleTo: [adviser.agency] });
  });

  it('is not for the recipient: what the sender knows of the person is not told by what would permit', async () => {
    const concern = await officer.raises(tenantCase());
    const sent = await concern.refers(toNeighbourhoodPolice());
    await concern.wishes('withdrawn');
    const opened = await as('gethin-marrowby').opens(sent.referralId);
    expect(opened.body).toMatchObject({ status: 403, code: 'refused' });
    for (const member of ['locks', 'locksBySubject', 'whatWouldPermit', 'notInForceYet']) expect(opened.body).not.toHaveProperty(member);
    expect(await ledgerAbout(sent.referralId, 'refusal')).toMatchObject([{ outcome: 'refuse', actor: as('gethin-marrowby').id }]);
  });
});

describe('a decision that was taken', () => {
  it('is explained to its sharer as it was: what was asked, the locks, what would have permitted it, the versions', async () => {
    const { concern, reply } = await refused();
    const told = await look(officer, reply.body.decisionId);
    expect(told.status).toBe(200);
    expect(told.body).toMatchObject({
      id: reply.body.decisionId, concern: concern.id, referral: null, madeBy: officer.id, decision: reply.body.decision, because: reply.body.because, lawfulIf: reply.body.lawfulIf,
      asked: { team: 'police-neighbourhood-wealdmere', purpose: 'crime-prevention', agreement: 'county-misp-demo', necessity: false, override: false, fields: ['person.identity', 'person.address', 'concern.summary'] },
      versions: { ruleset: expect.any(String), law: expect.stringContaining('catalogue'), agreement: 'county-misp-demo@1.0' }, replay: 'same', decisionEntry: reply.body.entryId,
    });
    for (const member of ['locks', 'locksBySubject', 'whatWouldPermit', 'notInForceYet']) expect([member, told.body[member]]).toEqual([member, reply.body[member]]);
    expect(await ledger(told.body.entryId)).toMatchObject({
      operation: 'consultation', outcome: 'permit', actor: officer.id, owner: officer.agency, concern: concern.id, decision: reply.body.decisionId, visibleTo: [officer.agency],
      released: [], fields: [], because: { purpose: 'own-casework' },
    });
    expect(told.body.entryId).not.toBe(reply.body.entryId);
  });

  it('stays as it was when the facts change afterwards', async () => {
    const { concern, reply } = await refused();
    const before = await look(officer, reply.body.decisionId);
    await concern.wishes('refused');
    const after = await look(officer, reply.body.decisionId);
    expect({ ...after.body, entryId: '' }).toEqual({ ...before.body, entryId: '' });
    expect((await ledgerAbout(concern.id, 'consultation')).filter(({ decision }) => decision === reply.body.decisionId)).toHaveLength(2);
  });

  it('names what was sent', async () => {
    const concern = await officer.raises(tenantCase());
    const sent = await concern.refers(toNeighbourhoodPolice());
    const told = await look(officer, sent.decisionId);
    expect(told.body).toMatchObject({ referral: sent.referralId, whatWouldPermit: [], decisionEntry: sent.entryId });
    expect(await ledger(told.body.entryId)).toMatchObject({ operation: 'consultation', decision: sent.decisionId, released: [] });
  });

  it('is explained to the leads of the agency, and to its officer who says why; not to colleagues of another team', async () => {
    const { concern, reply } = await refused();
    const id = reply.body.decisionId;
    expect((await look(as('rhodri-penhallam'), id)).status).toBe(200);
    const audited = await look(as('nasreen-choudhry-bell'), id, 'lawfulness');
    expect(audited.body.locks).toEqual(reply.body.locks);
    expect(await ledger(audited.body.entryId)).toMatchObject({ operation: 'consultation', actor: as('nasreen-choudhry-bell').id, concern: concern.id, decision: id, because: { auditPurpose: 'lawfulness' } });
    expect((await look(as('nasreen-choudhry-bell'), id)).body).toMatchObject({ status: 400, code: 'bad-request', errors: [{ parameter: 'auditPurpose' }] });
    expect((await look(as('nasreen-choudhry-bell'), id, 'curiosity')).status).toBe(400);
    const colleague = as('tariq-bramwell-shah');
    // A lawful purpose is for officers: a caseworker's opens nothing.
    for (const answer of [await look(colleague, id), await look(colleague, id, 'lawfulness')]) expect(answer.body).toMatchObject({ status: 404, code: 'not-found' });
    const attempts = await stored(`SELECT outcome, visible_to AS seen FROM accord.ledger_entries WHERE actor_id = $1 AND operation = 'refusal' AND leaf::jsonb ->> 'decision' = $2`, [colleague.id, id]);
    expect(attempts).toEqual([{ outcome: 'not-found', seen: [officer.agency] }, { outcome: 'not-found', seen: [officer.agency] }]);
  });

  it('is not there for anybody else, and the attempt is told to its owner', async () => {
    const { reply } = await refused();
    const id = reply.body.decisionId;
    for (const [who, purpose] of [[as('gethin-marrowby'), undefined], [as('ig-officer'), 'lawfulness']] as const) {
      const [there, nowhere] = [await look(who, id, purpose), await look(who, unknownId(), purpose)];
      expect(there.body).toMatchObject({ status: 404, code: 'not-found' });
      expect({ ...there.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' });
      // By the digest, in the trespasser's own ledger; the owner's names the decision itself.
      expect(await refusals(id, who)).toMatchObject([{ outcome: 'not-found', visibleTo: [who.agency], owner: null, because: { reason: 'no-such-record-for-this-caller' } }]);
    }
  });

  it('vanishes for a colleague whom the person’s list keeps away', async () => {
    const concern = await officer.raises(tenantCase());
    const reply = await concern.refer(toNeighbourhoodPolice({ necessity: undefined, fields: ['person.identity'] }));
    await concern.keepAway([{ staff: as('rhodri-penhallam').id }]);
    expect((await look(as('rhodri-penhallam'), reply.body.decisionId)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await look(officer, reply.body.decisionId)).status).toBe(200);
    expect((await ledgerAbout(concern.id, 'consultation')).map(({ actor }) => actor)).toEqual([officer.id]);
  });

  it('of a text that is kept holds no words of the sharer', async () => {
    const necessity = sentence();
    const concern = await officer.raises(tenantCase());
    const sent = await concern.refers(toNeighbourhoodPolice({ necessity }));
    const told = await look(officer, sent.decisionId);
    expect(told.text).not.toContain(necessity);
    expect(told.body.asked.necessity).toBe(true);
    expect((await ledger(told.body.entryId)).released).toEqual([]);
  });
});
