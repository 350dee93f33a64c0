/**
 * The law is changed by two people, and holds at once wherever the service runs. In a database of its own, with two instances of the
 * service upon it: everybody else's decisions depend on the law too.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { loadLaw } from '../../src/law/index.js';
import { at, dropDatabase, ownDatabase, ownService, type Service } from '../faults/own-service.js';
import { tenantCase, toNeighbourhoodPolice } from '../support/cases.js';
import { as, newKey, unknownId, type Concern, type Json, type Person, type Reply } from '../support/service.js';

const name = `accord_law_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
const base = loadLaw().version;
const gateway = 'cda-1998-s115';
const police = as('ig-officer');
const idva = as('idva-ig-officer');
const county = as('ravindra-maheshkar');
const officer = as('housing-officer');
let admin: pg.Client;
let services: Service[];
let concern: Concern;

/** Whoever asks from now on asks that instance. */
const onInstance = (which: number): void => void (process.env['BASE_URL'] = services[which]!.url);
const rows = async (sql: string, values: unknown[] = []): Promise<Json[]> => (await admin.query(sql, values)).rows;
const entryOf = async (id: string): Promise<Json> => {
  const [row] = await rows('SELECT agency_id, actor_id, operation, outcome, visible_to, leaf::jsonb AS leaf, recorded_at FROM accord.ledger_entries WHERE id = $1', [id]);
  return row;
};
const propose = (who: Person, change: object, gatewayId = gateway, key?: string): Promise<Reply> => who.post('/v1/law/gateway-changes', { gatewayId, change, reason: 'As published today.' }, key ? { key } : {});
const proposed = async (who: Person, change: object, gatewayId = gateway): Promise<string> => {
  const reply = await propose(who, change, gatewayId);
  expect([reply.status, reply.body.errors]).toEqual([201, undefined]);
  return reply.body.id;
};
const approve = (who: Person, id: string): Promise<Reply> => who.post(`/v1/law/gateway-changes/${id}/approval`);
const reject = (who: Person, id: string): Promise<Reply> => who.post(`/v1/law/gateway-changes/${id}/rejection`, { reason: 'Not what the order says.' });

/** Sends, and shows what the decision and its entry say of the law. */
const decided = async (): Promise<{ status: number; gateway: string | null; cited: string | undefined; catalogue: string; law: string }> => {
  const reply = await concern.refer(toNeighbourhoodPolice());
  const [kept] = await rows(`SELECT d.catalogue, d.record #>> '{decision,gateway}' AS gateway, e.leaf::jsonb -> 'because' AS because
    FROM accord.decisions d JOIN accord.ledger_entries e ON e.id = d.entry_id WHERE d.concern_id = $1 ORDER BY d.id DESC LIMIT 1`, [concern.id]);
  return { status: reply.status, gateway: kept.gateway, cited: kept.because.gateway?.id, catalogue: kept.catalogue, law: kept.because.law };
};

beforeAll(async () => {
  const own = await ownDatabase(serverUrl(), name);
  admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  services = await Promise.all([ownService(own.serviceUrl), ownService(own.serviceUrl)]);
  onInstance(0);
  concern = await officer.raises(tenantCase());
}, 120_000);
afterAll(async () => {
  await admin.end();
  await Promise.all(services.map((service) => service.stop()));
  await dropDatabase(serverUrl(), name);
}, 30_000);

describe('a gateway that is switched off', () => {
  let change: string;

  it('is cited until then, with the version of the law', async () => {
    expect(await decided()).toEqual({ status: 201, gateway, cited: gateway, catalogue: base, law: base });
  });

  it('still is while it is only proposed; the proposal is in the ledger of its agency', async () => {
    const reply = await propose(police, { commencedOn: null });
    expect(reply.status).toBe(201);
    change = reply.body.id;
    expect(reply.body).toMatchObject({ state: 'proposed', gateway, reason: 'As published today.', proposedBy: { staff: police.id, agency: police.agency }, decidedBy: null, law: null,
      changes: [{ member: 'commencedOn', label: 'commencement', before: 'in force from 30 September 1998', after: 'not commenced: never cited' }] });
    expect(await entryOf(reply.body.proposedEntry)).toMatchObject({ operation: 'agreement-change', outcome: 'permit', actor_id: police.id, visible_to: [police.agency],
      leaf: { because: { law: { id: change, step: 'proposed', gateway, change: ['commencedOn'] } } } });
    expect(await decided()).toMatchObject({ gateway, catalogue: base });
    const [told] = await rows(`SELECT count(DISTINCT agency_id)::int AS agencies, bool_or(agency_id = $2) AS own, min(to_role) AS role FROM accord.notices WHERE gateway_change_id = $1`, [change, police.agency]);
    expect(told).toMatchObject({ own: false, role: 'ig-officer' });
    expect(told.agencies).toBeGreaterThan(10);
    // In words, not as a bare code.
    const read = (await idva.get('/v1/notices?limit=100')).body.items.find((notice: Json) => notice.gatewayChange === change);
    expect(read).toMatchObject({ kind: 'gateway-change-proposed', says: expect.stringContaining('proposed') });
  });

  it('not by its proposer, nor by a lead, nor by a caseworker; nor one that is not there', async () => {
    expect([await approve(police, change), await reject(police, change)].map(({ status, body }) => [status, body.code])).toEqual([[409, 'conflict'], [409, 'conflict']]);
    expect((await approve(as('police-marac-lead'), change)).status).toBe(403);
    expect((await approve(officer, change)).status).toBe(403);
    expect((await approve(idva, unknownId())).status).toBe(404);
    expect(await decided()).toMatchObject({ gateway, catalogue: base });
  });

  it('not by a colleague of its proposer, an officer too: it takes two agencies', async () => {
    const colleague = as('police-marac-lead');
    const entries = 'SELECT count(*)::int AS n FROM accord.ledger_entries WHERE actor_id = $1 AND operation = $2';
    const before = await rows(entries, [colleague.id, 'agreement-change']);
    await rows(`INSERT INTO accord.staff_roles (staff_id, role) VALUES ($1, 'ig-officer')`, [colleague.id]);
    expect((await approve(colleague, change)).body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('takes two agencies') });
    await rows(`DELETE FROM accord.staff_roles WHERE staff_id = $1 AND role = 'ig-officer'`, [colleague.id]);
    expect(await rows(entries, [colleague.id, 'agreement-change'])).toEqual(before);
    expect(await decided()).toMatchObject({ gateway, catalogue: base });
  });

  it('is never cited from the moment that another approves, on whatever instance; what stands on consent alone says so, and under which law', async () => {
    onInstance(0);
    const reply = await approve(idva, change);
    expect([reply.status, reply.body.state, reply.body.number, reply.body.law]).toEqual([200, 'approved', 1, `${base}, change 1`]);
    onInstance(1);
    const after = await decided();
    expect(after).toEqual({ status: 201, gateway: 'consent', cited: 'consent', catalogue: `${base}, change 1`, law: `${base}, change 1` });
    onInstance(0);
    expect(await decided()).toEqual(after);
    const entry = await entryOf(reply.body.decidedEntry);
    expect(entry).toMatchObject({ operation: 'agreement-change', agency_id: idva.agency, actor_id: idva.id, leaf: { because: { law: { id: change, step: 'approved', gateway, change: ['commencedOn'], number: 1 } } } });
    const working = await rows(`SELECT id FROM accord.agencies WHERE valid_to IS NULL OR valid_to >= now()`);
    expect(entry.visible_to.toSorted()).toEqual(working.map(({ id }) => id).toSorted());
  });

  it('shows so to everybody, with who changed it', async () => {
    const { body } = await officer.get(`/v1/law/gateways/${gateway}`);
    expect(body).toMatchObject({ commencedOn: null, inForce: false, law: `${base}, change 1`, history: [{ id: change, state: 'approved', number: 1, decidedBy: { staff: idva.id, agency: idva.agency } }] });
    const { body: { items } } = await officer.get('/v1/law/gateways');
    expect(items.find(({ id }: Json) => id === gateway)).toMatchObject({ inForce: false, confirmed: null });
    expect((await officer.get('/v1/law/gateways/no-such-gateway')).status).toBe(404);
  });

  it('is not cited either where something that was sent under it is opened', async () => {
    const [sent] = await rows('SELECT id FROM accord.referrals WHERE concern_id = $1 ORDER BY id LIMIT 1', [concern.id]);
    const opened = await as('kirsty-dunmallet').opens(sent.id);
    expect(opened.status).toBe(200);
    expect((await entryOf(opened.entryId)).leaf.because).toMatchObject({ gateway: { id: 'consent' }, law: `${base}, change 1` });
  });

  it('is not decided twice', async () => {
    expect([(await approve(county, change)).status, (await reject(county, change)).status]).toEqual([409, 409]);
  });

  it('the database itself lets nothing cross under it, whatever the service believes', async () => {
    const decision = unknownId();
    await admin.query('BEGIN');
    await admin.query(`INSERT INTO accord.decisions SELECT $1, concern_id, agency_id, recipient_team, made_by, now(), outcome, ruleset, $2, agreement, jsonb_set(record, '{decision,gateway}', to_jsonb($3::text)), entry_id
      FROM accord.decisions WHERE concern_id = $4 AND outcome LIKE 'permit%' LIMIT 1`, [decision, `${base}, change 1`, gateway, concern.id]);
    await expect(admin.query(`INSERT INTO accord.referrals SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'decision_id', $1::uuid))).* FROM accord.referrals r WHERE r.concern_id = $2 LIMIT 1`, [decision, concern.id]))
      .rejects.toMatchObject({ code: 'AC001', message: `overtaken: ${gateway} is not in force` });
    await admin.query('ROLLBACK');
    await expect(admin.query(`INSERT INTO accord.decisions SELECT gen_random_uuid(), concern_id, agency_id, recipient_team, made_by, now(), outcome, ruleset, $2, agreement, record, entry_id FROM accord.decisions WHERE concern_id = $1 LIMIT 1`, [concern.id, base]))
      .rejects.toMatchObject({ code: 'AC001' });
  });
});

describe('sharing while the law changes', () => {
  it('every decision that is kept was taken under the law of its moment', async () => {
    const change = await proposed(county, { commencedOn: '1998-09-30' });
    const sending = Promise.all(Array.from({ length: 12 }, () => concern.refer(toNeighbourhoodPolice())));
    const [reply, sent] = await Promise.all([approve(police, change), sending]);
    expect([reply.status, reply.body.number]).toEqual([200, 2]);
    // Nobody is told to come again.
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 201));
    const kept = await rows(`SELECT d.catalogue, d.record #>> '{decision,gateway}' AS gateway, e.recorded_at < c.decided_at AS before FROM accord.decisions d JOIN accord.ledger_entries e ON e.id = d.entry_id, accord.gateway_changes c
      WHERE d.concern_id = $1 AND c.number = 2 AND d.catalogue ~ 'change'`, [concern.id]);
    expect(kept.length).toBeGreaterThanOrEqual(12);
    for (const { catalogue, gateway: cited, before } of kept) expect({ catalogue, cites: cited === gateway }).toEqual({ catalogue: `${base}, change ${before ? 1 : 2}`, cites: !before });
    expect(await decided()).toMatchObject({ status: 201, gateway, catalogue: `${base}, change 2` });
    const [before] = await rows('SELECT id FROM accord.referrals WHERE concern_id = $1 ORDER BY id LIMIT 1', [concern.id]);
    const opened = await as('kirsty-dunmallet').opens(before.id);
    expect(opened.status).toBe(200);
    expect((await entryOf(opened.entryId)).leaf.because).toMatchObject({ gateway: { id: gateway }, law: `${base}, change 2` });
  });
});

describe('two officers at once', () => {
  it('approving the same proposal: once', async () => {
    const change = await proposed(police, { note: 'Read again.' });
    const replies = await Promise.all([approve(idva, change), approve(county, change), approve(idva, change)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(await rows('SELECT number FROM accord.gateway_changes WHERE id = $1', [change])).toEqual([{ number: 3 }]);
  });

  it('one approving, one rejecting: one of them', async () => {
    const change = await proposed(police, { note: 'Read once more.' });
    const [yes, no] = await Promise.all([approve(idva, change), reject(county, change)]);
    expect([yes.status, no.status].toSorted()).toEqual([200, 409]);
    const [{ state, answer }] = (await rows('SELECT state, answer FROM accord.gateway_changes WHERE id = $1', [change])) as [Json];
    expect([state, answer]).toEqual(yes.status === 200 ? ['approved', null] : ['rejected', 'Not what the order says.']);
  });

  it('proposing for the same gateway: one of them; another gateway is another matter', async () => {
    const replies = await Promise.all([propose(police, { note: 'One.' }), propose(idva, { note: 'Two.' })]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const open = replies.find(({ status }) => status === 201)!.body.id;
    expect((await reject(county, open)).body).toMatchObject({ state: 'rejected', answer: 'Not what the order says.', decidedBy: { staff: county.id }, law: null });
    expect((await entryOf((await county.get(`/v1/law/gateway-changes/${open}`)).body.decidedEntry)).visible_to.toSorted()).toEqual([...new Set([county.agency, replies[0]!.status === 201 ? police.agency : idva.agency])].toSorted());
  });

  it('the same proposal sent twice with one key is one', async () => {
    const key = newKey();
    const [one, other] = await Promise.all([propose(police, { note: 'Three.' }, 'ca-2004-s11', key), propose(police, { note: 'Three.' }, 'ca-2004-s11', key)]);
    expect([one.status, other.status, one.body.id]).toEqual([201, 201, other.body.id]);
    await reject(idva, one.body.id);
  });
});

describe('verified, and by whom', () => {
  it('names both officers, and the day', async () => {
    expect((await officer.get('/v1/law/gateways/care-2014-s42')).body.confirmed).toBeNull();
    const change = await proposed(police, { verified: 'R (legislation.gov.uk)' }, 'care-2014-s42');
    await approve(county, change);
    const { body } = await officer.get('/v1/law/gateways/care-2014-s42');
    expect(body).toMatchObject({ mark: 'R', verified: 'R (legislation.gov.uk)', confirmed: { change, proposedBy: { staff: police.id }, approvedBy: { staff: county.id, agency: county.agency } } });
    expect(Math.abs(Date.parse(body.confirmed.at) - Date.now())).toBeLessThan(120_000);
  });
});

describe('a proposal that cannot stand', () => {
  it.each([
    ['an unknown gateway', 'no-such-gateway', { note: 'x' }, '/gatewayId'],
    ['nothing at all', gateway, {}, '/change'],
    ['what reads so already', gateway, { kind: 'power', endsOn: null, liftsConfidence: false }, '/change'],
    ['an unknown agency type', gateway, { from: ['police', 'polis'] }, '/change/from'],
    ['an unknown purpose', gateway, { purposes: ['fun'] }, '/change/purposes'],
    ['an unknown kind of data', gateway, { data: ['gossip'] }, '/change/data/0'],
    ['the same body twice', gateway, { to: ['police', 'police'] }, '/change/to'],
    ['a mark of its own', gateway, { verified: 'certainly' }, '/change/verified'],
    ['an end before commencement', gateway, { endsOn: '1990-01-01' }, '/change/endsOn'],
    ['a day that is none', gateway, { commencedOn: '2027-02-30' }, '/change/commencedOn'],
    ['another name', gateway, { id: 'mine' }, '/change/id'],
  ])('%s: 400, naming it, and nothing is kept', async (_what, id, change, pointer) => {
    const before = await rows('SELECT count(*) FROM accord.gateway_changes');
    const { status, body } = await propose(idva, change, id);
    expect({ status, code: body.code, pointers: body.errors?.map((error: Json) => error.pointer) }).toEqual({ status: 400, code: 'invalid-body', pointers: [pointer] });
    expect(await rows('SELECT count(*) FROM accord.gateway_changes')).toEqual(before);
  });

  it('one of a gateway that a release has changed meanwhile is overtaken', async () => {
    const change = await proposed(police, { note: 'Of an older release.' }, 'ca-2004-s11');
    await admin.query(`INSERT INTO accord.law_bases (version, content, digest) SELECT 'older', c, encode(sha256(convert_to(c, 'UTF8')), 'hex')
      FROM (SELECT replace(content, 'Arrangements to safeguard', 'Duties to safeguard') AS c FROM accord.law_bases WHERE version = $1) b`, [base]);
    await admin.query(`BEGIN`);
    await admin.query(`SET LOCAL session_replication_role = replica`);
    await admin.query(`UPDATE accord.gateway_changes SET release = 'older' WHERE id = $1`, [change]);
    await admin.query(`COMMIT`);
    const reply = await approve(idva, change);
    expect([reply.status, reply.body.detail]).toEqual([409, 'The gateway was changed since this was proposed. Reject it, and propose anew what still holds.']);
    expect((await reject(idva, change)).status).toBe(200);
  });
});

it('an officer finds who changed the law in the ledger, of whatever agency they are', async () => {
  const [{ entry }] = (await rows('SELECT decided_entry AS entry FROM accord.gateway_changes WHERE number = 1')) as [Json];
  const reply = await as('lemuel-harcastle').looksUp(entry);
  expect([reply.status, reply.body.operation, reply.body.because]).toEqual([200, 'agreement-change', { law: expect.objectContaining({ gateway, step: 'approved', number: 1 }) }]);
});

it('all changes, paged, by state', async () => {
  const seen: string[] = [];
  for (let path: string | undefined = '/v1/law/gateway-changes?limit=2&state=rejected'; path; ) {
    const { body }: Reply = await officer.get(path);
    expect(body.items.length).toBeLessThanOrEqual(2);
    seen.push(...body.items.map(({ id, state }: Json) => `${state} ${id}`));
    path = body.next && `/v1/law/gateway-changes?limit=2&state=rejected&after=${body.next}`;
  }
  expect(seen).toEqual((await rows(`SELECT id FROM accord.gateway_changes WHERE state = 'rejected' ORDER BY id DESC`)).map(({ id }) => `rejected ${id}`));
  expect(seen.length).toBeGreaterThan(2);
});
