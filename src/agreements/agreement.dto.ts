import { IsoDate, Parts, Slug, Text, Texts, field } from '../platform/index.js';

export class ClauseView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 2000 }) text!: string;
  @Text({ max: 500 }) source!: string;
  @Texts({ each: 60, max: 60 }) from!: readonly string[];
  @Texts({ each: 60, max: 60 }) to!: readonly string[];
  @Texts({ each: 60, max: 60 }) purposes!: readonly string[];
  @Texts({ each: 60, max: 60 }) fields!: readonly string[];
  @field(() => undefined, { type: 'object', additionalProperties: true }, { about: 'All of them must be met.' }) conditions!: Readonly<Record<string, unknown>>;
}

export class ListedAgreementView {
  @Slug() id!: string;
  @Text({ max: 20 }) version!: string;
  @Text({ max: 300 }) title!: string;
  @Text({ max: 20, about: 'Where it stands today: active, lapsed, suspended or none (not yet begun).' }) status!: string;
  @IsoDate() inForceFrom!: string;
  @IsoDate() reviewOn!: string;
}

export class AgreementView extends ListedAgreementView {
  @Text({ max: 1000 }) source!: string;
  @Text({ max: 500 }) verified!: string;
  @Texts({ each: 60, max: 60 }) partyKinds!: readonly string[];
  @Text({ max: 60 }) controllerRelationship!: string;
  @Text({ max: 60 }) retention!: string;
  @Texts({ each: 500, max: 30 }) handlingConditions!: readonly string[];
  @Parts(() => ClauseView, { max: 200 }) clauses!: readonly ClauseView[];
}

export class TermView {
  @Text({ max: 80 }) code!: string;
  @Text({ max: 500 }) label!: string;
  @Text({ max: 80, optional: true }) group?: string;
}

export class VocabularyView {
  @Text({ max: 60 }) name!: string;
  @Parts(() => TermView, { max: 500 }) terms!: TermView[];
}

export class VocabulariesView {
  @Text({ max: 200 }) version!: string;
  @Parts(() => VocabularyView, { max: 100 }) lists!: VocabularyView[];
}
