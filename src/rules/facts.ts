import type { Approver, DecisionRequest, Regime, Wishes } from './request.js';

/** Keys that no rule reads as they stand: `readFacts` draws its own facts from them. */
type Drawn = 'wishes' | 'regime' | 'approvalsGiven' | 'leadApproved' | 'seriousHarm' | 'overrideReason' | 'subjectAge';

/** What is asked, each key present even where it was not given. */
type Asked = { readonly [Key in Exclude<keyof DecisionRequest, Drawn>]-?: DecisionRequest[Key] };

/** A checked request with its defaults filled in, and the few plain facts that several rules ask about. */
export interface Facts extends Asked {
  readonly wishes: Wishes;
  readonly regime: Regime;
  readonly approvalsGiven: ReadonlySet<Approver>;
  readonly isEmergency: boolean;
  /** Age known and under 18; an unknown age counts as adult. */
  readonly isUnder18: boolean;
  /** High harm together with a written override reason: what steps 9 and 10 ask for before wishes or confidence give way. */
  readonly isHighHarmWithReason: boolean;
}

/** 14 or more ticks of the DASH checklist: the common high-risk line. Source: steps 6 and 9. */
export const highRiskTicks = 14;

/**
 * Every key, not given yet. All facts are read from this one shape: looking for thirty keys in requests that have ten of them,
 * in ever other orders, took longer than all the rules together.
 */
function nothingGiven(): Record<string, unknown> {
  return {
    asOf: undefined, discloser: undefined, recipient: undefined, recipientActingFor: undefined, commissioned: undefined, agreementStatus: undefined, agreement: undefined,
    purpose: undefined, forum: undefined, regime: undefined, fields: undefined, necessityRecorded: undefined, marking: undefined, wishes: undefined, overrideReason: undefined,
    seriousHarm: undefined, childAtRisk: undefined, approvalsGiven: undefined, leadApproved: undefined, subjectRole: undefined, riskLevel: undefined, itemDates: undefined,
    itemKinds: undefined, recipientWorksOnCase: undefined, relevanceRecorded: undefined, recipientOnMustNotReceiveList: undefined, onwardUse: undefined, moreDetrimental: undefined,
    subjectAge: undefined, fgmKnown: undefined, requesterRole: undefined, riskAssessment: undefined, intelligence: undefined, boardRequestConditions: undefined,
    victimInformationRequest: undefined, commencements: undefined,
  };
}

/** Expects a request that `checkRequest` has passed: blank texts gone, fields unrepeated. */
export function readFacts(request: DecisionRequest): Facts {
  const given = nothingGiven();
  for (const key of Object.keys(request)) given[key] = request[key as keyof DecisionRequest];
  const asked = given as unknown as DecisionRequest;
  return {
    asOf: asked.asOf,
    discloser: asked.discloser,
    recipient: asked.recipient,
    recipientActingFor: asked.recipientActingFor,
    commissioned: asked.commissioned,
    agreementStatus: asked.agreementStatus,
    agreement: asked.agreement,
    purpose: asked.purpose,
    forum: asked.forum,
    fields: asked.fields,
    necessityRecorded: asked.necessityRecorded,
    marking: asked.marking,
    childAtRisk: asked.childAtRisk,
    subjectRole: asked.subjectRole,
    riskLevel: asked.riskLevel,
    itemDates: asked.itemDates,
    itemKinds: asked.itemKinds,
    recipientWorksOnCase: asked.recipientWorksOnCase,
    relevanceRecorded: asked.relevanceRecorded,
    recipientOnMustNotReceiveList: asked.recipientOnMustNotReceiveList,
    onwardUse: asked.onwardUse,
    moreDetrimental: asked.moreDetrimental,
    fgmKnown: asked.fgmKnown,
    requesterRole: asked.requesterRole,
    riskAssessment: asked.riskAssessment,
    intelligence: asked.intelligence,
    boardRequestConditions: asked.boardRequestConditions,
    victimInformationRequest: asked.victimInformationRequest,
    commencements: asked.commencements,
    wishes: asked.wishes ?? 'not-sought',
    regime: asked.regime ?? 'uk-gdpr',
    approvalsGiven: approvalsGiven(asked),
    isEmergency: isEmergency(asked),
    isUnder18: asked.subjectAge !== undefined && asked.subjectAge < 18,
    isHighHarmWithReason: isHighHarm(asked) && asked.overrideReason !== undefined,
  };
}

function isEmergency(asked: DecisionRequest): boolean {
  return asked.purpose === 'emergency-life';
}

/** Serious harm, or 14 DASH ticks, or an emergency, or a child at risk. Source: step 9. */
function isHighHarm(asked: DecisionRequest): boolean {
  return (
    asked.seriousHarm === true ||
    (asked.riskAssessment?.dashTicks ?? 0) >= highRiskTicks ||
    isEmergency(asked) ||
    asked.childAtRisk === true
  );
}

const none: ReadonlySet<Approver> = new Set();

/** `leadApproved: true` is the same as `agency-lead` among the approvals given. */
function approvalsGiven(asked: DecisionRequest): ReadonlySet<Approver> {
  if (asked.leadApproved !== true) return asked.approvalsGiven === undefined ? none : new Set(asked.approvalsGiven);
  return new Set([...(asked.approvalsGiven ?? []), 'agency-lead']);
}
