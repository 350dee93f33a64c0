import { codesOf } from '../law/index.js';
import { Code, field, IsoDate, Part, Parts, Shaped, Slug, Text, Texts, Whole } from '../platform/index.js';

export const versionPattern = '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$';
const digestForm = /^[0-9a-f]{64}$/;

/** Lists of codes are bounded here and judged by the agreement's own check, which says of each clause what is wrong with it. */
const codes = { each: 80, max: 100 };
// Nesting is bounded where the body is read; what is inside is judged by kind of condition.
const conditionsObject = (value: unknown): string | undefined => (typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'must be an object, {} where there are none');

class PartiesBody {
  @Texts({ ...codes, min: 1, about: 'The kinds of agency that are parties.' }) kinds!: string[];
  @Texts({ each: 63, min: 2, max: 200, about: 'The agencies themselves, by id: each signs.' }) agencies!: string[];
}

class ClauseBody {
  @Slug({ about: 'A short name of the clause, by which decisions cite it.' }) id!: string;
  @Text({ max: 2000, about: 'What it says, in words.' }) text!: string;
  @Text({ max: 500, about: 'Where that is written.' }) source!: string;
  @Texts({ ...codes, about: 'Kinds of agency that may disclose under it, or any-party.' }) from!: string[];
  @Texts({ ...codes, about: 'Kinds of agency that may receive under it, or any-party.' }) to!: string[];
  @Texts({ ...codes, about: 'Purposes it is for.' }) purposes!: string[];
  @Texts({ ...codes, about: 'Fields that may go.' }) fields!: string[];
  @field(conditionsObject, { type: 'object', additionalProperties: true }, { about: 'All of them must be met: maxAgeMonths, relevanceRecorded, subjectRoles, wishes, forums, riskAtLeast, approvalBy, itemKinds, recipientWorksOnCase, gateways.' })
  conditions!: Readonly<Record<string, unknown>>;
}

/** An agreement in the domain's words. Every text is about the agreement; none is about a person. */
export class AgreementBody {
  @Slug({ about: 'The agreement’s id, the same in all its versions.' }) id!: string;
  @Shaped(new RegExp(versionPattern), '1 to 20 letters, digits, dots and hyphens', { about: 'The version, for example 1.0.' }) version!: string;
  @Text({ max: 300, about: 'What it is called.' }) title!: string;
  @Code(['tier-1', 'tier-2', 'tier-3'], { optional: true, about: 'Its tier in a family of agreements.' }) tier?: string;
  @Text({ max: 300, optional: true, about: 'The agreement that it stands under.' }) under?: string;
  @Text({ max: 1000, about: 'Where the agreed text itself is kept.' }) source!: string;
  @Text({ max: 500, optional: true, about: 'How sure it is that clauses say what the text says.' }) verified?: string;
  @Part(() => PartiesBody, { about: 'Between whom.' }) parties!: PartiesBody;
  @Code(['independent-controllers', 'joint-controllers', 'controller-to-processor'], { about: 'How the parties stand to each other under UK GDPR.' }) controllerRelationship!: string;
  @IsoDate({ about: 'First day in force, once every party has signed.' }) inForceFrom!: string;
  @IsoDate({ about: 'Last day in force unless reviewed: it lapses on the day after.' }) reviewOn!: string;
  @Whole({ min: 1, max: 120, optional: true, about: 'How often it is reviewed, in months.' }) reviewEveryMonths?: number;
  @Code('Retention', codesOf('retention'), { about: 'How long what is received is kept.' }) retention!: string;
  @Texts({ each: 500, max: 30, about: 'How what is received is to be handled, shown with every referral.' }) handlingConditions!: string[];
  @Texts({ each: 500, max: 50, optional: true, about: 'The law it refers to.' }) legalReferences?: string[];
  @Text({ max: 1000, optional: true, about: 'Where its data protection impact assessment is kept.' }) dpia?: string;
  @Texts({ each: 2000, max: 50, optional: true, about: 'Notes for whoever signs.' }) notes?: string[];
  @Parts(() => ClauseBody, { min: 1, max: 200, about: 'What may be shared: nothing that no clause names.' }) clauses!: ClauseBody[];
}

export class SignatureBody {
  @Shaped(digestForm, '64 hexadecimal digits', { about: 'The digest of the text that you have read, as GET gave it.' }) digest!: string;
}

export class ReasonBody {
  @Text({ max: 2000, about: 'Why, for the other parties to read. About the agreement, never about a person.' }) reason!: string;
}

