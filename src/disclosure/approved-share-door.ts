import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { Entry } from '../ledger/index.js';
import { problem, type ProblemCode, type ProblemMembers } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { bindingOf, changedParts } from './approvals.js';
import { holdApproved, useApprovals, type HeldDecision } from './approvals.store.js';
import { mayConsult } from './consult.js';
import { explain } from './explain.js';
import { ownerOf } from './facts.store.js';
import { ShareDoor, type Freeze } from './share-door.js';
import type { DecidedShare } from './share.js';
import { Threshold } from './threshold.js';

type Stop = { code: ProblemCode; reason: string; changed?: string[]; members: ProblemMembers };

/** Why approvals cannot be used as they stand; undefined when every one of them was given and still counts. */
const stopFor = ({ approvals }: HeldDecision, today: string): Stop | undefined => {
  const codes = (which: HeldDecision['approvals']): string[] => [...new Set(which.map(({ approver }) => approver))];
  const [used, refused, lapsed, asked] = [approvals.filter(({ state }) => state === 'used'), approvals.filter(({ state }) => state === 'refused'), approvals.filter(({ lapsesOn }) => lapsesOn < today), approvals.filter(({ state }) => state === 'asked')];
  if (approvals.length === 0) return { code: 'conflict', reason: 'no-approval-asked', members: { detail: 'No approval was asked for with this decision. Refer the concern instead.' } };
  if (used.length > 0) return { code: 'conflict', reason: 'approval-used', members: { detail: 'These approvals were used already: an approval lets one referral go, and no second.' } };
  if (refused.length > 0) return { code: 'conflict', reason: 'approval-refused', members: { detail: 'An approver refused. Something must change, and be decided anew, before it can go.', refusedBy: codes(refused) } };
  if (lapsed.length > 0) return { code: 'conflict', reason: 'approval-lapsed', members: { detail: 'An approval has lapsed. Refer the concern again, and ask again.', lapsed: codes(lapsed) } };
  if (asked.length > 0) return { code: 'approval-needed', reason: 'approval-outstanding', members: { detail: 'Not every approval that was asked for has been given.', approvals: asked.map(({ id, approver, agency }) => ({ id, approver, agency })) } };
  return undefined;
};

/** THE DOOR for what was approved: sends exactly the decision that its approvers saw, once, or nothing. */
@Injectable()
export class ApprovedShareDoor {
  constructor(private readonly threshold: Threshold, private readonly door: ShareDoor) {}

  /**
   * Decides afresh with the approvals given, and sends where that is still the approved decision, part for part; each approval is then used.
   * @throws Problem `not-found` for whoever may not consult the concern; `conflict` or `approval-needed`, recorded, where the approvals do not let it go
   */
  async send<T extends object>(tx: Tx, caller: Caller, decisionId: string, freeze: (frozen: Freeze) => Promise<T>): ReturnType<typeof this.door.share<T>> {
    const held = await holdApproved(tx, decisionId);
    const refusal = held ? mayConsult(caller, held.concern) : 'no-such-record';
    if (!held || refusal) return this.threshold.turnAway(caller, { decision: decisionId }, await ownerOf(tx, 'decision', decisionId), refusal ?? 'no-such-record');
    const stop = stopFor(held, this.threshold.today());
    if (stop) return this.#stop(caller, decisionId, held, stop);
    const { concernId, terms, statements, approvals } = held;
    const approved = { decisionId, given: [...new Set(approvals.map(({ approver }) => approver))].toSorted(), statements, check: (decided: DecidedShare) => this.#mustBeTheSame(caller, decisionId, held, decided) };
    return this.door.share(tx, caller, concernId, terms, approved, async (frozen) => {
      const sent = await freeze(frozen);
      if ((await useApprovals(tx, decisionId, frozen.referralId)) !== approvals.length) throw new Error('an approval was held and yet not used');
      return sent;
    });
  }

  async #mustBeTheSame(caller: Caller, decisionId: string, held: HeldDecision, { sharing, recipient, law, answer }: DecidedShare): Promise<void> {
    const now = bindingOf({ sharing, law, team: recipient.team, statements: held.statements });
    if (held.approvals.every(({ binds }) => binds === now.binds)) return;
    const changed = changedParts(held.approvals[0]!.parts, now.parts);
    const detail = `What was approved is not what would go now. Changed since: ${changed.map(({ says }) => says).join('; ')}. Refer the concern again, and ask again.`;
    await this.#stop(caller, decisionId, held, { code: 'conflict', reason: 'changed-since-approval', changed: changed.map(({ part }) => part), members: { detail, changed, ...explain(answer.decision, law) } });
  }

  async #stop(caller: Caller, decisionId: string, { concernId }: HeldDecision, { code, reason, changed, members }: Stop): Promise<never> {
    const entry: Entry = {
      ...this.threshold.begin('refusal', caller), outcome: code === 'approval-needed' ? 'needs-approval' : 'refuse', owner: caller.agencyId, visibleTo: [caller.agencyId],
      concern: concernId, decision: decisionId, because: { reason, changed },
    };
    await this.threshold.record(entry);
    throw problem(code, { ...members, entryId: entry.id });
  }
}
