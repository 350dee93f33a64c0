import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { REFUSED_ATTEMPTS, type RecordRefusedAttempt } from '../access/index.js';
import { LedgerModule } from '../ledger/index.js';
import { OnlyDisclosed } from './disclosed.interceptor.js';
import { BreakGlassAlarm } from './break-glass-alarm.js';
import { DecisionDoor } from './decision-door.js';
import { Door } from './door.js';
import { ReferralDoor } from './referral-door.js';
import { RecordRefusedAttempts } from './refused-attempts.js';
import { SetTasks } from './set-tasks.js';
import { ShareDoor } from './share-door.js';
import { StatementDoor } from './statement-door.js';
import { TellWithdrawal } from './tell-withdrawal.js';
import { TaskDoor } from './task-door.js';
import { WhoCouldSeeDoor } from './who-could-see-door.js';
import { Threshold } from './threshold.js';

/** The doors, for every slice; what they stand on, for none. */
@Global()
@Module({
  imports: [LedgerModule],
  providers: [
    Threshold, Door, ShareDoor, ReferralDoor, StatementDoor, TellWithdrawal, DecisionDoor, WhoCouldSeeDoor, RecordRefusedAttempts, SetTasks, BreakGlassAlarm, TaskDoor, { provide: APP_INTERCEPTOR, useClass: OnlyDisclosed },
    { provide: REFUSED_ATTEMPTS, inject: [RecordRefusedAttempts], useFactory: (ledger: RecordRefusedAttempts): RecordRefusedAttempt => (attempt) => ledger.record(attempt) },
  ],
  exports: [Door, ShareDoor, ReferralDoor, StatementDoor, TellWithdrawal, DecisionDoor, WhoCouldSeeDoor, TaskDoor, REFUSED_ATTEMPTS],
})
export class DisclosureModule {}
