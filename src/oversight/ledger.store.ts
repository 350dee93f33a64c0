import type { Caller } from '../access/index.js';
import { pseudonym, type Entry, type PermitWriter } from '../ledger/index.js';
import type { Queryable } from '../platform/database.js';

export type FoundEntry = { id: string; recordedAt: string; entry: Entry };
export type Names = ReadonlyMap<string, { name: string; position: string }>;
export type Sought = Readonly<Record<string, unknown>>;

/** The pseudonyms under which the ledger knows a person, for an id that the caller's agency has; none for any other id. */
export const pseudonymsOf = async (db: Queryable, caller: Caller, secret: string, person: string): Promise<string[]> =>
  (await db.query<{ id: string; key: string }>('SELECT id, key FROM accord.ledger_keys_for($1, $2, $3)', [caller.agencyId, caller.staffId, person]))
    .map(({ id, key }) => pseudonym(secret, key, id));

const sql = 'SELECT id, recorded_at, leaf FROM accord.audit_under($1, $2, $3, $4, $5, $6)';

/** Writes the look-up, and reads under it what it may see. @throws Problem `unavailable` when the look-up cannot be recorded */
export const lookUp = async (permits: PermitWriter, lookUpEntry: Entry, sought: Sought, most: number): Promise<FoundEntry[]> => {
  const { actor } = lookUpEntry;
  const rows = await permits.write(lookUpEntry, (key) => ({ sql, values: [lookUpEntry.id, key, actor.agency, actor.staff, JSON.stringify(sought), most] }));
  return rows.map((row) => ({ id: row['id'] as string, recordedAt: (row['recorded_at'] as Date).toISOString(), entry: JSON.parse(row['leaf'] as string) as Entry }));
};

/** The officer's agency and all whose records it answers for today: what is written of those is its own. */
export const answersFor = async (db: Queryable, agency: string): Promise<string[]> =>
  (await db.query<{ held: string[] }>('SELECT accord.held($1) AS held', [agency]))[0]!.held;

/** Names and posts of staff, for people to read; the ledger itself holds only their ids. */
export const namesOf = async (db: Queryable, staff: readonly string[]): Promise<Names> => {
  const rows = await db.query<{ id: string; name: string; position: string }>('SELECT id, name, position FROM accord.staff WHERE id = ANY ($1)', [[...new Set(staff)]]);
  return new Map(rows.map(({ id, name, position }) => [id, { name, position }]));
};
