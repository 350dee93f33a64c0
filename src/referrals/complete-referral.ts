import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { ApprovedShareDoor, sentOrThrow } from '../disclosure/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { freezeReferral } from './freeze-referral.js';
import type { DisclosureReceipt } from './referral.dto.js';

/** Sends what was approved: that decision and no other, once. */
@Injectable()
export class CompleteReferral {
  constructor(private readonly door: ApprovedShareDoor, private readonly database: Database, private readonly clock: Clock) {}

  /** @throws Problem `conflict` where it was refused, used, has lapsed or is not the same any more; `approval-needed` while an answer is missing */
  async complete(caller: Caller, decisionId: string, attempt: Attempt): Promise<DisclosureReceipt> {
    return sentOrThrow(await onceOnly(this.database, caller, attempt, (tx) =>
      this.door.send(tx, caller, decisionId, (frozen) => freezeReferral(tx, caller, frozen, this.clock.today()))));
  }
}
