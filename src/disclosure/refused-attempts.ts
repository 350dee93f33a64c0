import { Injectable } from '@nestjs/common';
import type { RefusedAttempt } from '../access/index.js';
import { digestOf, PermitWriter } from '../ledger/index.js';
import { Clock, uuidv7 } from '../platform/index.js';

/** Nobody is known under the token: the entry needs some id, and nil is no person's. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** Attempts that a guard turned away, in the ledger: whose role may not, and who is not, or no longer, anybody here. */
@Injectable()
export class RecordRefusedAttempts {
  constructor(private readonly permits: PermitWriter, private readonly clock: Clock) {}

  async record({ caller, can, gives, method, route, reason, issuer, subject, params }: RefusedAttempt): Promise<void> {
    const record = Object.values(params)[0];
    await this.permits.write({
      id: uuidv7(), at: this.clock.now().toISOString(), operation: 'refusal', outcome: 'forbidden',
      actor: { staff: caller?.staffId ?? nobody, agency: caller?.agencyId ?? 'unknown', roles: caller?.roles ?? [], session: caller ? digestOf(caller.sessionId).slice(0, 32) : 'none' },
      visibleTo: caller ? [caller.agencyId] : [],
      because: { reason, can, gives, method, route, ...(caller ? {} : { token: digestOf(`${issuer} ${subject}`).slice(0, 32) }), ...(record ? { record: digestOf(record).slice(0, 32) } : {}) },
    });
  }
}
