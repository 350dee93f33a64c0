import { Parts, Text } from '../platform/index.js';

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
