import type { Caller } from '../access/index.js';
import { approversOf, type ApprovalState } from '../disclosure/index.js';
import type { Tx } from '../platform/database.js';

export type ListedApproval = {
  id: string; approver: string; askedIn: string; agency: string; purpose: string; recipientAgency: string; recipientTeam: string; fields: string[]; contents: string[];
  state: ApprovalState; code: string | null; askedAt: string; dueOn: string; lapsesOn: string; decision: string | null; concern: string | null;
};
type Box = { box: 'to-give' | 'asked'; state?: ApprovalState | undefined; after?: string | undefined; limit: number };

/**
 * Markers of approvals, those asked first coming first: to give (this person is asked), or asked (of concerns that they may consult).
 * Of another agency's concern only what its originator may know; whom a list keeps away sees none of it.
 */
export const listApprovals = (tx: Tx, caller: Caller, { box, state, after, limit }: Box): Promise<ListedApproval[]> =>
  tx.query<ListedApproval>(`SELECT a.id, a.approver, accord.holder_of(a.asked_in) AS "askedIn", accord.holder_of(a.agency_id) AS agency, a.purpose, a.recipient_agency AS "recipientAgency",
      a.recipient_team AS "recipientTeam", a.fields, a.state, a.code, to_json(a.asked_at) #>> '{}' AS "askedAt", to_char(a.due_on, 'YYYY-MM-DD') AS "dueOn", to_char(a.lapses_on, 'YYYY-MM-DD') AS "lapsesOn",
      ARRAY(SELECT i.id FROM accord.items i WHERE i.id = ANY (a.about_rows) AND (i.concern_id = a.concern_id OR a.asked_in NOT IN (SELECT accord.mine())) ORDER BY i.id) AS contents,
      CASE WHEN a.asked_in IN (SELECT accord.mine()) THEN a.decision_id END AS decision, CASE WHEN a.asked_in IN (SELECT accord.mine()) THEN a.concern_id END AS concern
    FROM accord.approvals a
    WHERE CASE WHEN $1 = 'to-give' THEN a.agency_id IN (SELECT accord.mine()) AND a.approver = ANY ($2) AND a.asked_by <> $3
      ELSE a.asked_in IN (SELECT accord.mine()) AND (a.asked_by = $3 OR $4 OR EXISTS (SELECT 1 FROM accord.concerns c WHERE c.id = a.concern_id AND c.team_id = ANY ($5))) END
      AND ($6::text IS NULL OR a.state = $6) AND ($7::uuid IS NULL OR a.id > $7) ORDER BY a.id LIMIT $8`,
  [box, approversOf(caller), caller.staffId, caller.roles.includes('agency-lead'), caller.roles.includes('caseworker') ? caller.teams : [], state ?? null, after ?? null, limit]);
