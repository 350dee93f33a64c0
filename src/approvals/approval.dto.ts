import type { ApprovalState } from '../disclosure/index.js';
import { codesOf, fieldCodes } from '../law/index.js';
import { Code, Codes, field, Flag, Id, Ids, IsoDate, PageQuery, Parts, Slug, Text } from '../platform/index.js';

const states: readonly ApprovalState[] = ['asked', 'given', 'refused', 'used'];
/** Why, as a code: whoever asked reads it in their list. The words stay under lock. */
const answerCodes = ['necessary-and-proportionate', 'harm-outweighs-wishes', 'conditions-met', 'less-would-do', 'not-proportionate', 'ask-the-person-first', 'wrong-recipient', 'not-ours-to-give'] as const;

export class ApprovalsQuery extends PageQuery {
  @Code(['to-give', 'asked'], { optional: true, about: 'to-give: you are asked; asked: for concerns that you may consult. to-give when left out.' }) box?: 'to-give' | 'asked';
  @Code(states, { optional: true, about: 'All states when left out.' }) state?: ApprovalState;
}

export class ListedApprovalView {
  @Id() id!: string;
  @Code('Approver', codesOf('approvers'), { about: 'As whom somebody is asked.' }) approver!: string;
  @Slug({ about: 'The agency that asks.' }) askedIn!: string;
  @Slug({ about: 'The agency whose approver answers.' }) agency!: string;
  @Text({ max: 80 }) purpose!: string;
  @Slug() recipientAgency!: string;
  @Slug() recipientTeam!: string;
  @Codes('Field', fieldCodes, { about: 'Fields that would go; to another agency, those of its own information alone.' }) fields!: string[];
  @Ids({ max: 600, about: 'Rows of your own agency that it is about.' }) contents!: string[];
  @Code(states) state!: string;
  @Code(answerCodes, { nullable: true }) code!: string | null;
  @Text({ max: 40 }) askedAt!: string;
  @IsoDate() dueOn!: string;
  @Flag({ about: 'Nobody answered by the day it was due.' }) overdue!: boolean;
  @IsoDate({ about: 'The last day on which it can be given, or used.' }) lapsesOn!: string;
  @Flag() lapsed!: boolean;
  @Id({ nullable: true, about: 'The decision that waits; null where it is another agency’s.' }) decision!: string | null;
  @Id({ nullable: true }) concern!: string | null;
}

class WaitingItemView {
  @Id() contentId!: string;
  @Code('Field', fieldCodes) field!: string;
  @Id({ nullable: true }) about!: string | null;
  @field(() => undefined, { type: 'object', additionalProperties: true }, { about: 'The words that would go.' }) says!: Readonly<Record<string, unknown>>;
}

class ReasonView {
  @Text({ max: 80 }) code!: string;
  @Text({ max: 1000 }) says!: string;
}

export class ApprovalView extends ListedApprovalView {
  @Parts(() => WaitingItemView, { max: 300 }) items!: WaitingItemView[];
  @Text({ max: 4000, nullable: true, about: 'The sharer’s own words.' }) necessity!: string | null;
  @Text({ max: 4000, nullable: true }) overrideReason!: string | null;
  @Code('Wishes', codesOf('wishes'), { nullable: true, about: 'What the person wishes, as it was decided on.' }) wishes!: string | null;
  @Parts(() => ReasonView, { max: 100, about: 'Why it waits, and what is withheld.' }) because!: ReasonView[];
  @Text({ max: 2000, nullable: true, about: 'The approver’s reason, once it was answered.' }) reason!: string | null;
}

export class ApprovalAnswerBody {
  @Text({ max: 2000, about: 'Why, in your words. Kept under lock, and sent to nobody.' }) reason!: string;
  @Code('ApprovalCode', answerCodes, { optional: true, about: 'The same as a code, for whoever asked.' }) code?: string;
}

export class ApprovalReceipt {
  @Id() id!: string;
  @Code(states) state!: string;
  @Id() entryId!: string;
}
