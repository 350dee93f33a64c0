import { uuidv7 } from '../platform/index.js';
import type { Tx } from '../platform/database.js';

/** Codes of the vocabulary `noticeKinds`, which says each in plain English. */
export type NoticeKind =
  | 'emergency-disclosure' | 'review-overdue' | 'referral-received' | 'referral-answered' | 'task-given' | 'approval-asked' | 'approval-answered' | 'wishes-withdrawn'
  | 'gateway-change-proposed' | 'gateway-changed' | 'gateway-change-rejected' | 'succession-offered';

/** To one person, or to everybody of the agency who holds a role, or to a team. */
type To = { staff: string } | { role: string } | { team: string };
/** Whatever is about a person names the concern: its lists hide the notice, and nothing else does. It is told to nobody. */
type AboutAPerson = { concern: string; referral?: string | undefined; decision?: string | undefined; approval?: string | undefined; task?: string | undefined };
type AboutTheRules = { agreement?: string; gatewayChange?: string };
/** `entry`: the ledger entry of what is told of. */
export type NewNotice = Readonly<{ agency: string; kind: NoticeKind; to: To; entry?: string } & (AboutAPerson | AboutTheRules)>;

export const noticeRows = (notices: readonly NewNotice[]): string => JSON.stringify(notices.map(({ to, ...notice }) => ({ id: uuidv7(), ...notice, ...to })));

const sql = `INSERT INTO accord.notices (id, agency_id, kind, to_staff, to_role, to_team, concern_id, referral_id, decision_id, approval_id, task_id, agreement_id, gateway_change_id, entry_id)
  SELECT id, agency, kind, staff, role, team, concern, referral, decision, approval, task, agreement, "gatewayChange", entry
  FROM jsonb_to_recordset($1::jsonb) AS n(id uuid, agency text, kind text, staff uuid, role text, team text, concern uuid, referral uuid, decision uuid, approval uuid, task uuid,
    agreement text, "gatewayChange" uuid, entry uuid) ON CONFLICT DO NOTHING`;

/** Tells people, in the transaction of what they are told of: kinds and ids, never a word about anybody. What may be told once only is not told twice. */
export const sendNotices = async (tx: Tx, notices: readonly NewNotice[]): Promise<void> => {
  if (notices.length > 0) await tx.query(sql, [noticeRows(notices)]);
};
