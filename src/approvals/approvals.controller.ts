import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { ApprovalDoor, type Disclosed } from '../disclosure/index.js';
import { Clock, IdParam, keyset, limitOf, pageOf, Repeatable, Section, type Attempt, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { AnswerApproval } from './answer-approval.js';
import { approvalView, listedApprovalView } from './approval-view.js';
import { ApprovalAnswerBody, ApprovalReceipt, ApprovalsQuery, ApprovalView, ListedApprovalView } from './approval.dto.js';
import { listApprovals } from './approval.store.js';

const cursor = keyset('approvals', { id: 'uuid' });
const given = { reason: 'Three injuries in a month and he cannot be asked alone: the risk of waiting is greater.', code: 'harm-outweighs-wishes' };
const refused = { reason: 'His key worker can ask him on Thursday. Ask him first.', code: 'ask-the-person-first' };

@Section('Approvals', 'What waits for somebody’s approval: bound to one exact decision, used once.')
@Controller('v1/approvals')
export class ApprovalsController {
  constructor(private readonly door: ApprovalDoor, private readonly database: Database, private readonly answering: AnswerApproval, private readonly clock: Clock) {}

  @Get()
  @Route({ can: 'approval:list', gives: 'markers', summary: 'Approvals that you are asked for, or that were asked', answers: ListedApprovalView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: ApprovalsQuery): Promise<Page<ListedApprovalView>> {
    const limit = limitOf(query);
    const wanted = { box: query.box ?? 'to-give', state: query.state, after: cursor.decode(query.after)?.id, limit: limit + 1 };
    const rows = await this.database.inTransaction(caller, (tx) => listApprovals(tx, caller, wanted));
    return pageOf(rows, limit, (row) => listedApprovalView(row, this.clock.today()), ({ id }) => cursor.encode({ id }));
  }

  @Get(':approvalId')
  @Route({ can: 'approval:read', gives: 'content', summary: 'Read what would go, and why', answers: ApprovalView, problems: ['not-found'] })
  read(@CallerIs() caller: Caller, @IdParam('approvalId') id: string): Promise<Disclosed<ApprovalView>> {
    return this.door.read(caller, id, (opened) => approvalView(opened, this.clock.today()));
  }

  @Post(':approvalId/approval')
  @HttpCode(200)
  @Route({ can: 'approval:answer', gives: 'markers', summary: 'Approve that exact decision, once', answers: ApprovalReceipt, example: given, problems: ['not-found', 'conflict', 'idempotency-conflict'] })
  approve(@CallerIs() caller: Caller, @IdParam('approvalId') id: string, @Body() body: ApprovalAnswerBody, @Repeatable() attempt: Attempt): Promise<ApprovalReceipt> {
    return this.answering.answer(caller, id, 'given', body, attempt);
  }

  @Post(':approvalId/refusal')
  @HttpCode(200)
  @Route({ can: 'approval:answer', gives: 'markers', summary: 'Refuse to approve', answers: ApprovalReceipt, example: refused, problems: ['not-found', 'conflict', 'idempotency-conflict'] })
  refuse(@CallerIs() caller: Caller, @IdParam('approvalId') id: string, @Body() body: ApprovalAnswerBody, @Repeatable() attempt: Attempt): Promise<ApprovalReceipt> {
    return this.answering.answer(caller, id, 'refused', body, attempt);
  }
}
