import { Controller, Post, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, Repeatable, Section, type Attempt, type HttpReply } from '../platform/index.js';
import { CompleteReferral } from './complete-referral.js';
import { DisclosureReceipt } from './referral.dto.js';

@Section('Sharing', 'See exactly what may go to whom and why; then send that and no more.')
@Controller('v1/decisions/:decisionId')
export class ApprovedController {
  constructor(private readonly completing: CompleteReferral) {}

  @Post('referral')
  @Route({ can: 'concern:share', gives: 'markers', summary: 'Send what was approved: that exact decision, once', answers: DisclosureReceipt, problems: ['not-found', 'conflict', 'refused', 'approval-needed', 'idempotency-conflict'] })
  async complete(@CallerIs() caller: Caller, @IdParam('decisionId') id: string, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<DisclosureReceipt> {
    const receipt = await this.completing.complete(caller, id, attempt);
    reply.header('Location', `/v1/referrals/${receipt.referralId}`);
    return receipt;
  }
}
