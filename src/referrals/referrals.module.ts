import { Module } from '@nestjs/common';
import { ApprovedController } from './approved.controller.js';
import { CompleteReferral } from './complete-referral.js';
import { PreviewShare } from './preview-share.js';
import { ReferConcern } from './refer-concern.js';
import { ReferralsController } from './referrals.controller.js';
import { ReviewReferral } from './review-referral.js';
import { SharingController } from './sharing.controller.js';
import { WhoCouldSee } from './who-could-see.js';

@Module({ controllers: [SharingController, ApprovedController, ReferralsController], providers: [PreviewShare, ReferConcern, CompleteReferral, ReviewReferral, WhoCouldSee], exports: [ReferConcern] })
export class ReferralsModule {}
