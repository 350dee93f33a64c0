import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Clock, onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { suspendedBy } from './agreement-step.store.js';
import { approachSigned, byTwo } from './party-step.js';

/** Two people of the party that suspended it let sharing go on. Where another party has suspended it too, it stays so. */
@Injectable()
export class ResumeAgreement {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  resume(caller: Caller, id: string, attempt: Attempt): Promise<StepReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachSigned(tx, caller, id, this.clock.today());
      if (!(await suspendedBy(tx, id, caller.agencyId))) throw problem('conflict', { detail: 'Your agency has not suspended it: only the party that did resumes it.' });
      return byTwo(tx, this.clock, caller, it, 'resume');
    });
  }
}
