import { Body, Controller, HttpCode, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { etag, IfMatch, Repeatable, Section, SlugParam, type Attempt, type HttpReply } from '../platform/index.js';
import { AgreementBody } from './agreement-bodies.dto.js';
import { AgreementReceipt } from './agreement-views.dto.js';
import { agreementExample } from './agreement.example.js';
import { ClauseNames } from './clause-names.interceptor.js';
import { DraftAgreement } from './draft-agreement.js';
import { DraftNextVersion } from './draft-next-version.js';
import { ProposeAgreement } from './propose-agreement.js';
import { RedraftAgreement } from './redraft-agreement.js';
import { VersionParam } from './version-param.js';
import { WithdrawAgreement } from './withdraw-agreement.js';

const changing = ['not-found', 'conflict', 'idempotency-conflict'] as const;
const versioned = [...changing, 'precondition-failed', 'precondition-required'] as const;
const tagged = (reply: HttpReply, receipt: AgreementReceipt): AgreementReceipt => {
  reply.header('ETag', etag(receipt.revision));
  return receipt;
};

@Section('Drafting agreements', 'For information governance officers: what one agency would agree with others, until it is before them.')
@Controller('v1/agreements')
@UseInterceptors(ClauseNames)
export class DraftAgreementsController {
  constructor(
    private readonly drafts: DraftAgreement, private readonly versions: DraftNextVersion, private readonly redrafts: RedraftAgreement,
    private readonly proposals: ProposeAgreement, private readonly withdrawals: WithdrawAgreement,
  ) {}

  @Post()
  @Route({ can: 'agreement:draft', gives: 'nothing', summary: 'Draft an agreement', answers: AgreementReceipt, versioned: true, example: agreementExample, problems: ['conflict', 'idempotency-conflict'] })
  async draft(@CallerIs() caller: Caller, @Body() body: AgreementBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementReceipt> {
    return tagged(reply, await this.drafts.draft(caller, body, attempt));
  }

  @Post(':agreementId/versions')
  @Route({ can: 'agreement:draft', gives: 'nothing', summary: 'Draft the version that is to take the place of the newest signed', answers: AgreementReceipt, versioned: true, example: { ...agreementExample, version: '2.0' }, problems: changing })
  async draftNext(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Body() body: AgreementBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementReceipt> {
    return tagged(reply, await this.versions.draft(caller, id, body, attempt));
  }

  @Put(':agreementId/versions/:version')
  @Route({ can: 'agreement:draft', gives: 'nothing', summary: 'Write a draft anew', answers: AgreementReceipt, versioned: true, example: agreementExample, problems: versioned })
  async redraft(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @IfMatch() revision: number, @Body() body: AgreementBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementReceipt> {
    return tagged(reply, await this.redrafts.redraft(caller, id, version, revision, body, attempt));
  }

  @Post(':agreementId/versions/:version/proposal')
  @HttpCode(200)
  @Route({ can: 'agreement:draft', gives: 'nothing', summary: 'Put a draft before its parties', answers: AgreementReceipt, versioned: true, problems: versioned })
  async propose(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @IfMatch() revision: number, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementReceipt> {
    return tagged(reply, await this.proposals.propose(caller, id, version, revision, attempt));
  }

  @Post(':agreementId/versions/:version/withdrawal')
  @HttpCode(200)
  @Route({ can: 'agreement:draft', gives: 'nothing', summary: 'Take back a draft or a proposal of your agency', answers: AgreementReceipt, versioned: true, problems: changing })
  async withdraw(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<AgreementReceipt> {
    return tagged(reply, await this.withdrawals.withdraw(caller, id, version, attempt));
  }
}
