import { describe, expect, it } from '@jest/globals';
import { item, maracCase, tenant, tenantCase, toAdultSafeguarding, toHousing, toNeighbourhoodPolice, toPolice, victim } from '../support/cases.js';
import { fieldsOf, ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, newKey, sentence, type Json } from '../support/service.js';

const adviser = as('idva');
const officer = as('housing-officer');
const decisionOf = async (id: string): Promise<Json> => (await stored('SELECT outcome, agreement, made_by, recipient_team, entry_id, record FROM accord.decisions WHERE id = $1', [id]))[0];

describe('a preview', () => {
  it('says field by field what would go, what not and why, who could open it, and under which terms; nothing is sent', async () => {
    const concern = await adviser.raises(maracCase());
    const preview = await concern.preview(toHousing());
    expect(preview.status).toBe(200);
    expect(preview.body.decision).toEqual({
      outcome: 'permit-redacted', gateway: 'cda-1998-s115', duty: false, permitted: ['person.identity', 'person.address', 'concern.summary', 'risk.assessment'],
      withheld: { 'person.safe-address': 'safe-address' }, approvals: [], obligations: expect.any(Array), reasons: expect.any(Array),
      clauses: ['lincolnshire-names-and-addresses', 'lincolnshire-concern', 'lincolnshire-dash'],
    });
    expect(preview.body.items.filter(({ outcome }: Json) => outcome === 'withheld')).toMatchObject([{ itemId: concern.item('person.safe-address').itemId, field: 'person.safe-address', about: concern.subject(), reason: 'safe-address' }]);
    expect(preview.body.items.filter(({ outcome }: Json) => outcome === 'shared')).toHaveLength(5);
    expect(preview.body).toMatchObject({
      recipientAgency: 'copperbeck-homes', recipientTeamName: 'MARAC representatives', gateway: { id: 'cda-1998-s115', statute: expect.any(String), verified: expect.any(String) },
      agreement: expect.stringContaining('version 1.0'), dataSubjects: [{ subject: concern.subject(), condition: expect.any(String) }],
      because: [{ code: 'safe-address', says: expect.any(String) }],
    });
    expect(preview.body.handlingConditions.length).toBeGreaterThan(0);
    expect(preview.body.whoCanOpen).toEqual([{ id: as('housing-marac-lead').id, name: 'Lorraine Abernathie', position: expect.any(String) }]);
    expect(await ledger(preview.body.entryId)).toMatchObject({
      operation: 'preview', outcome: 'permit-redacted', actor: adviser.id, owner: adviser.agency, concern: concern.id, referral: null, recipient: null, released: [], fields: [],
      withheld: { 'person.safe-address': 'safe-address' }, gateway: 'cda-1998-s115', agreement: 'lincolnshire-domestic-abuse', clauses: preview.body.decision.clauses, visibleTo: [adviser.agency], people: 1,
      because: { purpose: 'domestic-abuse-risk', forum: 'marac', wishes: 'given', necessity: 'recorded', intended: { agency: 'copperbeck-homes', team: 'copperbeck-marac' }, locks: { power: 'open', minimum: 'part-withheld' } },
    });
    expect(await stored('SELECT 1 FROM accord.referrals WHERE concern_id = $1', [concern.id])).toEqual([]);
    expect(await stored('SELECT 1 FROM accord.decisions WHERE concern_id = $1', [concern.id])).toEqual([]);
  });

  it.each([
    ['a team of one’s own agency', { team: 'wealdmere-community-safety' }], ['a team that is not there', { team: 'ministry-of-silence' }],
  ])('of %s cannot be had', async (_what, more) => {
    const concern = await officer.raises(tenantCase());
    expect((await concern.preview(toNeighbourhoodPolice(more))).body).toMatchObject({ status: 400, code: 'bad-request', errors: [{ pointer: '/team' }] });
    expect(await ledgerAbout(concern.id, 'preview')).toEqual([]);
  });

  it('of a team whose agency was succeeded is of its successor, and says who could open it there', async () => {
    const concern = await officer.raises(tenantCase());
    const preview = await concern.preview(toNeighbourhoodPolice({ team: 'rehabilitation-company-east' }));
    expect(preview.body).toMatchObject({ recipientAgency: 'downshire-probation', recipientTeamName: 'East case management (closed)', whoCanOpen: [] });
    expect(await ledger(preview.body.entryId)).toMatchObject({ operation: 'preview', because: { intended: { agency: 'downshire-probation', team: 'rehabilitation-company-east' } } });
  });

  it('that chooses no items means none, never all', async () => {
    const concern = await officer.raises(tenantCase());
    const preview = await concern.preview(toNeighbourhoodPolice({ items: [] }));
    expect(preview.body.items).toEqual([]);
    const reply = await concern.refer(toNeighbourhoodPolice({ items: [] }));
    expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', released: [], referral: null });
  });
});

describe('referring', () => {
  it('freezes exactly what was permitted, and receipts it', async () => {
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refer(toHousing());
    expect(sent.status).toBe(201);
    expect(sent.headers.get('location')).toBe(`/v1/referrals/${sent.body.referralId}`);
    expect(sent.body.decision).toEqual((await concern.preview(toHousing())).body.decision);
    expect([...sent.body.fields].sort()).toEqual(['concern.summary', 'person.address', 'person.identity', 'risk.assessment']);
    expect(sent.body.items).toContainEqual({ itemId: concern.item('person.address').itemId, field: 'person.address', version: 1 });

    const entry = await ledger(sent.body.entryId);
    expect(entry).toMatchObject({
      operation: 'disclosure', outcome: 'permit-redacted', actor: adviser.id, owner: adviser.agency, recipient: 'copperbeck-homes', team: 'copperbeck-marac', concern: concern.id, referral: sent.body.referralId,
      decision: sent.body.decisionId, withheld: { 'person.safe-address': 'safe-address' }, gateway: 'cda-1998-s115', agreement: 'lincolnshire-domestic-abuse', clauses: sent.body.decision.clauses,
      visibleTo: ['copperbeck-homes', 'lanternfold-idva-service'], because: { purpose: 'domestic-abuse-risk', necessity: 'recorded', ruleset: expect.any(String), law: expect.any(String), inputDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(fieldsOf(entry.released)).toEqual([...sent.body.fields].sort());
    const frozen = await stored('SELECT content_id AS id FROM accord.referral_items WHERE referral_id = $1', [sent.body.referralId]);
    expect(frozen.map(({ id }) => id).sort()).toEqual(entry.released.map(({ content }) => content).sort());
    expect(await decisionOf(sent.body.decisionId)).toMatchObject({ outcome: 'permit-redacted', agreement: 'lincolnshire-domestic-abuse@1.0', made_by: adviser.id, recipient_team: 'copperbeck-marac', entry_id: entry.id, record: { share: { necessity: true }, decision: sent.body.decision } });
  });

  it('sends only the items chosen, and none of another concern', async () => {
    const [concern, other] = [await adviser.raises(maracCase()), await adviser.raises(maracCase())];
    const { itemId } = concern.item('person.identity');
    const sent = await concern.refers(toHousing({ items: [itemId, other.item('person.address').itemId] }));
    expect(sent.items).toEqual([{ itemId, field: 'person.identity', version: 1 }]);
    expect((await ledger(sent.entryId)).released).toEqual([{ field: 'person.identity', content: concern.item('person.identity').contentId, version: 1 }]);
  });

  it('sends once for one Idempotency-Key, however often it is sent', async () => {
    const [concern, key, share] = [await adviser.raises(maracCase()), newKey(), toPolice()];
    const replies = await Promise.all([concern.refer(share, { key }), concern.refer(share, { key })]);
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    expect((await concern.refer(share, { key })).body).toEqual(replies[0]!.body);
    expect(replies[1]!.body).toEqual(replies[0]!.body);
    expect((await concern.refer(toHousing(), { key })).body).toMatchObject({ status: 422, code: 'idempotency-conflict' });
    expect(await ledgerAbout(concern.id, 'disclosure')).toHaveLength(1);
  });

  it('shows the recipient the frozen version, whatever is amended afterwards', async () => {
    const [before, after] = [sentence(), sentence()];
    const concern = await adviser.raises(maracCase({ summary: before }));
    const sent = await concern.refers(toPolice());
    const { itemId, contentId } = concern.item('concern.summary');
    await concern.amend({ changes: [{ itemId, ...item('concern.summary', { text: after }) }], items: [item('concern.summary', { text: after })] });
    const opened = await as('police-marac-lead').opens(sent.referralId);
    expect(opened.text).toContain(before);
    expect(opened.text).not.toContain(after);
    const entry = await ledger(opened.entryId);
    expect(entry.released).toContainEqual({ field: 'concern.summary', content: contentId, version: 1 });
    expect(entry.released).toHaveLength((await ledger(sent.entryId)).released.length);
    const again = await concern.refers(toPolice());
    expect(again.items).toContainEqual({ itemId, field: 'concern.summary', version: 2 });
  });

  it('decides for each person of the concern by themselves', async () => {
    const concern = await officer.raises(tenantCase({
      subjects: [tenant(), { ref: 'S2', roles: ['reporter'] }, { ref: 'S3', roles: ['associate'], age: 30 }],
      items: [item('reporter.identity', { about: 'S2' }), item('person.identity', { about: 'S3' })],
    }));
    const share = toAdultSafeguarding({ fields: ['person.identity', 'person.address', 'concern.summary', 'reporter.identity'] });
    const preview = await concern.preview(share);
    expect(preview.body.decision).toMatchObject({ outcome: 'permit-redacted', withheld: { 'reporter.identity': 'reporter-protected' } });
    const of = (label: string): Json => preview.body.dataSubjects.find(({ subject }: Json) => subject === concern.subject(label)).decision;
    expect(of('S1')).toMatchObject({ outcome: 'permit', permitted: ['person.identity', 'person.address', 'concern.summary'] });
    expect(of('S2')).toMatchObject({ outcome: 'refuse', withheld: { 'reporter.identity': 'reporter-protected' } });
    expect(of('S3')).toMatchObject({ outcome: 'permit', permitted: ['person.identity'] });
    const sent = await concern.refers(share);
    const entry = await ledger(sent.entryId);
    expect(entry).toMatchObject({ outcome: 'permit-redacted', people: 3, withheld: { 'reporter.identity': 'reporter-protected' }, because: { obligations: expect.not.arrayContaining(['record-non-disclosure']) } });
    // Three people the sender's ledger knows, of whom two are known to the recipient as well.
    expect(entry.subjects).toHaveLength(5);
    const aliases = await stored('SELECT subject_id FROM accord.referral_subjects WHERE referral_id = $1', [sent.referralId]);
    expect(aliases.map(({ subject_id }) => subject_id).sort()).toEqual([concern.subject('S1'), concern.subject('S3')].sort());
  });
});

describe('a sharing that does not happen', () => {
  it('refused: is a decision and an entry of its own, with what would make it lawful', async () => {
    const concern = await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'refused' } })] }));
    const reply = await concern.refer(toAdultSafeguarding());
    expect(reply.body).toMatchObject({ status: 403, code: 'refused', decision: { outcome: 'refuse', reasons: ['consent-refused-no-override'], permitted: [], obligations: expect.arrayContaining(['record-non-disclosure', 'offer-support']) } });
    expect(reply.body.because).toMatchObject([{ code: 'consent-refused-no-override', says: expect.any(String) }]);
    expect(reply.body.lawfulIf.length).toBe(1);
    expect(await ledger(reply.body.entryId)).toMatchObject({
      operation: 'refusal', outcome: 'refuse', actor: officer.id, concern: concern.id, referral: null, recipient: null, decision: reply.body.decisionId, released: [], fields: [], visibleTo: [officer.agency],
      because: { wishes: 'refused', reasons: ['consent-refused-no-override'], intended: { agency: 'downshire-adult-social-care', team: 'adults-safeguarding' }},
    });
    expect(await decisionOf(reply.body.decisionId)).toMatchObject({ outcome: 'refuse', entry_id: reply.body.entryId, record: { decision: reply.body.decision } });
    expect(await stored('SELECT 1 FROM accord.referrals WHERE concern_id = $1', [concern.id])).toEqual([]);
    expect((await as('bronwen-istead').get('/v1/referrals?limit=100')).text).not.toContain(concern.id);
  });

  it('repeated under its key: is refused once, with the same answer', async () => {
    const [concern, key, share] = [await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'refused' } })] })), newKey(), toAdultSafeguarding()];
    const [first, again] = [await concern.refer(share, { key }), await concern.refer(share, { key })];
    expect([first.status, again.status]).toEqual([403, 403]);
    expect({ ...again.body, instance: '' }).toEqual({ ...first.body, instance: '' });
    expect(await ledgerAbout(concern.id, 'refusal')).toHaveLength(1);
  });

  it('waiting for an approval: sends nothing, and names whose', async () => {
    const concern = await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'refused' }, seriousHarm: true })] }));
    const share = toAdultSafeguarding({ overrideReason: sentence() });
    expect((await concern.preview(share)).body).toMatchObject({ decision: { outcome: 'needs-approval', approvals: ['agency-lead'] }, items: expect.arrayContaining([expect.objectContaining({ outcome: 'waiting' })]) });
    const reply = await concern.refer(share);
    expect(reply.body).toMatchObject({ status: 409, code: 'approval-needed', decision: { approvals: ['agency-lead'], obligations: expect.arrayContaining(['inform-subject']) } });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', released: [], referral: null, visibleTo: [officer.agency], because: { approvals: ['agency-lead'], override: 'recorded', locks: { confidence: 'waits-for-approval' } } });
    expect(await stored('SELECT 1 FROM accord.referrals WHERE concern_id = $1', [concern.id])).toEqual([]);
  });

  it.each([
    ['without a necessity', { necessity: undefined }, 'no-necessity-record', {}],
    ['for a purpose that the partnership excludes', { purpose: 'curiosity' }, 'purpose-excluded', {}],
    ['below the MARAC’s threshold', {}, 'marac-threshold-not-met', { riskAssessment: { dashTicks: 3 } }],
    ['when it is unsafe to ask and no reason is written', {}, 'no-reason-for-not-seeking', { wishes: { state: 'unsafe-to-ask' } }],
    ['when the person has withdrawn their agreement', {}, 'consent-withdrawn', { wishes: { state: 'withdrawn' } }],
    ['under an agreement that is none', { agreement: 'gentlemens-agreement' }, 'recipient-not-partner', {}],
  ])('%s is refused and recorded', async (_what, share, reason, person) => {
    const concern = await adviser.raises(maracCase({ subjects: [victim(person)] }));
    const reply = await concern.refer(toPolice(share));
    expect(reply.body).toMatchObject({ status: 403, code: 'refused', decision: { outcome: 'refuse', reasons: [reason] } });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', actor: adviser.id, released: [], because: { reasons: [reason] } });
    expect(await decisionOf(reply.body.decisionId)).toMatchObject({ outcome: 'refuse' });
  });

  it('everything asked for withheld: nothing is sent', async () => {
    const concern = await adviser.raises(maracCase());
    const reply = await concern.refer(toHousing({ fields: ['person.safe-address'] }));
    expect(reply.body).toMatchObject({ status: 403, code: 'refused', decision: { withheld: { 'person.safe-address': 'safe-address' } } });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', withheld: { 'person.safe-address': 'safe-address' }, released: [], visibleTo: [adviser.agency] });
  });
});
