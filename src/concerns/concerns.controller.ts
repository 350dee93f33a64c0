import { Body, Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { Disclosed, Door } from '../disclosure/index.js';
import { MustNotReceiveBody, WishesBody } from '../people/index.js';
import { IdParam, IfMatch, keyset, limitOf, pageOf, Repeatable, Section, tagged, type Attempt, type HttpReply, type Page } from '../platform/index.js';
import { ChangeConcern } from './change-concern.js';
import { AmendConcernBody, ConcernQuery, ConcernReceipt, ConcernView, ListedConcernView, RaiseConcernBody, RecordedWishesReceipt, VersionQuery, WithdrawConcernBody } from './concern.dto.js';
import { amendmentExample, concernExample, mustNotReceiveExample, wishesExample } from './concern.example.js';
import { concernView, listedConcernView } from './concern-view.js';
import { RaiseConcern } from './raise-concern.js';
import { RecordWishes } from './record-wishes.js';

const cursor = keyset('concerns', { id: 'uuid' });
const changes = ['not-found', 'conflict', 'precondition-failed', 'precondition-required', 'idempotency-conflict'] as const;

@Section('Concerns', 'Raise, read, amend and withdraw concerns of your own agency. Each reading is a ledger entry.')
@Controller('v1/concerns')
export class ConcernsController {
  constructor(private readonly door: Door, private readonly raising: RaiseConcern, private readonly changing: ChangeConcern, private readonly wishing: RecordWishes) {}

  @Post()
  @Route({ can: 'concern:raise', gives: 'markers', summary: 'Raise a concern, or begin a draft', answers: ConcernReceipt, versioned: true, example: concernExample, problems: ['idempotency-conflict'] })
  async raise(@CallerIs() caller: Caller, @Body() body: RaiseConcernBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ConcernReceipt> {
    const receipt = await this.raising.raise(caller, body, attempt);
    reply.header('Location', `/v1/concerns/${receipt.id}`);
    return tagged(reply, receipt);
  }

  @Get()
  @Route({ can: 'concern:read', gives: 'content', summary: 'Concerns of your teams, newest first', answers: ListedConcernView, pages: true })
  list(@CallerIs() caller: Caller, @Query() query: ConcernQuery): Promise<Disclosed<Page<ListedConcernView>>> {
    const limit = limitOf(query);
    return this.door.list(caller, { state: query.state, before: cursor.decode(query.after)?.id, limit: limit + 1 }, limit, (found, words) =>
      pageOf(found, limit, (concern) => listedConcernView(concern, words), ({ id }) => cursor.encode({ id })));
  }

  @Get(':concernId')
  @Route({ can: 'concern:read', gives: 'content', summary: 'Read a concern, now or as it was', answers: ConcernView, versioned: true, problems: ['not-found'] })
  async read(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @Query() { version }: VersionQuery, @Res({ passthrough: true }) reply: HttpReply): Promise<Disclosed<ConcernView>> {
    const disclosed = await this.door.consult(caller, id, concernView, version);
    tagged(reply, disclosed.view);
    return disclosed;
  }

  @Post(':concernId/raising')
  @HttpCode(200)
  @Route({ can: 'concern:amend', gives: 'markers', summary: 'Raise a draft', answers: ConcernReceipt, versioned: true, problems: changes })
  async raiseDraft(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @IfMatch() version: number, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ConcernReceipt> {
    return tagged(reply, await this.changing.raise(caller, id, version, attempt));
  }

  @Post(':concernId/amendments')
  @HttpCode(200)
  @Route({ can: 'concern:amend', gives: 'markers', summary: 'Amend a concern: a new version', answers: ConcernReceipt, versioned: true, example: amendmentExample, problems: changes })
  async amend(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @IfMatch() version: number, @Body() body: AmendConcernBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ConcernReceipt> {
    return tagged(reply, await this.changing.amend(caller, id, version, body, attempt));
  }

  @Post(':concernId/withdrawal')
  @HttpCode(200)
  @Route({ can: 'concern:withdraw', gives: 'markers', summary: 'Withdraw a concern', answers: ConcernReceipt, versioned: true, example: { reason: 'raised-in-error' }, problems: changes })
  async withdraw(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @IfMatch() version: number, @Body() body: WithdrawConcernBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ConcernReceipt> {
    return tagged(reply, await this.changing.withdraw(caller, id, version, body.reason, attempt));
  }

  @Put(':concernId/subjects/:subjectId/wishes')
  @Route({ can: 'concern:wishes', gives: 'markers', summary: 'Record what a person wants; a withdrawal is told to past recipients', answers: RecordedWishesReceipt, versioned: true, example: wishesExample, problems: ['not-found', 'idempotency-conflict'] })
  async wishes(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @IdParam('subjectId') subject: string, @Body() body: WishesBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<RecordedWishesReceipt> {
    return tagged(reply, await this.wishing.wishes(caller, id, subject, body, attempt));
  }

  @Put(':concernId/subjects/:subjectId/must-not-receive')
  @Route({ can: 'concern:wishes', gives: 'markers', summary: 'Keep people or agencies from ever receiving anything about a person', answers: ConcernReceipt, versioned: true, example: mustNotReceiveExample, problems: ['not-found', 'idempotency-conflict'] })
  async mustNotReceive(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @IdParam('subjectId') subject: string, @Body() body: MustNotReceiveBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ConcernReceipt> {
    return tagged(reply, await this.wishing.mustNotReceive(caller, id, subject, body.keep, attempt));
  }
}
