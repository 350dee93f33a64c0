import type { OpenApproval } from '../disclosure/index.js';
import type { ApprovalView, ListedApprovalView } from './approval.dto.js';
import type { ListedApproval } from './approval.store.js';

/** With its clock, as of a day in London. */
export const listedApprovalView = (approval: ListedApproval, today: string): ListedApprovalView => ({
  ...approval, overdue: approval.state === 'asked' && approval.dueOn < today, lapsed: (approval.state === 'asked' || approval.state === 'given') && approval.lapsesOn < today,
});

/** What an approver sees: the words that would go and why somebody wants to send them; an originator elsewhere, its own alone. */
export const approvalView = ({ approval, waiting, words, because }: OpenApproval, today: string): ApprovalView => {
  const { id, approver, askedIn, agency, purpose, recipientAgency, recipientTeam, fields, rows, state, code, askedAt, dueOn, lapsesOn, decisionId, concernId, reasonId } = approval;
  const textOf = (row: string | null | undefined): string | null => (row ? ((words.get(row)?.['text'] as string | undefined) ?? null) : null);
  const listed = { id, approver, askedIn, agency, purpose, recipientAgency, recipientTeam, fields, contents: rows.map((row) => row.id), state, code, askedAt, dueOn, lapsesOn, decision: waiting ? decisionId : null, concern: waiting ? concernId : null };
  return {
    ...listedApprovalView(listed, today),
    items: rows.filter((row) => words.has(row.id)).map((row) => ({ contentId: row.id, field: row.field, about: row.about, says: words.get(row.id)! })),
    necessity: textOf(waiting?.statements['necessity']), overrideReason: textOf(waiting?.statements['overrideReason']), wishes: waiting?.wishes ?? null, because, reason: textOf(reasonId),
  };
};
