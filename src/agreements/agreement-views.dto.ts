import { Code, field, Flag, Id, IsoDate, Part, Parts, Shaped, Slug, Text, Texts, Whole } from '../platform/index.js';
import { AgreementBody, versionPattern } from './agreement-bodies.dto.js';
import { standings } from './agreement-standing.js';

const states = ['draft', 'proposed', 'signed', 'declined', 'withdrawn'] as const;
const steps = ['sign', 'decline', 'suspend', 'resume', 'leave'] as const;
const version = (): PropertyDecorator => Shaped(new RegExp(versionPattern), 'a version');

export class ListedVersionView {
  @Slug() id!: string;
  @version() version!: string;
  @Text({ max: 300 }) title!: string;
  @Code(standings, { about: 'Where this version stands today.' }) status!: string;
  @Code(states, { about: 'What its parties have made of it.' }) state!: string;
  @IsoDate() inForceFrom!: string;
  @IsoDate({ about: 'The last day in force unless reviewed.' }) reviewOn!: string;
  @Slug({ about: 'The agency that drafted it.' }) draftedIn!: string;
  @Text({ max: 20, nullable: true, about: 'The version whose place it takes.' }) supersedes!: string | null;
  @Text({ max: 64, about: 'SHA-256 of the content in canonical JSON (RFC 8785): what is signed over.' }) digest!: string;
}

export class PersonInAStepView {
  @Id() staff!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
  @Text({ max: 40 }) at!: string;
  @Id({ about: 'The ledger entry that records it.' }) entryId!: string;
}

export class AgreementStepView {
  @Code(steps) step!: string;
  @Code(['awaiting-second-person', 'done']) state!: string;
  @Slug() agency!: string;
  @Part(() => PersonInAStepView, { about: 'Who moved it.' }) moved!: PersonInAStepView;
  @Part(() => PersonInAStepView, { nullable: true, about: 'Who confirmed it; null where one person is enough, or nobody has yet.' }) confirmed!: PersonInAStepView | null;
  @Text({ max: 2000, nullable: true }) reason!: string | null;
  @Flag({ about: 'A suspension that has been lifted since.' }) lifted!: boolean;
}

export class PartyView {
  @Slug() agency!: string;
  @Slug({ about: 'Who answers for it today: itself, or whoever succeeded it.' }) answeredFor!: string;
  @Flag() signed!: boolean;
  @Text({ max: 40, nullable: true, about: 'When it left, if it has.' }) leftAt!: string | null;
}

export class AgreementVersionView extends ListedVersionView {
  @Whole({ min: 1, max: 1_000_000, about: 'Of a draft: its ETag.' }) revision!: number;
  @Text({ max: 20, nullable: true, about: 'The version of this agreement that counts today, if any has begun.' }) versionInForce!: string | null;
  @Part(() => AgreementBody, { about: 'What was drafted; from the proposal on, never rewritten.' }) content!: object;
  @Parts(() => PartyView, { max: 200, about: 'From the proposal on.' }) parties!: PartyView[];
  @Texts({ each: 63, max: 200, about: 'Parties that have not signed yet.' }) awaits!: string[];
  @Parts(() => AgreementStepView, { max: 1000 }) steps!: AgreementStepView[];
}

export class AgreementReceipt {
  @Slug() id!: string;
  @version() version!: string;
  @Code(states) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) revision!: number;
  @Text({ max: 64 }) digest!: string;
  @Id() entryId!: string;
}

export class StepReceipt {
  @Slug() id!: string;
  @version() version!: string;
  @Code(steps) step!: string;
  @Code(['awaiting-second-person', 'done'], { about: 'Done, or waiting for another person of your agency.' }) state!: string;
  @Code(states, { about: 'What has become of the version.' }) agreementState!: string;
  @Id() entryId!: string;
}

export class DifferenceQuery {
  @Shaped(new RegExp(versionPattern), 'a version', { optional: true, about: 'The version to compare with; the one that it supersedes when left out.' }) from?: string;
}

const anything = { type: ['object', 'array', 'string', 'number', 'boolean', 'null'], items: {} };

class ChangeView {
  @Text({ max: 60, about: 'A part of the agreement, or of a clause.' }) part!: string;
  @Text({ max: 80, nullable: true }) clause!: string | null;
  @Text({ max: 5000, about: 'The change as a sentence.' }) says!: string;
  @field(() => undefined, anything, { about: 'Null where there was none.' }) before!: unknown;
  @field(() => undefined, anything, { about: 'Null where there is none.' }) after!: unknown;
}

export class DifferenceView {
  @version() from!: string;
  @version() to!: string;
  @Parts(() => ChangeView, { max: 2000 }) changes!: readonly ChangeView[];
}
