/** The list of who must not receive, as those on it meet it: nowhere. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { asService, claim, enter, newKey as permitKey, permitFor, seen } from '../locks/attacker.js';
import { item, maracCase, tenant, tenantCase, toHousing, toNeighbourhoodPolice } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, asNewcomer, canary, sentence, unknownId, type Concern, type Json, type Person, type Reply } from '../support/service.js';

const adviser = as('idva');
const advisersLead = as('frances-ullathorpe');
const advisersOfficer = as('dilnoza-westerby');
const housing = as('housing-marac-lead');
const housingOfficer = as('malachy-threadwell');
const tenancy = as('housing-officer');
const constable = as('gethin-marrowby');

/** Every page of a list until the last of `until`: its ids, and how many stood on each page that has another after it. */
const pagesOf = async (who: Person, path: string, limit: number, until: string): Promise<{ ids: string[]; sizes: number[] }> => {
  const [ids, sizes]: [string[], number[]] = [[], []];
  let next = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  while (next && !ids.includes(until)) {
    const reply = await who.get(next);
    ids.push(...reply.body.items.map(({ id }: Json) => id));
    next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('link') ?? '')?.[1] ?? '';
    if (next) sizes.push(reply.body.items.length);
  }
  return { ids, sizes };
};
/** The lead is put on the list by a colleague: three concerns, of which the middle one is not for her. */
const threeOfWhichOneIsKept = async (who: Person): Promise<{ kept: Concern; sent: string[]; all: Concern[] }> => {
  const all = [await adviser.raises(maracCase()), await adviser.raises(maracCase()), await adviser.raises(maracCase())];
  const sent: string[] = [];
  for (const concern of all) sent.push((await concern.refers(toHousing())).referralId);
  await all[1]!.keepAway([{ staff: who.id }]);
  return { kept: all[1]!, sent, all };
};

describe('lists, counts and pages', () => {
  it('of concerns and referrals sent are whole without it: no short page, no empty page, no cursor to it', async () => {
    const { kept, sent, all } = await threeOfWhichOneIsKept(advisersLead);
    for (const [path, records] of [['/v1/concerns', all.map(({ id }) => id)], ['/v1/referrals?box=out', sent]] as const) {
      for (const limit of [1, 2]) {
        const { ids, sizes } = await pagesOf(advisersLead, path, limit, records[0]!);
        expect(ids).toEqual(expect.arrayContaining([records[0], records[2]]));
        expect(ids).not.toContain(records[1]);
        expect(sizes.filter((size) => size !== limit)).toEqual([]);
      }
    }
    expect((await advisersLead.get(`/v1/referrals?box=out&concern=${kept.id}`)).body).toEqual((await advisersLead.get(`/v1/referrals?box=out&concern=${unknownId()}`)).body);
    // Nor does the entry of her page name it; her colleague's does.
    const entry = await ledger((await advisersLead.get('/v1/concerns?limit=100')).entryId);
    expect(entry.because.concerns).not.toContain(kept.id);
    expect((await ledger((await adviser.get('/v1/concerns?limit=100')).entryId)).because.concerns).toContain(kept.id);
  });

  it('of referrals received are whole without it', async () => {
    const { sent } = await threeOfWhichOneIsKept(housing);
    for (const limit of [1, 2]) {
      const { ids, sizes } = await pagesOf(housing, '/v1/referrals?box=in', limit, sent[0]!);
      expect(ids).toEqual(expect.arrayContaining([sent[0], sent[2]]));
      expect(ids).not.toContain(sent[1]);
      expect(sizes.filter((size) => size !== limit)).toEqual([]);
    }
    expect(await ledgerAbout(sent[1]!, 'refusal')).toEqual([]);
  });
});

describe('copying, naming and previewing', () => {
  it('a row or a person of it is as unknown as one that does not exist, and pasting its words teaches nothing', async () => {
    const safeAddress = sentence();
    const concern = await adviser.raises(maracCase({ safeAddress }));
    await concern.keepAway([{ staff: advisersLead.id }]);
    const raise = (more: object): Promise<Reply> => advisersLead.post('/v1/concerns', { ...maracCase(), ...more });
    const withoutInstance = ({ status, body }: Reply): object => ({ status, ...body, instance: '' });
    for (const naming of [(id: string) => ({ items: [item('concern.summary', { copiedFrom: [id] })] }), (id: string) => ({ subjects: [{ ref: 'S1', roles: ['associate'], subject: id }] })]) {
      const nothing = await raise(naming(unknownId()));
      expect(nothing.status).toBe(400);
      for (const id of [concern.item('person.safe-address').contentId, concern.subject()]) expect(withoutInstance(await raise(naming(id)))).toEqual(withoutInstance(nothing));
    }
    const pasted = await advisersLead.raises({ ...maracCase(), items: [item('concern.summary', { text: `Heard: ${safeAddress}` })] });
    expect(pasted.item('concern.summary').carries).toEqual(['concern.summary']);
    expect(await stored('SELECT source_id FROM accord.concern_sources WHERE concern_id = $1', [pasted.id])).toEqual([]);
    expect(await ledger(pasted.entryId)).toMatchObject({ operation: 'collection' });
  });

  it('beats a duty, an emergency and an override, at preview and at sending', async () => {
    const concern = await tenancy.raises(tenantCase({ subjects: [tenant({ seriousHarm: true, mustNotReceive: [{ staff: constable.id }] })] }));
    for (const purpose of ['asb-case-review', 'emergency-life', 'child-protection-enquiry', 'crime-prevention']) {
      const share = toNeighbourhoodPolice({ purpose, agreement: undefined, overrideReason: sentence() });
      expect((await concern.preview(share)).body).toMatchObject({ decision: { outcome: 'refuse', reasons: ['must-not-receive'], permitted: [], approvals: [] }, whoCanOpen: [] });
      const refused = await concern.refer(share);
      expect(refused.body).toMatchObject({ status: 403, decision: { reasons: ['must-not-receive'] } });
      expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', recipient: null, visibleTo: [tenancy.agency], because: { reasons: ['must-not-receive'] } });
    }
  });

  it('stops what went under a duty or in an emergency before: at once, and not for the rest of the team', async () => {
    const concern = await tenancy.raises(tenantCase({ subjects: [tenant({ seriousHarm: true })] }));
    const sent = await concern.refers(toNeighbourhoodPolice({ purpose: 'emergency-life', agreement: undefined }));
    expect((await constable.opens(sent.referralId)).status).toBe(200);
    await concern.keepAway([{ staff: constable.id }]);
    expect((await constable.opens(sent.referralId)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await as('kirsty-dunmallet').opens(sent.referralId)).status).toBe(200);
    expect((await ledgerAbout(sent.referralId, 'refusal')).map(({ because }) => because.reason).sort()).toEqual(['must-not-receive', 'no-such-record-for-this-caller']);
  });

  it('stands in full before those who handle the concern', async () => {
    const concern = await adviser.raises(maracCase());
    await concern.keepAway([{ staff: housing.id }, { agency: 'downshire-probation' }]);
    const read = await concern.read();
    expect(read.body.subjects[0].mustNotReceive).toEqual([{ staff: housing.id }, { agency: 'downshire-probation' }]);
    expect(await ledger(read.entryId)).toMatchObject({ operation: 'consultation', concern: concern.id });
  });
});

describe('the ledger, for an officer who is on it', () => {
  const entriesFor = async (who: Person, query: Record<string, string>): Promise<string[]> => (await who.searches(query)).body.items.map(({ id }: Json) => id);

  it('shows no page of a list that has it, and of an attempt on it what an attempt on nothing leaves', async () => {
    const concern = await adviser.raises(maracCase());
    const { decisionId } = await concern.refers(toHousing());
    const listed = await adviser.get('/v1/concerns?limit=5');
    expect((await ledger(listed.entryId)).because.concerns).toContain(concern.id);
    expect((await advisersOfficer.looksUp(listed.entryId)).status).toBe(200);
    await advisersLead.put(`/v1/concerns/${concern.id}/subjects/${concern.subject()}/must-not-receive`, { keep: [{ staff: advisersOfficer.id }] });
    expect((await advisersOfficer.looksUp(listed.entryId)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await entriesFor(advisersOfficer, { operation: 'list', person: adviser.id })).not.toContain(listed.entryId);
    expect((await advisersOfficer.searches({ person: adviser.id })).text).not.toContain(concern.id);

    const missing = unknownId();
    const statement = (id: string): Promise<Reply> => advisersOfficer.get(`/v1/decisions/${id}/statement?auditPurpose=lawfulness`);
    const decided = (id: string): Promise<Reply> => advisersOfficer.get(`/v1/decisions/${id}?auditPurpose=lawfulness`);
    for (const ask of [decided, statement]) for (const id of [decisionId, missing]) expect((await ask(id)).body).toMatchObject({ status: 404, code: 'not-found' });
    const own = (await advisersOfficer.searches({ person: advisersOfficer.id, operation: 'refusal' })).body.items.slice(0, 2);
    const seenOf = await Promise.all(own.map(async ({ id }: Json) => (await advisersOfficer.looksUp(id)).body));
    for (const one of seenOf) expect(one).toMatchObject({ owner: null, concern: null, because: { reason: 'no-such-record-for-this-caller', record: expect.any(String) } });
    expect(new Set(seenOf.map(({ because }: Json) => because.record)).size).toBe(2);
    expect(JSON.stringify(seenOf)).not.toContain(decisionId);
  });

  it('shows no look-up by a colleague that names it; one’s own stay, whether it exists or not', async () => {
    const subject = canary();
    const added = await as('moira-kettlethorpe').post('/v1/staff', { name: 'New Officer', position: 'Officer', issuer: 'https://id.downshire-police.demo.invalid', subject, roles: ['ig-officer'], teams: [] });
    expect(added.status).toBe(201);
    const colleague = asNewcomer(added.body.id, subject, 'harpreet-sandhaliwal');
    const officer = as('harpreet-sandhaliwal');
    const concern = await tenancy.raises(tenantCase());
    const { referralId, entryId } = await concern.refers(toNeighbourhoodPolice());
    const named = [(await colleague.searches({ record: referralId })).entryId, (await colleague.looksUp(entryId)).entryId];
    const lookUps = await stored(`SELECT id FROM accord.ledger_entries WHERE actor_id = $1 AND operation = 'audit-look-up' ORDER BY id`, [colleague.id]);
    expect(lookUps.length).toBeGreaterThanOrEqual(named.length);
    const ofColleague = async (): Promise<string[]> => entriesFor(officer, { person: colleague.id, operation: 'audit-look-up' });
    expect(await ofColleague()).toEqual(expect.arrayContaining(lookUps.map(({ id }) => id)));
    await concern.keepAway([{ staff: officer.id }]);
    expect(await ofColleague()).toEqual([]);
    for (const record of [referralId, unknownId()]) {
      expect(await entriesFor(officer, { record })).toEqual([]);
      const [newest] = (await stored(`SELECT id, leaf::jsonb #>> '{because,sought,record}' AS record FROM accord.ledger_entries WHERE actor_id = $1 AND operation = 'audit-look-up' AND leaf::jsonb #>> '{because,sought,record}' = $2 ORDER BY id DESC LIMIT 1`, [officer.id, record]));
      expect(newest.record).toBe(record);
      expect(await entriesFor(officer, { person: officer.id, operation: 'audit-look-up' })).toContain(newest.id);
    }
  });
});

describe('in the database, whatever asks', () => {
  let service: pg.Client;
  beforeAll(async () => {
    service = await asService();
  });
  afterAll(() => service.end());
  const rowsFor = async (who: Person, concern: string): Promise<object> => {
    await claim(service, { agency: who.agency, actor: who.id });
    const counts = ['decisions', 'approvals', 'tasks', 'notices', 'referrals', 'items'].map(async (table) => [table, (await service.query(`SELECT count(*)::int AS n FROM accord.${table} WHERE concern_id = $1`, [concern])).rows[0].n] as const);
    return Object.fromEntries(await Promise.all(counts));
  };

  it('decisions, approvals, tasks and notices of the record are not there for them, and are for their colleague', async () => {
    const concern = await adviser.raises(maracCase());
    const { decisionId, referralId } = await concern.refers(toHousing());
    const day = '2026-11-24';
    await stored(`INSERT INTO accord.approvals (id, decision_id, concern_id, asked_in, asked_by, agency_id, approver, binds, parts, purpose, recipient_agency, recipient_team, fields, about_rows, due_on, lapses_on)
      VALUES (gen_random_uuid(), $1, $2, $3, $4, $3, 'agency-lead', repeat('0', 64), '{}', 'domestic-abuse-risk', 'copperbeck-homes', 'copperbeck-marac', '{}', '{}', $5, $5)`, [decisionId, concern.id, adviser.agency, adviser.id, day]);
    for (const agency of [adviser.agency, housing.agency]) {
      await stored(`INSERT INTO accord.tasks (id, agency_id, obligation, concern_id, owner_role, set_by, due_on) VALUES (gen_random_uuid(), $1, 'inform-subject', $2, 'agency-lead', $3, $4)`, [agency, concern.id, adviser.id, day]);
      await stored(`INSERT INTO accord.notices (id, agency_id, kind, to_role, concern_id, referral_id) VALUES (gen_random_uuid(), $1, 'wishes-withdrawn', 'agency-lead', $2, $3)`, [agency, concern.id, referralId]);
    }
    await concern.keepAway([{ staff: advisersLead.id }, { staff: housing.id }]);
    const none = { decisions: 0, approvals: 0, tasks: 0, notices: 0, referrals: 0, items: 0 };
    expect([await rowsFor(advisersLead, concern.id), await rowsFor(housing, concern.id)]).toEqual([none, none]);
    expect(await rowsFor(adviser, concern.id)).toEqual({ decisions: 1, approvals: 1, tasks: 1, notices: 1, referrals: 1, items: 6 });
    // The second notice is of the referral itself.
    expect(await rowsFor(housingOfficer, concern.id)).toEqual({ ...none, tasks: 1, notices: 2, referrals: 1 });
    for (const table of ['approvals', 'tasks', 'notices']) await stored(`DELETE FROM accord.${table} WHERE concern_id = $1`, [concern.id]);
  });

  it('a permit that was durable before the list named its reader opens nothing any more', async () => {
    const concern = await adviser.raises(maracCase());
    const { referralId } = await concern.refers(toHousing());
    const rows = await stored('SELECT c.id, c.field FROM accord.referral_items f JOIN accord.contents c ON c.id = f.content_id WHERE f.referral_id = $1', [referralId]);
    const entry = permitFor({ concern: concern.id, owner: housing.agency, actor: housing.id }, rows, { operation: 'disclosure', concern: undefined, referral: referralId, owner: adviser.agency, recipient: { agency: housing.agency }, visibleTo: [housing.agency, adviser.agency] } as object);
    const key = permitKey();
    await enter(service, entry, key);
    await claim(service, { permit: entry.id, permit_key: key, agency: housing.agency, actor: housing.id });
    expect(await seen(service)).toEqual(rows.map(({ id }) => id).sort());
    await concern.keepAway([{ staff: housing.id }]);
    expect(await seen(service)).toEqual([]);
  });
});
