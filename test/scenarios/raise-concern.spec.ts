import { describe, expect, it } from '@jest/globals';
import { item, tenant, tenantCase } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, canary, Concern, newKey, type Json } from '../support/service.js';

const officer = as('housing-officer');
const lead = as('rhodri-penhallam');
const concernsOf = async (id: string): Promise<number> => (await stored('SELECT count(*)::int AS n FROM accord.concerns WHERE written_by = $1', [id]))[0].n;

describe('raising a concern', () => {
  it('answers with markers and no word, and writes one entry with the people as pseudonyms', async () => {
    const words = canary();
    const reply = await officer.post('/v1/concerns', tenantCase({ items: [item('risk.assessment', { text: words })], subjects: [tenant(), { ref: 'S2', roles: ['reporter'] }] }));
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/concerns/${reply.body.id}`);
    expect(reply.etag).toBe('"1"');
    expect(reply.body).toMatchObject({ state: 'raised', version: 1, subjects: [{ label: 'S1' }, { label: 'S2' }] });
    expect(reply.body.items.map(({ field }: Json) => field)).toEqual(['person.identity', 'person.address', 'concern.summary', 'risk.assessment']);
    expect(reply.text).not.toContain(words);
    const entry = await ledger(reply.body.entryId);
    expect(entry).toMatchObject({
      operation: 'collection', outcome: 'permit', actor: officer.id, agency: 'wealdmere-borough-council', owner: 'wealdmere-borough-council', concern: reply.body.id, recipient: null,
      fields: ['concern.summary', 'person.address', 'person.identity', 'risk.assessment'], released: [], withheld: {}, people: 2, visibleTo: ['wealdmere-borough-council'],
      because: { purpose: 'own-casework', event: 'raised', version: 1 },
    });
    expect(entry.usable).toBe(false);
    for (const { id } of reply.body.subjects) expect(JSON.stringify(entry)).not.toContain(id);
    expect(await ledgerAbout(reply.body.id)).toHaveLength(1);
  });

  it('is read back whole by its author, as a consultation that covers exactly the rows shown', async () => {
    const concern = await officer.raises(tenantCase());
    const read = await concern.read();
    expect(read.status).toBe(200);
    expect(read.etag).toBe('"1"');
    expect(read.body).toMatchObject({ id: concern.id, harmTypes: ['cuckooing'], indicators: [{ code: 'cuckooing:others-in-control', basis: 'observed' }], history: [{ version: 1, event: 'raised', staff: officer.id }] });
    expect(read.body.items.every(({ text }: Json) => text.length > 20)).toBe(true);
    const entry = await ledger(read.entryId);
    expect(entry).toMatchObject({ operation: 'consultation', outcome: 'permit', actor: officer.id, owner: officer.agency, concern: concern.id, visibleTo: [officer.agency], people: 1, usable: true });
    const rows = await stored('SELECT id FROM accord.items WHERE concern_id = $1', [concern.id]);
    expect(entry.released.map(({ content }) => content).sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(entry.released.map(({ content }) => content)).toEqual(expect.arrayContaining(read.body.items.map(({ contentId }: Json) => contentId)));
  });

  it('shows in the list of its team, one entry for the page covering what the page shows', async () => {
    const concern = await officer.raises(tenantCase());
    const list = await officer.get('/v1/concerns?limit=2&state=raised');
    expect(list.status).toBe(200);
    expect(list.body.items).toHaveLength(2);
    const shown = list.body.items.map(({ id }: Json) => id);
    const entry = await ledger(list.entryId);
    expect(entry).toMatchObject({ operation: 'list', outcome: 'permit', actor: officer.id, visibleTo: [officer.agency], fields: ['concern.summary', 'person.identity'], because: { concerns: shown } });
    const found = await stored('SELECT DISTINCT concern_id AS id FROM accord.items WHERE id = ANY ($1)', [entry.released.map(({ content }) => content)]);
    expect(found.map(({ id }) => id).sort()).toEqual([...shown].sort());
    expect((await lead.get('/v1/concerns?limit=100')).body.items.map(({ id }: Json) => id)).toContain(concern.id);
    expect((await as('tariq-bramwell-shah').get('/v1/concerns?limit=100')).text).not.toContain(concern.id);
  });
});

describe('a draft', () => {
  it('is its author’s alone, is not shared, and becomes a concern by being raised', async () => {
    const draft = await officer.raises(tenantCase({ state: 'draft' }));
    expect(await ledger(draft.entryId)).toMatchObject({ operation: 'collection', because: { event: 'draft' } });
    expect((await lead.get(`/v1/concerns/${draft.id}`)).status).toBe(404);
    expect((await lead.get('/v1/concerns?limit=100')).text).not.toContain(draft.id);
    expect((await draft.preview({ team: 'adults-safeguarding', purpose: 'safeguarding-adult', fields: ['person.identity'], necessity: 'x' })).body).toMatchObject({ status: 409, code: 'conflict' });

    const raised = await draft.raise();
    expect(raised.body).toMatchObject({ id: draft.id, state: 'raised', version: 2 });
    expect(await ledger(raised.body.entryId)).toMatchObject({ operation: 'alteration', concern: draft.id, fields: [], because: { event: 'raised', version: 2 } });
    expect((await lead.get(`/v1/concerns/${draft.id}`)).status).toBe(200);
    expect((await draft.raise()).body).toMatchObject({ status: 409, code: 'conflict' });
    expect((await ledgerAbout(draft.id, 'alteration'))).toHaveLength(1);
  });
});

describe('a concern that is not as documented', () => {
  it.each([
    ['of a team that the caller is not in', { team: 'wealdmere-housing-options' }, '/team'],
    ['of another agency’s team', { team: 'police-marac' }, '/team'],
    ['with an unknown harm type', { harmTypes: ['gossip'] }, '/harmTypes'],
    ['without people', { subjects: [] }, '/subjects'],
    ['with one label for two people', { subjects: [tenant(), tenant()] }, '/subjects'],
    ['with an item about nobody', { items: [item('person.identity', { about: 'S9' })] }, '/items/3/about'],
    ['with an unknown field', { items: [item('person.shoe-size')] }, '/items/3/field'],
    ['marked secret', { items: [item('person.contact', { marking: 'secret' })] }, '/items/3/marking'],
    ['with a member that the service owns', { agencyId: 'downshire-police' }, '/agencyId'],
    ['with an id of its own', { id: '018f0000-0000-7000-8000-000000000001' }, '/id'],
    ['keeping away somebody unheard of', { subjects: [tenant({ mustNotReceive: [{ staff: '018f0000-0000-7000-8000-000000000001' }] })] }, '/subjects'],
    ['keeping away nobody in particular', { subjects: [tenant({ mustNotReceive: [{}] })] }, '/subjects/0/mustNotReceive'],
    ['about a person that only another agency knows', { subjects: [tenant({ subject: '018f0000-0000-7000-8000-000000000002' })] }, '/subjects'],
    ['copied from nowhere', { items: [item('concern.summary', { copiedFrom: ['018f0000-0000-7000-8000-000000000003'] })] }, '/items'],
  ])('%s is refused with a pointer, and leaves nothing behind', async (_what, fault, pointer) => {
    const author = as('vikram-dellamore');
    const before = await concernsOf(author.id);
    const reply = await author.post('/v1/concerns', tenantCase({ team: 'mossbarrow-safeguarding', ...fault }));
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid-body' });
    expect(reply.body.errors.map((one: Json) => one.pointer)).toContain(pointer);
    expect(await concernsOf(author.id)).toBe(before);
  });
});

describe('an Idempotency-Key', () => {
  it('makes of the same request twice one concern, one entry and the same answer', async () => {
    const [body, key] = [tenantCase(), newKey()];
    const first = await officer.post('/v1/concerns', body, { key });
    const again = await officer.post('/v1/concerns', body, { key });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.etag).toBe(first.etag);
    expect(await ledgerAbout(first.body.id)).toHaveLength(1);
    expect(await stored('SELECT answer FROM accord.idempotency_keys WHERE key = $1', [key])).toEqual([{ answer: first.body }]);
  });

  it('is refused for another body, and belongs to one person only', async () => {
    const key = newKey();
    const first = await officer.post('/v1/concerns', tenantCase(), { key });
    const other = await officer.post('/v1/concerns', tenantCase(), { key });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency-conflict' });
    const colleague = await lead.post('/v1/concerns', tenantCase(), { key });
    expect(colleague.status).toBe(201);
    expect(colleague.body.id).not.toBe(first.body.id);
  });

  it('makes of many at the same moment one concern and the same answer for all', async () => {
    const [body, key, author] = [tenantCase(), newKey(), as('ifeoma-stanbridge')];
    const before = await concernsOf(author.id);
    const replies = await Promise.all(Array.from({ length: 6 }, () => author.post('/v1/concerns', { ...body, team: 'wealdmere-housing-options' }, { key })));
    expect(replies.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(new Set(replies.map(({ text }) => JSON.parse(text).id)).size).toBe(1);
    expect(await concernsOf(author.id)).toBe(before + 1);
    expect(await ledgerAbout(replies[0]!.body.id)).toHaveLength(1);
  });

  it('makes of one amendment sent many times at once one version', async () => {
    const concern = await officer.raises(tenantCase());
    const [body, key] = [{ items: [item('risk.assessment')] }, newKey()];
    const replies = await Promise.all(Array.from({ length: 4 }, () => new Concern(officer, concern.receipt).amend(body, { key })));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(replies.map(({ body: { entryId } }) => entryId)).size).toBe(1);
    expect((await ledgerAbout(concern.id, 'alteration'))).toHaveLength(1);
  });
});
