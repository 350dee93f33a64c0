import { downshire, type ShareBody, type StoryConcern } from '../../src/demo/index.js';
import { agreementStatus, isParty, loadLaw } from '../../src/law/index.js';
import { checkRequest, type DecisionRequest } from '../../src/rules/index.js';

const law = loadLaw();
export const storiesAreSetOn = '2026-11-22';

const agencyOf = (id: string): { id: string; type: string } => {
  const found = downshire.agencies.find((agency) => agency.id === id);
  if (found === undefined) throw new Error(`no agency ${id}`);
  return found;
};

export const agencyOfTeam = (team: string): { id: string; type: string } =>
  agencyOf(downshire.teams.find(({ id }) => id === team)?.agency ?? `of team ${team}`);

/** The decision request that a share stands for: the first subject is the one whose wishes and risk count. */
export function requestOf({ concern }: Pick<StoryConcern, 'concern'>, share: ShareBody): DecisionRequest {
  const [main] = concern.subjects;
  const [discloser, recipient] = [agencyOfTeam(concern.team), agencyOfTeam(share.team)];
  const members = downshire.staff.filter(({ teams }) => teams.includes(share.team)).map(({ id }) => id);
  const barred = concern.subjects.flatMap(({ mustNotReceive }) => mustNotReceive ?? []);
  const items = concern.items.filter(({ field }) => share.fields.includes(field));
  const agreement = law.agreements.find(({ id }) => id === share.agreement);
  return checkRequest({
    asOf: storiesAreSetOn,
    discloser: discloser.type,
    recipient: recipient.type,
    agreementStatus: agreement && isParty(agreement, discloser, law) && isParty(agreement, recipient, law) ? agreementStatus(agreement, storiesAreSetOn) : 'none',
    agreement: agreement && { id: agreement.id, version: agreement.version, clauses: agreement.clauses.map(({ id, from, to, purposes, fields, conditions }) => ({ id, from, to, purposes, fields, conditions })) },
    purpose: share.purpose,
    forum: share.forum,
    regime: share.regime,
    fields: share.fields,
    necessityRecorded: share.necessity.trim() !== '',
    marking: 'official-sensitive',
    wishes: main?.wishes?.state,
    overrideReason: share.overrideReason,
    seriousHarm: main?.seriousHarm,
    childAtRisk: main?.childAtRisk,
    subjectRole: main?.roles[0],
    subjectAge: main?.age,
    riskLevel: main?.riskLevel,
    riskAssessment: main?.riskAssessment,
    itemDates: Object.fromEntries(items.map(({ field, on }) => [field, on])),
    itemKinds: Object.fromEntries(items.flatMap(({ field, itemKind }) => (itemKind ? [[field, [itemKind]]] : []))),
    relevanceRecorded: share.relevanceRecorded,
    recipientWorksOnCase: share.recipientWorksOnCase,
    intelligence: items.find(({ grading }) => grading)?.grading,
    recipientOnMustNotReceiveList: barred.some((one) => ('staff' in one ? members.includes(one.staff) : one.agency === recipient.id)),
  }, law);
}
