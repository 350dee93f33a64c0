import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import { uuidv7 } from '../../src/platform/index.js';
import { asService, claim, refusedWith } from '../locks/attacker.js';
import { against, approve, guardian, lead, nurse, officer, patient, refuse } from '../support/approvals.js';
import { maracCase, toHousing, toPolice } from '../support/cases.js';
import { ledger, refusals, stored } from '../support/ledger.js';
import { as, newKey, sentence, unknownId, type Concern, type Json, type Person, type Reply } from '../support/service.js';
import { everything, noticesAbout } from '../support/tasks.js';

// Many requests each: room for a machine that is busy with something else.
jest.setTimeout(30_000);

const adviser = as('idva');
const colleague = as('frances-ullathorpe');
const housing = as('housing-marac-lead');
const police = as('police-marac-lead');

const sentTo = async (to: () => object): Promise<{ concern: Concern; sent: Json }> => {
  const concern = await adviser.raises(maracCase());
  return { concern, sent: await concern.refers(to()) };
};
const acknowledge = (who: Person, id: string): Promise<Reply> => who.post(`/v1/notices/${id}/acknowledgement`);
const alike = ({ status, body }: Reply): object => ({ status, ...body, instance: '', acknowledgedAt: undefined });

describe('a notice', () => {
  it('tells the team that a referral has arrived, and nothing of whom it is about', async () => {
    const { concern, sent } = await sentTo(toPolice);
    const [notice, ...others] = await noticesAbout(police, sent.referralId);
    expect(others).toEqual([]);
    expect(notice).toEqual({
      id: expect.any(String), kind: 'referral-received', says: 'A referral has arrived for your team', sentAt: expect.any(String), acknowledgedAt: null,
      concern: null, referral: sent.referralId, decision: null, approval: null, task: null, agreement: null, gatewayChange: null,
    });
    // It is sent with the disclosure or not at all.
    expect(await stored('SELECT entry_id, to_team FROM accord.notices WHERE id = $1', [notice.id])).toEqual([{ entry_id: sent.entryId, to_team: 'police-marac' }]);
    expect(await ledger(sent.entryId)).toMatchObject({ operation: 'disclosure', referral: sent.referralId, recipient: police.agency, concern: concern.id });
    for (const other of [adviser, as('kirsty-dunmallet'), as('perpetrators-sister')]) expect(await noticesAbout(other, sent.referralId)).toEqual([]);
  });

  it('is not sent where nothing goes', async () => {
    const concern = await adviser.raises(maracCase());
    expect((await concern.refer(toPolice({ items: [] }))).status).toBe(403);
    expect(await stored('SELECT kind FROM accord.notices WHERE concern_id = $1', [concern.id])).toEqual([]);
  });

  it('tells the sender, and not their colleagues, that a lead answered', async () => {
    const { concern, sent } = await sentTo(toPolice);
    const other = await concern.refers(toHousing());
    const accepted = await police.takes('acceptance', sent.referralId, 1);
    expect(await ledger(accepted.body.entryId)).toMatchObject({ operation: 'alteration', actor: police.id, because: { step: 'accept' } });
    expect((await housing.takes('decline', other.referralId, 1, { reason: 'wrong-team' })).status).toBe(200);
    for (const { referralId } of [sent, other]) expect(await noticesAbout(adviser, referralId)).toMatchObject([{ kind: 'referral-answered', concern: concern.id }]);
    expect(await noticesAbout(colleague, sent.referralId)).toEqual([]);
    await police.takes('questions', sent.referralId, 2, { topic: 'risk' });
    expect(await noticesAbout(adviser, sent.referralId)).toHaveLength(1);
  });

  it('is acknowledged by each for themselves; unread ones come first, page by page', async () => {
    const [one, two] = [await sentTo(toPolice), await sentTo(toPolice)];
    const [[first], [second]] = [await noticesAbout(police, one.sent.referralId), await noticesAbout(police, two.sent.referralId)];
    const done = await acknowledge(police, second.id);
    expect(done.body).toEqual({ id: second.id, acknowledgedAt: expect.any(String) });
    expect((await acknowledge(police, second.id)).body).toEqual(done.body);
    expect(await stored('SELECT staff_id FROM accord.notices_read WHERE notice_id = $1', [second.id])).toEqual([{ staff_id: police.id }]);
    const all = await everything(police, '/v1/notices');
    const at = (id: string): number => all.findIndex((notice) => notice.id === id);
    expect(at(first.id)).toBeLessThan(at(second.id));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.map(({ acknowledgedAt }) => acknowledgedAt !== null)).toEqual(all.map(({ acknowledgedAt }) => acknowledgedAt !== null).sort());
    expect(await noticesAbout(police, two.sent.referralId, 'unread=true')).toEqual([]);
    expect(await noticesAbout(police, one.sent.referralId, 'unread=true')).toHaveLength(1);
    const page = await police.get('/v1/notices?limit=1&unread=true');
    expect([page.body.items.length, page.headers.get('link')]).toEqual([1, expect.stringContaining('unread=true')]);
    expect((await police.get('/v1/notices?unread=yes')).body).toMatchObject({ status: 400, errors: [{ parameter: 'unread' }] });
  });

  it('of others is answered exactly as one that is not there, and recorded', async () => {
    const { concern, sent } = await sentTo(toPolice);
    const [{ id }] = await noticesAbout(police, sent.referralId);
    for (const stranger of [housing, colleague, as('kirsty-dunmallet')]) {
      expect(alike(await acknowledge(stranger, id))).toEqual(alike(await acknowledge(stranger, unknownId())));
      expect(await refusals(concern.id, stranger)).toMatchObject([{ outcome: 'not-found', owner: adviser.agency, visibleTo: [adviser.agency], because: { reason: 'not-theirs', notice: id } }]);
    }
    expect(await stored('SELECT 1 FROM accord.notices_read WHERE notice_id = $1', [id])).toEqual([]);
  });

  it.each<[string, (person: Person) => object]>([['the person', ({ id }) => ({ staff: id })], ['the whole agency', ({ agency }) => ({ agency })]])('vanishes for whom the list keeps away: %s', async (_what, keep) => {
    const { concern, sent } = await sentTo(toHousing);
    const [notice] = await noticesAbout(housing, sent.referralId);
    const before = (await everything(housing, '/v1/notices')).map(({ id }) => id);
    expect((await concern.keepAway([keep(housing)])).status).toBe(200);
    const after = (await everything(housing, '/v1/notices')).map(({ id }) => id);
    expect(after).not.toContain(notice.id);
    expect(before.filter((id) => id !== notice.id).filter((id) => !after.includes(id))).toEqual([]);
    expect((await housing.get('/v1/notices?unread=true&limit=100')).text).not.toMatch(new RegExp(`${notice.id}|${sent.referralId}`));
    expect(alike(await acknowledge(housing, notice.id))).toEqual(alike(await acknowledge(housing, unknownId())));
    const entries = await refusals(concern.id, housing);
    expect(entries).toMatchObject([{ owner: adviser.agency, visibleTo: [adviser.agency], because: { reason: 'must-not-receive', notice: notice.id } }]);
  });
});

describe('an approval', () => {
  it('is told of to those who may give it, and its answer to whoever asked', async () => {
    const { concern, reply, decision, approvals: [one] } = await patient();
    const about = { says: expect.any(String), sentAt: expect.any(String), acknowledgedAt: null, concern: concern.id, referral: null, decision, approval: one!.id, task: null, agreement: null, gatewayChange: null };
    const asked = { id: expect.any(String), kind: 'approval-asked', ...about };
    expect(await noticesAbout(guardian, one!.id)).toEqual([asked]);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', decision });
    for (const other of [nurse, as('babatunde-erskine-vale'), as('bronwen-istead')]) expect(await noticesAbout(other, one!.id)).toEqual([]);
    const given = await approve(guardian, one!.id);
    expect(await noticesAbout(nurse, one!.id)).toEqual([{ id: expect.any(String), kind: 'approval-answered', ...about }]);
    expect(await noticesAbout(guardian, one!.id)).toEqual([asked]);
    expect(await ledger(given.body.entryId)).toMatchObject({ operation: 'approval', outcome: 'permit', decision });
    expect(await stored('SELECT kind, to_role, to_staff, entry_id FROM accord.notices WHERE approval_id = $1 ORDER BY id', [one!.id])).toEqual([
      { kind: 'approval-asked', to_role: 'caldicott-guardian', to_staff: null, entry_id: reply.body.entryId },
      { kind: 'approval-answered', to_role: null, to_staff: nurse.id, entry_id: given.body.entryId },
    ]);
  });

  it('tells of one answer only, however often and by whom it is tried, and of a refusal no reason', async () => {
    const { approvals: [one] } = await against();
    const [key, reason] = [newKey(), sentence()];
    const body = { reason, code: 'less-would-do' };
    expect((await approve(officer, one!.id)).status).toBe(403);
    for (let tries = 0; tries < 2; tries += 1) expect((await lead.post(`/v1/approvals/${one!.id}/refusal`, body, { key })).status).toBe(200);
    expect((await refuse(lead, one!.id)).status).toBe(409);
    expect(await noticesAbout(officer, one!.id)).toMatchObject([{ kind: 'approval-answered' }]);
    expect((await officer.get('/v1/notices?limit=100')).text).not.toContain(reason);
  });

  it('is told of to nobody whom the list keeps away', async () => {
    const { concern, approvals: [one] } = await patient();
    expect((await concern.keepAway([{ staff: guardian.id }])).status).toBe(200);
    expect(await noticesAbout(guardian, one!.id)).toEqual([]);
  });
});

describe('past the service', () => {
  let service: pg.Client;
  beforeAll(async () => {
    service = await asService();
  });
  afterAll(() => service.end());

  it('another agency is told only of what it is a party to, and never of a person without the concern whose lists hide it', async () => {
    const { concern, sent } = await sentTo(toPolice);
    const tell = (agency: string, concernId: string | null, referral: string | null): Promise<string> => refusedWith(service,
      `INSERT INTO accord.notices (id, agency_id, kind, to_role, concern_id, referral_id) VALUES ($1, $2, 'referral-received', 'agency-lead', $3, $4)`, [uuidv7(), agency, concernId, referral]);
    await claim(service, { agency: adviser.agency, actor: adviser.id });
    expect(await tell(housing.agency, concern.id, null)).toBe('42501');
    expect(await tell(housing.agency, concern.id, sent.referralId)).toBe('42501');
    expect(await tell(police.agency, null, sent.referralId)).toBe('23514');
    await claim(service, { agency: housing.agency, actor: housing.id });
    expect(await tell(police.agency, concern.id, sent.referralId)).toBe('42501');
    expect((await service.query('SELECT FROM accord.notices WHERE referral_id = $1', [sent.referralId])).rowCount).toBe(0);
  });
});
