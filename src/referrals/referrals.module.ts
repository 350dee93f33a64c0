import { Module } from '@nestjs/common';
import { PreviewShare } from './preview-share.js';
import { ReferConcern } from './refer-concern.js';
import { ReferralsController } from './referrals.controller.js';
import { ReviewReferral } from './review-referral.js';
import { SharingController } from './sharing.controller.js';
import { WhoCouldSee } from './who-could-see.js';

@Module({ controllers: [SharingController, ReferralsController], providers: [PreviewShare, ReferConcern, ReviewReferral, WhoCouldSee], exports: [ReferConcern] })
export class ReferralsModule {}
