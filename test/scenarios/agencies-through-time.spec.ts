import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { item, tenant } from '../support/cases.js';
import { ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, sentence, type Concern, type Json, type Person } from '../support/service.js';
import { employ, found, succeed, type Agency } from '../support/successions.js';

const [constable, sergeant] = [as('gethin-marrowby'), as('kirsty-dunmallet')];
const policeTeam = 'police-neighbourhood-wealdmere';

const nuisance = (team: string, more: object = {}): object => ({
  state: 'raised', team, harmTypes: ['cuckooing'], subjects: [tenant(more)], indicators: [], items: [item('person.identity'), item('person.address'), item('concern.summary')],
});
/** A duty, so that no agreement is needed between agencies that a spec made. */
const forReview = (team: string): object => ({ team, purpose: 'asb-case-review', fields: ['person.identity', 'concern.summary'], necessity: sentence() });
const bytesOf = async (entry: string): Promise<Json> => (await stored('SELECT agency_id, visible_to, leaf FROM accord.ledger_entries WHERE id = $1', [entry]))[0];
const foundBy = async (who: Person, query: Readonly<Record<string, string>>): Promise<string[]> => (await who.searches(query)).body.items.map(({ id }: Json) => id);

/** A session of the service's own role that says it is of this agency: no route in between. */
const sessionOf = async (agency: string, sql: string, values: unknown[]): Promise<Json> => {
  const client = new pg.Client({ connectionString: process.env['SERVICE_URL'] });
  await client.connect();
  try {
    await client.query(`SELECT set_config('accord.agency', $1, false)`, [agency]);
    return (await client.query(sql, values)).rows[0];
  } finally {
    await client.end();
  }
};
const seenAs = (agency: string, concern: string): Promise<Json> => sessionOf(agency, `SELECT (SELECT count(*)::int FROM accord.concerns WHERE id = $1) AS concerns,
  (SELECT count(*)::int FROM accord.items WHERE concern_id = $1) AS items, accord.facts_of_concern($1) IS NOT NULL AS facts`, [concern]);
const refusedAs = (agency: string, sql: string, values: unknown[]): Promise<string> => sessionOf(agency, sql, values).then(() => 'done', ({ code }: { code: string }) => code);

describe('from the day after a district’s last', () => {
  let district: Agency;
  let council: Agency;
  let concern: Concern;
  let sent: Json;
  let before: Json[];
  beforeAll(async () => {
    [district, council] = [await found(), await found('2090-04-01')];
    concern = await district.caseworker.raises(nuisance(district.team));
    sent = await concern.refers(forReview(policeTeam));
    expect((await constable.opens(sent.referralId)).status).toBe(200);
    expect((await council.lead.get('/v1/me')).status).toBe(401); // not begun
    before = await Promise.all([bytesOf(concern.entryId), bytesOf(sent.entryId)]);
    await succeed(council, district);
  });

  it('its people act for the successor under the same token: they read, amend and share its records', async () => {
    expect((await district.caseworker.get('/v1/me')).body).toMatchObject({ id: district.caseworker.id, agency: council.id, agencyName: council.id, teams: [district.team] });
    const read = await concern.read();
    expect([read.status, read.body.items.length]).toEqual([200, 3]);
    expect(await ledger(read.entryId)).toMatchObject({ operation: 'consultation', actor: district.caseworker.id, agency: council.id, owner: council.id, visibleTo: [council.id] });
    const amended = await concern.amend({ items: [item('concern.summary')] });
    expect(amended.body).toMatchObject({ version: 2 });
    expect(await ledger(amended.body.entryId)).toMatchObject({ operation: 'alteration', agency: council.id, owner: council.id, concern: concern.id });
    expect((await stored('SELECT agency_id, controller, concern_version FROM accord.items WHERE concern_id = $1 ORDER BY concern_version DESC LIMIT 1', [concern.id]))[0])
      .toEqual({ agency_id: council.id, controller: council.id, concern_version: 2 });
    const again = await concern.refers(forReview(policeTeam));
    expect(await ledger(again.entryId)).toMatchObject({ operation: 'disclosure', agency: council.id, owner: council.id, recipient: 'downshire-police', visibleTo: ['downshire-police', council.id].sort() });
    const opened = await constable.opens(again.referralId);
    // The district's own rows cross as the council's: it is their controller now.
    expect(opened.body).toMatchObject({ fromAgency: council.id, items: expect.arrayContaining([expect.objectContaining({ field: 'person.identity', controller: council.id })]) });
    expect((await district.caseworker.get(`/v1/concerns?limit=100`)).text).toContain(concern.id);
  });

  it('the successor’s own lead handles them likewise; its other teams and everybody else find nothing, and the owner of today hears of it', async () => {
    const read = await council.lead.get(`/v1/concerns/${concern.id}`);
    expect(read.status).toBe(200);
    expect(await ledger(read.entryId)).toMatchObject({ operation: 'consultation', actor: council.lead.id, agency: council.id, owner: council.id });
    const wishes = await council.lead.put(`/v1/concerns/${concern.id}/subjects/${concern.subject()}/wishes`, { state: 'given' });
    expect(wishes.status).toBe(200);
    concern.version = wishes.body.version;
    expect((await council.lead.get('/v1/referrals?box=out&limit=100')).body.items).toContainEqual(expect.objectContaining({ id: sent.referralId, concern: concern.id, fromAgency: council.id }));
    for (const stranger of [council.caseworker, as('idva'), as('housing-officer')]) {
      expect((await stranger.get(`/v1/concerns/${concern.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
      expect(await refusals(concern.id, stranger)).toContainEqual(expect.objectContaining({ outcome: 'not-found', owner: council.id, visibleTo: [council.id], concern: concern.id }));
    }
  });

  it('entries from before still name the district, to the byte, and officers of both find both', async () => {
    expect(await Promise.all([bytesOf(concern.entryId), bytesOf(sent.entryId)])).toEqual(before);
    expect(before.map(({ agency_id }) => agency_id)).toEqual([district.id, district.id]);
    const latest = (await council.lead.get(`/v1/concerns/${concern.id}`)).entryId;
    for (const officer of [council.officer, district.officer]) {
      const all = await foundBy(officer, { record: concern.id });
      expect(all).toEqual(expect.arrayContaining([concern.entryId, sent.entryId, latest]));
      expect(await foundBy(officer, { record: concern.id, agency: district.id })).not.toContain(latest);
      expect(await foundBy(officer, { subject: concern.subject() })).toEqual(expect.arrayContaining([concern.entryId, latest]));
      // Shown as its own, with all that an owner is shown.
      const shown = await officer.looksUp(sent.entryId);
      expect(shown.body).toMatchObject({ concern: concern.id, owner: district.id, actor: { agency: district.id, staff: district.caseworker.id }, because: { decision: sent.decisionId } });
      expect((await officer.get(`/v1/decisions/${sent.decisionId}/statement?auditPurpose=lawfulness`)).status).toBe(200);
    }
    expect(await foundBy(as('dilnoza-westerby'), { record: concern.id })).toEqual([]);
  });

  it('a recipient’s open referral still opens, its steps go on, and questions are answered by the successor', async () => {
    const opened = await constable.opens(sent.referralId);
    expect(opened.body).toMatchObject({ fromAgency: council.id, fromTeam: district.team, state: 'sent' });
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', owner: council.id, recipient: 'downshire-police', visibleTo: ['downshire-police', council.id].sort() });
    expect((await sergeant.takes('acceptance', sent.referralId, 1)).body).toMatchObject({ state: 'accepted' });
    expect((await constable.takes('questions', sent.referralId, 2, { topic: 'whereabouts' })).status).toBe(200);
    const answered = await district.caseworker.takes('answers', sent.referralId, 3, { answer: 'answered' });
    expect(answered.body).toMatchObject({ version: 4 });
    expect(await ledger(answered.body.entryId)).toMatchObject({ operation: 'alteration', agency: council.id, recipient: 'downshire-police', referral: sent.referralId });
    expect((await constable.opens(sent.referralId)).body.history.map(({ agency }: Json) => agency)).toEqual([district.id, 'downshire-police', 'downshire-police', council.id]);
  });

  it('text of the district is recognised as the successor’s own, not as somebody else’s', async () => {
    const words = (await concern.read()).body.items.find(({ field }: Json) => field === 'person.address').text;
    const copy = await district.caseworker.raises({ ...nuisance(district.team), items: [item('concern.summary', { text: words })] });
    expect(copy.item('concern.summary').carries).toContain('person.address');
    expect(await stored('SELECT controller FROM accord.items WHERE id = $1', [copy.item('concern.summary').contentId])).toEqual([{ controller: council.id }]);
  });

  it('a session that still says it is the district sees nothing, whatever it does', async () => {
    expect(await seenAs(district.id, concern.id)).toEqual({ concerns: 0, items: 0, facts: false });
    expect(await seenAs(council.id, concern.id)).toMatchObject({ concerns: 1, facts: true });
    // Nor is anything new written in the district's name, by whoever answers for it now.
    const values = [district.id, district.team, district.caseworker.id];
    for (const agency of [district.id, council.id]) {
      const code = await refusedAs(agency, `INSERT INTO accord.concerns (id, agency_id, team_id, written_by, state) VALUES (gen_random_uuid(), $1, $2, $3, 'draft')`, values);
      expect([agency, code]).toEqual([agency, '42501']);
    }
    expect(await refusedAs(council.id, `UPDATE accord.concerns SET agency_id = $1 WHERE id = $2`, [council.id, concern.id])).toBe('42501');
  });

  it('the successor’s administrator manages its people and teams', async () => {
    const administrator = await employ(council.id, ['agency-administrator']);
    const people = await administrator.get('/v1/staff?limit=100');
    expect(people.body.items.map(({ id }: Json) => id)).toEqual(expect.arrayContaining([district.caseworker.id, council.caseworker.id]));
    expect((await administrator.get(`/v1/agencies/${council.id}/teams`)).body.items.map(({ id }: Json) => id).sort()).toEqual([council.team, district.team].sort());
    expect((await administrator.get(`/v1/agencies/${district.id}/teams`)).body.items).toEqual([]);
    expect((await council.lead.get(`/v1/agencies/${council.id}/staff?limit=100`)).text).toContain(district.lead.id);
    const moved = await administrator.patch(`/v1/staff/${council.caseworker.id}`, { teams: [council.team, district.team] }, { ifMatch: 1 });
    expect(moved.status).toBe(200);
    expect((await council.caseworker.get(`/v1/concerns/${concern.id}`)).status).toBe(200);
    expect((await administrator.patch(`/v1/staff/${district.lead.id}`, { disabled: true }, { ifMatch: 1 })).status).toBe(200);
    expect((await district.lead.get('/v1/me')).status).toBe(401);
    const [change] = await stored(`SELECT id FROM accord.ledger_entries WHERE operation = 'permission-change' AND leaf::jsonb #>> '{because,person}' = $1`, [district.lead.id]);
    expect(await ledger(change.id)).toMatchObject({ agency: council.id, owner: council.id, because: { access: 'ended' } });
  });
});

describe('sharing with an agency that was succeeded', () => {
  it('is sharing with its successor; what it received before opens for the successor', async () => {
    const [district, council] = [await found(), await found()];
    const concern = await constable.raises(nuisance(policeTeam));
    const earlier = await concern.refers(forReview(district.team));
    expect((await district.lead.opens(earlier.referralId)).status).toBe(200);
    await succeed(council, district);
    const opened = await district.lead.opens(earlier.referralId);
    expect(opened.body).toMatchObject({ toAgency: council.id, toTeam: district.team });
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', agency: council.id, recipient: council.id, owner: 'downshire-police' });
    expect((await district.caseworker.get('/v1/referrals?limit=100')).body.items).toContainEqual(expect.objectContaining({ id: earlier.referralId, toAgency: council.id }));
    expect((await district.lead.takes('acceptance', earlier.referralId, 1)).status).toBe(200);
    const later = await concern.refers(forReview(district.team));
    expect(await ledger(later.entryId)).toMatchObject({ recipient: council.id, team: district.team, visibleTo: ['downshire-police', council.id].sort() });
    expect(await foundBy(council.officer, { record: earlier.referralId })).toEqual(expect.arrayContaining([earlier.entryId, opened.entryId]));
    expect((await council.caseworker.opens(later.referralId)).status).toBe(404);
  });

  it('goes on between two that one agency has come to answer for: each side is known by its team', async () => {
    const [sender, recipient, council] = [await found(), await found(), await found()];
    const concern = await sender.caseworker.raises(nuisance(sender.team));
    const sent = await concern.refers(forReview(recipient.team));
    await succeed(council, sender, recipient);
    const [asRecipient, asSender] = [await recipient.caseworker.opens(sent.referralId), await sender.caseworker.opens(sent.referralId)];
    expect([asRecipient.status, asSender.status]).toEqual([200, 200]);
    // Whoever received knows people by their aliases still, and nothing of the concern.
    expect(asRecipient.body).toMatchObject({ concern: null, fromAgency: council.id, toAgency: council.id });
    expect(asRecipient.text).not.toContain(concern.subject());
    expect(asSender.body).toMatchObject({ concern: concern.id });
    expect((await ledger(asRecipient.entryId)).operation).toBe('disclosure');
    expect((await ledger(asSender.entryId)).operation).toBe('consultation');
    expect((await recipient.lead.takes('acceptance', sent.referralId, 1)).status).toBe(200);
    expect((await recipient.caseworker.get(`/v1/concerns/${concern.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('ends with an agency that nobody succeeded: its people are nobody, and nothing is sent there', async () => {
    const ended = await found();
    const concern = await constable.raises(nuisance(policeTeam));
    await stored('UPDATE accord.agencies SET valid_to = accord.today_in_london() - 1 WHERE id = $1', [ended.id]);
    for (const who of [ended.caseworker, ended.lead, ended.officer]) expect((await who.get('/v1/me')).body).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await concern.preview(forReview(ended.team))).body).toMatchObject({ status: 400, errors: [{ pointer: '/team' }] });
    expect(await ledgerAbout(concern.id, 'preview')).toEqual([]);
  });
});

describe('a must-not-receive list that names a district', () => {
  it('keeps its successor away: from sharing, opening, inbox and ledger', async () => {
    const [district, council] = [await found(), await found()];
    const concern = await constable.raises(nuisance(policeTeam));
    const sent = await concern.refers(forReview(council.team));
    expect((await council.lead.opens(sent.referralId)).status).toBe(200);
    expect((await concern.keepAway([{ agency: district.id }])).status).toBe(200);
    expect((await council.lead.opens(sent.referralId)).status).toBe(200); // not the district yet
    await succeed(council, district);
    for (const who of [council.lead, district.lead]) {
      expect((await who.opens(sent.referralId)).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await who.get('/v1/referrals?limit=100')).text).not.toContain(sent.referralId);
    }
    expect(await refusals(sent.referralId, council.lead)).toContainEqual(expect.objectContaining({ visibleTo: ['downshire-police'], because: { reason: 'must-not-receive' } }));
    expect(await foundBy(council.officer, { record: sent.referralId })).toEqual([]);
    for (const team of [district.team, council.team]) {
      const refused = await concern.refer(forReview(team));
      expect(refused.body).toMatchObject({ status: 403, decision: { reasons: ['must-not-receive'], permitted: [] } });
      expect(await ledger(refused.body.entryId)).toMatchObject({ operation: 'refusal', because: { reasons: ['must-not-receive'] } });
    }
  });

  it('where the record’s own agency and the one named become one: keeps away all who came from the one named, and nobody else', async () => {
    const [owner, named, council] = [await found(), await found(), await found()];
    const concern = await owner.caseworker.raises(nuisance(owner.team, { mustNotReceive: [{ agency: named.id }] }));
    await succeed(council, owner, named);
    await stored('INSERT INTO accord.team_members (team_id, staff_id) VALUES ($1, $2)', [owner.team, named.caseworker.id]);
    for (const who of [named.caseworker, named.lead]) {
      expect((await who.get(`/v1/concerns/${concern.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await who.get('/v1/concerns?limit=100')).text).not.toContain(concern.id);
    }
    expect(await foundBy(named.officer, { record: concern.id })).toEqual([]);
    expect((await named.officer.searches({ subject: concern.subject() })).body.items).toEqual([]);
    for (const who of [owner.caseworker, council.lead]) expect((await who.get(`/v1/concerns/${concern.id}`)).status).toBe(200);
    expect(await foundBy(council.officer, { record: concern.id })).toContain(concern.entryId);
    // From now on the district that is named is one's own agency, which is never named.
    expect((await concern.keepAway([{ agency: owner.id }])).body).toMatchObject({ status: 400, errors: [{ pointer: '/keep' }] });
  });
});
