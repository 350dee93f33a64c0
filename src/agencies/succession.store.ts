import type { Caller } from '../access/index.js';
import type { Queryable, Tx } from '../platform/database.js';
import type { Lifetime } from './succession.js';
import type { SuccessionState, SuccessionView } from './succession.dto.js';

const select = `SELECT id, agency_id AS agency, successor, to_char(last_day, 'YYYY-MM-DD') AS "lastDay", state, proposed_by AS "proposedBy", proposed_at AS "proposedAt",
    approved_by AS "approvedBy", accepting_by AS "acceptingBy", decided_by AS "decidedBy", decided_at AS "decidedAt" FROM accord.agency_successions`;

/** Successions of the whole partnership, newest first: every partner may know who will answer for what. */
export const listSuccessions = (db: Queryable, before: string | undefined, limit: number): Promise<SuccessionView[]> =>
  db.query<SuccessionView>(`${select} WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`, [before ?? null, limit]);

/** One that this agency ends by, or would succeed by. */
export const loadSuccession = async (tx: Queryable, agency: string, id: string): Promise<SuccessionView | undefined> =>
  (await tx.query<SuccessionView>(`${select} WHERE id = $1 AND $2 IN (agency_id, successor)`, [id, agency]))[0];

export const hasOpenSuccession = async (tx: Tx, agency: string): Promise<boolean> =>
  (await tx.query(`SELECT 1 FROM accord.agency_successions WHERE agency_id = $1 AND state NOT IN ('accepted', 'rejected')`, [agency])).length > 0;

export const insertSuccession = async (tx: Tx, caller: Caller, { id, successor, lastDay, entryId }: Pick<SuccessionView, 'id' | 'successor' | 'lastDay'> & { entryId: string }): Promise<void> => {
  await tx.query('INSERT INTO accord.agency_successions (id, agency_id, successor, last_day, proposed_by, entry_id) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, caller.agencyId, successor, lastDay, caller.staffId, entryId]);
};

/** The database takes a step only under an entry of each person so far. @returns false when somebody else was quicker, or whoever took an earlier step may not any more */
export const decideSuccession = async (tx: Tx, id: string, step: SuccessionState, entryId: string): Promise<boolean> =>
  (await tx.query<{ decided: boolean }>('SELECT accord.decide_succession($1, $2, $3) AS decided', [id, step, entryId]))[0]!.decided;

export const loadLifetimes = (db: Queryable): Promise<Lifetime[]> =>
  db.query<Lifetime>(`SELECT id, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(valid_to, 'YYYY-MM-DD') AS "validTo", successor FROM accord.agencies ORDER BY id`);
