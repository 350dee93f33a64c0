import { codesOf, fieldCodes, purposeCodes } from '../law/index.js';
import { Code, Codes, Flag, Id, Ids, IsoDate, OptionalText, PageQuery, Part, Parts, Slug, Text, Texts, Whole, field } from '../platform/index.js';
import { ExplainedView, outcomes, WhyView } from './explained.dto.js';
import { referralStates, type ReferralState } from './referral.js';


class BoardRequestConditionsBody {
  @Flag({ optional: true, about: 'Condition 1: the board asks so that it can exercise its functions.' }) c1?: boolean;
  @Flag({ optional: true, about: 'Condition 2: the one who is asked is likely to have relevant information.' }) c2?: boolean;
  @Flag({ optional: true, about: 'Condition 3: it is about them, their functions, or somebody for whom they exercise these.' }) c3?: boolean;
  @Flag({ optional: true, about: 'Condition 4: it was supplied to them under such a request.' }) c4?: boolean;
}

class VictimInformationRequestBody {
  @Flag({ optional: true, about: 'The request is for a reasonable line of enquiry.' }) lineOfEnquiry?: boolean;
  @Flag({ optional: true, about: 'The victim was given the notice.' }) noticeGiven?: boolean;
  @Flag({ optional: true, about: 'No notice was required.' }) noticeExempt?: boolean;
  @Flag({ optional: true, about: 'Counselling notes: they are likely to have substantial probative value.' }) substantialProbative?: boolean;
}

/** To whom, for what, and which fields. Facts about the people, agencies and agreements are not stated here: the door loads them. */
export class ShareBody {
  @Slug({ about: 'The team of a partner agency that is to receive it.' }) team!: string;
  @Code('Purpose', purposeCodes, { about: 'What it is for: decides the gateway, and which fields are needed at all.' }) purpose!: string;
  @Code('Forum', codesOf('forums'), { optional: true, about: 'The meeting it is for, where there is one.' }) forum?: string;
  @Slug({ optional: true, about: 'The agreement to share under. When left out, the first one in force between the two agencies that knows the purpose.' }) agreement?: string;
  @Code('Regime', codesOf('regimes'), { optional: true, about: 'uk-gdpr when left out' }) regime?: 'uk-gdpr' | 'law-enforcement';
  @Codes('Field', fieldCodes, { min: 1, about: 'The fields that are asked to go; each is decided.' }) fields!: string[];
  @Ids({ max: 100, optional: true, about: 'Only these items, by itemId. All items of the fields when left out; an empty list means none.' }) items?: string[];
  @OptionalText({ max: 4000, about: 'Why this sharing is necessary and proportionate, in your words. Nothing goes without it; for an emergency it is the reason that the review will look at.' }) necessity?: string;
  @OptionalText({ max: 4000, about: 'Why it must go although the person refused, or was not asked.' }) overrideReason?: string;
  @Codes('Field', fieldCodes, { optional: true, about: 'Fields whose relevance to this request you have judged and recorded.' }) relevanceRecorded?: string[];
  @Flag({ optional: true, about: 'Sharing would be more detrimental to the child than not sharing.' }) moreDetrimental?: boolean;
  @Flag({ optional: true, about: 'The recipient works on this case (some agreements ask).' }) recipientWorksOnCase?: boolean;
  @Code('RequesterRole', codesOf('requesterRoles'), { optional: true, about: 'Who asks, where an agreement distinguishes.' }) requesterRole?: string;
  @Part(() => BoardRequestConditionsBody, { optional: true, about: 'For a safeguarding adults board’s request (Care Act 2014 s.45).' }) boardRequestConditions?: BoardRequestConditionsBody;
  @Part(() => VictimInformationRequestBody, { optional: true, about: 'For a police request for information about a victim.' }) victimInformationRequest?: VictimInformationRequestBody;
}

export class DecisionView {
  @Code('Outcome', outcomes) outcome!: string;
  @Text({ max: 80, nullable: true, about: 'A gateway, or the basis relied on where there is none.' }) gateway!: string | null;
  @Flag({ about: 'True where the law obliges.' }) duty!: boolean;
  @Texts({ each: 60, max: 40 }) permitted!: string[];
  @field(() => undefined, { type: 'object', additionalProperties: { type: 'string' } }, { about: 'Field to reason.' }) withheld!: Readonly<Record<string, string>>;
  @Texts({ each: 60, max: 40 }) approvals!: string[];
  @Texts({ each: 60, max: 40 }) obligations!: string[];
  @Texts({ each: 60, max: 40 }) reasons!: string[];
  @Texts({ each: 80, max: 40 }) clauses!: string[];
}

export class DataSubjectView {
  @Id({ nullable: true }) subject!: string | null;
  @Text({ max: 40, nullable: true, about: 'The special-category condition recorded for this person.' }) condition!: string | null;
  @Part(() => DecisionView) decision!: DecisionView;
}

export class ItemAnswerView {
  @Id() itemId!: string;
  @Code('Field', fieldCodes) field!: string;
  @Id({ nullable: true }) about!: string | null;
  @Code(['shared', 'withheld', 'waiting']) outcome!: string;
  @Text({ max: 80, optional: true }) reason?: string;
}

export class GatewayView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 300 }) title!: string;
  @Text({ max: 300 }) statute!: string;
  @Text({ max: 200, about: 'R: read in a published source. M: from memory, to be confirmed before live use.' }) verified!: string;
}

export class OpenerView {
  @Id() id!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
}

export class SharePreviewView extends WhyView {
  @Part(() => DecisionView) decision!: DecisionView;
  @Parts(() => DataSubjectView, { max: 20 }) dataSubjects!: DataSubjectView[];
  @Parts(() => ItemAnswerView, { max: 300 }) items!: ItemAnswerView[];
  @Part(() => GatewayView, { nullable: true }) gateway!: GatewayView | null;
  @Slug() recipientAgency!: string;
  @Text({ max: 200 }) recipientAgencyName!: string;
  @Text({ max: 200 }) recipientTeamName!: string;
  @Parts(() => OpenerView, { max: 500, about: 'Everybody who would be able to open it.' }) whoCanOpen!: OpenerView[];
  @Text({ max: 120, nullable: true }) agreement!: string | null;
  @Texts({ each: 500, max: 20 }) handlingConditions!: string[];
  @Parts(() => ExplainedView, { max: 100 }) because!: ExplainedView[];
  @Parts(() => ExplainedView, { max: 100, about: 'What would make lawful what is refused or withheld.' }) lawfulIf!: ExplainedView[];
  @Parts(() => ExplainedView, { max: 100 }) obligations!: ExplainedView[];
  @Id() entryId!: string;
}

export class SentItemView {
  @Id() itemId!: string;
  @Code('Field', fieldCodes) field!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
}

export class DisclosureReceipt {
  @Id() referralId!: string;
  @Id() decisionId!: string;
  @Id() entryId!: string;
  @Part(() => DecisionView) decision!: DecisionView;
  @Texts({ each: 60, max: 40, about: 'Fields that were frozen and sent, in exactly these versions.' }) fields!: string[];
  @Parts(() => SentItemView, { max: 300 }) items!: SentItemView[];
  @IsoDate() dueOn!: string;
}

export class InboxQuery extends PageQuery {
  @Code(['in', 'out'], { optional: true, about: 'in: received by your teams; out: sent by them. in when left out.' }) box?: 'in' | 'out';
  @Code(referralStates, { optional: true }) state?: ReferralState;
  @Id({ optional: true, about: 'What was sent of this concern of yours; with box=out.' }) concern?: string;
}

export class ListedReferralView {
  @Id() id!: string;
  @Id({ nullable: true, about: 'Your concern that was sent; null for what you received.' }) concern!: string | null;
  @Slug() fromAgency!: string;
  @Slug() toAgency!: string;
  @Slug() toTeam!: string;
  @Code('Purpose', purposeCodes) purpose!: string;
  @Code('Forum', codesOf('forums'), { nullable: true }) forum!: string | null;
  @Code(referralStates) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Text({ max: 40 }) sentAt!: string;
  @IsoDate() dueOn!: string;
}

export class ReferredSubjectView {
  @Id({ about: 'This person’s id in this referral alone.' }) id!: string;
  @Codes('PersonRole', codesOf('personRoles')) roles!: string[];
}

export class ReferredItemView {
  @Id({ about: 'Name it in copiedFrom when you copy from it.' }) contentId!: string;
  @Code('Field', fieldCodes) field!: string;
  @Id({ nullable: true }) about!: string | null;
  @field(() => undefined, { type: 'object', additionalProperties: true }, { about: 'The words: text and source, or an indicator, or harm types.' }) says!: Readonly<Record<string, unknown>>;
  @Code('StatementKind', codesOf('statementKinds')) statement!: string;
  @Code('Confidence', codesOf('confidence')) confidence!: string;
  @IsoDate({ nullable: true }) on!: string | null;
  @Code('Marking', codesOf('markings')) marking!: string;
  @field(() => undefined, { type: 'object', nullable: true, additionalProperties: true }, { about: '3x5x2 grading, which travels with the item.' }) grading!: object | null;
  @Slug({ about: 'Whose information it stays.' }) controller!: string;
}

export class ReferralEventView {
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Text({ max: 40 }) event!: string;
  @Slug() agency!: string;
  @Id() staff!: string;
  @Text({ max: 40 }) at!: string;
  @Text({ max: 60, nullable: true }) code!: string | null;
  @Text({ max: 60, nullable: true }) field!: string | null;
  @Text({ max: 4000, nullable: true }) text!: string | null;
}

export class ReferralView extends ListedReferralView {
  @Slug() fromTeam!: string;
  @Code('Marking', codesOf('markings')) marking!: string;
  @Texts({ each: 500, max: 20 }) handlingConditions!: string[];
  @Parts(() => ReferredSubjectView, { max: 20 }) subjects!: ReferredSubjectView[];
  @Parts(() => ReferredItemView, { max: 300 }) items!: ReferredItemView[];
  @Parts(() => ReferralEventView, { max: 1000 }) history!: ReferralEventView[];
}

export class QuestionBody {
  @Code('QuestionTopic', codesOf('questionTopics'), { about: 'What it is about.' }) topic!: string;
  @Code('Field', fieldCodes, { optional: true, about: 'The field the question is about.' }) field?: string;
  @OptionalText({ max: 4000, about: 'In words. They go to the other agency, so the rules decide on them; the topic alone always goes.' }) text?: string;
}

export class AnswerBody {
  @Code(['answered', 'cannot-say', 'sent-separately'], { about: 'How it is answered.' }) answer!: string;
  @OptionalText({ max: 4000, about: 'In words. They go to the other agency, so the rules decide on them; the code alone always goes.' }) text?: string;
}

export class DeclineBody {
  @Code('DeclineReason', codesOf('declineReasons'), { about: 'Why, for the sender to read.' }) reason!: string;
}

export class OutcomeBody {
  @Code('ReferralOutcome', codesOf('referralOutcomes'), { about: 'What came of it, for the sender to read.' }) outcome!: string;
}

export class ReferralReceipt {
  @Id() id!: string;
  @Code(referralStates) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Id() entryId!: string;
}
