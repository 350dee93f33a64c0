import type { Entry, PermitWriter } from '../ledger/index.js';

/** The words of content rows, by row id. A row that the permit does not cover is not here, whatever was asked for. */
export type Words = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

const sql = 'SELECT id, body FROM accord.read_under($1, $2, $3, $4)';

/**
 * Ledger first, then read: writes the entry, and reads exactly the rows it covers once it is durable.
 * The only place where words are read. @throws Problem `unavailable` when the entry cannot be confirmed.
 */
export const readUnder = async (permits: PermitWriter, entry: Entry): Promise<Words> => {
  const ids = (entry.released ?? []).map(({ content }) => content);
  const rows = await permits.write(entry, (key) => ({ sql, values: [entry.id, key, entry.actor.agency, ids] }));
  return new Map(rows.map((row) => [row['id'] as string, row['body'] as Record<string, unknown>]));
};
