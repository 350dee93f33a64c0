import { codesOf, fieldCodes, loadLaw } from '../law/index.js';
import { Code, Codes, Flag, Id, Parts, Slug, Text, Texts, Whole } from '../platform/index.js';
import { ExplainedView, outcomes } from './explained.dto.js';
import { OpenerView } from './referral.dto.js';

const purposes = (): string[] => Object.keys(loadLaw().purposes);
const Count = (about: string): PropertyDecorator => Whole({ min: 0, max: 300, about });

export class FieldProspectView {
  @Code('Field', fieldCodes) field!: string;
  @Count('Items of this field that would go.') goes!: number;
  @Count('Items that would wait for an approval.') waits!: number;
  @Count('Items that would stay.') stays!: number;
  @Texts({ each: 80, max: 40, about: 'Why those stay that do.' }) reasons!: string[];
}

export class PurposeView {
  @Code('NeededPurpose', purposes) purpose!: string;
  @Code('Outcome', outcomes) outcome!: string;
  @Text({ max: 80, nullable: true }) gateway!: string | null;
  @Flag() duty!: boolean;
  @Codes('Approver', codesOf('approvers'), { about: 'Whose approval it would wait for.' }) approvals!: string[];
  @Texts({ each: 80, max: 40 }) reasons!: string[];
  @Parts(() => FieldProspectView, { max: 60 }) fields!: FieldProspectView[];
}

export class ReceivingTeamView {
  @Slug() team!: string;
  @Text({ max: 200 }) teamName!: string;
  @Flag({ about: 'Somebody in it, or all of its agency, is on the list of a person of this concern.' }) keptAway!: boolean;
  @Parts(() => OpenerView, { max: 500 }) whoCanOpen!: OpenerView[];
}

export class PartnerView {
  @Slug() agency!: string;
  @Text({ max: 200 }) agencyName!: string;
  @Code('AgencyType', codesOf('agencyTypes')) agencyType!: string;
  @Flag({ about: 'No team of it could receive anything, whatever the purpose: a person’s own list keeps it away.' }) keptAway!: boolean;
  @Parts(() => ReceivingTeamView, { max: 200 }) teams!: ReceivingTeamView[];
  @Parts(() => PurposeView, { max: 60, about: 'The same for every team that is not kept away. None where all are.' }) purposes!: PurposeView[];
}

/** Decided as if the necessity were recorded, no wishes overridden, and all items chosen; under the first agreement in force that knows the purpose. */
export class WhoCouldSeeView {
  @Codes('Field', fieldCodes, { about: 'The fields that this concern has.' }) fields!: string[];
  @Parts(() => PartnerView, { max: 500 }) partners!: PartnerView[];
  @Parts(() => ExplainedView, { max: 500, about: 'Every reason, approval and gateway named above, in plain English.' }) says!: ExplainedView[];
  @Text({ max: 200 }) law!: string;
  @Id() entryId!: string;
}
