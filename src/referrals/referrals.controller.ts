import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { Disclosed, ReferralDoor } from '../disclosure/index.js';
import { IdParam, IfMatch, keyset, limitOf, pageOf, Repeatable, Section, tagged, type Attempt, type HttpReply, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { answerExample, questionExample } from './referral.example.js';
import { AnswerBody, DeclineBody, InboxQuery, ListedReferralView, OutcomeBody, QuestionBody, ReferralReceipt, ReferralView } from './referral.dto.js';
import { listReferrals, type ListedReferral } from './referral.store.js';
import { referralView } from './referral-view.js';
import { ReviewReferral } from './review-referral.js';

const cursor = keyset('referrals', { id: 'uuid' });
const steps = ['not-found', 'conflict', 'precondition-failed', 'precondition-required', 'idempotency-conflict'] as const;

@Section('Referrals', 'The inbox of a team. Opening a referral is a disclosure of its own; each step is a new version.')
@Controller('v1/referrals')
export class ReferralsController {
  constructor(private readonly door: ReferralDoor, private readonly database: Database, private readonly review: ReviewReferral) {}

  @Get()
  @Route({ can: 'referral:list', gives: 'markers', summary: 'Referrals received or sent by your teams', answers: ListedReferralView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: InboxQuery): Promise<Page<ListedReferral>> {
    const limit = limitOf(query);
    const inbox = { box: query.box ?? 'in', state: query.state, concern: query.concern, before: cursor.decode(query.after)?.id, limit: limit + 1 };
    const rows = await this.database.inTransaction(caller, (tx) => listReferrals(tx, caller, inbox));
    return pageOf(rows, limit, (row) => row, ({ id }) => cursor.encode({ id }));
  }

  @Get(':referralId')
  @Route({ can: 'referral:open', gives: 'content', summary: 'Open a referral', answers: ReferralView, versioned: true, problems: ['not-found', 'refused'] })
  async open(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @Res({ passthrough: true }) reply: HttpReply): Promise<Disclosed<ReferralView>> {
    const disclosed = await this.door.open(caller, id, referralView);
    tagged(reply, disclosed.view);
    return disclosed;
  }

  @Post(':referralId/acceptance')
  @HttpCode(200)
  @Route({ can: 'referral:decide', gives: 'markers', summary: 'Accept a referral', answers: ReferralReceipt, versioned: true, problems: steps })
  async accept(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @IfMatch() version: number, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ReferralReceipt> {
    return tagged(reply, await this.review.take(caller, id, version, 'accept', {}, attempt));
  }

  @Post(':referralId/questions')
  @HttpCode(200)
  @Route({ can: 'referral:ask', gives: 'markers', summary: 'Ask the sender a question', answers: ReferralReceipt, versioned: true, example: questionExample, problems: [...steps, 'refused'] })
  async ask(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @IfMatch() version: number, @Body() body: QuestionBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ReferralReceipt> {
    return tagged(reply, await this.review.take(caller, id, version, 'ask', { code: body.topic, field: body.field, text: body.text }, attempt));
  }

  @Post(':referralId/answers')
  @HttpCode(200)
  @Route({ can: 'referral:answer', gives: 'markers', summary: 'Answer the recipient’s question', answers: ReferralReceipt, versioned: true, example: answerExample, problems: [...steps, 'refused'] })
  async answer(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @IfMatch() version: number, @Body() body: AnswerBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ReferralReceipt> {
    return tagged(reply, await this.review.take(caller, id, version, 'answer', { code: body.answer, text: body.text }, attempt));
  }

  @Post(':referralId/decline')
  @HttpCode(200)
  @Route({ can: 'referral:decide', gives: 'markers', summary: 'Decline a referral, with a reason', answers: ReferralReceipt, versioned: true, example: { reason: 'wrong-team' }, problems: steps })
  async decline(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @IfMatch() version: number, @Body() body: DeclineBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ReferralReceipt> {
    return tagged(reply, await this.review.take(caller, id, version, 'decline', { code: body.reason }, attempt));
  }

  @Post(':referralId/outcome')
  @HttpCode(200)
  @Route({ can: 'referral:decide', gives: 'markers', summary: 'Record what came of it', answers: ReferralReceipt, versioned: true, example: { outcome: 'safety-plan-agreed' }, problems: steps })
  async outcome(@CallerIs() caller: Caller, @IdParam('referralId') id: string, @IfMatch() version: number, @Body() body: OutcomeBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<ReferralReceipt> {
    return tagged(reply, await this.review.take(caller, id, version, 'record-outcome', { code: body.outcome }, attempt));
  }
}
