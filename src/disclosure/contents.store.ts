import type { Entry, PermitWriter } from '../ledger/index.js';
import type { Tx } from '../platform/database.js';
import { Problem } from '../platform/index.js';

/** The words of content rows, by row id. A row that the permit does not cover is not here, whatever was asked for. */
export type Words = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Words about to be stored under an id that its writer chose: `INSERT … RETURNING` would meet the lock. */
type NewWords = Readonly<{ id: string; field: string; body: Readonly<Record<string, unknown>> }>;

/** Puts words under the lock. Nobody reads them again without an entry that covers them, their writer included. */
export const keepWords = async (tx: Tx, agency: string, concernId: string, words: readonly NewWords[]): Promise<void> => {
  if (words.length === 0) return;
  await tx.query(`INSERT INTO accord.contents (id, agency_id, concern_id, field, body)
    SELECT w.id, $2, $3, w.field, w.body FROM jsonb_to_recordset($1::jsonb) AS w(id uuid, field text, body jsonb)`, [JSON.stringify(words), agency, concernId]);
};

/** Somebody was shut out between the facts and the reading: nothing was read. Decided again, it may come out as a refusal that says why. */
export class ShutMeanwhile extends Problem {
  constructor() {
    super('unavailable');
  }
}

const sql = 'SELECT id, body FROM accord.read_under($1, $2, $3, $4)';

/**
 * Ledger first, then read: writes the entry, and reads exactly the rows it covers once it is durable.
 * The only place where words are read. @throws Problem `unavailable` when the entry cannot be confirmed; ShutMeanwhile when the database
 * opens fewer rows than the entry says: nothing leaves then.
 */
export const readUnder = async (permits: PermitWriter, entry: Entry): Promise<Words> => {
  const ids = (entry.released ?? []).map(({ content }) => content);
  const rows = await permits.write(entry, (key) => ({ sql, values: [entry.id, key, entry.actor.agency, ids] }));
  if (rows.length !== ids.length) throw new ShutMeanwhile();
  return new Map(rows.map((row) => [row['id'] as string, row['body'] as Record<string, unknown>]));
};
