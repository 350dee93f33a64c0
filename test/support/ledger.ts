import { afterAll, expect } from '@jest/globals';
import { createHmac } from 'node:crypto';
import pg from 'pg';
import type { Json } from './service.js';

const pool = new pg.Pool({ connectionString: process.env['ADMIN_URL'], max: 2 });
afterAll(() => pool.end());

/** Reads the database as its superuser: what is really stored, whatever the service would show. */
export const stored = async (sql: string, values: unknown[] = []): Promise<Json[]> => (await pool.query(sql, values)).rows;

/** One entry as it is stored: the sealed leaf, read for comparing, and the columns by which it is found. */
export type Written = {
  id: string; operation: string; outcome: string; actor: string; session: string; agency: string; owner: string | null; recipient: string | null; team: string | null;
  concern: string | null; referral: string | null; decision: string | undefined; visibleTo: string[];
  fields: string[]; released: { field: string; content: string; version: number }[]; withheld: Record<string, string>; people: number; subjects: string[];
  gateway: string | undefined; agreement: string | undefined; clauses: string[] | undefined; because: Json; usable: boolean;
};

const asWritten = (row: Json): Written => {
  const leaf = JSON.parse(row.leaf);
  // Leaf and columns are one statement made twice; a difference would let the ledger say one thing and permit another.
  expect({ id: leaf.id, operation: leaf.operation, outcome: leaf.outcome, actor: leaf.actor.staff, agency: leaf.actor.agency, owner: leaf.owner ?? null, recipient: leaf.recipient?.agency ?? null, concern: leaf.concern ?? null, referral: leaf.referral ?? null })
    .toEqual({ id: row.id, operation: row.operation, outcome: row.outcome, actor: row.actor_id, agency: row.agency_id, owner: row.owner_agency, recipient: row.recipient_agency, concern: row.concern_id, referral: row.referral_id });
  expect(leaf.released.map(({ content }: Json) => content)).toEqual(row.covers);
  expect(leaf.fields ?? []).toEqual(row.fields);
  expect(leaf.visibleTo).toEqual(row.visible_to);
  expect(leaf.subjects.flatMap(({ refs }: Json) => refs)).toEqual(row.subjects);
  const { because = {} } = leaf;
  return {
    id: row.id, operation: row.operation, outcome: row.outcome, actor: row.actor_id, session: leaf.actor.session, agency: row.agency_id, owner: row.owner_agency, recipient: row.recipient_agency, team: leaf.recipient?.team ?? null,
    concern: row.concern_id, referral: row.referral_id, decision: leaf.decision, visibleTo: [...row.visible_to].sort(),
    fields: [...row.fields].sort(), released: leaf.released, withheld: Object.fromEntries(leaf.withheld.map(({ field, reason }: Json) => [field, reason])), people: leaf.subjects.length, subjects: row.subjects,
    gateway: because.gateway?.id, agreement: because.agreement?.id, clauses: because.agreement?.clauses, because, usable: row.key_hash !== null,
  };
};

const columns = 'SELECT id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, key_hash, leaf FROM accord.ledger_entries';

/** The entry of that id. Fails where there is none: an answer without its entry is the worst that can happen here. */
export const ledger = async (entryId: string): Promise<Written> => {
  const [row] = await stored(`${columns} WHERE id = $1`, [entryId]);
  expect(row).toBeDefined();
  return asWritten(row);
};

/** The digest by which an agency's ledger recognises attempts on an id that is not its own. */
const short = (id: string): string => createHmac('sha256', process.env['SUBJECT_SECRET']!).update('accord/attempt/1').update(id).digest('hex').slice(0, 32);

/** Every entry about a record, oldest first: by its columns, or where an attempt only names it, by id or digest. */
export const ledgerAbout = async (record: string, operation?: string): Promise<Written[]> =>
  (await stored(`${columns} WHERE (concern_id = $1 OR referral_id = $1 OR leaf::jsonb #>> '{because,record}' IN ($1::text, $2)) AND ($3::text IS NULL OR operation = $3) ORDER BY recorded_at, id`,
    [record, short(record), operation ?? null])).map(asWritten);

/** Attempts of this person that were turned away, on this record. */
export const refusals = async (record: string, { id }: { id: string }): Promise<Written[]> => (await ledgerAbout(record, 'refusal')).filter(({ actor }) => actor === id);

export const fieldsOf = (released: readonly { field: string }[]): string[] => [...new Set(released.map(({ field }) => field))].sort();
