import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { approachSigned, byTwo } from './party-step.js';

/** Two people of a party take it out of the agreement, in all its versions: from the moment this is acknowledged nothing goes to it or comes from it. */
@Injectable()
export class LeaveAgreement {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  leave(caller: Caller, id: string, attempt: Attempt): Promise<StepReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachSigned(tx, caller, id, this.clock.today());
      return byTwo(tx, this.clock, caller, it, 'leave');
    });
  }
}
