import { Flag, IsoDate, Parts, Text, Texts } from '../platform/index.js';

export class CataloguedGatewayView {
  @Text({ max: 80 }) id!: string;
  @Text({ max: 300 }) title!: string;
  @Text({ max: 300 }) statute!: string;
  @Text({ max: 20 }) kind!: string;
  @IsoDate({ nullable: true, about: 'Null: passed but not commenced, and so never cited.' }) commencedOn!: string | null;
  @IsoDate({ nullable: true }) endsOn!: string | null;
  @Flag() inForce!: boolean;
  @Texts({ each: 60, max: 60 }) purposes!: readonly string[];
  @Text({ max: 200 }) verified!: string;
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
