import type { Wishes } from '../rules/index.js';
import { codesOf } from '../law/index.js';
import { Code, Codes, Flag, Id, IsoDate, OptionalText, Part, Parts, Shaped, Slug, Text, Whole } from '../platform/index.js';

export class WishesBody {
  @Code('Wishes', codesOf('wishes'), { about: 'What they want, or why that is not known.' }) state!: Wishes;
  @IsoDate({ optional: true, about: 'The day they were asked.' }) askedOn?: string;
  @OptionalText({ max: 2000, about: 'In words: why they could not be asked, or what they said. Kept under the same lock as every word.' }) reason?: string;
}

export class KeptAwayBody {
  @Id({ optional: true, about: 'A member of staff, anywhere in the partnership.' }) staff?: string;
  @Slug({ optional: true, about: 'A whole agency.' }) agency?: string;
}

export class MustNotReceiveBody {
  @Parts(() => KeptAwayBody, { min: 1, max: 50, about: 'Each names either a member of staff or an agency.' }) keep!: KeptAwayBody[];
}

export class RiskAssessmentBody {
  @Whole({ min: 0, max: 27, optional: true, about: 'Ticks of a completed DASH.' }) dashTicks?: number;
  @OptionalText({ max: 2000, about: 'The written judgement of a professional. Its words are content; the rules only ask that it exists.' }) professionalJudgement?: string;
  @Whole({ min: 0, max: 1000, optional: true, about: 'Domestic abuse incidents that the police recorded in the last 12 months.' }) policeIncidentsIn12Months?: number;
  @IsoDate({ optional: true, about: 'The last referral to the MARAC.' }) lastReferralOn?: string;
  @IsoDate({ optional: true, about: 'The incident that this is about.' }) incidentOn?: string;
}

/** A person the concern is about, in their role in this concern. */
export class SubjectBody {
  @Shaped(/^[A-Za-z][A-Za-z0-9-]{0,15}$/, 'a short label such as S1', { about: 'Your label for this person within this request, for example S1.' }) ref!: string;
  @Id({ optional: true, about: 'Somebody your agency already has a record of.' }) subject?: string;
  @Codes('PersonRole', codesOf('personRoles'), { min: 1, about: 'Their roles in this concern; the first is the one that rules ask for.' }) roles!: string[];
  @Whole({ min: 0, max: 130, optional: true, about: 'In years, as far as known.' }) age?: number;
  @Flag({ optional: true, about: 'Has care and support needs AND cannot protect themselves because of them (Care Act 2014 s.42).' }) atRisk?: boolean;
  @Flag({ optional: true, about: 'Serious harm has been done or is likely.' }) seriousHarm?: boolean;
  @Flag({ optional: true, about: 'A child is at risk.' }) childAtRisk?: boolean;
  @Flag({ optional: true, about: 'FGM was seen or the girl said that it was done to her.' }) fgmKnown?: boolean;
  @Code('RiskLevel', codesOf('riskLevels'), { optional: true, about: 'As assessed.' }) riskLevel?: string;
  @Part(() => RiskAssessmentBody, { optional: true, about: 'What the threshold of a MARAC is judged by.' }) riskAssessment?: RiskAssessmentBody;
  @Part(() => WishesBody, { optional: true, about: 'What they want; not-sought when left out.' }) wishes?: WishesBody;
  @Parts(() => KeptAwayBody, { max: 50, optional: true, about: 'People and agencies who must never receive anything about this person.' }) mustNotReceive?: KeptAwayBody[];
}

/** What was recorded of a person's wishes, last of all. */
export class RecordedWishesView {
  @Code('Wishes', codesOf('wishes')) state!: Wishes;
  @IsoDate({ nullable: true, about: 'The day they were asked.' }) askedOn!: string | null;
  @Id({ nullable: true, about: 'The member of staff who recorded it.' }) recordedBy!: string | null;
  @Text({ max: 2000, nullable: true }) reason!: string | null;
}

/** A person as the owning agency sees them in one concern. */
export class SubjectView {
  @Id() id!: string;
  @Text({ max: 16 }) label!: string;
  @Codes('PersonRole', codesOf('personRoles')) roles!: string[];
  @Whole({ min: 0, max: 130, nullable: true }) age!: number | null;
  @Flag() atRisk!: boolean;
  @Flag() seriousHarm!: boolean;
  @Flag() childAtRisk!: boolean;
  @Flag() fgmKnown!: boolean;
  @Code('RiskLevel', codesOf('riskLevels'), { nullable: true }) riskLevel!: string | null;
  @Part(() => RiskAssessmentBody, { about: 'Empty where no risk was assessed.' }) riskAssessment!: RiskAssessmentBody;
  @Part(() => RecordedWishesView) wishes!: RecordedWishesView;
  @Parts(() => KeptAwayBody, { max: 200, about: 'Who must never receive anything about this person.' }) mustNotReceive!: KeptAwayBody[];
}
