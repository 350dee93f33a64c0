import type { Queryable } from '../platform/database.js';
import { leafOf, type Entry } from './entry.js';

export const insertSql = `INSERT INTO accord.ledger_entries (id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, key_hash, leaf)
  SELECT id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, decode(key_hash, 'hex'), leaf
  FROM jsonb_to_recordset($1::jsonb) AS e(id uuid, operation text, outcome text, agency_id text, actor_id uuid, owner_agency text, recipient_agency text,
    concern_id uuid, referral_id uuid, subjects text[], fields text[], covers uuid[], visible_to text[], key_hash text, leaf text)`;

/** The row of an entry. `keyHash`: SHA-256, hex, of the key that makes the entry usable as a permit; none: it permits no read. */
export const rowOf = (entry: Entry, keyHash?: string): object => ({
  id: entry.id, operation: entry.operation, outcome: entry.outcome,
  agency_id: entry.actor.agency, actor_id: entry.actor.staff,
  owner_agency: entry.owner ?? null, recipient_agency: entry.recipient?.agency ?? null,
  concern_id: entry.concern ?? null, referral_id: entry.referral ?? null,
  subjects: (entry.subjects ?? []).flatMap(({ refs }) => refs),
  fields: entry.fields ?? [], covers: (entry.released ?? []).map(({ content }) => content),
  visible_to: entry.visibleTo, key_hash: keyHash ?? null, leaf: leafOf(entry),
});

/** Adds entries in the caller's own transaction: for changes, which commit together with the entry that records them. */
export const insertEntries = async (tx: Queryable, entries: readonly Entry[]): Promise<void> => {
  await tx.query(insertSql, [JSON.stringify(entries.map((entry) => rowOf(entry)))]);
};
