import type { Agreement } from '../law/index.js';
import type { Queryable, Tx } from '../platform/database.js';
import type { AgreementState } from './agreement-standing.js';
import type { DraftedText } from './agreement-content.js';

export type Party = { agency: string; answeredFor: string; signed: boolean; leftAt: string | null };
export type VersionRow = {
  id: string; version: string; state: AgreementState; revision: number; draftedIn: string; draftedBy: string; supersedes: string | null;
  content: Agreement; digest: string; suspended: boolean; createdAt: string; parties: Party[];
  /** Signed versions of the agreement, the newest first. */
  signed: { version: string; inForceFrom: string }[];
};

const columns = `v.agreement_id AS id, v.version, v.state, v.revision, accord.holder_of(v.drafted_in) AS "draftedIn", v.drafted_by AS "draftedBy", v.supersedes, v.content::jsonb AS content, v.digest,
  v.state = 'signed' AND accord.is_suspended(v.agreement_id, v.version) AS suspended, to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('version', o.version, 'inForceFrom', o.in_force_from) ORDER BY o.in_force_from DESC, o.signed_at DESC), '[]')
    FROM accord.agreement_versions o WHERE o.agreement_id = v.agreement_id AND o.state = 'signed') AS signed,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('agency', p.agency_id, 'answeredFor', accord.holder_of(p.agency_id), 'leftAt', p.left_at, 'signed', accord.holder_of(p.agency_id) = ANY (done.signed)) ORDER BY p.agency_id), '[]')
    FROM accord.agreement_parties p WHERE p.agreement_id = v.agreement_id AND p.version = v.version) AS parties`;
const select = `SELECT ${columns} FROM accord.agreement_versions v CROSS JOIN LATERAL (SELECT coalesce(array_agg(accord.holder_of(s.agency_id)), '{}') AS signed
  FROM accord.agreement_steps s WHERE s.agreement_id = v.agreement_id AND s.version = v.version AND s.step = 'sign' AND s.state = 'done') done`;

/** A version that the session's agency may see. */
export const loadVersion = async (db: Queryable, id: string, version: string): Promise<VersionRow | undefined> =>
  (await db.query<VersionRow>(`${select} WHERE v.agreement_id = $1 AND v.version = $2`, [id, version]))[0];

/** Versions of an agreement, the newest drafted first, before a moment. */
export const listVersions = (db: Queryable, id: string, before: string | undefined, limit: number): Promise<VersionRow[]> =>
  db.query<VersionRow>(`${select} WHERE v.agreement_id = $1 AND ($2::timestamptz IS NULL OR v.created_at < $2) ORDER BY v.created_at DESC LIMIT $3`, [id, before ?? null, limit]);

/** One version of each agreement after an id: the one that counts today, or else the one that is nearest to it. */
export const listAgreements = (db: Queryable, today: string, after: string, limit: number): Promise<VersionRow[]> =>
  db.query<VersionRow>(`WITH chosen AS (
      SELECT DISTINCT ON (agreement_id) agreement_id, version FROM accord.agreement_versions WHERE agreement_id > $2
      ORDER BY agreement_id, (state = 'signed' AND in_force_from <= $1) DESC, (state = 'signed') DESC, in_force_from DESC, signed_at DESC NULLS LAST, created_at DESC LIMIT $3)
    ${select} JOIN chosen USING (agreement_id, version) ORDER BY v.agreement_id`, [today, after, limit]);

/** Of one agreement, the version that stands in a list for it. */
export const loadAgreement = async (db: Queryable, id: string, today: string): Promise<VersionRow | undefined> =>
  (await db.query<VersionRow>(`${select} WHERE v.agreement_id = $2
    ORDER BY (v.state = 'signed' AND v.in_force_from <= $1) DESC, (v.state = 'signed') DESC, v.in_force_from DESC, v.signed_at DESC NULLS LAST, v.created_at DESC LIMIT 1`, [today, id]))[0];

/** Changes of one agreement wait for each other from here to the end of the transaction. */
export const holdAgreement = async (tx: Tx, id: string): Promise<void> => {
  await tx.query('SELECT accord.hold_agreement($1, true)', [id]);
};

/** Whether the id is taken, by an agreement that the asker sees or by one that they do not. */
export const agreementKnown = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query<{ known: boolean }>('SELECT accord.agreement_known($1) AS known', [id]))[0]!.known;

export type NamedAgency = { id: string; type: string; holder: string; validFrom: string; validTo: string | null };

export const loadNamedAgencies = (db: Queryable, ids: readonly string[]): Promise<NamedAgency[]> =>
  db.query<NamedAgency>(`SELECT id, type, accord.holder_of(id) AS holder, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom",
    CASE WHEN successor IS NULL THEN to_char(valid_to, 'YYYY-MM-DD') END AS "validTo" FROM accord.agencies WHERE id = ANY ($1)`, [ids]);

type Draft = { text: DraftedText; draftedIn: string; draftedBy: string; supersedes: string | null; entryId: string };

export const insertDraft = async (tx: Tx, { text: { content, text, digest }, draftedIn, draftedBy, supersedes, entryId }: Draft): Promise<void> => {
  await tx.query(`INSERT INTO accord.agreement_versions (agreement_id, version, drafted_in, drafted_by, supersedes, content, digest, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [content.id, content.version, draftedIn, draftedBy, supersedes, text, digest, entryId]);
};

export const rewriteDraft = async (tx: Tx, { text: { content, text, digest }, draftedBy, supersedes, entryId }: Omit<Draft, 'draftedIn'>): Promise<void> => {
  await tx.query(`UPDATE accord.agreement_versions SET content = $3, digest = $4, drafted_by = $5, supersedes = $6, entry_id = $7, revision = revision + 1, changed_at = now()
    WHERE agreement_id = $1 AND version = $2`, [content.id, content.version, text, digest, draftedBy, supersedes, entryId]);
};

export const moveVersion = async (tx: Tx, { id, version }: Pick<VersionRow, 'id' | 'version'>, state: 'proposed' | 'withdrawn', entryId: string): Promise<void> => {
  await tx.query('UPDATE accord.agreement_versions SET state = $3, entry_id = $4, revision = revision + 1, changed_at = now() WHERE agreement_id = $1 AND version = $2', [id, version, state, entryId]);
};
