import { Code, Flag, Id, Instant, IsoDate, PageQuery, Part, Parts, Slug, Text, Texts, Whole } from '../platform/index.js';

const kinds = ['duty', 'power', 'request'] as const;
const states = ['proposed', 'approved', 'rejected'] as const;
const codes = { each: 60, max: 60 };

export class LawOfficerView {
  @Id() staff!: string;
  @Text({ max: 200 }) name!: string;
  @Text({ max: 200 }) position!: string;
  @Slug() agency!: string;
}

export class ConfirmationView {
  @Id({ about: 'The change by which it was confirmed.' }) change!: string;
  @Instant() at!: string;
  @Part(() => LawOfficerView) proposedBy!: LawOfficerView;
  @Part(() => LawOfficerView) approvedBy!: LawOfficerView;
}

export class CataloguedGatewayView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 300 }) title!: string;
  @Text({ max: 300 }) statute!: string;
  @Code(kinds) kind!: string;
  @IsoDate({ nullable: true, about: 'Null: passed but not commenced, and so never cited.' }) commencedOn!: string | null;
  @IsoDate({ nullable: true, about: 'Last day in force.' }) endsOn!: string | null;
  @Flag() inForce!: boolean;
  @Texts({ each: 60, max: 60 }) purposes!: readonly string[];
  @Text({ max: 200, about: 'R: read in a published source; M: from memory, to be confirmed. More may follow.' }) verified!: string;
  @Code(['R', 'M'], { about: 'The mark alone.' }) mark!: string;
  @Part(() => ConfirmationView, { nullable: true, about: 'Who confirmed the mark R here; null where the release brought it, or it is unconfirmed.' }) confirmed!: ConfirmationView | null;
}

export class ChangedMemberView {
  @Text({ max: 40 }) member!: string;
  @Text({ max: 80 }) label!: string;
  @Text({ max: 4000 }) before!: string;
  @Text({ max: 4000 }) after!: string;
}

export class GatewayChangeView {
  @Id() id!: string;
  @Text({ max: 80 }) gateway!: string;
  @Text({ max: 300 }) title!: string;
  @Code('GatewayChangeState', states) state!: string;
  @Parts(() => ChangedMemberView, { max: 20 }) changes!: ChangedMemberView[];
  @Text({ max: 2000 }) reason!: string;
  @Part(() => LawOfficerView) proposedBy!: LawOfficerView;
  @Instant() proposedAt!: string;
  @Id({ about: 'Its entry in the ledger.' }) proposedEntry!: string;
  @Part(() => LawOfficerView, { nullable: true }) decidedBy!: LawOfficerView | null;
  @Instant({ nullable: true }) decidedAt!: string | null;
  @Id({ nullable: true, about: 'The entry of the approval or rejection.' }) decidedEntry!: string | null;
  @Text({ max: 2000, nullable: true, about: 'Why it was rejected.' }) answer!: string | null;
  @Text({ max: 300, nullable: true, about: 'The version of the law that an approval made: decisions cite it.' }) law!: string | null;
  @Whole({ min: 1, max: 1_000_000, nullable: true }) number!: number | null;
}

export class WholeGatewayView extends CataloguedGatewayView {
  @Texts(codes) from!: readonly string[];
  @Texts(codes) to!: readonly string[];
  @Flag() orRecipientActingForOne!: boolean;
  @Texts(codes) data!: readonly string[];
  @Texts(codes) excludes!: readonly string[];
  @Flag() liftsConfidence!: boolean;
  @Flag() detrimentException!: boolean;
  @Flag() requiresConsent!: boolean;
  @Text({ max: 2000, nullable: true }) note!: string | null;
  @Text({ max: 300, about: 'The version of today’s law.' }) law!: string;
  @Parts(() => GatewayChangeView, { max: 100, about: 'What was proposed and decided here, the newest first.' }) history!: GatewayChangeView[];
}

export class GatewayMembers {
  @Text({ max: 300, optional: true, about: 'What it is called.' }) title?: string;
  @Text({ max: 300, optional: true, about: 'Where it is written: Act and section.' }) statute?: string;
  @Code(kinds, { optional: true, about: 'A duty is preferred to all others.' }) kind?: string;
  @IsoDate({ optional: true, nullable: true, about: 'A date switches the gateway on from that day; null switches it off.' }) commencedOn?: string | null;
  @IsoDate({ optional: true, nullable: true, about: 'The last day in force; null takes the end away.' }) endsOn?: string | null;
  @Texts({ ...codes, min: 1, optional: true, about: 'Who may disclose: agency types, or any.' }) from?: string[];
  @Texts({ ...codes, min: 1, optional: true, about: 'To whom: agency types, any, or any-partner.' }) to?: string[];
  @Flag({ optional: true, about: 'Also to somebody who acts for one of them.' }) orRecipientActingForOne?: boolean;
  @Texts({ ...codes, min: 1, optional: true, about: 'What for.' }) purposes?: string[];
  @Texts({ ...codes, min: 1, optional: true, about: 'Kinds of data: ordinary, special-category, criminal-offence, depersonalised.' }) data?: string[];
  @Texts({ ...codes, optional: true, about: 'Never: patient-info, personal-from-hsc.' }) excludes?: string[];
  @Flag({ optional: true, about: 'It lifts the duty of confidence.' }) liftsConfidence?: boolean;
  @Flag({ optional: true, about: 'It does not run where sharing would do more harm than good.' }) detrimentException?: boolean;
  @Flag({ optional: true, about: 'It needs the person’s consent.' }) requiresConsent?: boolean;
  @Text({ max: 200, optional: true, about: 'R: read in a published source; M: from memory. More may follow.' }) verified?: string;
  @Text({ max: 2000, optional: true, about: 'What a reader must know besides.' }) note?: string;
}

export class ProposeGatewayChangeBody {
  @Slug({ about: 'A gateway of the catalogue.' }) gatewayId!: string;
  @Part(() => GatewayMembers, { about: 'Only what is to read otherwise.' }) change!: GatewayMembers;
  @Text({ max: 2000, about: 'Why, with the source. Nothing about any person.' }) reason!: string;
}

export class RejectGatewayChangeBody {
  @Text({ max: 2000, about: 'Why not. Nothing about any person.' }) reason!: string;
}

export class GatewayChangeQuery extends PageQuery {
  @Code('GatewayChangeState', states, { optional: true }) state?: (typeof states)[number];
}
