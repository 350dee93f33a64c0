import { loadLaw } from '../law/index.js';
import { Code, Id, Instant, IsoDate, Part, Parts, Slug, Text, Texts, Whole, field } from '../platform/index.js';
import type { WhatIfResult } from './what-if-result.js';

const gatewayIds = (): string[] => loadLaw().gateways.map(({ id }) => id);

class SupposedAgreementBody {
  @Slug({ about: 'An agreement.' }) id!: string;
  @Text({ max: 20, about: 'The version of it, in any state.' }) version!: string;
}

class SupposedGatewayBody {
  @Code('GatewayId', gatewayIds, { about: 'A gateway of the catalogue.' }) id!: string;
  @IsoDate({ nullable: true, about: 'The day from which it is taken to be in force; null: as if it were not.' }) commencedOn!: string | null;
}

/** At least one of the three. */
export class WhatIfBody {
  @Part(() => SupposedAgreementBody, { optional: true, about: 'A version in any state that you can read, as if every party had signed it and it were in force.' }) agreement?: SupposedAgreementBody;
  @Id({ optional: true, about: 'A change of the law that was proposed, as if it were approved.' }) gatewayChange?: string;
  @Part(() => SupposedGatewayBody, { optional: true, about: 'A gateway switched on or off.' }) gateway?: SupposedGatewayBody;
}

export class WhatIfReceipt {
  @Id() id!: string;
  @Code(['running']) state!: 'running';
  @Whole({ min: 0, max: 2_000_000_000, about: 'How many past decisions there are to look at.' }) total!: number;
  @Id() entryId!: string;
}

class OutcomesView {
  @Text({ max: 30 }) before!: string;
  @Text({ max: 30 }) after!: string;
  @Whole({ min: 1, max: 2_000_000_000 }) decisions!: number;
}

class LineView {
  @Slug({ about: 'Who would share.' }) from!: string;
  @Slug({ about: 'Who would receive.' }) to!: string;
  @Text({ max: 60 }) field!: string;
  @Code(['newly-permitted', 'newly-refused', 'newly-withheld', 'newly-waiting']) turn!: string;
  @Whole({ min: 1, max: 2_000_000_000 }) decisions!: number;
}

class WhatIfResultView {
  @Whole({ min: 0, max: 2_000_000_000 }) decisions!: number;
  @Whole({ min: 0, max: 2_000_000_000, about: 'How many would have come out otherwise.' }) changed!: number;
  @Whole({ min: 0, max: 2_000_000_000, about: 'Decisions whose agreement is not on record any more, of which nothing can be said.' }) notOnRecord!: number;
  @Parts(() => OutcomesView, { max: 25 }) outcomes!: OutcomesView[];
  @Parts(() => LineView, { max: 100_000 }) lines!: LineView[];
  @Texts({ each: 36, max: 20, about: 'Some of them, to be read one by one.' }) examples!: string[];
}

export class WhatIfView {
  @Id() id!: string;
  @Code(['running', 'done', 'failed', 'interrupted'], { about: 'interrupted: the process that did it went away; ask again.' }) state!: string;
  @Instant() askedAt!: string;
  @Whole({ min: 0, max: 2_000_000_000 }) done!: number;
  @Whole({ min: 0, max: 2_000_000_000 }) total!: number;
  @field(() => undefined, { type: 'object', additionalProperties: { type: 'string' } }, { about: 'What was supposed.' }) supposed!: object;
  @Part(() => WhatIfResultView, { nullable: true }) result!: WhatIfResult | null;
}
