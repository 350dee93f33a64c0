import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { approachSigned, atOnce } from './party-step.js';

/** One person of any party stops all sharing under the agreement, at once: sendings and openings in flight too. Duties and emergencies go on. */
@Injectable()
export class SuspendAgreement {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  suspend(caller: Caller, id: string, reason: string, attempt: Attempt): Promise<StepReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachSigned(tx, caller, id, this.clock.today());
      return atOnce(tx, this.clock, caller, it, 'suspend', reason);
    });
  }
}
