import { Controller, Get, Inject } from '@nestjs/common';
import { Route } from '../access/index.js';
import { agreementStatus, LAW, type Agreement, type LoadedLaw } from '../law/index.js';
import { Clock, problem, Section, SlugParam } from '../platform/index.js';
import { AgreementView, ListedAgreementView, VocabulariesView } from './agreement.dto.js';

@Section('Agreements', 'The agreements that are enforced, and the vocabularies. Data of this release, the same for every partner.')
@Controller('v1')
export class AgreementsController {
  constructor(@Inject(LAW) private readonly law: LoadedLaw, private readonly clock: Clock) {}

  @Get('agreements')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'Sharing agreements', answers: ListedAgreementView, pages: true })
  list(): { items: ListedAgreementView[] } {
    return { items: this.law.agreements.map((agreement) => this.#listed(agreement)) };
  }

  @Get('agreements/:agreementId')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'An agreement, clause by clause', answers: AgreementView, problems: ['not-found'] })
  one(@SlugParam('agreementId') id: string): AgreementView {
    const agreement = this.law.agreements.find((candidate) => candidate.id === id);
    if (!agreement) throw problem('not-found');
    const { source, verified, parties, controllerRelationship, retention, handlingConditions, clauses } = agreement;
    return {
      ...this.#listed(agreement), source, verified, partyKinds: parties.kinds, controllerRelationship, retention, handlingConditions,
      clauses: clauses.map(({ id: clause, text, source: where, from, to, purposes, fields, conditions }) => ({ id: clause, text, source: where, from, to, purposes, fields, conditions })),
    };
  }

  @Get('vocabularies')
  @Route({ can: 'vocabulary:read', gives: 'nothing', summary: 'Every list of codes, with labels', answers: VocabulariesView })
  vocabularies(): VocabulariesView {
    const lists = Object.entries(this.law.vocabularies).map(([name, terms]) =>
      ({ name, terms: terms.map(({ code, label, group }) => ({ code, label, ...(group ? { group } : {}) })) }));
    const fields = Object.entries(this.law.fields).map(([code, { means, class: group }]) => ({ code, label: means, group }));
    return { version: this.law.version, lists: [...lists, { name: 'fields', terms: fields }] };
  }

  #listed(agreement: Agreement): ListedAgreementView {
    const { id, version, title, inForceFrom, reviewOn } = agreement;
    return { id, version, title, status: agreementStatus(agreement, this.clock.today()), inForceFrom, reviewOn };
  }
}
