import { describe, expect, it } from '@jest/globals';
import { partnershipIssuer } from '../../src/demo/index.js';
import { tenantCase, toNeighbourhoodPolice } from '../support/cases.js';
import { ledger, refusals, stored } from '../support/ledger.js';
import { as, asNewcomer, canary, type Json, type Person } from '../support/service.js';

const administrator = as('administrator');
const officer = as('housing-officer');
const agency = 'wealdmere-borough-council';

/** Somebody new at the borough, with exactly these roles and teams. */
const newcomer = async (roles: string[], teams: string[] = ['wealdmere-housing-tenancy']): Promise<{ person: Person; change: (body: object) => Promise<Json> }> => {
  const subject = canary();
  const added = await administrator.post('/v1/staff', { name: 'New Person', position: 'Officer', issuer: partnershipIssuer, subject, roles, teams });
  expect([added.status, added.etag]).toEqual([201, '"1"']);
  let { version } = added.body;
  const change = async (body: object): Promise<Json> => {
    const changed = await administrator.patch(`/v1/staff/${added.body.id}`, body, { ifMatch: version });
    expect(changed.status).toBe(200);
    ({ version } = changed.body);
    return changed.body;
  };
  return { person: asNewcomer(added.body.id, subject, 'housing-officer'), change };
};
const permissionChanges = async (person: string): Promise<Json[]> => {
  const rows = await stored(`SELECT id FROM accord.ledger_entries WHERE operation = 'permission-change' AND leaf::jsonb #>> '{because,person}' = $1 ORDER BY id`, [person]);
  return Promise.all(rows.map(({ id }) => ledger(id)));
};
const forbidden = async ({ id }: Person, route: string): Promise<Json[]> =>
  stored(`SELECT outcome, visible_to, concern_id, covers, leaf::jsonb -> 'because' AS because FROM accord.ledger_entries WHERE actor_id = $1 AND operation = 'refusal' AND leaf::jsonb #>> '{because,route}' = $2`, [id, route]);

describe('an administrator and a service operator', () => {
  it.each(['administrator', 'service-operator'])('%s reads no case, by no route, and each attempt is recorded', async (role) => {
    const [who, concern] = [as(role), await officer.raises(tenantCase())];
    const sent = await concern.refers(toNeighbourhoodPolice());
    const attempts: [string, string][] = [
      ['/v1/concerns', '/v1/concerns'], [`/v1/concerns/${concern.id}`, '/v1/concerns/:concernId'], ['/v1/referrals', '/v1/referrals'], [`/v1/referrals/${sent.referralId}`, '/v1/referrals/:referralId'],
      ['/v1/ledger/entries?auditPurpose=lawfulness', '/v1/ledger/entries'], [`/v1/ledger/entries/${sent.entryId}?auditPurpose=lawfulness`, '/v1/ledger/entries/:entryId'],
    ];
    for (const [path, route] of attempts) {
      const before = (await forbidden(who, route)).length;
      expect((await who.get(path)).body).toMatchObject({ status: 403, code: 'forbidden', roles: expect.not.arrayContaining(['agency-administrator', 'service-operator']) });
      const after = await forbidden(who, route);
      expect(after.length).toBeGreaterThan(before);
      expect(after.at(-1)).toMatchObject({ outcome: 'forbidden', visible_to: [who.agency], concern_id: null, covers: [], because: { reason: 'role-may-not', method: 'GET' } });
      expect(JSON.stringify(after)).not.toContain(concern.id);
    }
    expect((await who.post('/v1/concerns', tenantCase())).status).toBe(403);
    expect((await who.post(`/v1/concerns/${concern.id}/share-previews`, toNeighbourhoodPolice())).status).toBe(403);
    expect((await who.get('/v1/me')).body).toMatchObject({ id: who.id });
  });
});

describe('a change of access', () => {
  it('ends with a person’s employment: disabled, they are nobody from the next request', async () => {
    const { person, change } = await newcomer(['caseworker']);
    const concern = await person.raises(tenantCase());
    expect((await concern.read()).status).toBe(200);
    expect(await change({ disabled: true })).toMatchObject({ disabled: true, version: 2 });
    const out = await concern.read();
    expect(out.body).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(out.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await person.get('/v1/me')).status).toBe(401);
    const [strange] = await stored(`SELECT outcome, agency_id, visible_to FROM accord.ledger_entries WHERE operation = 'refusal' AND leaf::jsonb #>> '{because,reason}' = 'person-unknown-or-disabled' ORDER BY id DESC LIMIT 1`);
    expect(strange).toMatchObject({ outcome: 'forbidden' });
    await change({ disabled: false });
    expect((await concern.read()).status).toBe(200);
    expect(await permissionChanges(person.id)).toMatchObject([
      { actor: administrator.id, agency, owner: agency, visibleTo: [agency], because: { roles: ['caseworker'], teams: ['wealdmere-housing-tenancy'] } }, { because: { access: 'ended' } }, { because: { access: 'given' } },
    ]);
  });

  it('of role: takes effect on the next request, in both directions', async () => {
    const { person, change } = await newcomer(['caseworker']);
    const concern = await person.raises(tenantCase());
    expect((await person.searches({ record: concern.id })).status).toBe(403);
    await change({ roles: ['ig-officer'] });
    expect((await concern.read()).body).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await person.searches({ record: concern.id })).body.items.map(({ id }: Json) => id)).toContain(concern.entryId);
    await change({ roles: ['agency-administrator'] });
    expect((await person.searches({})).status).toBe(403);
    expect((await person.get('/v1/staff?limit=1')).status).toBe(200);
    await change({ roles: ['caseworker'] });
    expect((await concern.read()).status).toBe(200);
  });

  it('of team: takes effect on the next request', async () => {
    const { person, change } = await newcomer(['caseworker']);
    const concern = await officer.raises(tenantCase());
    expect((await person.get(`/v1/concerns/${concern.id}`)).status).toBe(200);
    await change({ teams: ['wealdmere-housing-options'] });
    expect((await person.get(`/v1/concerns/${concern.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await refusals(concern.id, person)).toMatchObject([{ because: { reason: 'not-of-this-team' }, concern: concern.id, visibleTo: [agency] }]);
    expect((await person.post('/v1/concerns', tenantCase())).body).toMatchObject({ status: 400, errors: [{ pointer: '/team' }] });
  });

  it('is nobody’s to make for themselves, nor for another agency, nor beyond the agency’s own', async () => {
    const version = async (id: string): Promise<number> => (await stored('SELECT version FROM accord.staff WHERE id = $1', [id]))[0].version;
    const before = await permissionChanges(administrator.id);
    expect((await administrator.patch(`/v1/staff/${administrator.id}`, { roles: ['caseworker'] }, { ifMatch: await version(administrator.id) })).body).toMatchObject({ status: 409, code: 'conflict' });
    expect(await permissionChanges(administrator.id)).toEqual(before);
    expect((await administrator.get('/v1/me')).body.roles).toEqual(['agency-administrator']);
    const stranger = as('gethin-marrowby');
    expect((await administrator.patch(`/v1/staff/${stranger.id}`, { disabled: true }, { ifMatch: 1 })).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await stranger.get('/v1/me')).status).toBe(200);
    const { person } = await newcomer(['caseworker']);
    for (const [body, pointer] of [[{ roles: ['service-operator'] }, '/roles'], [{ teams: ['police-marac'] }, '/teams']] as const) {
      expect((await administrator.patch(`/v1/staff/${person.id}`, body, { ifMatch: 1 })).body).toMatchObject({ status: 400, errors: [{ pointer }] });
    }
    expect((await administrator.patch(`/v1/staff/${person.id}`, { name: 'x' })).status).toBe(428);
    expect((await administrator.patch(`/v1/staff/${person.id}`, { name: 'x' }, { ifMatch: 5 })).status).toBe(412);
    expect(await permissionChanges(person.id)).toHaveLength(1);
    expect((await as('rhodri-penhallam').patch(`/v1/staff/${person.id}`, { name: 'x' }, { ifMatch: 1 })).status).toBe(403);
    expect((await administrator.get('/v1/staff?limit=100')).text).not.toContain('downshire-police');
  });

  it('to two roles that should stay apart gives no more than both together', async () => {
    const { person } = await newcomer(['ig-officer', 'agency-administrator'], []);
    const concern = await officer.raises(tenantCase());
    expect((await person.get(`/v1/concerns/${concern.id}`)).status).toBe(403);
    expect((await person.searches({ record: concern.id })).status).toBe(200);
  });
});
