import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { sentOrThrow, ShareDoor } from '../disclosure/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { freezeReferral } from './freeze-referral.js';
import type { DisclosureReceipt, ShareBody } from './referral.dto.js';
import { termsOf } from './share-terms.js';

/** Refers a concern to a partner's team: decided, recorded, frozen and receipted in one commit. */
@Injectable()
export class ReferConcern {
  constructor(private readonly door: ShareDoor, private readonly database: Database, private readonly clock: Clock) {}

  /** @throws Problem `refused` or `approval-needed`, each a recorded decision */
  async refer(caller: Caller, concernId: string, body: ShareBody, attempt: Attempt): Promise<DisclosureReceipt> {
    const { terms, statement } = termsOf(body);
    return sentOrThrow(await onceOnly(this.database, caller, attempt, (tx) =>
      this.door.share(tx, caller, concernId, terms, statement, (frozen) => freezeReferral(tx, caller, frozen, this.clock.today()))));
  }
}
