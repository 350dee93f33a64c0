import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { IdParam, Repeatable, Section, type Attempt, type HttpReply } from '../platform/index.js';
import { PreviewShare } from './preview-share.js';
import { ReferConcern } from './refer-concern.js';
import { shareExample } from './referral.example.js';
import { DisclosureReceipt, ShareBody, SharePreviewView } from './referral.dto.js';
import { WhoCouldSeeView } from './who-could-see.dto.js';
import { WhoCouldSee } from './who-could-see.js';

@Section('Sharing', 'See exactly what may go to whom and why; then send that and no more.')
@Controller('v1/concerns/:concernId')
export class SharingController {
  constructor(private readonly previewing: PreviewShare, private readonly referring: ReferConcern, private readonly looking: WhoCouldSee) {}

  @Post('share-previews')
  @HttpCode(200)
  @Route({ can: 'concern:share', gives: 'markers', summary: 'What would be decided, field by field; nothing is sent', answers: SharePreviewView, example: shareExample, problems: ['not-found', 'conflict'] })
  preview(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @Body() body: ShareBody): Promise<SharePreviewView> {
    return this.previewing.preview(caller, id, body);
  }

  @Post('who-could-see')
  @HttpCode(200)
  @Route({ can: 'concern:share', gives: 'markers', summary: 'Who could see it, and what of it, across all partners and purposes; nothing is sent', answers: WhoCouldSeeView, problems: ['not-found', 'conflict'] })
  whoCouldSee(@CallerIs() caller: Caller, @IdParam('concernId') id: string): Promise<WhoCouldSeeView> {
    return this.looking.look(caller, id);
  }

  @Post('referrals')
  @Route({ can: 'concern:share', gives: 'markers', summary: 'Refer the concern to a team of a partner', answers: DisclosureReceipt, example: shareExample, problems: ['not-found', 'conflict', 'refused', 'approval-needed', 'idempotency-conflict'] })
  async refer(@CallerIs() caller: Caller, @IdParam('concernId') id: string, @Body() body: ShareBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<DisclosureReceipt> {
    const receipt = await this.referring.refer(caller, id, body, attempt);
    reply.header('Location', `/v1/referrals/${receipt.referralId}`);
    return receipt;
  }
}
