import { Module } from '@nestjs/common';
import { AnswerApproval } from './answer-approval.js';
import { ApprovalsController } from './approvals.controller.js';

@Module({ controllers: [ApprovalsController], providers: [AnswerApproval] })
export class ApprovalsModule {}
