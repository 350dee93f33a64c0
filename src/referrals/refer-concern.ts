import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { sentOrThrow, ShareDoor, type Freeze } from '../disclosure/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { dueOn } from './referral.js';
import type { DisclosureReceipt, ShareBody } from './referral.dto.js';
import { insertReferral } from './referral.store.js';
import { termsOf } from './share-terms.js';

/** Refers a concern to a partner's team: decided, recorded, frozen and receipted in one commit. */
@Injectable()
export class ReferConcern {
  constructor(private readonly door: ShareDoor, private readonly database: Database, private readonly clock: Clock) {}

  /** @throws Problem `refused` or `approval-needed`, each a recorded decision */
  async refer(caller: Caller, concernId: string, body: ShareBody, attempt: Attempt): Promise<DisclosureReceipt> {
    const { terms, statement } = termsOf(body);
    return sentOrThrow(await onceOnly(this.database, caller, attempt, (tx) =>
      this.door.share(tx, caller, concernId, terms, statement, (frozen) => this.#freeze(tx, caller, frozen))));
  }

  async #freeze(tx: Tx, caller: Caller, frozen: Freeze): Promise<DisclosureReceipt> {
    const { answer, law, items, referralId, decisionId, entry } = frozen;
    const due = dueOn(this.clock.today(), answer.answered[0]!.request.purpose, law.clocks);
    await insertReferral(tx, caller, frozen, due);
    return {
      referralId, decisionId, entryId: entry.id, decision: answer.decision as DisclosureReceipt['decision'], fields: [...new Set(items.map(({ field }) => field))],
      items: items.map(({ itemId, field, version }) => ({ itemId, field, version })), dueOn: due,
    };
  }
}
