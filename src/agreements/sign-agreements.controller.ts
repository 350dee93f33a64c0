import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { Repeatable, Section, SlugParam, type Attempt } from '../platform/index.js';
import { ReasonBody, SignatureBody } from './agreement-bodies.dto.js';
import { StepReceipt } from './agreement-views.dto.js';
import { LeaveAgreement } from './leave-agreement.js';
import { RefuseToSign } from './refuse-to-sign.js';
import { ResumeAgreement } from './resume-agreement.js';
import { SignAgreement } from './sign-agreement.js';
import { SuspendAgreement } from './suspend-agreement.js';
import { VersionParam } from './version-param.js';

const problems = ['not-found', 'conflict', 'idempotency-conflict'] as const;

@Section('Signing agreements', 'For each party’s officers and leads. Signing, resuming and leaving take two people of an agency; refusing and suspending take one, at once.')
@Controller('v1/agreements/:agreementId')
export class SignAgreementsController {
  constructor(
    private readonly signing: SignAgreement, private readonly refusing: RefuseToSign, private readonly suspending: SuspendAgreement,
    private readonly resuming: ResumeAgreement, private readonly leaving: LeaveAgreement,
  ) {}

  @Post('versions/:version/signature')
  @HttpCode(200)
  @Route({ can: 'agreement:sign', gives: 'nothing', summary: 'Sign a proposal for your agency, as the first person or the second', answers: StepReceipt, example: { digest: 'a'.repeat(64) }, problems })
  sign(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @Body() body: SignatureBody, @Repeatable() attempt: Attempt): Promise<StepReceipt> {
    return this.signing.sign(caller, id, version, body.digest, attempt);
  }

  @Post('versions/:version/refusal')
  @HttpCode(200)
  @Route({ can: 'agreement:sign', gives: 'nothing', summary: 'Refuse to sign a proposal: it is over', answers: StepReceipt, example: { reason: 'Clause 3 goes further than we may.' }, problems })
  refuse(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @VersionParam() version: string, @Body() body: ReasonBody, @Repeatable() attempt: Attempt): Promise<StepReceipt> {
    return this.refusing.refuse(caller, id, version, body.reason, attempt);
  }

  @Post('suspension')
  @HttpCode(200)
  @Route({ can: 'agreement:sign', gives: 'nothing', summary: 'Stop all sharing under an agreement, at once', answers: StepReceipt, example: { reason: 'A review of handling is under way.' }, problems })
  suspend(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Body() body: ReasonBody, @Repeatable() attempt: Attempt): Promise<StepReceipt> {
    return this.suspending.suspend(caller, id, body.reason, attempt);
  }

  @Post('resumption')
  @HttpCode(200)
  @Route({ can: 'agreement:sign', gives: 'nothing', summary: 'Let go on what your agency suspended, as the first person or the second', answers: StepReceipt, problems })
  resume(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Repeatable() attempt: Attempt): Promise<StepReceipt> {
    return this.resuming.resume(caller, id, attempt);
  }

  @Post('departure')
  @HttpCode(200)
  @Route({ can: 'agreement:sign', gives: 'nothing', summary: 'Leave an agreement, as the first person or the second', answers: StepReceipt, problems })
  leave(@CallerIs() caller: Caller, @SlugParam('agreementId') id: string, @Repeatable() attempt: Attempt): Promise<StepReceipt> {
    return this.leaving.leave(caller, id, attempt);
  }
}
