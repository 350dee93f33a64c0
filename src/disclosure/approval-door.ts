import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import { problem, uuidv7 } from '../platform/index.js';
import { Database, type Queryable, type Tx } from '../platform/database.js';
import { answerApproval, askerOf, loadApproval, loadWaiting, lockApproval, type FoundApproval, type WaitingDecision } from './approvals.store.js';
import { answersAs } from './approvers.js';
import { mayConsult } from './consult.js';
import { keepWords, type Words } from './contents.store.js';
import { statementRows } from './decision.store.js';
import { Disclosed } from './disclosed.js';
import { fieldsOf, rowsOf, subjectRefs } from './entries.js';
import { explain } from './explain.js';
import { sendNotices } from './send-notices.store.js';
import { Threshold } from './threshold.js';

/** What somebody who is asked is shown. `waiting` is null for an originator in another agency: the concern is none of theirs. */
export type OpenApproval = { approval: FoundApproval; waiting: WaitingDecision | null; words: Words; because: { code: string; says: string }[] };
type Answer = { state: 'given' | 'refused'; reason: string; code: string | null };

/** Why an approver answered, in words. No purpose needs them, so no rule ever lets them cross. */
const reasonField = 'approval.reason';

/** THE DOOR for approvers: the right to read rests on the approval that waits for them, and goes with it. */
@Injectable()
export class ApprovalDoor {
  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /**
   * What would go, the sharer's reasons, and why it waits; for an originator elsewhere, its own rows alone. A consultation, recorded first.
   * @throws Problem `not-found`, recorded, for whoever is not asked, or not any more
   */
  async read<View extends object>(caller: Caller, id: string, view: (opened: OpenApproval) => View): Promise<Disclosed<View>> {
    const { approval, waiting } = await this.database.inTransaction(caller, async (tx) => {
      const found = await loadApproval(tx, id);
      return { approval: found, waiting: found?.ours ? await loadWaiting(tx, found.decisionId) : null };
    });
    if (!approval || !this.#mayRead(caller, approval, waiting)) return this.#turnAway(this.database, caller, id, approval);
    const reason = approval.toUs && approval.reasonId ? [{ content: approval.reasonId, field: reasonField, version: 1 }] : [];
    const released = [...rowsOf(approval.rows), ...statementRows(waiting?.statements ?? {}), ...reason];
    const { askedIn, approver, binds, purpose, concernId, decisionId } = approval;
    const entry: Entry = {
      ...this.threshold.begin('consultation', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [...new Set([caller.agencyId, askedIn])], approval: id,
      ...(waiting ? { concern: concernId, decision: decisionId, subjects: subjectRefs(this.threshold.secret, waiting.keys) } : {}),
      released, fields: fieldsOf(released), because: { purpose, approver, binds },
    };
    const words = await this.threshold.read(entry);
    const because = waiting ? explain(waiting.decision, await this.threshold.lawBook.named(waiting.catalogue)).because : [];
    return Disclosed.throughTheDoor(view({ approval, waiting, words, because }), entry.id);
  }

  /**
   * Gives or refuses an approval, once: entry, reason (under lock), answer and the notice to whoever asked commit with the caller's transaction.
   * @throws Problem `not-found` for whoever is not asked; `conflict` where it was answered, has lapsed, or is the caller's own. Both recorded
   */
  async answer(tx: Tx, caller: Caller, id: string, { state, reason, code }: Answer): Promise<{ id: string; state: string; entryId: string }> {
    const approval = await lockApproval(tx, id);
    if (approval?.askedBy === caller.staffId) return this.#refuse(caller, approval, 'own-asking', 'Nobody approves what they asked for themselves.');
    if (!approval?.toUs || !answersAs(caller, approval.approver)) return this.#turnAway(tx, caller, id, approval);
    if (approval.state !== 'asked') return this.#refuse(caller, approval, 'answered-before', 'It was answered before: an approval is answered once.');
    if (this.#hasLapsed(approval)) return this.#refuse(caller, approval, 'approval-lapsed', 'It has lapsed. Whoever asked must ask again.');
    const { concernId, decisionId, askedIn, askedBy, approver, binds, purpose } = approval;
    const entry: Entry = {
      ...this.threshold.begin('approval', caller), outcome: state === 'given' ? 'permit' : 'refuse', owner: askedIn, visibleTo: [...new Set([askedIn, caller.agencyId])],
      concern: concernId, decision: decisionId, approval: id, because: { purpose, approver, decision: decisionId, binds, answer: state, ...(code ? { code } : {}) },
    };
    const reasonId = uuidv7();
    await insertEntries(tx, [entry]);
    await keepWords(tx, caller.agencyId, concernId, [{ id: reasonId, field: reasonField, body: { text: reason } }]);
    await answerApproval(tx, { id, state, by: caller.staffId, code, reasonId, entryId: entry.id });
    await sendNotices(tx, [{ agency: askedIn, kind: 'approval-answered', to: { staff: askedBy }, concern: concernId, decision: decisionId, approval: id, entry: entry.id }]);
    return { id, state, entryId: entry.id };
  }

  /** Whoever is asked, until it is answered; whoever gave it, until it is used or lapses; and whoever may read the concern anyway. */
  #mayRead(caller: Caller, approval: FoundApproval, waiting: WaitingDecision | null): boolean {
    if (waiting && mayConsult(caller, waiting.head) === null) return true;
    if (!approval.toUs || this.#hasLapsed(approval)) return false;
    if (approval.state === 'given') return approval.answeredBy === caller.staffId;
    return approval.state === 'asked' && approval.askedBy !== caller.staffId && answersAs(caller, approval.approver);
  }

  #hasLapsed({ lapsesOn }: FoundApproval): boolean {
    return lapsesOn < this.threshold.today();
  }

  async #turnAway(db: Queryable, caller: Caller, id: string, approval: FoundApproval | undefined): Promise<never> {
    const asker = await askerOf(db, id);
    // The concern is named for its owner, whose lists hide the entry from those whom they keep away.
    return this.threshold.turnAway(caller, { approval: id, ...(asker ? { concern: asker.concern } : {}) }, asker?.agency ?? null, approval ? 'not-the-approver' : 'no-such-record');
  }

  async #refuse(caller: Caller, { id, askedIn, decisionId, concernId, approver, state }: FoundApproval, reason: string, detail: string): Promise<never> {
    const entry: Entry = {
      ...this.threshold.begin('refusal', caller), outcome: 'refuse', owner: askedIn, visibleTo: [...new Set([askedIn, caller.agencyId])], concern: concernId, decision: decisionId, approval: id, because: { reason, approver },
    };
    await this.threshold.record(entry);
    throw problem('conflict', { detail, state, entryId: entry.id });
  }
}
