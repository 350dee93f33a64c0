import { describe, expect, it } from '@jest/globals';
import { holderOn, type Lifetime } from '../../src/agencies/succession.js';
import { checkLifetimes } from '../../src/demo/check-lifetimes.js';
import { CountyStore } from '../../src/demo/county.store.js';
import { downshire } from '../../src/demo/index.js';
import { ledger, stored } from '../support/ledger.js';
import { as, canary, newKey, unknownId, type Json } from '../support/service.js';
import { dayFromNow, employ, found, succeed, type Agency } from '../support/successions.js';

const path = '/v1/agency-successions';
const lifetime = async ({ id }: Agency): Promise<Json> => (await stored(`SELECT to_char(valid_to, 'YYYY-MM-DD') AS "validTo", successor FROM accord.agencies WHERE id = $1`, [id]))[0];
const untouched = { validTo: null, successor: null };
const entriesOf = async (succession: string): Promise<Json[]> =>
  Promise.all((await stored(`SELECT id FROM accord.ledger_entries WHERE leaf::jsonb #>> '{because,succession,id}' = $1 ORDER BY recorded_at`, [succession])).map(({ id }) => ledger(id)));

const proposed = async (): Promise<{ district: Agency; council: Agency; id: string; lastDay: string }> => {
  const [district, council] = [await found(), await found()];
  const lastDay = await dayFromNow(0);
  const reply = await district.officer.post(path, { successor: council.id, lastDay });
  expect(reply.status).toBe(201);
  return { district, council, id: reply.body.id, lastDay };
};

/** Both sides have had their say but for the last person. */
const accepting = async (): Promise<Awaited<ReturnType<typeof proposed>>> => {
  const all = await proposed();
  for (const who of [all.district.lead, all.council.officer]) expect((await who.post(`${path}/${all.id}/approval`)).status).toBe(200);
  return all;
};

describe('that an agency ends, and who answers for it then', () => {
  it('is proposed by one, approved by another and accepted by two of the successor, each an entry that officers of both agencies find', async () => {
    const { district, council, id, lastDay } = await proposed();
    expect(await lifetime(district)).toEqual(untouched);
    const said: Json[] = [];
    for (const [who, step] of [[district.lead, 'approved'], [council.officer, 'accepting'], [council.lead, 'accepted']] as const) {
      expect(await lifetime(district)).toEqual(untouched);
      said.push((await who.post(`${path}/${id}/approval`)).body);
      expect(said.at(-1)).toMatchObject({ id, agency: district.id, successor: council.id, lastDay, state: step, proposedBy: district.officer.id, approvedBy: district.lead.id });
    }
    expect(said.map(({ acceptingBy, decidedBy }) => [acceptingBy, decidedBy])).toEqual([[null, null], [council.officer.id, null], [council.officer.id, council.lead.id]]);
    expect(await lifetime(district)).toEqual({ validTo: lastDay, successor: council.id });
    const both = [district.id, council.id].sort();
    expect(await entriesOf(id)).toMatchObject([
      { operation: 'permission-change', outcome: 'permit', actor: district.officer.id, agency: district.id, owner: district.id, visibleTo: both, because: { succession: { id, step: 'proposed', agency: district.id, successor: council.id, lastDay } } },
      { operation: 'permission-change', actor: district.lead.id, agency: district.id, visibleTo: both, because: { succession: { step: 'approved' } } },
      { operation: 'permission-change', actor: council.officer.id, agency: council.id, owner: district.id, visibleTo: both, because: { succession: { step: 'accepting' } } },
      { operation: 'permission-change', actor: council.lead.id, agency: council.id, visibleTo: both, because: { succession: { step: 'accepted' } } },
    ]);
    for (const officer of [district.officer, council.officer]) {
      expect((await officer.looksUp(said.at(-1)!['entryId'])).body).toMatchObject({ because: { succession: { step: 'accepted', successor: council.id } } });
    }
    expect((await as('idva').get(`${path}?limit=100`)).body.items).toContainEqual(expect.objectContaining({ id, state: 'accepted' }));
    // Today is the last day: the district still acts, and from tomorrow its successor.
    expect((await district.lead.get('/v1/me')).body.agency).toBe(district.id);
    expect((await stored('SELECT accord.holder_on($1, accord.today_in_london()) AS today, accord.holder_on($1, accord.today_in_london() + 1) AS tomorrow', [district.id]))[0]).toEqual({ today: district.id, tomorrow: council.id });
    expect((await district.officer.post(path, { successor: council.id, lastDay })).body).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('rejected, changes nothing, and can be proposed again', async () => {
    const { district, council, id, lastDay } = await proposed();
    expect((await district.officer.post(path, { successor: council.id, lastDay })).body).toMatchObject({ status: 409, code: 'conflict' });
    const rejected = await district.lead.post(`${path}/${id}/rejection`);
    expect(rejected.body).toMatchObject({ state: 'rejected', decidedBy: district.lead.id });
    expect(await ledger(rejected.body.entryId)).toMatchObject({ operation: 'permission-change', because: { succession: { id, step: 'rejected' } } });
    expect(await lifetime(district)).toEqual(untouched);
    expect((await district.lead.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, state: 'rejected' });
    expect((await district.lead.post(path, { successor: council.id, lastDay })).status).toBe(201);
  });

  it('is not brought about by the agency alone: whom it names is told, and nobody acts for it unasked', async () => {
    const { district, council: police, id } = await proposed();
    const approved = await district.lead.post(`${path}/${id}/approval`);
    expect(approved.body).toMatchObject({ state: 'approved', decidedBy: null });
    const accomplice = await employ(district.id, ['ig-officer', 'agency-lead']);
    for (const who of [district.officer, district.lead, accomplice]) expect((await who.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, code: 'conflict', state: 'approved' });
    expect(await lifetime(district)).toEqual(untouched);
    expect((await stored('SELECT accord.holder_on($1, accord.today_in_london() + 1) AS tomorrow, accord.holder_on($2, accord.today_in_london() + 1) AS theirs', [district.id, police.id]))[0]).toEqual({ tomorrow: district.id, theirs: police.id });
    for (const who of [police.officer, police.lead]) {
      const { items } = (await who.get('/v1/notices?limit=100')).body;
      expect(items).toContainEqual(expect.objectContaining({ kind: 'succession-offered', concern: null }));
    }
    expect((await police.caseworker.get('/v1/notices?limit=100')).body.items).toEqual([]);
    const refused = await police.officer.post(`${path}/${id}/rejection`);
    expect(refused.body).toMatchObject({ state: 'rejected', decidedBy: police.officer.id });
    expect(await ledger(refused.body.entryId)).toMatchObject({ agency: police.id, visibleTo: [district.id, police.id].sort(), because: { succession: { id, step: 'rejected' } } });
    expect((await police.lead.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, state: 'rejected' });
    expect(await lifetime(district)).toEqual(untouched);
  });

  it('can be stopped by any of them until the last has accepted, and by nobody after', async () => {
    for (const stops of ['district', 'council'] as const) {
      const all = await accepting();
      expect((await all[stops].officer.post(`${path}/${all.id}/rejection`)).body).toMatchObject({ state: 'rejected', decidedBy: all[stops].officer.id });
      expect((await all.council.lead.post(`${path}/${all.id}/approval`)).body).toMatchObject({ status: 409, state: 'rejected' });
      expect(await lifetime(all.district)).toEqual(untouched);
    }
    const { district, council, id, lastDay } = await accepting();
    expect((await council.lead.post(`${path}/${id}/approval`)).status).toBe(200);
    expect((await council.lead.post(`${path}/${id}/rejection`)).body).toMatchObject({ status: 409, state: 'accepted' });
    expect(await lifetime(district)).toEqual({ validTo: lastDay, successor: council.id });
  });

  it('takes two people of each agency: not oneself, not a caseworker, not the successor before its turn, not a stranger', async () => {
    const { district, council, id } = await proposed();
    for (const step of ['approval', 'rejection']) {
      expect((await district.caseworker.post(`${path}/${id}/${step}`)).body).toMatchObject({ status: 403, roles: ['agency-lead', 'ig-officer'] });
      expect((await council.caseworker.post(`${path}/${id}/${step}`)).body).toMatchObject({ status: 403 });
      expect((await as('police-marac-lead').post(`${path}/${id}/${step}`)).body).toMatchObject({ status: 404, code: 'not-found' });
    }
    for (const who of [district.officer, council.officer, council.lead]) expect((await who.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, code: 'conflict', state: 'proposed' });
    expect((await district.lead.post(`${path}/${unknownId()}/approval`)).status).toBe(404);
    expect(await lifetime(district)).toEqual(untouched);
    expect(await entriesOf(id)).toHaveLength(1);
    for (const who of [district.lead, council.officer]) expect((await who.post(`${path}/${id}/approval`)).status).toBe(200);
    expect((await council.officer.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, state: 'accepting' });
    expect(await lifetime(district)).toEqual(untouched);
  });

  it('is decided once: of many at once one wins, and the others leave no entry', async () => {
    const { district, council, id, lastDay } = await accepting();
    const others = [council.lead, await employ(council.id, ['ig-officer']), district.lead, await employ(council.id, ['agency-lead'])];
    const replies = await Promise.all(others.map((who, at) => who.post(`${path}/${id}/${at < 2 ? 'approval' : 'rejection'}`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const won = replies.find(({ status }) => status === 200)!.body;
    expect(await entriesOf(id)).toMatchObject([...['proposed', 'approved', 'accepting'].map((step) => ({ because: { succession: { step } } })), { id: won.entryId, actor: won.decidedBy, because: { succession: { step: won.state } } }]);
    expect(await lifetime(district)).toEqual(won.state === 'accepted' ? { validTo: lastDay, successor: council.id } : untouched);
  });

  it('is proposed once: of two at once one waits for a decision; the same key gives the same answer', async () => {
    const [district, council] = [await found(), await found()];
    const body = { successor: council.id, lastDay: await dayFromNow(3) };
    const key = newKey();
    const [first, again] = [await district.officer.post(path, body, { key }), await district.officer.post(path, body, { key })];
    expect(again.body).toEqual(first.body);
    await district.lead.post(`${path}/${first.body.id}/rejection`);
    const replies = await Promise.all([district.officer, district.lead].map((who) => who.post(path, body)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await stored('SELECT state FROM accord.agency_successions WHERE agency_id = $1 ORDER BY state', [district.id])).toEqual([{ state: 'proposed' }, { state: 'rejected' }]);
  });

  it('is refused where it cannot be, naming the part, and changes nothing', async () => {
    const [district, council, late, earlier] = [await found(), await found(), await found('2090-04-01'), await found()];
    await succeed(district, earlier);
    const [today, yesterday] = [await dayFromNow(0), await dayFromNow(-1)];
    const bad: [object, string][] = [
      [{ successor: council.id, lastDay: yesterday }, '/lastDay'], [{ successor: council.id, lastDay: '2030-02-30' }, '/lastDay'], [{ successor: council.id }, '/lastDay'], [{ lastDay: today }, '/successor'],
      [{ successor: district.id, lastDay: today }, '/successor'], [{ successor: 'nobody-here', lastDay: today }, '/successor'], [{ successor: late.id, lastDay: today }, '/successor'],
      [{ successor: earlier.id, lastDay: today }, '/successor'], [{ successor: council.id, lastDay: today, state: 'approved' }, '/state'],
    ];
    for (const [body, pointer] of bad) {
      const reply = await district.officer.post(path, body);
      expect({ body, reply: reply.body }).toEqual({ body, reply: expect.objectContaining({ status: 400, code: 'invalid-body', errors: [expect.objectContaining({ pointer })] }) });
    }
    expect((await district.officer.post(path, { successor: earlier.id, lastDay: today })).body.errors[0].detail).toContain(`circle: ${district.id} → ${earlier.id} → ${district.id}`);
    expect((await district.officer.post(path, { successor: late.id, lastDay: '2090-03-31' })).status).toBe(201);
    expect(await stored('SELECT count(*)::int AS n FROM accord.agency_successions WHERE agency_id = $1', [district.id])).toEqual([{ n: 1 }]);
    expect(await lifetime(district)).toEqual(untouched);
  });

  it('is not approved or accepted once whoever took an earlier step may not any more, and can still be rejected', async () => {
    for (const gone of [(all: Awaited<ReturnType<typeof proposed>>) => all.district.officer, (all: Awaited<ReturnType<typeof proposed>>) => all.district.lead, (all: Awaited<ReturnType<typeof proposed>>) => all.council.officer]) {
      const all = await accepting();
      await stored(`DELETE FROM accord.staff_roles WHERE staff_id = $1`, [gone(all).id]);
      expect((await all.council.lead.post(`${path}/${all.id}/approval`)).body).toMatchObject({ status: 409, code: 'conflict' });
      expect(await lifetime(all.district)).toEqual(untouched);
      expect((await all.council.lead.post(`${path}/${all.id}/rejection`)).status).toBe(200);
    }
  });

  it('closes no circle, also where two agencies accept each other’s succession at once', async () => {
    const [one, other] = [await found(), await found()];
    const propose = async (from: Agency, to: Agency, days: number): Promise<string> => (await from.officer.post(path, { successor: to.id, lastDay: await dayFromNow(days) })).body.id;
    const ids = [await propose(one, other, 1), await propose(other, one, 1)];
    for (const [at, [from, to]] of [[one, other], [other, one]].entries()) {
      for (const who of [from!.lead, to!.officer]) expect((await who.post(`${path}/${ids[at]}/approval`)).status).toBe(200);
    }
    const replies = await Promise.all([other, one].map((agency, at) => agency.lead.post(`${path}/${ids[at]}/approval`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect([await lifetime(one), await lifetime(other)].filter(({ successor }) => successor === null)).toHaveLength(1);
  });

  it('overtaken by events, is not approved any more', async () => {
    const { district, council, id } = await proposed();
    await stored('UPDATE accord.agencies SET valid_to = accord.today_in_london() WHERE id = $1', [council.id]);
    expect((await district.lead.post(`${path}/${id}/approval`)).body).toMatchObject({ status: 409, detail: expect.stringContaining('overtaken') });
    expect(await lifetime(district)).toEqual(untouched);
    expect((await district.lead.post(`${path}/${id}/rejection`)).status).toBe(200);
  });
});

describe('the database', () => {
  const refusal = (sql: string, values: unknown[]): Promise<string> => stored(sql, values).then(() => 'done', (error: Error) => error.message);

  it('refuses lifetimes under which nobody would answer, or two would go in a circle', async () => {
    const [a, b, c] = [await found(), await found(), await found('2090-04-01')];
    const end = (agency: Agency, successor: string, days: number): Promise<string> => refusal('UPDATE accord.agencies SET valid_to = accord.today_in_london() + $3::int, successor = $2 WHERE id = $1', [agency.id, successor, days]);
    expect(await end(a, a.id, 0)).toBe(`agency ${a.id} cannot succeed itself`);
    expect(await end(a, c.id, 0)).toMatch(/ends before its successor begins/);
    expect(await end(a, b.id, 0)).toBe('done');
    expect(await end(b, a.id, 9)).toBe(`agency ${b.id} is succeeded in a circle: ${b.id} → ${a.id} → ${b.id}`);
    expect(await refusal('UPDATE accord.agencies SET valid_to = valid_from - 1 WHERE id = $1', [b.id])).toMatch(/ends before it begins/);
    expect(await refusal('UPDATE accord.agencies SET valid_to = NULL WHERE id = $1', [a.id])).toMatch(/no last day/);
    expect(await refusal(`UPDATE accord.agencies SET valid_from = '2090-01-01' WHERE id = $1`, [b.id])).toMatch(/does not work on the day after/);
    expect(await refusal(`INSERT INTO accord.agencies (id, name, type, valid_from, valid_to) VALUES ($1, 'x', 'police', '2026-02-01', '2026-01-31')`, [`spec-${canary()}`])).toMatch(/ends before it begins/);
    expect(await lifetime(b)).toEqual(untouched);
  });

  it('says of every day what the pure function says, for twelve councils that become two', async () => {
    const spec = `spec-${canary()}`;
    const council = (name: string, more: Partial<Lifetime> = {}): Lifetime => ({ id: `${spec}-${name}`, validFrom: '2027-04-01', validTo: null, successor: null, ...more });
    const districts = ['elmbridge', 'epsom-and-ewell', 'mole-valley', 'reigate-and-banstead', 'tandridge', 'county', 'guildford', 'runnymede', 'spelthorne', 'surrey-heath', 'waverley', 'woking'];
    const surrey = [council('east', { validTo: '2035-03-31', successor: `${spec}-one` }), council('west'), ...districts.map((name, at) => council(name, { validFrom: '1974-04-01', validTo: '2027-03-31', successor: `${spec}-${at < 5 ? 'east' : 'west'}` }))];
    const all = [council('one', { validFrom: '2035-04-01' }), ...surrey];
    await stored(`INSERT INTO accord.agencies (id, name, type, valid_from, valid_to, successor)
      SELECT id, id, 'district-council', "validFrom", "validTo", successor FROM jsonb_to_recordset($1::jsonb) AS a(id text, "validFrom" date, "validTo" date, successor text)`, [JSON.stringify(all)]);
    const days = ['2026-11-23', '2027-03-31', '2027-04-01', '2027-04-02', '2035-03-31', '2035-04-01', '2050-01-01'];
    const said = await stored('SELECT d AS day, a AS agency, accord.holder_on(a, d::date) AS holder FROM unnest($1::text[]) d, unnest($2::text[]) a ORDER BY d, a', [days, all.map(({ id }) => id).sort()]);
    expect(said).toHaveLength(days.length * all.length);
    for (const { day, agency, holder } of said) expect({ day, agency, holder }).toEqual({ day, agency, holder: holderOn(all, agency, day) });
    expect(said.filter(({ agency, holder }) => agency !== holder).length).toBeGreaterThan(60);
  });
});

describe('the county’s file', () => {
  it('with agencies that succeed each other in a circle is refused in one line that names the agency, and nothing of it is stored', async () => {
    const [x, y] = [`spec-${canary()}`, `spec-${canary()}`];
    const circle = [{ id: x, successor: y }, { id: y, successor: x }].map((one) => ({ ...one, name: one.id, type: 'district-council', validFrom: '1974-04-01', validTo: '2030-03-31' }));
    const county = await CountyStore.open(process.env['ADMIN_URL']!);
    await expect(county.addAgencies([{ id: `spec-${canary()}`, name: 'x', type: 'police', validFrom: '1974-04-01' }, ...circle])).rejects.toThrow(
      new Error(`config/demo-county/agencies.json: ${x} is succeeded in a circle (${x} → ${y} → ${x}): end it at the agency that goes on`));
    await county.close();
    expect(await stored('SELECT 1 FROM accord.agencies WHERE id = ANY ($1)', [[x, y]])).toEqual([]);
    expect(() => checkLifetimes(downshire.agencies)).not.toThrow();
  });
});
