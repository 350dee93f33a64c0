import type { Queryable, Tx } from '../platform/database.js';
import type { AgreementState } from './agreement-standing.js';

export type Step = 'sign' | 'decline' | 'suspend' | 'resume' | 'leave';
type Acted = { staff: string; name: string; position: string; at: string; entryId: string };
export type StepRow = { step: Step; state: 'moved' | 'done'; agency: string; moved: Acted; confirmed: Acted | null; reason: string | null; lifted: boolean };

/** Steps of a version, oldest first: those that took effect, and of the session's own agency those that wait for a colleague. */
export const loadSteps = (db: Queryable, id: string, version: string): Promise<StepRow[]> => db.query<StepRow>(`
  SELECT s.step, s.state, s.agency_id AS agency, s.reason, s.lifted_by IS NOT NULL AS lifted,
    jsonb_build_object('staff', m.id, 'name', m.name, 'position', m.position, 'at', s.moved_at, 'entryId', s.moved_entry) AS moved,
    CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('staff', c.id, 'name', c.name, 'position', c.position, 'at', s.confirmed_at, 'entryId', s.confirmed_entry) END AS confirmed
  FROM accord.agreement_steps s JOIN accord.staff m ON m.id = s.moved_by LEFT JOIN accord.staff c ON c.id = s.confirmed_by
  WHERE s.agreement_id = $1 AND s.version = $2 AND s.state <> 'dropped' ORDER BY s.moved_at, s.id`, [id, version]);

type Whose = { id: string; version: string; agency: string; step: Step };

/** `binding`: whoever moved it may still. */
type OpenStep = { id: string; movedBy: string; binding: boolean };

/** What somebody of the agency has moved and nobody has confirmed. */
export const openStep = async (tx: Tx, { id, version, agency, step }: Whose): Promise<OpenStep | undefined> =>
  (await tx.query<OpenStep>(`SELECT id, moved_by AS "movedBy", accord.is_binding(moved_by, agency_id) AS binding FROM accord.agreement_steps
    WHERE agreement_id = $1 AND version = $2 AND accord.holder_of(agency_id) = $3 AND step = $4 AND state = 'moved'`, [id, version, agency, step]))[0];

/** Whether the agency has suspended the agreement and not resumed it. */
export const suspendedBy = async (tx: Tx, id: string, agency: string): Promise<boolean> =>
  (await tx.query(`SELECT 1 FROM accord.agreement_steps WHERE agreement_id = $1 AND accord.holder_of(agency_id) = $2 AND step = 'suspend' AND lifted_by IS NULL`, [id, agency])).length > 0;

type NewStep = Whose & { stepId: string; digest: string; reason?: string | undefined; by: string; entryId: string };

export const insertStep = async (tx: Tx, { stepId, id, version, agency, step, digest, reason, by, entryId }: NewStep): Promise<void> => {
  await tx.query('INSERT INTO accord.agreement_steps (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [stepId, id, version, agency, step, digest, reason ?? null, by, entryId]);
};

/** `dropped`: by somebody who moves it afresh instead of confirming it. */
export const endStep = async (tx: Tx, stepId: string, state: 'done' | 'dropped', by: string, entryId: string): Promise<void> => {
  await tx.query('UPDATE accord.agreement_steps SET state = $2, confirmed_by = $3, confirmed_entry = $4 WHERE id = $1', [stepId, state, by, entryId]);
};

export const stateOf = async (tx: Tx, id: string, version: string): Promise<AgreementState> =>
  (await tx.query<{ state: AgreementState }>('SELECT state FROM accord.agreement_versions WHERE agreement_id = $1 AND version = $2', [id, version]))[0]!.state;
