import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { LawBook } from '../law/index.js';
import { Clock, IdParam, keyset, limitOf, pageOf, problem, Repeatable, Section, SlugParam, type Attempt, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { DecideGatewayChange } from './decide-gateway-change.js';
import { lastVerifications, listChanges, loadChange, type GatewayChangeRow } from './gateway-change.store.js';
import { gatewayListed, gatewayWhole, changeView } from './law-view.js';
import { CataloguedGatewayView, GatewayChangeQuery, GatewayChangeView, WholeGatewayView, ProposeGatewayChangeBody, RejectGatewayChangeBody } from './law.dto.js';
import { ProposeGatewayChange } from './propose-gateway-change.js';

const cursor = keyset('gateway-changes', { id: 'uuid' });
const mostHistory = 100;
const proposalExample = { gatewayId: 'ca-2004-s16la', change: { commencedOn: '2027-04-01' }, reason: 'Commenced by regulations: say which, and where they were read.' };

@Section('Law', 'The law catalogue: lawful gateways as of today, and changes of them. One officer proposes, another approves, and every decision cites the version it was taken under.')
@Controller('v1/law')
export class LawController {
  constructor(
    private readonly database: Database, private readonly lawBook: LawBook, private readonly clock: Clock,
    private readonly proposals: ProposeGatewayChange, private readonly decisions: DecideGatewayChange,
  ) {}

  @Get('gateways')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'The law catalogue, as of today', answers: CataloguedGatewayView, pages: true })
  async gateways(): Promise<{ items: CataloguedGatewayView[] }> {
    const [law, verifications] = await Promise.all([this.lawBook.today(), lastVerifications(this.database)]);
    const today = this.clock.today();
    return { items: law.gateways.map((gateway) => gatewayListed(gateway, today, verifications.find(({ gatewayId }) => gatewayId === gateway.id))) };
  }

  @Get('gateways/:gatewayId')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'A gateway, and how it came to read so', answers: WholeGatewayView, problems: ['not-found'] })
  async gateway(@SlugParam('gatewayId') id: string): Promise<WholeGatewayView> {
    const law = await this.lawBook.today();
    const gateway = law.gateways.find((candidate) => candidate.id === id);
    if (!gateway) throw problem('not-found');
    const [verifications, rows] = await Promise.all([lastVerifications(this.database), listChanges(this.database, { gateway: id }, mostHistory)]);
    const listed = gatewayListed(gateway, this.clock.today(), verifications.find(({ gatewayId }) => gatewayId === id));
    return gatewayWhole(gateway, listed, law, await Promise.all(rows.map((row) => this.#view(row))));
  }

  @Get('gateway-changes')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'Changes of gateways, the newest first', answers: GatewayChangeView, pages: true })
  async list(@Query() query: GatewayChangeQuery): Promise<Page<GatewayChangeView>> {
    const limit = limitOf(query);
    const rows = await listChanges(this.database, { state: query.state, after: cursor.decode(query.after)?.id }, limit + 1);
    const { items, ...next } = pageOf(rows, limit, (row) => row, ({ id }) => cursor.encode({ id }));
    return { items: await Promise.all(items.map((row) => this.#view(row))), ...next };
  }

  @Get('gateway-changes/:changeId')
  @Route({ can: 'agreement:read', gives: 'nothing', summary: 'A change of a gateway', answers: GatewayChangeView, problems: ['not-found'] })
  async one(@IdParam('changeId') id: string): Promise<GatewayChangeView> {
    const row = await loadChange(this.database, id);
    if (!row) throw problem('not-found');
    return this.#view(row);
  }

  @Post('gateway-changes')
  @Route({ can: 'law:propose', gives: 'nothing', summary: 'Propose a change of a gateway', answers: GatewayChangeView, example: proposalExample, problems: ['conflict', 'idempotency-conflict'] })
  async propose(@CallerIs() caller: Caller, @Body() body: ProposeGatewayChangeBody, @Repeatable() attempt: Attempt): Promise<GatewayChangeView> {
    return this.one((await this.proposals.propose(caller, body, attempt)).id);
  }

  @Post('gateway-changes/:changeId/approval')
  @HttpCode(200)
  @Route({ can: 'law:propose', gives: 'nothing', summary: 'Approve somebody else’s proposal', answers: GatewayChangeView, problems: ['not-found', 'conflict', 'idempotency-conflict'] })
  async approve(@CallerIs() caller: Caller, @IdParam('changeId') id: string, @Repeatable() attempt: Attempt): Promise<GatewayChangeView> {
    return this.one((await this.decisions.approve(caller, id, attempt)).id);
  }

  @Post('gateway-changes/:changeId/rejection')
  @HttpCode(200)
  @Route({ can: 'law:propose', gives: 'nothing', summary: 'Reject somebody else’s proposal', answers: GatewayChangeView, example: { reason: 'The regulations commence it for England only.' }, problems: ['not-found', 'conflict', 'idempotency-conflict'] })
  async reject(@CallerIs() caller: Caller, @IdParam('changeId') id: string, @Body() { reason }: RejectGatewayChangeBody, @Repeatable() attempt: Attempt): Promise<GatewayChangeView> {
    return this.one((await this.decisions.reject(caller, id, reason, attempt)).id);
  }

  async #view(row: GatewayChangeRow): Promise<GatewayChangeView> {
    const made = row.number === null ? undefined : await this.lawBook.ofBase(row.release, row.number);
    return changeView(row, await this.lawBook.ofBase(row.release, row.basedOn), made);
  }
}
