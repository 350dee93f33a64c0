import type { Tx } from '../platform/database.js';

/** The people of a concern with the keys of their ledger pseudonyms (hex); erased people are not among them. */
export const loadSubjectKeys = (tx: Tx, concernId: string): Promise<{ id: string; key: string; roles: string[] }[]> =>
  tx.query(`SELECT s.subject_id AS id, encode(k.key, 'hex') AS key, s.roles FROM accord.concern_subjects s JOIN accord.subject_keys k USING (subject_id) WHERE s.concern_id = $1 ORDER BY s.label`, [concernId]);
