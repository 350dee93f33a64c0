import type { Wishes } from '../rules/index.js';
import { codesOf, purposeCodes } from '../law/index.js';
import { Code, Codes, Flag, Id, IsoDate, OptionalText, Part, Parts, Shaped, Slug, Slugs, Text, Texts, Whole } from '../platform/index.js';

/** What was said holds for these alone. A part that is left out limits nothing. */
export class WishesScopeBody {
  @Codes('Purpose', purposeCodes, { min: 1, optional: true, about: 'For these purposes only.' }) purposes?: string[];
  @Slugs({ min: 1, max: 50, optional: true, about: 'For sharing with these partners only.' }) agencies?: string[];
}

export class WishesBody {
  @Code('Wishes', codesOf('wishes'), { about: 'What they want, or why that is not known.' }) state!: Wishes;
  @Part(() => WishesScopeBody, { optional: true, about: 'What they said it of, where that is not everything. The newest that covers a sharing counts; what nothing covers was not asked.' }) scope?: WishesScopeBody;
  @IsoDate({ optional: true, about: 'The day they were asked: today at the latest.' }) askedOn?: string;
  @Id({ optional: true, about: 'The member of your agency who asked; you, when left out.' }) askedBy?: string;
  @OptionalText({ max: 2000, about: 'How and when it is safe to reach them, in words. Stays with your agency, under lock.' }) safeContact?: string;
  @Flag({ optional: true, about: 'Do they know of the concern? Left out: not known.' }) aware?: boolean;
  @Texts({ each: 16, max: 20, optional: true, about: 'Labels of people in this concern whom they are afraid of.' }) afraidOf?: string[];
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

export class WishesScopeView {
  @Codes('Purpose', purposeCodes, { optional: true }) purposes?: string[];
  @Slugs({ max: 50, optional: true }) agencies?: string[];
}

/** What was recorded of a person's wishes once. */
export class RecordedWishesView {
  @Code('Wishes', codesOf('wishes')) state!: Wishes;
  @Part(() => WishesScopeView, { nullable: true, about: 'What they said it of; null: everything.' }) scope!: WishesScopeView | null;
  @IsoDate({ nullable: true, about: 'The day they were asked.' }) askedOn!: string | null;
  @Id({ nullable: true, about: 'The member of staff who asked them.' }) askedBy!: string | null;
  @Id({ nullable: true, about: 'The member of staff who recorded it.' }) recordedBy!: string | null;
  @Text({ max: 2000, nullable: true }) reason!: string | null;
  @Text({ max: 2000, nullable: true, about: 'How and when it is safe to reach them.' }) safeContact!: string | null;
  @Flag({ nullable: true, about: 'Do they know of the concern? null: not known.' }) aware!: boolean | null;
  @Texts({ each: 16, max: 20, about: 'Labels of people in this concern whom they are afraid of.' }) afraidOf!: string[];
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
  @Part(() => RecordedWishesView, { about: 'As recorded last; not-sought where nothing was.' }) wishes!: RecordedWishesView;
  @Parts(() => RecordedWishesView, { max: 1000, about: 'All that was ever recorded, newest first.' }) wishesHistory!: RecordedWishesView[];
  @Parts(() => KeptAwayBody, { max: 200, about: 'Who must never receive anything about this person.' }) mustNotReceive!: KeptAwayBody[];
}
