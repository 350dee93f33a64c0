import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { approachProposal, atOnce } from './party-step.js';

/** One person of a party refuses, with a reason: the proposal is over, for every party. */
@Injectable()
export class RefuseToSign {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  refuse(caller: Caller, id: string, version: string, reason: string, attempt: Attempt): Promise<StepReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachProposal(tx, caller, id, version);
      return atOnce(tx, this.clock, caller, it, 'decline', reason);
    });
  }
}
