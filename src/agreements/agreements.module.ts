import { Module } from '@nestjs/common';
import { AgreementVersionsController } from './agreement-versions.controller.js';
import { CompareVersions } from './compare-versions.js';
import { DecideGatewayChange } from './decide-gateway-change.js';
import { LawController } from './law.controller.js';
import { ProposeGatewayChange } from './propose-gateway-change.js';
import { DraftAgreement } from './draft-agreement.js';
import { DraftAgreementsController } from './draft-agreements.controller.js';
import { DraftNextVersion } from './draft-next-version.js';
import { Drafting } from './drafting.js';
import { LeaveAgreement } from './leave-agreement.js';
import { ProposeAgreement } from './propose-agreement.js';
import { RedraftAgreement } from './redraft-agreement.js';
import { RefuseToSign } from './refuse-to-sign.js';
import { ResumeAgreement } from './resume-agreement.js';
import { SignAgreement } from './sign-agreement.js';
import { SignAgreementsController } from './sign-agreements.controller.js';
import { SuspendAgreement } from './suspend-agreement.js';
import { VocabulariesController } from './vocabularies.controller.js';
import { WithdrawAgreement } from './withdraw-agreement.js';

@Module({
  controllers: [AgreementVersionsController, DraftAgreementsController, SignAgreementsController, LawController, VocabulariesController],
  providers: [
    CompareVersions, Drafting, DraftAgreement, DraftNextVersion, RedraftAgreement, ProposeAgreement, WithdrawAgreement,
    SignAgreement, RefuseToSign, SuspendAgreement, ResumeAgreement, LeaveAgreement, ProposeGatewayChange, DecideGatewayChange,
  ],
})
export class AgreementsModule {}
