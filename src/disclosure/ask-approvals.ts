import type { Caller } from '../access/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import { uuidv7 } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { approvalsToAsk, bindingOf, daysFor } from './approvals.js';
import { insertApprovals, loadHolders } from './approvals.store.js';
import { roleFor } from './approvers.js';
import { sendNotices } from './send-notices.store.js';
import type { DecidedShare } from './share.js';
import type { Threshold } from './threshold.js';

/** `entryId`: the ledger entry of the decision. */
type Waiting = { decided: DecidedShare; decisionId: string; entryId: string; statements: Record<string, string> };
type AskedApproval = { id: string; approver: string; agency: string; dueOn: string };

/** Asks everybody whose approval a decision needs, and tells them, in the transaction of that decision. @returns whom, where, and by when */
export const askApprovals = async (tx: Tx, threshold: Threshold, caller: Caller, { decided, decisionId, entryId, statements }: Waiting): Promise<AskedApproval[]> => {
  const { sharing, law, concern, recipient } = decided;
  const holders = await loadHolders(tx, [...new Set(sharing.items.map(({ controller }) => controller))]);
  const approvals = approvalsToAsk(sharing, law, (agency) => holders.get(agency) ?? agency).map(({ approver, agency, rows }) => ({
    id: uuidv7(), approver, agency, ...daysFor(approver, sharing.asOf, law.clocks), fields: [...new Set(rows.map(({ field }) => field))], rows: rows.map(({ id }) => id),
  }));
  const binding = bindingOf({ sharing, law, team: recipient.team, statements });
  const { purpose } = sharing.terms;
  await insertApprovals(tx, { caller, concernId: concern.id, decisionId, purpose, recipient: { agency: recipient.agency.id, team: recipient.team }, binding, approvals });
  // Another agency hears that it is asked, so both ledgers say so. The concern is named for the lists of its people, which hide the entry; no other agency is shown it.
  const elsewhere = approvals.filter(({ agency }) => agency !== caller.agencyId).map(({ id, approver, agency }): Entry => ({
    ...threshold.begin('approval', caller), outcome: 'needs-approval', owner: caller.agencyId, visibleTo: [caller.agencyId, agency], concern: concern.id, decision: decisionId, approval: id,
    because: { purpose, approver, step: 'asked', asked: agency, binds: binding.binds },
  }));
  if (elsewhere.length > 0) await insertEntries(tx, elsewhere);
  await sendNotices(tx, approvals.map(({ id, approver, agency }) => ({
    agency, kind: 'approval-asked', to: { role: roleFor(approver) }, concern: concern.id, approval: id,
    // The decision is the asking agency's own, and so is its entry.
    ...(agency === caller.agencyId ? { decision: decisionId, entry: entryId } : { entry: elsewhere.find(({ approval }) => approval === id)!.id }),
  })));
  return approvals.map(({ id, approver, agency, dueOn }) => ({ id, approver, agency, dueOn }));
};
