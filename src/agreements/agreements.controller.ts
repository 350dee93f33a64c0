import { Controller, Get, Inject } from '@nestjs/common';
import { Route } from '../access/index.js';
import { LAW, type LoadedLaw } from '../law/index.js';
import { Clock, Section } from '../platform/index.js';
import { CataloguedGatewayView, VocabulariesView } from './agreement.dto.js';

@Section('Agreements', 'The sharing agreements that are enforced: drafted by one party, signed by all, and what was signed is what runs. Beside them the law catalogue and the vocabularies.')
@Controller('v1')
export class AgreementsController {
  constructor(@Inject(LAW) private readonly law: LoadedLaw, private readonly clock: Clock) {}

  @Get('law/gateways')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'The law catalogue', answers: CataloguedGatewayView, pages: true })
  gateways(): { items: CataloguedGatewayView[] } {
    const today = this.clock.today();
    return { items: this.law.gateways.map(({ id, title, statute, kind, commencedOn, endsOn, purposes, verified }) => ({
      id, title, statute, kind, commencedOn, endsOn: endsOn ?? null, purposes, verified,
      inForce: commencedOn !== null && commencedOn <= today && (!endsOn || today <= endsOn),
    })) };
  }

  @Get('vocabularies')
  @Route({ can: 'vocabulary:read', gives: 'nothing', summary: 'Every list of codes, with labels', answers: VocabulariesView })
  vocabularies(): VocabulariesView {
    const lists = Object.entries(this.law.vocabularies).map(([name, terms]) =>
      ({ name, terms: terms.map(({ code, label, group }) => ({ code, label, ...(group ? { group } : {}) })) }));
    const fields = Object.entries(this.law.fields).map(([code, { means, class: group }]) => ({ code, label: means, group }));
    return { version: this.law.version, lists: [...lists, { name: 'fields', terms: fields }] };
  }
}
