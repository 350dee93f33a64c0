import type { Caller } from '../access/index.js';
import type { KeptDecision } from '../disclosure/index.js';
import type { Database, Identity, Queryable, Tx } from '../platform/database.js';
import type { PastDecision } from './what-if.js';
import type { WhatIfResult } from './what-if-result.js';

/** `ruleset` and `catalogue`: what the decision was taken under. */
export type FoundDecision = PastDecision & { ruleset: string; catalogue: string };
type Row = { id: string; from_id: string; from_type: string; to_id: string; to_type: string; ruleset: string; catalogue: string; record: KeptDecision };

const decisions = 'SELECT id, from_id, from_type, to_id, to_type, ruleset, catalogue, record FROM accord.decisions_after($1, $2)';

/** A page of past decisions that the session may count, newest first. */
export const loadPage = (database: Database, who: Identity, before: string | null, most: number): Promise<FoundDecision[]> =>
  database.inTransaction(who, async (tx) => (await tx.query<Row>(decisions, [before, most])).map(({ id, from_id, from_type, to_id, to_type, ruleset, catalogue, record }) =>
    ({ id, from: { id: from_id, type: from_type }, to: { id: to_id, type: to_type }, ruleset, catalogue, kept: record })));

/** About how many there are, for the progress; who is kept from some is not told by it, since it counts the same ones. */
export const countDecisions = async (tx: Tx): Promise<number> =>
  (await tx.query<{ total: number }>('SELECT count(*)::int AS total FROM accord.decisions_after(NULL, 2147483647)'))[0]!.total;

/** Every agency that there is or was. */
export const listAgencyIds = async (db: Queryable): Promise<string[]> => (await db.query<{ id: string }>('SELECT id FROM accord.agencies ORDER BY id')).map(({ id }) => id);

/** The text of an agreement in any state that the caller may see. */
export const loadText = async (tx: Tx, { id, version }: { id: string; version: string }): Promise<string | undefined> =>
  (await tx.query<{ content: string }>('SELECT content FROM accord.agreement_versions WHERE agreement_id = $1 AND version = $2', [id, version]))[0]?.content;

/** A change of the law as it was proposed. */
export const loadProposed = async (tx: Tx, id: string): Promise<{ gatewayId: string; change: Record<string, unknown> } | undefined> =>
  (await tx.query<{ gatewayId: string; change: Record<string, unknown> }>('SELECT gateway_id AS "gatewayId", change FROM accord.gateway_changes WHERE id = $1', [id]))[0];

type WhatIfRow = { id: string; state: 'running' | 'done' | 'failed'; askedAt: Date; done: number; total: number; silentFor: number; supposed: object; result: WhatIfResult | null };

export const insertWhatIf = async (tx: Tx, caller: Caller, { id, supposed, total, entryId }: { id: string; supposed: object; total: number; entryId: string }): Promise<void> => {
  await tx.query('INSERT INTO accord.what_ifs (id, agency_id, asked_by, supposed, total, entry_id) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, caller.agencyId, caller.staffId, JSON.stringify(supposed), total, entryId]);
};

/** Has this person a run that was heard of within so many seconds? Held until the transaction ends, so that two who ask at once come one after the other. */
export const alreadyRunning = async (tx: Tx, { staffId }: Caller, seconds: number): Promise<boolean> => {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('accord/what-if/' || $1, 0))`, [staffId]);
  return (await tx.query(`SELECT 1 FROM accord.what_ifs WHERE asked_by = $1 AND state = 'running' AND told_at > clock_timestamp() - make_interval(secs => $2)`, [staffId, seconds])).length > 0;
};

export const tellProgress = async (database: Database, who: Identity, id: string, done: number): Promise<void> => {
  await database.inTransaction(who, (tx) => tx.query('UPDATE accord.what_ifs SET done = $2, told_at = clock_timestamp() WHERE id = $1', [id, done]));
};

export const keepResult = async (database: Database, who: Identity, id: string, result: WhatIfResult | null): Promise<void> => {
  await database.inTransaction(who, (tx) => tx.query('UPDATE accord.what_ifs SET state = $2, done = coalesce($3, done), result = $4, told_at = clock_timestamp() WHERE id = $1',
    [id, result ? 'done' : 'failed', result?.decisions ?? null, result ? JSON.stringify(result) : null]));
};

/** `silentFor`: seconds since the run was last heard of. */
export const loadWhatIf = async (database: Database, who: Identity, id: string): Promise<WhatIfRow | undefined> =>
  database.inTransaction(who, async (tx) => (await tx.query<WhatIfRow>(`SELECT id, state, asked_at AS "askedAt", done, total, supposed, result,
    extract(epoch FROM clock_timestamp() - told_at)::float8 AS "silentFor" FROM accord.what_ifs WHERE id = $1`, [id]))[0]);
