import { Injectable } from '@nestjs/common';
import type { RefusedAttempt } from '../access/index.js';
import { actorOf, digestOf, PermitWriter, type Entry } from '../ledger/index.js';
import { Clock, uuidv7 } from '../platform/index.js';

/** Nobody is known under the token: the entry needs some id, and nil is no person's. */
const nobody: Entry['actor'] = { staff: '00000000-0000-0000-0000-000000000000', agency: 'unknown', roles: [], session: 'none' };
/** Of what may be anything, or anybody's, a digest: enough to tell that two attempts were the same. */
const mark = (said: string): string => digestOf(said).slice(0, 32);

/** Attempts that a guard turned away, in the ledger: whose role may not, and who is not, or no longer, anybody here. */
@Injectable()
export class RecordRefusedAttempts {
  constructor(private readonly permits: PermitWriter, private readonly clock: Clock) {}

  async record({ caller, can, gives, method, route, reason, issuer, subject, params }: RefusedAttempt): Promise<void> {
    const record = Object.values(params)[0];
    await this.permits.write({
      id: uuidv7(), at: this.clock.now().toISOString(), operation: 'refusal', outcome: 'forbidden',
      actor: caller ? actorOf(caller) : nobody,
      visibleTo: caller ? [caller.agencyId] : [],
      because: { reason, can, gives, method, route, token: caller ? undefined : mark(`${issuer} ${subject}`), record: record ? mark(record) : undefined },
    });
  }
}
