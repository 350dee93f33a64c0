import type { Caller } from '../access/index.js';
import { digestOf, type ReleasedItem } from '../ledger/index.js';
import { uuidv7 } from '../platform/index.js';
import type { Database, Tx } from '../platform/database.js';
import type { DecisionRequest } from '../rules/index.js';
import { settledTerms } from './approvals.js';
import { keepWords } from './contents.store.js';
import type { ShareTerms } from './facts.js';
import type { DecidedShare, Statement } from './share.js';

/** Fields of the words that stand beside a decision. They are nobody's data field: no purpose needs them, so no rule ever lets them cross. */
export const statementFields = { necessity: 'decision.necessity', overrideReason: 'decision.override' } as const;

/** Keeps the sharer's reasons under the lock of all words. @returns the row id of each text that was written */
export const keepStatement = async (tx: Tx, agency: string, concernId: string, statement: Statement): Promise<Record<string, string>> => {
  const rows = Object.entries(statement).filter((entry): entry is [keyof Statement, string] => Boolean(entry[1]?.trim()))
    .map(([name, text]) => ({ name, id: uuidv7(), field: statementFields[name], body: { text } }));
  await keepWords(tx, agency, concernId, rows);
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
};

/** The rows of those reasons, for the entry that lets somebody read them. */
export const statementRows = (statements: Readonly<Record<string, string>>): ReleasedItem[] =>
  Object.entries(statements).map(([name, content]) => ({ field: statementFields[name as keyof Statement], content, version: 1 }));

type Kept = { id: string; caller: Caller; terms: ShareTerms; statements: Record<string, string>; decided: DecidedShare; entryId: string; ruleset: string; catalogue: string; approved: string | undefined };

/** An agreement is kept once, as versioned data: the input names the version and its digest instead of repeating every clause. */
const withoutClauses = ({ agreement, ...request }: DecisionRequest): object => (agreement
  ? { ...request, agreement: { id: agreement.id, version: agreement.version, digest: digestOf(JSON.stringify(agreement)) } }
  : request);

/** Stores a decision with the exact input of each question, so that it can be taken again byte for byte. */
export const insertDecision = async (tx: Tx, { id, caller, terms, statements, decided, entryId, ruleset, catalogue, approved }: Kept): Promise<void> => {
  const { answer: it, concern } = decided;
  const agreement = it.answered[0]?.request.agreement;
  const record = {
    // The agreement it was decided under, also where none was named: opening is decided under the same one.
    share: settledTerms(terms, it), ...(approved ? { approved } : {}), statements, decision: it.decision, items: it.items,
    dataSubjects: it.answered.map(({ subject, condition, request, decision, items }) => ({ subject: subject?.id ?? null, condition, request: withoutClauses(request), decision, items: items.map(({ id: row }) => row) })),
  };
  await tx.query(`INSERT INTO accord.decisions (id, concern_id, agency_id, recipient_team, made_by, outcome, ruleset, catalogue, agreement, record, entry_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
  [id, concern.id, caller.agencyId, terms.team, caller.staffId, it.decision.outcome, ruleset, catalogue,
    agreement ? `${agreement.id}@${String(agreement.version)}` : null, JSON.stringify(record), entryId]);
};

/** Field of the words that somebody wrote to what came of a task. */
export const noteField = 'task.note';
/** `notes`: what was written to the tasks that the decision left. */
type FoundStatement = { concernId: string; statements: Readonly<Partial<Record<keyof Statement, string>>>; notes: readonly { task: string; row: string }[] };

/** Where the reasons of a decision of the caller's own agency are kept; undefined for any other, and for whom a list keeps away. */
export const loadStatement = (database: Database, caller: Caller, decisionId: string): Promise<FoundStatement | undefined> =>
  database.inTransaction(caller, async (tx) => (await tx.query<FoundStatement>(
    `SELECT d.concern_id AS "concernId", d.record -> 'statements' AS statements,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('task', t.id, 'row', t.note_id) ORDER BY t.id), '[]') FROM accord.tasks t WHERE t.decision_id = d.id AND t.note_id IS NOT NULL) AS notes
      FROM accord.decisions d JOIN accord.concerns c ON c.id = d.concern_id WHERE d.id = $1`, [decisionId]))[0]);
