/**
 * What is asked of the rules. Keys and codes are those of the decision procedure ("Request"); codes that come from
 * versioned data (agency types, purposes, fields, forums) are plain strings, checked against the law data on entry.
 */
export type IsoDate = string;
export type AgencyType = string;
export type Purpose = string;
export type FieldCode = string;
export type Approver = string;

export type AgreementStatus = 'active' | 'lapsed' | 'suspended' | 'none';
export type Marking = 'official' | 'official-sensitive' | 'secret' | 'top-secret';
export type Regime = 'uk-gdpr' | 'law-enforcement';
export type RiskLevel = 'standard' | 'medium' | 'high';
export type Wishes =
  | 'given'
  | 'refused'
  | 'withdrawn'
  | 'not-sought'
  | 'unsafe-to-ask'
  | 'unable'
  | 'by-representative';

export interface RiskAssessment {
  readonly dashTicks?: number;
  readonly professionalJudgement?: string;
  readonly policeIncidentsIn12Months?: number;
  readonly lastReferralOn?: IsoDate;
  readonly incidentOn?: IsoDate;
}

/** 3x5x2 grading of one piece of intelligence. */
export interface Grading {
  readonly source?: 1 | 2 | 3;
  readonly information?: 'A' | 'B' | 'C' | 'D' | 'E';
  readonly handling?: 'P' | 'C';
  readonly action?: 'A1' | 'A2' | 'A3';
  readonly sanitisation?: 'S1' | 'S2';
}

/** Care Act 2014 s.45: the conditions of a safeguarding adults board's request. */
export interface BoardRequestConditions {
  readonly c1?: boolean;
  readonly c2?: boolean;
  readonly c3?: boolean;
  readonly c4?: boolean;
}

export interface VictimInformationRequest {
  readonly lineOfEnquiry?: boolean;
  readonly noticeGiven?: boolean;
  readonly noticeExempt?: boolean;
  readonly substantialProbative?: boolean;
}

/** One clause of an agreement: an empty or missing list names nothing, never everything. */
export interface AgreementClause {
  readonly id: string;
  readonly from: readonly AgencyType[];
  readonly to: readonly AgencyType[];
  readonly purposes: readonly Purpose[];
  readonly fields: readonly FieldCode[];
  readonly conditions: Readonly<Record<string, unknown>>;
}

export interface AgreementTerms {
  readonly id?: string;
  readonly version?: string | number;
  readonly clauses: readonly AgreementClause[];
}

export interface DecisionRequest {
  readonly asOf: IsoDate;
  readonly discloser: AgencyType;
  readonly recipient: AgencyType;
  readonly recipientActingFor?: AgencyType;
  readonly commissioned?: boolean;
  readonly agreementStatus: AgreementStatus;
  readonly agreement?: AgreementTerms;
  readonly purpose: Purpose;
  readonly forum?: string;
  readonly regime?: Regime;
  readonly fields: readonly FieldCode[];
  readonly necessityRecorded: boolean;
  readonly marking: Marking;
  readonly wishes?: Wishes;
  readonly overrideReason?: string;
  readonly seriousHarm?: boolean;
  readonly childAtRisk?: boolean;
  readonly approvalsGiven?: readonly Approver[];
  readonly leadApproved?: boolean;
  readonly subjectRole?: string;
  readonly riskLevel?: RiskLevel;
  readonly itemDates?: Readonly<Record<FieldCode, IsoDate>>;
  /** Extension for published agreements that treat kinds of one field differently: which kinds are in the field. */
  readonly itemKinds?: Readonly<Record<FieldCode, readonly string[]>>;
  /** Extension for published agreements under which only organisations working on a case see or hear it. */
  readonly recipientWorksOnCase?: boolean;
  readonly relevanceRecorded?: readonly FieldCode[];
  readonly recipientOnMustNotReceiveList?: boolean;
  readonly onwardUse?: boolean;
  readonly moreDetrimental?: boolean;
  /** Whole years; absent when not known. */
  readonly subjectAge?: number;
  readonly fgmKnown?: boolean;
  readonly requesterRole?: string;
  readonly riskAssessment?: RiskAssessment;
  readonly intelligence?: Grading;
  readonly boardRequestConditions?: BoardRequestConditions;
  readonly victimInformationRequest?: VictimInformationRequest;
  /** What-if: gateway id to the date from which it is taken to be in force, or null for not in force. */
  readonly commencements?: Readonly<Record<string, IsoDate | null>>;
}
