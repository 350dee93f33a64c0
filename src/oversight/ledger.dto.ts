import { codesOf } from '../law/index.js';
import { entryOutcomes, operations } from '../ledger/index.js';
import { Code, field, Flag, Id, Instant, PageQuery, Part, Parts, Slug, Text, Texts, Whole } from '../platform/index.js';

const AuditPurpose = (): PropertyDecorator =>
  Code('AuditPurpose', codesOf('auditPurposes'), { about: 'Why you look: one of the four lawful purposes of DPA 2018 s.62(4). The look-up is an entry itself.' });

/** DPA 2018 s.62(4): the only purposes for which the log may be used. */
export class AuditPurposeQuery {
  @AuditPurpose() auditPurpose!: string;
}

export class LedgerQuery extends PageQuery {
  @AuditPurpose() auditPurpose!: string;
  @Id({ optional: true, about: 'A person a concern is about, by the id your agency has: of the concern, or of the referral it received.' }) subject?: string;
  @Id({ optional: true, about: 'The member of staff who acted.' }) person?: string;
  @Slug({ optional: true, about: 'An agency that acted, received or owned.' }) agency?: string;
  @Id({ optional: true, about: 'A concern of your agency, or a referral.' }) record?: string;
  @Instant({ optional: true }) from?: string;
  @Instant({ optional: true }) to?: string;
  @Code('Operation', operations, { optional: true }) operation?: string;
  @Code('EntryOutcome', entryOutcomes, { optional: true }) outcome?: string;
}

export class ActorView {
  @Id() staff!: string;
  @Text({ max: 200, nullable: true }) name!: string | null;
  @Text({ max: 200, nullable: true }) position!: string | null;
  @Slug() agency!: string;
  @Texts({ each: 40, max: 5 }) roles!: string[];
}

export class ListedEntryView {
  @Id() id!: string;
  @Instant() at!: string;
  @Instant() recordedAt!: string;
  @Code('Operation', operations) operation!: string;
  @Code('EntryOutcome', entryOutcomes) outcome!: string;
  @Part(() => ActorView) actor!: ActorView;
  @Slug({ nullable: true }) owner!: string | null;
  @Slug({ nullable: true }) recipientAgency!: string | null;
  @Slug({ nullable: true }) recipientTeam!: string | null;
  @Id({ nullable: true }) concern!: string | null;
  @Id({ nullable: true }) referral!: string | null;
  @Texts({ each: 60, max: 60 }) fields!: string[];
  @Text({ max: 60, nullable: true }) purpose!: string | null;
}

export class ReleasedView {
  @Text({ max: 60 }) field!: string;
  @Id() content!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
}

export class WithheldView {
  @Text({ max: 60 }) field!: string;
  @Text({ max: 80 }) reason!: string;
  @Text({ max: 1000 }) says!: string;
}

export class WhyView {
  @Text({ max: 80 }) code!: string;
  @Text({ max: 1000 }) says!: string;
}

export class CitedClauseView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 2000, nullable: true }) text!: string | null;
}

export class CitedAgreementView {
  @Slug() id!: string;
  @Text({ max: 20 }) version!: string;
  @Text({ max: 300, nullable: true }) title!: string | null;
  @Parts(() => CitedClauseView, { max: 40 }) clauses!: CitedClauseView[];
}

export class CitedGatewayView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 300, nullable: true }) title!: string | null;
  @Text({ max: 300, nullable: true }) statute!: string | null;
  @Text({ max: 200, nullable: true }) verified!: string | null;
  @Flag({ about: 'True where the law obliged.' }) duty!: boolean;
}

export class EntryView extends ListedEntryView {
  @Parts(() => ReleasedView, { max: 3000 }) released!: ReleasedView[];
  @Parts(() => WithheldView, { max: 60 }) withheld!: WithheldView[];
  @Parts(() => WhyView, { max: 100, about: 'Reasons, obligations, approvals and conditions, each in plain English.' }) explained!: WhyView[];
  @Part(() => CitedGatewayView, { nullable: true }) gateway!: CitedGatewayView | null;
  @Part(() => CitedAgreementView, { nullable: true }) agreement!: CitedAgreementView | null;
  @field(() => undefined, { type: 'object', additionalProperties: true }, { about: 'Everything else that was recorded: necessity, wishes, obligations, reasons, locks, versions.' }) because!: Readonly<Record<string, unknown>>;
}

export class TaskNoteView {
  @Id() task!: string;
  @Text({ max: 4000 }) text!: string;
}

export class StatementView {
  @Text({ max: 4000, nullable: true, about: 'Why the sharing was necessary and proportionate, as its sharer wrote it.' }) necessity!: string | null;
  @Text({ max: 4000, nullable: true }) overrideReason!: string | null;
  @Parts(() => TaskNoteView, { max: 100, about: 'What was written to the outcome of tasks that the decision left, such as the review of an emergency.' }) notes!: TaskNoteView[];
}
