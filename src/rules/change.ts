import type { AgreementTerms, Approver, DecisionRequest, FieldCode } from './request.js';

/**
 * The kinds of change that may be suggested, cheapest first: record what is so, ask the person, get an approval, have an
 * agreement; and last of all share for something else or with somebody else. What would falsify a fact is not among them:
 * nobody is told to lower a marking, raise a harm, strike somebody off a list or change an age, a role or a grading.
 */
export const changeKinds = [
  'leave-out',
  'record-necessity', 'record-override', 'record-relevance', 'date-item', 'record-kind', 'record-works-on-case', 'record-judgement',
  'record-board-conditions', 'record-line-of-enquiry', 'record-notice', 'record-probative-value', 'grade-intelligence',
  'ask-wishes', 'come-to-agree',
  'approval',
  'other-agreement', 'resume-agreement', 'review-agreement', 'agreement-in-force',
  'other-forum', 'other-purpose', 'other-recipient', 'alternative-representative',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One change of facts. `field`: the field it is about; `value`: which approver, purpose, recipient, agreement, forum or kind. */
export interface Change {
  readonly kind: ChangeKind;
  readonly field?: FieldCode;
  readonly value?: string;
}

type Apply = (request: DecisionRequest, change: Required<Change>, agreements: readonly AgreementTerms[]) => object;

const added = (list: readonly string[] | undefined, code: string): string[] => [...new Set([...(list ?? []), code])];

/** What each change makes of a request. A text that a change records counts by being there. */
const effects: Readonly<Record<ChangeKind, Apply>> = {
  'leave-out': ({ fields }, { field }) => ({ fields: fields.filter((asked) => asked !== field) }),
  'record-necessity': () => ({ necessityRecorded: true }),
  'record-override': () => ({ overrideReason: 'recorded' }),
  'record-relevance': ({ relevanceRecorded }, { field }) => ({ relevanceRecorded: added(relevanceRecorded, field) }),
  'date-item': ({ itemDates, asOf }, { field }) => ({ itemDates: { ...itemDates, [field]: asOf } }),
  'record-kind': ({ itemKinds }, { field, value }) => ({ itemKinds: { ...itemKinds, [field]: [value] } }),
  'record-works-on-case': () => ({ recipientWorksOnCase: true }),
  'record-judgement': ({ riskAssessment }) => ({ riskAssessment: { ...riskAssessment, professionalJudgement: 'recorded' } }),
  'record-board-conditions': () => ({ boardRequestConditions: { c1: true, c2: true, c3: true } }),
  'record-line-of-enquiry': ({ victimInformationRequest }) => ({ victimInformationRequest: { ...victimInformationRequest, lineOfEnquiry: true } }),
  'record-notice': ({ victimInformationRequest }) => ({ victimInformationRequest: { ...victimInformationRequest, noticeGiven: true } }),
  'record-probative-value': ({ victimInformationRequest }) => ({ victimInformationRequest: { ...victimInformationRequest, substantialProbative: true } }),
  'grade-intelligence': () => ({ intelligence: { source: 1, information: 'A', handling: 'P' } }),
  'ask-wishes': () => ({ wishes: 'given' }),
  'come-to-agree': () => ({ wishes: 'given' }),
  'approval': ({ approvalsGiven }, { value }) => ({ approvalsGiven: added(approvalsGiven, value) }),
  'other-agreement': (_request, { value }, agreements) => ({ agreementStatus: 'active', agreement: agreements.find(({ id }) => id === value) }),
  'resume-agreement': () => ({ agreementStatus: 'active' }),
  'review-agreement': () => ({ agreementStatus: 'active' }),
  'agreement-in-force': () => ({ agreementStatus: 'active', agreement: undefined }),
  'other-forum': (_request, { value }) => ({ forum: value }),
  'other-purpose': (_request, { value }) => ({ purpose: value }),
  // What was said of the one recipient is not so of another.
  'other-recipient': (_request, { value }) => ({ recipient: value, recipientActingFor: undefined, recipientWorksOnCase: undefined }),
  'alternative-representative': () => ({ recipientOnMustNotReceiveList: false }),
};

/** The request as it would be. `agreements`: the other agreements in force that a change may name. */
export function withChange(request: DecisionRequest, { kind, field = '', value = '' }: Change, agreements: readonly AgreementTerms[] = []): DecisionRequest {
  return { ...request, ...effects[kind](request, { kind, field, value }, agreements) };
}

/** Whether a change asks for another sharing than the one that was asked for. */
export function isElsewhere({ kind }: Change): boolean {
  return kind === 'other-forum' || kind === 'other-purpose' || kind === 'other-recipient';
}

/** The approvals that a set of changes names. */
export function approvalsNamed(changes: readonly Change[]): readonly Approver[] {
  return changes.filter(({ kind }) => kind === 'approval').map(({ value }) => value ?? '');
}

/** What a set of changes costs: fewest first, then the cheapest of the dearest. */
export function costOf(changes: readonly Change[]): number {
  return changes.length * 100 + Math.max(0, ...changes.map(({ kind }) => changeKinds.indexOf(kind)));
}
