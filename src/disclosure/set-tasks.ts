import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { LoadedLaw } from '../law/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import type { Tx } from '../platform/database.js';
import { BreakGlassAlarm } from './break-glass-alarm.js';
import { insertTasks, type SetTask } from './set-tasks.store.js';
import { noticesOf, review, tasksOf } from './tasks-of-decision.js';
import { Threshold } from './threshold.js';

/** What a decision leaves to be done and told, in the transaction of the decision: nothing goes without its tasks. */
@Injectable()
export class SetTasks {
  constructor(private readonly threshold: Threshold, private readonly alarm: BreakGlassAlarm) {}

  /** After the decision and its referral are stored. Of a decision that waits for an approval nothing is to be done yet. */
  async after(tx: Tx, caller: Caller, entry: Entry, obligations: readonly string[], law: LoadedLaw): Promise<void> {
    const { id, outcome, concern, decision, referral, recipient } = entry;
    if (outcome === 'needs-approval' || !concern || !decision) return;
    const made = {
      agency: caller.agencyId, staff: caller.staffId, concern, decision, referral, recipient: recipient?.team ? { agency: recipient.agency, team: recipient.team } : undefined,
      entry: id, obligations, today: this.threshold.today(),
    };
    const tasks = tasksOf(made, law.clocks);
    const set = await insertTasks(tx, tasks, noticesOf(made, tasks));
    const toReview = set.find(({ obligation }) => obligation === review);
    if (toReview) await this.#breakGlass(tx, caller, entry, toReview);
  }

  /** An emergency is an event of its own in the ledger, beside the disclosure that it let go. */
  async #breakGlass(tx: Tx, caller: Caller, disclosure: Entry, { id: task, staff, role, dueOn }: SetTask): Promise<void> {
    const entry: Entry = {
      ...disclosure, ...this.threshold.begin('break-glass', caller), visibleTo: [caller.agencyId], released: [], fields: [], withheld: [],
      because: { purpose: disclosure.because?.['purpose'], disclosure: disclosure.id, task, reviewer: staff ?? undefined, reviewerRole: role ?? undefined, due: dueOn },
    };
    await insertEntries(tx, [entry]);
    tx.onceCommitted(() => this.alarm.sound({
      actorId: caller.staffId, agencyId: caller.agencyId, ledgerId: entry.id, referralId: disclosure.referral, reviewerId: staff ?? undefined, dueOn,
    }));
  }
}
