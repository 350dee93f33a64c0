import { describe, expect, it } from '@jest/globals';
import { item, tenant, tenantCase, toAdultSafeguarding } from '../support/cases.js';
import { ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, newKey, sentence, type Json } from '../support/service.js';

const officer = as('housing-officer');
const lead = as('rhodri-penhallam');
const outsider = as('tariq-bramwell-shah');

const textOf = (view: Json, itemId: string): string | undefined => view.items.find((one: Json) => one.itemId === itemId)?.text;

describe('what is known of a person', () => {
  it('changes with a version, so that what was refused can become lawful; what was known before stays', async () => {
    const concern = await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'unsafe-to-ask' } })] }));
    const share = toAdultSafeguarding({ overrideReason: sentence() });
    expect((await concern.refer(share)).body).toMatchObject({ status: 403, decision: { reasons: ['no-reason-for-not-seeking'] } });
    const amended = await concern.amend({ subjects: [tenant({ wishes: undefined, age: 55, seriousHarm: true, riskLevel: 'high', riskAssessment: { professionalJudgement: 'Held in his own flat.' } }), { ref: 'S2', roles: ['suspect'] }] });
    expect(amended.body).toMatchObject({ version: 2, subjects: [{ label: 'S1', id: concern.subject() }, { label: 'S2' }] });
    expect(await ledger(amended.body.entryId)).toMatchObject({ operation: 'alteration', concern: concern.id, people: 2, because: { event: 'amended', version: 2 } });
    const [now, then] = [await concern.read(), await concern.read(1)];
    expect(now.body.subjects).toMatchObject([{ label: 'S1', age: 55, seriousHarm: true, riskLevel: 'high', riskAssessment: { professionalJudgement: 'Held in his own flat.' }, wishes: { state: 'unsafe-to-ask' } }, { label: 'S2', roles: ['suspect'] }]);
    expect(then.body.subjects[0]).toMatchObject({ age: 54, seriousHarm: false, riskLevel: null, riskAssessment: {} });
    expect((await concern.refers(share)).decision.outcome).toBe('permit');
    expect(await stored('SELECT concern_version FROM accord.subject_facts WHERE concern_id = $1 AND subject_id = $2 ORDER BY 1', [concern.id, concern.subject()])).toEqual([{ concern_version: 1 }, { concern_version: 2 }]);
  });

  it('of somebody who is not in the concern is not found, and the attempt is recorded', async () => {
    const [concern, other] = [await officer.raises(tenantCase()), await officer.raises(tenantCase())];
    const reply = await officer.put(`/v1/concerns/${concern.id}/subjects/${other.subject()}/wishes`, { state: 'given' });
    expect(reply.body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusals(concern.id, officer)).toMatchObject([{ operation: 'refusal', outcome: 'not-found', concern: concern.id, because: { reason: 'no-such-person-in-this-concern' } }]);
    expect((await concern.read()).body.version).toBe(1);
  });

  it('is not the place for wishes or lists of somebody who is there already', async () => {
    const concern = await officer.raises(tenantCase());
    const refused = await concern.amend({ subjects: [tenant()] });
    expect(refused.body).toMatchObject({ status: 400, code: 'invalid-body', errors: [{ pointer: '/subjects/0' }] });
    expect((await concern.read()).body.version).toBe(1);
  });
});

describe('amending a concern', () => {
  it('makes a new version and overwrites nothing: both texts stay readable and stored', async () => {
    const [before, after] = [sentence(), sentence()];
    const concern = await officer.raises(tenantCase({ items: [item('risk.assessment', { text: before })] }));
    const { itemId } = concern.item('risk.assessment');
    const amended = await concern.amend({ changes: [{ itemId, ...item('risk.assessment', { text: after }) }], items: [item('safety-plan')], harmTypes: ['cuckooing', 'county-lines'] });
    expect(amended.body).toMatchObject({ id: concern.id, version: 2, state: 'raised', items: [{ field: 'safety-plan', version: 1 }, { itemId, field: 'risk.assessment', version: 2 }] });
    expect(amended.etag).toBe('"2"');
    expect(await ledger(amended.body.entryId)).toMatchObject({
      operation: 'alteration', outcome: 'permit', actor: officer.id, concern: concern.id, fields: ['concern.summary', 'risk.assessment', 'safety-plan'], released: [], visibleTo: [officer.agency],
      because: { event: 'amended', version: 2 },
    });

    const [now, then] = [await concern.read(), await concern.read(1)];
    expect([textOf(now.body, itemId), textOf(then.body, itemId)]).toEqual([after, before]);
    expect(now.body.harmTypes).toEqual(['cuckooing', 'county-lines']);
    expect(then.body.harmTypes).toEqual(['cuckooing']);
    expect(then.body.items.map(({ field }: Json) => field)).not.toContain('safety-plan');
    expect(now.body.history.map(({ event }: Json) => event)).toEqual(['raised', 'amended']);
    expect(await stored(`SELECT i.version, c.body ->> 'text' AS text FROM accord.items i JOIN accord.contents c USING (id) WHERE i.item_id = $1 ORDER BY 1`, [itemId]))
      .toEqual([{ version: 1, text: before }, { version: 2, text: after }]);
    // What was read at version 1 is what the entry of that reading says was read.
    expect((await ledger(then.entryId)).released).toContainEqual({ field: 'risk.assessment', content: concern.item('risk.assessment').contentId, version: 1 });
    expect((await ledger(now.entryId)).released).not.toContainEqual(expect.objectContaining({ content: concern.item('risk.assessment').contentId }));
  });

  it('says of an old version that it is the old one, and has nothing at a version that never was', async () => {
    const concern = await officer.raises(tenantCase());
    await concern.amend({ items: [item('risk.assessment')] });
    expect((await concern.read(1)).body).toMatchObject({ version: 1, history: [{ version: 1 }] });
    const never = await concern.read(3);
    expect(never.body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('ends an item with a removal, whose versions stay', async () => {
    const concern = await officer.raises(tenantCase());
    const { itemId, contentId } = concern.item('person.address');
    const removed = await concern.amend({ removals: [itemId] });
    expect(removed.status).toBe(200);
    expect(await ledger(removed.body.entryId)).toMatchObject({ operation: 'alteration', fields: ['person.address'] });
    expect((await concern.read()).body.items.map((one: Json) => one.itemId)).not.toContain(itemId);
    expect((await concern.read(1)).body.items).toContainEqual(expect.objectContaining({ itemId, contentId }));
    expect((await concern.amend({ removals: [itemId] })).body).toMatchObject({ status: 400, code: 'invalid-body' });
    const preview = await concern.preview(toAdultSafeguarding());
    expect(preview.body.items.map((one: Json) => one.itemId)).not.toContain(itemId);
  });

  it.each([
    ['nothing', {}], ['an empty list', { items: [] }], ['an item of no concern', { removals: ['018f0000-0000-7000-8000-000000000001'] }], ['somebody unknown', { items: [item('person.contact', { about: 'S7' })] }],
  ])('refuses to change %s', async (_what, body) => {
    const concern = await officer.raises(tenantCase());
    expect((await concern.amend(body)).body).toMatchObject({ status: 400, code: 'invalid-body' });
    expect(await stored('SELECT version FROM accord.concerns WHERE id = $1', [concern.id])).toEqual([{ version: 1 }]);
    expect(await ledgerAbout(concern.id)).toHaveLength(1);
  });

  it('asks which version is being changed: 428 without, 412 for a stale one, 400 for a guess', async () => {
    const concern = await officer.raises(tenantCase());
    const body = { items: [item('risk.assessment')] };
    const path = `/v1/concerns/${concern.id}/amendments`;
    expect((await officer.post(path, body)).body).toMatchObject({ status: 428, code: 'precondition-required' });
    expect((await officer.post(path, body, { ifMatch: '*' })).body).toMatchObject({ status: 400, code: 'bad-request' });
    expect((await officer.post(path, body, { ifMatch: 1 })).status).toBe(200);
    expect((await officer.post(path, body, { ifMatch: 1 })).body).toMatchObject({ status: 412, code: 'precondition-failed' });
    expect(await ledgerAbout(concern.id, 'alteration')).toHaveLength(1);
  });

  it('lets one of two people through who change the same version at once', async () => {
    const concern = await officer.raises(tenantCase());
    const path = `/v1/concerns/${concern.id}/amendments`;
    const replies = await Promise.all([officer, lead].map((who) => who.post(path, { items: [item('risk.assessment')] }, { ifMatch: 1 })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await ledgerAbout(concern.id, 'alteration')).toHaveLength(1);
  });

  it('gives a repeated amendment its first answer again, though the version has moved on', async () => {
    const concern = await officer.raises(tenantCase());
    const [body, key] = [{ items: [item('risk.assessment')] }, newKey()];
    const first = await officer.post(`/v1/concerns/${concern.id}/amendments`, body, { ifMatch: 1, key });
    const again = await officer.post(`/v1/concerns/${concern.id}/amendments`, body, { ifMatch: 1, key });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await officer.post(`/v1/concerns/${concern.id}/amendments`, body, { ifMatch: 2, key })).body).toMatchObject({ code: 'idempotency-conflict' });
    expect(await ledgerAbout(concern.id, 'alteration')).toHaveLength(1);
  });

  it('is for the author, the team and the leads; a colleague of another team finds nothing, and that is recorded', async () => {
    const concern = await officer.raises(tenantCase());
    const turnedAway = await outsider.post(`/v1/concerns/${concern.id}/amendments`, { items: [item('risk.assessment', { about: undefined })] }, { ifMatch: 1 });
    expect(turnedAway.body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusals(concern.id, outsider)).toMatchObject([{ outcome: 'not-found', agency: outsider.agency, concern: concern.id, visibleTo: [outsider.agency], fields: [], released: [], because: { reason: 'not-of-this-team' } }]);
    expect((await lead.post(`/v1/concerns/${concern.id}/amendments`, { items: [item('risk.assessment')] }, { ifMatch: 1 })).status).toBe(200);
  });
});

describe('withdrawing a concern', () => {
  it('needs a reason of the list, keeps the record readable to its own, and ends all sharing', async () => {
    const concern = await officer.raises(tenantCase());
    expect((await concern.withdraw('changed-my-mind')).body).toMatchObject({ status: 400, code: 'invalid-body' });
    const withdrawn = await concern.withdraw('duplicate');
    expect(withdrawn.body).toMatchObject({ id: concern.id, state: 'withdrawn', version: 2 });
    expect(await ledger(withdrawn.body.entryId)).toMatchObject({ operation: 'alteration', concern: concern.id, because: { event: 'withdrawn', version: 2 } });
    expect((await concern.read()).body).toMatchObject({ state: 'withdrawn', history: [{ event: 'raised' }, { event: 'withdrawn', reason: 'duplicate' }] });
    for (const refused of [await concern.amend({ items: [item('risk.assessment')] }), await concern.withdraw(), await concern.raise(), await concern.preview(toAdultSafeguarding()), await concern.refer(toAdultSafeguarding())]) {
      expect(refused.body).toMatchObject({ status: 409, code: 'conflict' });
    }
    expect(await stored('SELECT 1 FROM accord.decisions WHERE concern_id = $1', [concern.id])).toEqual([]);
  });
});

describe('what a person wants', () => {
  it('is added and never overwritten; the reason’s words are locked away', async () => {
    const [concern, reason] = [await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'given', askedOn: '2026-11-01', reason: sentence() } })] })), sentence()];
    const recorded = await concern.wishes('refused', 'S1', { askedOn: '2026-11-20', reason });
    expect(recorded.body).toMatchObject({ version: 2, items: [] });
    expect(recorded.text).not.toContain(reason);
    expect(await ledger(recorded.body.entryId)).toMatchObject({ operation: 'alteration', concern: concern.id, people: 1, fields: [], because: { event: 'wishes-recorded', version: 2 } });
    expect((await concern.read()).body.subjects).toMatchObject([{ label: 'S1', wishes: { state: 'refused', reason } }]);
    expect(await stored('SELECT state, asked_on::text FROM accord.wishes WHERE concern_id = $1 ORDER BY id', [concern.id])).toEqual([{ state: 'given', asked_on: '2026-11-01' }, { state: 'refused', asked_on: '2026-11-20' }]);
    const preview = await concern.preview(toAdultSafeguarding());
    expect(preview.body.decision).toMatchObject({ outcome: 'refuse', reasons: ['consent-refused-no-override'], permitted: [] });
    expect(await ledger(preview.body.entryId)).toMatchObject({ operation: 'preview', outcome: 'refuse', because: { wishes: 'refused', intended: { agency: 'downshire-adult-social-care' } } });
  });

  it('is recorded only of a person in this concern', async () => {
    const [one, other] = [await officer.raises(tenantCase()), await officer.raises(tenantCase())];
    expect((await officer.put(`/v1/concerns/${one.id}/subjects/${other.subject()}/wishes`, { state: 'given' })).body).toMatchObject({ status: 404 });
    expect((await outsider.put(`/v1/concerns/${one.id}/subjects/${one.subject()}/wishes`, { state: 'given' })).body).toMatchObject({ status: 404 });
    expect(await ledgerAbout(one.id, 'alteration')).toEqual([]);
    expect(await refusals(one.id, outsider)).toHaveLength(1);
  });
});
