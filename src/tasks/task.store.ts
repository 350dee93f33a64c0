import type { Caller } from '../access/index.js';
import { review } from '../disclosure/index.js';
import type { Tx } from '../platform/database.js';

export type TaskState = 'open' | 'done';
/** `staff`, `role`, `team`: the owner. */
export type Task = {
  id: string; agency: string; obligation: string; concern: string | null; decision: string | null; referral: string | null; agreement: string | null;
  staff: string | null; staffName: string | null; role: string | null; team: string | null; setAt: string; setBy: string; dueOn: string;
  state: TaskState; version: number; outcome: string | null; noteId: string | null; closedBy: string | null; closedAt: string | null;
};

const columns = `t.id, t.agency_id AS agency, t.obligation, t.concern_id AS concern, t.decision_id AS decision, t.referral_id AS referral, t.agreement_id AS agreement,
  t.owner_staff AS staff, (SELECT p.name FROM accord.staff p WHERE p.id = t.owner_staff) AS "staffName", t.owner_role AS role, t.owner_team AS team,
  t.set_at AS "setAt", t.set_by AS "setBy", to_char(t.due_on, 'YYYY-MM-DD') AS "dueOn", t.state, t.version, t.outcome, t.note_id AS "noteId", t.closed_by AS "closedBy", t.closed_at AS "closedAt"`;

type Wanted = { whole: boolean; state: TaskState; after: { dueOn: string; id: string } | undefined; limit: number };

/** By the day they are due. A person's own, or the whole agency's; row security leaves out what a list keeps from the caller. */
export const listTasks = (tx: Tx, { staffId, roles, teams }: Caller, { whole, state, after, limit }: Wanted): Promise<Task[]> =>
  tx.query<Task>(`SELECT ${columns} FROM accord.tasks t
    WHERE t.state = $1 AND ($2 OR t.owner_staff = $3 OR (t.owner_staff IS NULL AND (t.owner_role = ANY ($4) OR t.owner_team = ANY ($5))))
      AND ($6::date IS NULL OR (t.due_on, t.id) > ($6, $7::uuid)) ORDER BY t.due_on, t.id LIMIT $8`,
  [state, whole, staffId, roles, teams, after?.dueOn ?? null, after?.id ?? null, limit]);

/** Locked, so that two who close it at once come one after the other. */
export const lockTask = async (tx: Tx, id: string): Promise<Task | undefined> =>
  (await tx.query<Task>(`SELECT ${columns} FROM accord.tasks t WHERE t.id = $1 FOR NO KEY UPDATE OF t`, [id]))[0];

export const mayTake = async (tx: Tx, id: string, person: string): Promise<boolean> =>
  (await tx.query<{ may: boolean }>('SELECT accord.may_take_task($1, $2) AS may', [id, person]))[0]!.may;

type Closing = { outcome: string; noteId: string | null; entryId: string };
export const closeTask = async (tx: Tx, { id, version }: Task, { staffId }: Caller, { outcome, noteId, entryId }: Closing): Promise<void> => {
  await tx.query(`UPDATE accord.tasks SET state = 'done', version = $2, outcome = $3, note_id = $4, closed_by = $5, entry_id = $6 WHERE id = $1`, [id, version + 1, outcome, noteId, staffId, entryId]);
};

export const giveTask = async (tx: Tx, { id, version }: Task, to: string): Promise<void> => {
  await tx.query('UPDATE accord.tasks SET owner_staff = $3, version = $2 WHERE id = $1', [id, version + 1, to]);
};

type OverdueReview = Pick<Task, 'id' | 'agency' | 'decision' | 'referral'> & { concern: string };
/** Reviews of the caller's agency that are past their day and that nobody was told of. */
export const overdueReviews = (tx: Tx, today: string): Promise<OverdueReview[]> =>
  tx.query<OverdueReview>(`SELECT t.id, t.agency_id AS agency, t.concern_id AS concern, t.decision_id AS decision, t.referral_id AS referral FROM accord.tasks t
    WHERE t.state = 'open' AND t.obligation = $2 AND t.due_on < $1 AND t.concern_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM accord.notices n WHERE n.task_id = t.id AND n.kind = 'review-overdue') LIMIT 100`, [today, review]);
