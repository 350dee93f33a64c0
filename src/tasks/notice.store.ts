import type { Caller } from '../access/index.js';
import type { Tx } from '../platform/database.js';

export type Notice = {
  id: string; kind: string; sentAt: string; readAt: string | null; concern: string | null; referral: string | null; decision: string | null; approval: string | null; task: string | null;
  agreement: string | null; gatewayChange: string | null;
};
type Wanted = { unread: boolean; after: { read: number; id: string } | undefined; limit: number };

/** Unread first, then newest first. The concern is told to its own agency alone: anybody else's row security shows none. */
export const listNotices = (tx: Tx, { staffId, roles, teams }: Caller, { unread, after, limit }: Wanted): Promise<Notice[]> =>
  tx.query<Notice>(`SELECT n.id, n.kind, n.sent_at AS "sentAt", r.at AS "readAt", (SELECT c.id FROM accord.concerns c WHERE c.id = n.concern_id) AS concern, n.referral_id AS referral,
      n.decision_id AS decision, n.approval_id AS approval, n.task_id AS task, n.agreement_id AS agreement, n.gateway_change_id AS "gatewayChange"
    FROM accord.notices n LEFT JOIN accord.notices_read r ON r.notice_id = n.id AND r.staff_id = $1
    WHERE (n.to_staff = $1 OR n.to_role = ANY ($2) OR n.to_team = ANY ($3)) AND (r.at IS NULL OR NOT $4)
      AND ($5::integer IS NULL OR (r.at IS NOT NULL)::integer > $5 OR ((r.at IS NOT NULL)::integer = $5 AND n.id < $6::uuid))
    ORDER BY (r.at IS NOT NULL), n.id DESC LIMIT $7`,
  [staffId, roles, teams, unread, after?.read ?? null, after?.id ?? null, limit]);

/** Of one's own notices alone. @returns when it was first acknowledged; undefined where there is no such notice for this person */
export const acknowledge = async (tx: Tx, { staffId, roles, teams }: Caller, id: string): Promise<string | undefined> => {
  await tx.query(`INSERT INTO accord.notices_read (notice_id, staff_id) SELECT n.id, $2 FROM accord.notices n
    WHERE n.id = $1 AND (n.to_staff = $2 OR n.to_role = ANY ($3) OR n.to_team = ANY ($4)) ON CONFLICT DO NOTHING`, [id, staffId, roles, teams]);
  return (await tx.query<{ at: string }>('SELECT r.at FROM accord.notices_read r JOIN accord.notices n ON n.id = r.notice_id WHERE r.notice_id = $1 AND r.staff_id = $2', [id, staffId]))[0]?.at;
};
