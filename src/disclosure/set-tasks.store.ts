import type { Tx } from '../platform/database.js';
import { noticeRows, type NewNotice } from './send-notices.store.js';

/** `named`: somebody of `role` is chosen by name, and only where there is nobody it is left to the role. */
export type NewTask = Readonly<{
  id: string; agency: string; obligation: string; concern: string; decision: string; referral: string | undefined; setBy: string; dueOn: string;
  staff: string | undefined; role: string | undefined; named: boolean;
}>;
export type SetTask = { id: string; obligation: string; staff: string | null; role: string | null; dueOn: string };

const sql = `WITH asked AS MATERIALIZED (
    SELECT t.*, CASE WHEN named THEN accord.reviewer_for(concern, agency, "setBy") ELSE staff END AS person
    FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, agency text, obligation text, concern uuid, decision uuid, referral uuid, "setBy" uuid, "dueOn" date, staff uuid, role text, named boolean)),
  told AS (INSERT INTO accord.notices (id, agency_id, kind, to_staff, to_role, to_team, concern_id, referral_id, decision_id, task_id, entry_id)
    SELECT id, agency, kind, staff, role, team, concern, referral, decision, task, entry
    FROM jsonb_to_recordset($2::jsonb) AS n(id uuid, agency text, kind text, staff uuid, role text, team text, concern uuid, referral uuid, decision uuid, task uuid, entry uuid))
  INSERT INTO accord.tasks (id, agency_id, obligation, concern_id, decision_id, referral_id, owner_staff, owner_role, set_by, due_on)
  SELECT id, agency, obligation, concern, decision, referral, person, CASE WHEN person IS NULL THEN role END, "setBy", "dueOn" FROM asked
  ON CONFLICT DO NOTHING RETURNING id, obligation, owner_staff AS staff, owner_role AS role, to_char(due_on, 'YYYY-MM-DD') AS "dueOn"`;

/** All that a decision leaves to be done and told, in one round trip. @returns the tasks that were not set already */
export const insertTasks = async (tx: Tx, tasks: readonly NewTask[], notices: readonly NewNotice[]): Promise<SetTask[]> =>
  (tasks.length + notices.length === 0 ? [] : tx.query<SetTask>(sql, [JSON.stringify(tasks), noticeRows(notices)]));
