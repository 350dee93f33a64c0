import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { partiesOf, recordStep } from './agreement-entry.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { moveVersion } from './agreement.store.js';
import { approachOwn } from './own-draft.js';

/** Takes back a draft or a proposal, for good. What every party has signed is not taken back: it is suspended, left or superseded. */
@Injectable()
export class WithdrawAgreement {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  withdraw(caller: Caller, id: string, version: string, attempt: Attempt): Promise<AgreementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachOwn(tx, caller, id, version, ['draft', 'proposed']);
      const entryId = await recordStep(tx, this.clock, caller, it, { step: 'withdraw', state: 'done' }, partiesOf(it));
      await moveVersion(tx, it, 'withdrawn', entryId);
      return { id, version, state: 'withdrawn', revision: it.revision + 1, digest: it.digest, entryId };
    });
  }
}
