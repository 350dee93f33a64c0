import type { Caller } from '../access/index.js';
import type { Queryable, Tx } from '../platform/database.js';
import type { Approver, Decision } from '../rules/index.js';
import type { Binding } from './approvals.js';
import type { Handled } from './consult.js';
import type { ShareTerms } from './facts.js';

export type ApprovalState = 'asked' | 'given' | 'refused' | 'used';
type NewApproval = { id: string; approver: Approver; agency: string; dueOn: string; lapsesOn: string; fields: string[]; rows: string[] };
type Asking = { caller: Caller; concernId: string; decisionId: string; purpose: string; recipient: { agency: string; team: string }; binding: Binding; approvals: readonly NewApproval[] };

/** Who answers today for the records of each of these agencies. */
export const loadHolders = async (tx: Tx, agencies: readonly string[]): Promise<Map<string, string>> =>
  new Map((await tx.query<{ agency: string; holder: string }>('SELECT a AS agency, accord.holder_of(a) AS holder FROM unnest($1::text[]) a', [agencies])).map(({ agency, holder }) => [agency, holder]));

/** Asks. Beside the rows that would go stand those that they were copied from: an originator recognises its own, and no session sees another agency's. */
export const insertApprovals = async (tx: Tx, { caller, concernId, decisionId, purpose, recipient, binding, approvals }: Asking): Promise<void> => {
  await tx.query(`INSERT INTO accord.approvals (id, decision_id, concern_id, asked_in, asked_by, agency_id, approver, binds, parts, purpose, recipient_agency, recipient_team, fields, about_rows, due_on, lapses_on)
    SELECT a.id, $2, $3, $4, $5, a.agency, a.approver, $6, $7, $8, $9, $10, a.fields,
      a.rows || ARRAY(SELECT DISTINCT c FROM accord.items i, unnest(i.copied_from) c WHERE i.id = ANY (a.rows) AND c <> ALL (a.rows)), a."dueOn", a."lapsesOn"
    FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, approver text, agency text, "dueOn" date, "lapsesOn" date, fields text[], rows uuid[])`,
  [JSON.stringify(approvals), decisionId, concernId, caller.agencyId, caller.staffId, binding.binds, JSON.stringify(binding.parts), purpose, recipient.agency, recipient.team]);
};

type HeldApproval = { id: string; approver: Approver; agency: string; state: ApprovalState; lapsesOn: string; binds: string; parts: Binding['parts'] };
export type HeldDecision = {
  concernId: string; statements: Record<string, string>; terms: ShareTerms; concern: Handled; approvals: HeldApproval[];
};

/**
 * What was approved, held until the commit: the approvals against being used twice, the concern against being changed in between.
 * Undefined for every agency but the one that decided, and for whom a list keeps away.
 */
export const holdApproved = async (tx: Tx, decisionId: string): Promise<HeldDecision | undefined> => {
  const [found] = await tx.query<Omit<HeldDecision, 'approvals'>>(`SELECT d.concern_id AS "concernId", d.record -> 'statements' AS statements, d.record -> 'share' AS terms,
      jsonb_build_object('teamId', c.team_id, 'writtenBy', c.written_by, 'state', c.state) AS concern
    FROM accord.decisions d JOIN accord.concerns c ON c.id = d.concern_id WHERE d.id = $1 FOR SHARE OF c`, [decisionId]);
  if (!found) return undefined;
  const approvals = await tx.query<HeldApproval>(`SELECT id, approver, accord.holder_of(agency_id) AS agency, state, to_char(lapses_on, 'YYYY-MM-DD') AS "lapsesOn", binds, parts
    FROM accord.approvals WHERE decision_id = $1 ORDER BY id FOR UPDATE`, [decisionId]);
  return { ...found, approvals };
};

/** Uses up every approval of a decision for one referral. @returns how many there were */
export const useApprovals = async (tx: Tx, decisionId: string, referralId: string): Promise<number> =>
  (await tx.query(`UPDATE accord.approvals SET state = 'used', used_by = $2 WHERE decision_id = $1 AND state = 'given' RETURNING id`, [decisionId, referralId])).length;

/** One approval as its two agencies may know it. `toUs`: this session's agency answers. `rows`: those of its own agency. */
export type FoundApproval = {
  id: string; decisionId: string; concernId: string; askedIn: string; askedBy: string; agency: string; approver: Approver; binds: string; purpose: string; recipientAgency: string; recipientTeam: string;
  fields: string[]; rows: { id: string; field: string; version: number; about: string | null }[]; askedAt: string; dueOn: string; lapsesOn: string; state: ApprovalState;
  answeredBy: string | null; answeredAt: string | null; code: string | null; reasonId: string | null; toUs: boolean; ours: boolean;
};

const found = `SELECT a.id, a.decision_id AS "decisionId", a.concern_id AS "concernId", accord.holder_of(a.asked_in) AS "askedIn", a.asked_by AS "askedBy", accord.holder_of(a.agency_id) AS agency, a.approver, a.binds,
    a.purpose, a.recipient_agency AS "recipientAgency", a.recipient_team AS "recipientTeam", a.fields, to_json(a.asked_at) #>> '{}' AS "askedAt", to_char(a.due_on, 'YYYY-MM-DD') AS "dueOn",
    to_char(a.lapses_on, 'YYYY-MM-DD') AS "lapsesOn", a.state, a.answered_by AS "answeredBy", to_json(a.answered_at) #>> '{}' AS "answeredAt", a.code, a.reason_id AS "reasonId",
    a.agency_id IN (SELECT accord.mine()) AS "toUs", a.asked_in IN (SELECT accord.mine()) AS ours,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'field', i.field, 'version', i.version, 'about', i.about) ORDER BY i.id), '[]') FROM accord.items i WHERE i.id = ANY (a.about_rows)
      AND (i.concern_id = a.concern_id OR a.asked_in NOT IN (SELECT accord.mine()))) AS rows
  FROM accord.approvals a WHERE a.id = $1`;

/** An approval that this session's agency asked for or is asked for; undefined for everybody else, and for whom a list keeps away. */
export const loadApproval = async (db: Queryable, id: string): Promise<FoundApproval | undefined> => (await db.query<FoundApproval>(found, [id]))[0];

/** The same, locked: two answers wait for each other. */
export const lockApproval = async (tx: Tx, id: string): Promise<FoundApproval | undefined> => {
  await tx.query('SELECT id FROM accord.approvals WHERE id = $1 FOR UPDATE', [id]);
  return loadApproval(tx, id);
};

type Answered = { id: string; state: 'given' | 'refused'; by: string; code: string | null; reasonId: string; entryId: string };
export const answerApproval = async (tx: Tx, { id, state, by, code, reasonId, entryId }: Answered): Promise<void> => {
  await tx.query('UPDATE accord.approvals SET state = $2, answered_by = $3, code = $4, reason_id = $5, entry_id = $6 WHERE id = $1', [id, state, by, code, reasonId, entryId]);
};

/** For the ledger alone: which agency asked, and for which concern; null where there is no such approval. */
export const askerOf = async (db: Queryable, id: string): Promise<{ agency: string; concern: string } | null> =>
  (await db.query<{ asker: { agency: string; concern: string } | null }>('SELECT accord.asker_of($1) AS asker', [id]))[0]!.asker;

/** What somebody who approves is shown of the decision that waits for them. */
export type WaitingDecision = { decision: Decision; statements: Record<string, string>; catalogue: string; wishes: string | null; head: Handled; keys: { id: string; key: string | null; roles: string[] }[] };
export const loadWaiting = async (tx: Tx, decisionId: string): Promise<WaitingDecision> => (await tx.query<WaitingDecision>(`SELECT d.record -> 'decision' AS decision, d.record -> 'statements' AS statements, d.catalogue,
    d.record #>> '{dataSubjects,0,request,wishes}' AS wishes, jsonb_build_object('teamId', c.team_id, 'writtenBy', c.written_by, 'state', c.state) AS head,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.subject_id, 'key', encode(k.key, 'hex'), 'roles', f.roles) ORDER BY s.label), '[]') FROM accord.concern_subjects s LEFT JOIN accord.subject_keys k USING (subject_id)
      JOIN LATERAL (SELECT x.roles FROM accord.subject_facts x WHERE x.concern_id = s.concern_id AND x.subject_id = s.subject_id ORDER BY x.concern_version DESC LIMIT 1) f ON true WHERE s.concern_id = d.concern_id) AS keys
  FROM accord.decisions d JOIN accord.concerns c ON c.id = d.concern_id WHERE d.id = $1`, [decisionId]))[0]!;
