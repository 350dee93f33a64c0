import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { sendNotices } from '../disclosure/index.js';
import { gatewayFaults, LawBook } from '../law/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import { Clock, onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { agenciesAtWork, agenciesToCome, changedSince, decideChange, holdLaw, loadChange, type GatewayChangeRow } from './gateway-change.store.js';

/** An officer of another agency approves; any other officer may reject. What is approved is the law for every decision from that moment. */
@Injectable()
export class DecideGatewayChange {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly lawBook: LawBook) {}

  approve(caller: Caller, id: string, attempt: Attempt): Promise<{ id: string }> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const today = await holdLaw(tx);
      const proposal = await this.#open(tx, caller, id);
      const { proposedBy, proposedFor } = proposal;
      if (!proposal.proposerBinds) throw problem('conflict', { detail: 'Whoever proposed it may not any more. Reject it, and propose anew what still holds.' });
      if ([proposedBy.agency, proposedFor].includes(caller.agencyId)) throw problem('conflict', { detail: 'A change of the law takes two agencies. Ask an information governance officer of another agency to approve it.' });
      await this.#stillFits(tx, proposal, today);
      const everyone = await agenciesAtWork(tx);
      const entry = this.#entry(caller, proposal, [...new Set([...(await agenciesToCome(tx)), caller.agencyId, proposedBy.agency])], { step: 'approved', number: today + 1 });
      await insertEntries(tx, [entry]);
      await decideChange(tx, caller, entry.id, { id, state: 'approved' });
      await sendNotices(tx, everyone.flatMap((agency) => ['ig-officer', 'agency-lead'].map((role) => ({ agency, kind: 'gateway-changed' as const, to: { role }, gatewayChange: id, entry: entry.id }))));
      return { id };
    });
  }

  reject(caller: Caller, id: string, reason: string, attempt: Attempt): Promise<{ id: string }> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      await holdLaw(tx);
      const proposal = await this.#open(tx, caller, id);
      const { staff, agency } = proposal.proposedBy;
      const entry = this.#entry(caller, proposal, [...new Set([caller.agencyId, agency])], { step: 'rejected' });
      await insertEntries(tx, [entry]);
      await decideChange(tx, caller, entry.id, { id, state: 'rejected', answer: reason });
      await sendNotices(tx, [{ agency, kind: 'gateway-change-rejected', to: { staff }, gatewayChange: id, entry: entry.id }]);
      return { id };
    });
  }

  async #open(tx: Tx, caller: Caller, id: string): Promise<GatewayChangeRow> {
    const proposal = await loadChange(tx, id);
    if (!proposal) throw problem('not-found');
    if (proposal.state !== 'proposed') throw problem('conflict', { detail: `This change was ${proposal.state} already.` });
    if (proposal.proposedBy.staff === caller.staffId) throw problem('conflict', { detail: 'Nobody decides on their own proposal. Ask an information governance officer of another agency.' });
    return proposal;
  }

  /** What was proposed was proposed of a gateway that read so: where that is not today's any more, by a change or a release, it is proposed anew. */
  async #stillFits(tx: Tx, { gatewayId, change, release, basedOn }: GatewayChangeRow, number: number): Promise<void> {
    const then = await this.lawBook.ofBase(release, basedOn, tx);
    const now = await this.lawBook.at(number, tx);
    const [before, today] = [then, now].map((law) => law.gateways.find(({ id }) => id === gatewayId));
    const overtaken = (await changedSince(tx, gatewayId, basedOn)) || JSON.stringify(before) !== JSON.stringify(today) || !today || gatewayFaults({ ...today, ...change }, now).length > 0;
    if (overtaken) throw problem('conflict', { detail: 'The gateway was changed since this was proposed. Reject it, and propose anew what still holds.' });
  }

  #entry(caller: Caller, { id, gatewayId, change }: GatewayChangeRow, visibleTo: string[], said: { step: string; number?: number }): Entry {
    return {
      ...beginEntry(this.clock, 'agreement-change', caller), outcome: 'permit', owner: caller.agencyId, visibleTo,
      because: { law: { id, gateway: gatewayId, change: Object.keys(change), ...said } },
    };
  }
}
