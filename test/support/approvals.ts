/** Sharings that wait for somebody, and the steps of approving them. */
import { expect } from '@jest/globals';
import { item, tenant, tenantCase, toAdultSafeguarding, toNeighbourhoodPolice } from './cases.js';
import { stored } from './ledger.js';
import { as, sentence, type Concern, type Json, type Person, type Reply } from './service.js';

export const nurse = as('sian-ravenhollow');
export const guardian = as('rowena-castellane');
export const officer = as('housing-officer');
export const lead = as('rhodri-penhallam');
export const otherLead = as('desmond-oakhurst-pryce');
export const adviser = as('idva');

export const trustCase = (more: object = {}): object => ({
  state: 'raised', team: 'mental-health-crisis', harmTypes: ['mental-health-crisis'], subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 27, wishes: { state: 'not-sought' } }], indicators: [],
  items: [item('person.identity'), item('concern.summary'), item('health.summary')], ...more,
});
export const healthFields = ['person.identity', 'concern.summary', 'health.summary'];
export const toAdults = (more: object = {}): object => toAdultSafeguarding({ fields: healthFields, ...more });

/** Counselling notes of an adviser's client, for a police request that says why they matter: the lead and the data protection officer must agree. */
export const notesCase = (): object => ({
  state: 'raised', team: 'lanternfold-idva', harmTypes: ['domestic-abuse:controlling-or-coercive'], subjects: [tenant({ age: 33 })], indicators: [], items: [item('person.identity'), item('counselling.notes')],
});
export const toInvestigators = (more: object = {}): object => toNeighbourhoodPolice({
  team: 'police-public-protection', purpose: 'victim-info-request', fields: ['person.identity', 'counselling.notes'], victimInformationRequest: { lineOfEnquiry: true, noticeGiven: true, substantialProbative: true }, ...more,
});

export type Asked = { concern: Concern; reply: Reply; decision: string; approvals: { id: string; approver: string; agency: string; dueOn: string }[] };
/** Refers where that must wait for somebody. */
export const asks = async (concern: Concern, share: object): Promise<Asked> => {
  const reply = await concern.refer(share);
  expect([reply.status, reply.body.code]).toEqual([409, 'approval-needed']);
  return { concern, reply, decision: reply.body.decisionId, approvals: reply.body.approvals };
};
/** A mental health trust's nurse wants to tell adult safeguarding of a patient's health: the Caldicott guardian is asked. */
export const patient = async (more: object = {}, share: object = {}): Promise<Asked> => asks(await nurse.raises(trustCase(more)), toAdults(share));
/** A tenant who said no, in high harm, with a reason for going ahead: the lead is asked. */
export const against = async (share: object = {}): Promise<Asked> =>
  asks(await officer.raises(tenantCase({ subjects: [tenant({ wishes: { state: 'refused' }, seriousHarm: true })] })), toAdultSafeguarding({ overrideReason: sentence(), ...share }));

export const approve = (who: Person, id: string, more: object = {}): Promise<Reply> => who.post(`/v1/approvals/${id}/approval`, { reason: sentence(), ...more });
export const refuse = (who: Person, id: string, more: object = {}): Promise<Reply> => who.post(`/v1/approvals/${id}/refusal`, { reason: sentence(), code: 'less-would-do', ...more });
/** Approves where that must succeed. */
export const approved = async (asked: Asked, who: Person, at = 0): Promise<Asked> => {
  const reply = await approve(who, asked.approvals[at]!.id);
  expect([reply.status, reply.body.state]).toEqual([200, 'given']);
  return asked;
};
export const complete = (who: Person, decision: string, options: { key?: string } = {}): Promise<Reply> => who.post(`/v1/decisions/${decision}/referral`, undefined, options);

export const statesOf = async (decision: string): Promise<Json[]> => stored('SELECT id, approver, agency_id, state, answered_by, used_by FROM accord.approvals WHERE decision_id = $1 ORDER BY id', [decision]);
export const referralsOf = async (concern: Concern): Promise<string[]> => (await stored('SELECT id FROM accord.referrals WHERE concern_id = $1', [concern.id])).map(({ id }) => id);

/** Days go by: the database's own triggers let nobody do that, so they sleep for this one statement. */
export const lapse = async (decision: string): Promise<void> => {
  await stored(`SET session_replication_role = replica; UPDATE accord.approvals SET due_on = due_on - 60, lapses_on = lapses_on - 60 WHERE decision_id = '${decision}'; SET session_replication_role = origin`.replace(/\n/g, ' '), undefined as never);
};
