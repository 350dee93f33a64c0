import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, keyset, limitOf, pageOf, PageQuery, Repeatable, Section, type Attempt, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { SucceedAgency } from './succeed-agency.js';
import { ProposeSuccessionBody, SuccessionReceipt, SuccessionView } from './succession.dto.js';
import { listSuccessions } from './succession.store.js';

const cursor = keyset('agency-successions', { id: 'uuid' });
const decided = { can: 'agency:succession', gives: 'nothing', answers: SuccessionReceipt, problems: ['not-found', 'conflict', 'idempotency-conflict'] } as const;

@Section('Agencies', 'Who the partners are, and their teams: to whom something can be referred.')
@Controller('v1/agency-successions')
export class SuccessionsController {
  constructor(private readonly database: Database, private readonly succeeding: SucceedAgency) {}

  @Get()
  @Route({ can: 'agency:list', gives: 'nothing', summary: 'Agencies that end, and who answers for their records then', answers: SuccessionView, pages: true })
  async list(@Query() query: PageQuery): Promise<Page<SuccessionView>> {
    const limit = limitOf(query);
    const rows = await listSuccessions(this.database, cursor.decode(query.after)?.id, limit + 1);
    return pageOf(rows, limit, (row) => row, ({ id }) => cursor.encode({ id }));
  }

  @Post()
  @Route({
    can: 'agency:succession', gives: 'nothing', summary: 'Propose that your agency ends and another answers for its records', answers: SuccessionReceipt,
    example: { successor: 'east-downshire-council', lastDay: '2030-03-31' }, problems: ['conflict', 'idempotency-conflict'],
  })
  propose(@CallerIs() caller: Caller, @Body() body: ProposeSuccessionBody, @Repeatable() attempt: Attempt): Promise<SuccessionReceipt> {
    return this.succeeding.propose(caller, body, attempt);
  }

  @Post(':successionId/approval')
  @HttpCode(200)
  @Route({ ...decided, summary: 'Approve what a colleague proposed, or accept for the successor: with the second of its people, the agency ends on that day' })
  approve(@CallerIs() caller: Caller, @IdParam('successionId') id: string, @Repeatable() attempt: Attempt): Promise<SuccessionReceipt> {
    return this.succeeding.decide(caller, id, true, attempt);
  }

  @Post(':successionId/rejection')
  @HttpCode(200)
  @Route({ ...decided, summary: 'Reject a succession of your agency, or to it' })
  reject(@CallerIs() caller: Caller, @IdParam('successionId') id: string, @Repeatable() attempt: Attempt): Promise<SuccessionReceipt> {
    return this.succeeding.decide(caller, id, false, attempt);
  }
}
