/** What the demonstration county is made of. The concern and share shapes are those of POST /v1/concerns and its shares. */

export type Role = 'caseworker' | 'agency-lead' | 'ig-officer' | 'caldicott-guardian' | 'data-protection-officer' | 'mappa-panel' | 'agency-administrator' | 'service-operator';

/** An organisation: `type` as in the vocabulary; dates are ISO days; `successor` is the id of the agency that takes over. */
export interface DemoAgency {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly successor?: string;
}

export interface DemoTeam {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly forum?: string;
}

/** Someone who works at an agency, known to its identity provider as `subject` of `issuer`. */
export interface DemoStaff {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  readonly position: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  readonly issuer: string;
  readonly subject: string;
}

export interface DemoCounty {
  readonly agencies: readonly DemoAgency[];
  readonly teams: readonly DemoTeam[];
  readonly staff: readonly DemoStaff[];
}

export type WishesState =
  | 'given' | 'refused' | 'withdrawn' | 'not-sought' | 'unsafe-to-ask' | 'unable' | 'by-representative';

export interface ConcernSubject {
  readonly ref: string;
  readonly roles: readonly string[];
  readonly age?: number;
  readonly wishes?: { readonly state: WishesState; readonly askedOn?: string; readonly reason?: string; readonly safeContact?: string };
  readonly atRisk?: boolean;
  readonly mustNotReceive?: readonly ({ readonly staff: string } | { readonly agency: string })[];
  readonly riskAssessment?: {
    readonly dashTicks?: number;
    readonly professionalJudgement?: string;
    readonly policeIncidentsIn12Months?: number;
    readonly lastReferralOn?: string;
    readonly incidentOn?: string;
  };
  readonly riskLevel?: 'standard' | 'medium' | 'high';
  readonly seriousHarm?: boolean;
  readonly childAtRisk?: boolean;
}

export interface ConcernIndicator {
  readonly code: string;
  readonly basis: 'observed' | 'reported' | 'inferred';
  readonly on: string;
  readonly about: string;
}

export interface ConcernItem {
  readonly field: string;
  readonly about: string;
  readonly text: string;
  readonly statement: 'fact' | 'opinion' | 'third-party-report';
  readonly source: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly on: string;
  readonly marking: 'official' | 'official-sensitive';
  /** For `offence.relevant-convictions`: agreements treat convictions and cautions differently. */
  readonly itemKind?: 'conviction' | 'caution' | 'offence' | 'incident' | 'intelligence';
  readonly grading?: { readonly source: 1 | 2 | 3; readonly information: 'A' | 'B' | 'C' | 'D' | 'E'; readonly handling: 'P' | 'C' };
}

export interface RaiseConcernBody {
  readonly state: 'raised' | 'draft';
  readonly team: string;
  readonly harmTypes: readonly string[];
  readonly subjects: readonly ConcernSubject[];
  readonly indicators: readonly ConcernIndicator[];
  readonly items: readonly ConcernItem[];
}

export interface ShareBody {
  readonly team: string;
  readonly purpose: string;
  readonly forum?: string;
  readonly agreement?: string;
  readonly fields: readonly string[];
  readonly necessity: string;
  readonly overrideReason?: string;
  readonly relevanceRecorded?: readonly string[];
  /** Said by the sender where an agreement lets only organisations that work on the case see it. */
  readonly recipientWorksOnCase?: boolean;
  readonly regime?: 'uk-gdpr' | 'law-enforcement';
}
