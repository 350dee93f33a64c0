import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { approachProposal, byTwo } from './party-step.js';

/** Two people of a party sign over the digest of what they read. With the last party's second signature it is signed, and runs from the day it says. */
@Injectable()
export class SignAgreement {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  sign(caller: Caller, id: string, version: string, digest: string, attempt: Attempt): Promise<StepReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachProposal(tx, caller, id, version);
      if (digest !== it.digest) throw problem('conflict', { detail: 'That is not the text that is proposed. Read it again before you sign.' });
      if (it.parties.some(({ answeredFor, signed }) => signed && answeredFor === caller.agencyId)) throw problem('conflict', { detail: 'Your agency has signed it.' });
      return byTwo(tx, this.clock, caller, it, 'sign');
    });
  }
}
