import { Controller, Get, Inject } from '@nestjs/common';
import { Route } from '../access/index.js';
import { LAW, type LoadedLaw } from '../law/index.js';
import { Section } from '../platform/index.js';
import { VocabulariesView } from './vocabulary.dto.js';

@Section('Vocabularies', 'Every list of codes with its labels. Data of this release, the same for every partner.')
@Controller('v1')
export class VocabulariesController {
  constructor(@Inject(LAW) private readonly law: LoadedLaw) {}

  @Get('vocabularies')
  @Route({ can: 'vocabulary:read', gives: 'nothing', summary: 'Every list of codes, with labels', answers: VocabulariesView })
  vocabularies(): VocabulariesView {
    const lists = Object.entries(this.law.vocabularies).map(([name, terms]) =>
      ({ name, terms: terms.map(({ code, label, group }) => ({ code, label, ...(group ? { group } : {}) })) }));
    const fields = Object.entries(this.law.fields).map(([code, { means, class: group }]) => ({ code, label: means, group }));
    return { version: this.law.version, lists: [...lists, { name: 'fields', terms: fields }] };
  }
}
