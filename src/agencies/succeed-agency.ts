import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import { Clock, onceOnly, problem, uuidv7, type Attempt } from '../platform/index.js';
import { Database, isAgainstCheck, isDuplicate, type Tx } from '../platform/database.js';
import { sendNotices } from '../disclosure/index.js';
import { stepAfter } from './succession-step.js';
import type { ProposeSuccessionBody, SuccessionReceipt, SuccessionState, SuccessionView } from './succession.dto.js';
import { decideSuccession, hasOpenSuccession, insertSuccession, loadLifetimes, loadSuccession } from './succession.store.js';
import { successionFault } from './succession.js';

type Planned = Pick<SuccessionView, 'id' | 'agency' | 'successor' | 'lastDay'>;

const overtaken = 'Events have overtaken this proposal: reject it and propose again.';
const meanwhile = 'Somebody else has decided on it meanwhile, or whoever took an earlier step may not any more: then reject it and propose again.';
const waiting = 'A succession of your agency is waiting to be decided already.';

/**
 * An agency ends and another answers for its records: proposed by one person of it, approved by another, and accepted by two of the successor,
 * which would otherwise have new people act in its name unasked. Both agencies' officers find each step.
 */
@Injectable()
export class SucceedAgency {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  /** @throws Problem `invalid-body` naming the part; `conflict` where the agency has a succession already */
  async propose(caller: Caller, { successor, lastDay }: ProposeSuccessionBody, attempt: Attempt): Promise<SuccessionReceipt> {
    const plan: Planned = { id: uuidv7(), agency: caller.agencyId, successor, lastDay };
    try {
      return await onceOnly(this.database, caller, attempt, async (tx) => {
        const fault = await this.#faultOf(tx, plan);
        if (fault) throw problem('invalid-body', { errors: [fault] });
        if (await hasOpenSuccession(tx, caller.agencyId)) throw problem('conflict', { detail: waiting });
        const entryId = await this.#record(tx, caller, plan, 'proposed');
        await insertSuccession(tx, caller, { ...plan, entryId });
        return this.#receipt(tx, plan, entryId);
      });
    } catch (error) {
      if (isDuplicate(error)) throw problem('conflict', { detail: waiting });
      throw error;
    }
  }

  /** Yes or no, of either agency; one no is enough. @throws Problem `not-found` for another agency's; `conflict` for one's own step, or where it is not their turn, decided or overtaken by events */
  decide(caller: Caller, id: string, approved: boolean, attempt: Attempt): Promise<SuccessionReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const plan = await loadSuccession(tx, caller.agencyId, id);
      if (!plan) throw problem('not-found');
      if (plan.state === 'accepted' || plan.state === 'rejected') throw problem('conflict', { detail: `This succession was ${plan.state} already.`, state: plan.state });
      const step = approved ? stepAfter(plan, caller) : 'rejected';
      const fault = approved ? await this.#faultOf(tx, plan) : null;
      if (fault) throw problem('conflict', { detail: `${overtaken} (${fault.pointer.slice(1)} ${fault.detail})` });
      const entryId = await this.#record(tx, caller, plan, step);
      if (!(await decideSuccession(tx, id, step, entryId))) throw problem('conflict', { detail: meanwhile });
      if (step === 'approved') await sendNotices(tx, ['ig-officer', 'agency-lead'].map((role) => ({ agency: plan.successor, kind: 'succession-offered', to: { role }, entry: entryId })));
      return this.#receipt(tx, plan, entryId);
    }).catch((error: unknown) => {
      // Another agency's end, approved in the same moment, would close a circle or leave a gap with this one.
      throw isAgainstCheck(error) ? problem('conflict', { detail: overtaken }) : error;
    });
  }

  /** @throws Problem `conflict` where the agency has a successor: nothing that is proposed could take effect */
  async #faultOf(tx: Tx, { agency: id, successor, lastDay }: Planned): Promise<{ pointer: string; detail: string } | null> {
    const agencies = await loadLifetimes(tx);
    const own = agencies.find((agency) => agency.id === id)!;
    if (own.successor) throw problem('conflict', { detail: 'The agency has a successor already. Only the host of the partnership can change that.' });
    if (lastDay < this.clock.today()) return { pointer: '/lastDay', detail: 'must be today or later' };
    if (own.validTo && own.validTo < lastDay) return { pointer: '/lastDay', detail: 'must not be after the last day that the agency has already' };
    const fault = successionFault(agencies, { id, lastDay, successor });
    return fault ? { pointer: '/successor', detail: `must ${fault}` } : null;
  }

  async #record(tx: Tx, caller: Caller, { id, agency, successor, lastDay }: Planned, step: SuccessionState): Promise<string> {
    const entry: Entry = {
      ...beginEntry(this.clock, 'permission-change', caller), outcome: 'permit', owner: agency, visibleTo: [agency, successor],
      because: { succession: { id, step, agency, successor, lastDay } },
    };
    await insertEntries(tx, [entry]);
    return entry.id;
  }

  async #receipt(tx: Tx, { id, agency }: Planned, entryId: string): Promise<SuccessionReceipt> {
    return { ...(await loadSuccession(tx, agency, id))!, entryId };
  }
}
