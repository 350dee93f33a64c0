import { codesOf, fieldCodes, purposeCodes } from '../law/index.js';
import { Code, Codes, Flag, Id, Instant, Part, Parts, Slug, Text } from '../platform/index.js';
import { DataSubjectView, DecisionView, ExplainedView, ItemAnswerView, WhyView } from '../referrals/index.js';

export class DecisionQuery {
  @Code('AuditPurpose', codesOf('auditPurposes'), { optional: true, about: 'For officers, who must say why they look: one of the four lawful purposes of DPA 2018 s.62(4).' }) auditPurpose?: string;
}

/** What was asked: codes. The sharer’s words are at the decision’s statement. */
export class AskedView {
  @Slug() team!: string;
  @Code('Purpose', purposeCodes) purpose!: string;
  @Code('Forum', codesOf('forums'), { nullable: true }) forum!: string | null;
  @Slug({ nullable: true }) agreement!: string | null;
  @Codes('Field', fieldCodes) fields!: string[];
  @Flag({ about: 'A reason why the sharing is necessary and proportionate was written down.' }) necessity!: boolean;
  @Flag({ about: 'A reason to go against, or without, the person’s wishes was written down.' }) override!: boolean;
  @Codes('Field', fieldCodes) relevanceRecorded!: string[];
}

/** The versions that the decision was taken under, which give it again. */
export class VersionsView {
  @Text({ max: 40 }) ruleset!: string;
  @Text({ max: 300, about: 'The law: catalogue, fields and vocabularies, with the number of its last change.' }) law!: string;
  @Text({ max: 100, nullable: true, about: 'Agreement and version.' }) agreement!: string | null;
}

export class DecisionExplainedView extends WhyView {
  @Id() id!: string;
  @Id() concern!: string;
  @Id({ nullable: true, about: 'What was sent, if anything was.' }) referral!: string | null;
  @Id() madeBy!: string;
  @Instant() at!: string;
  @Part(() => AskedView) asked!: AskedView;
  @Part(() => DecisionView) decision!: DecisionView;
  @Parts(() => DataSubjectView, { max: 20 }) dataSubjects!: DataSubjectView[];
  @Parts(() => ItemAnswerView, { max: 300 }) items!: ItemAnswerView[];
  @Parts(() => ExplainedView, { max: 100 }) because!: ExplainedView[];
  @Parts(() => ExplainedView, { max: 100 }) lawfulIf!: ExplainedView[];
  @Parts(() => ExplainedView, { max: 100 }) obligations!: ExplainedView[];
  @Part(() => VersionsView) versions!: VersionsView;
  @Code(['same', 'different', 'other-ruleset', 'not-on-record'], { about: 'Taken again under these versions it comes out the same, byte for byte; different: the record was changed since; other-ruleset: by rules that this release does not have any more; not-on-record: its agreement is not there any more.' }) replay!: string;
  @Id({ about: 'The ledger entry of the decision itself.' }) decisionEntry!: string;
  @Id({ about: 'The ledger entry of this look at it.' }) entryId!: string;
}
