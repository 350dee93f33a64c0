import { randomBytes } from 'node:crypto';
import type { Caller } from '../access/index.js';
import { uuidv7 } from '../platform/index.js';
import type { Queryable, Tx } from '../platform/database.js';
import type { KeptAway, NewSubject, Wish } from './subject.js';

/** People new to this concern, each with a ledger key of their own if they are new to the agency. */
export const insertSubjects = async (tx: Tx, agency: string, concernId: string, subjects: readonly NewSubject[]): Promise<void> => {
  const strangers = JSON.stringify(subjects.filter(({ known }) => !known).map(({ id }) => ({ id, key: randomBytes(32).toString('hex') })));
  await tx.query('INSERT INTO accord.subjects (id, agency_id) SELECT s.id, $2 FROM jsonb_to_recordset($1::jsonb) AS s(id uuid)', [strangers, agency]);
  await tx.query(`INSERT INTO accord.subject_keys (subject_id, key) SELECT s.id, decode(s.key, 'hex') FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, key text)`, [strangers]);
  await tx.query('INSERT INTO accord.concern_subjects (concern_id, subject_id, label) SELECT $2, s.id, s.label FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, label text)',
    [JSON.stringify(subjects), concernId]);
};

/** What is known of people's parts from this version of the concern on; what was known before stays. */
export const insertSubjectFacts = async (tx: Tx, caller: Caller, concern: { id: string; version: number }, subjects: readonly NewSubject[]): Promise<void> => {
  await tx.query(`INSERT INTO accord.subject_facts (concern_id, subject_id, concern_version, roles, age, at_risk, serious_harm, child_at_risk, fgm_known, risk, judgement_id, recorded_by)
    SELECT $2, s.id, $3, s.roles, s.age, s."atRisk", s."seriousHarm", s."childAtRisk", s."fgmKnown", s.risk, s."judgementId", $4
    FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, roles text[], age smallint,
      "atRisk" boolean, "seriousHarm" boolean, "childAtRisk" boolean, "fgmKnown" boolean, risk jsonb, "judgementId" uuid)`,
  [JSON.stringify(subjects), concern.id, concern.version, caller.staffId]);
};

/** Which of these are people the agency already knows; nobody is known to whom their own list keeps away. */
export const knownSubjects = async (tx: Queryable, ids: readonly string[]): Promise<string[]> =>
  (await tx.query<{ id: string }>(`SELECT id FROM accord.subjects s WHERE id = ANY ($1) AND NOT EXISTS (SELECT 1 FROM accord.must_not_receive m
    WHERE m.subject_id = s.id AND (m.staff_id = accord.said_id('accord.actor') OR accord.named_away(m.agency_id, s.agency_id, accord.said_id('accord.actor'), accord.said('accord.agency'))))`, [ids])).map(({ id }) => id);

/** Wishes are added, never overwritten: the latest counts, the earlier ones stay. */
export const insertWish = async (tx: Tx, concernId: string, subjectId: string, caller: Caller, { state, scope, askedOn, askedBy, aware, afraidOf, reasonId, safeContactId }: Wish): Promise<void> => {
  await tx.query(`INSERT INTO accord.wishes (id, concern_id, subject_id, state, purposes, agencies, asked_on, asked_by, recorded_by, reason_id, safe_contact_id, aware, afraid_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  [uuidv7(), concernId, subjectId, state, scope?.purposes ?? null, scope?.agencies ?? null, askedOn ?? null, askedBy ?? null, caller.staffId, reasonId, safeContactId, aware ?? null, afraidOf]);
};

/** Of whom wishes were asked by somebody who does not work in the caller's agency, or for agencies that are not of the partnership: what of it is unknown. */
export const unknownToWishes = async (tx: Queryable, caller: Caller, { askedBy, scope }: { askedBy?: string; scope?: { agencies?: string[] } }): Promise<{ askedBy: boolean; agencies: boolean }> => {
  const agencies = scope?.agencies ?? [];
  const [found] = await tx.query<{ colleague: boolean; agencies: number }>(`SELECT EXISTS (SELECT 1 FROM accord.staff WHERE id = $1 AND accord.holder_of(agency_id) = $2) AS colleague,
    (SELECT count(*)::int FROM accord.agencies WHERE id = ANY ($3)) AS agencies`, [askedBy ?? null, caller.agencyId, agencies]);
  return { askedBy: askedBy !== undefined && !found!.colleague, agencies: found!.agencies !== agencies.length };
};

/** The list only grows here: taking somebody off it again is a decision of its own. Twice the same is once. */
export const insertMustNotReceive = async (tx: Tx, subjectId: string, caller: Caller, kept: readonly KeptAway[]): Promise<void> => {
  const rows = JSON.stringify(kept.map(({ staff, agency }) => ({ id: uuidv7(), staff: staff ?? null, agency: agency ?? null })));
  await tx.query(`INSERT INTO accord.must_not_receive (id, subject_id, staff_id, agency_id, recorded_by)
    SELECT k.id, $2, k.staff, k.agency, $3 FROM jsonb_to_recordset($1::jsonb) AS k(id uuid, staff uuid, agency text)
    WHERE NOT EXISTS (SELECT 1 FROM accord.must_not_receive m WHERE m.subject_id = $2 AND m.staff_id IS NOT DISTINCT FROM k.staff AND m.agency_id IS NOT DISTINCT FROM k.agency)`,
  [rows, subjectId, caller.staffId]);
};

/**
 * Does a list name the caller's own agency, or its information governance officers? That would hide the record from whoever must
 * account for it: the agency as a whole never is, and its officers are named by a lead alone.
 */
export const shutsOutOversight = async (tx: Queryable, caller: Caller, kept: readonly KeptAway[]): Promise<boolean> => {
  const agencies = kept.flatMap((one) => one.agency ?? []);
  if ((await tx.query('SELECT 1 FROM unnest($1::text[]) named WHERE accord.holder_of(named) = $2', [agencies, caller.agencyId])).length > 0) return true;
  if (caller.roles.includes('agency-lead')) return false;
  const staff = kept.flatMap((one) => one.staff ?? []);
  return (await tx.query(`SELECT 1 FROM accord.staff s JOIN accord.staff_roles r ON r.staff_id = s.id
    WHERE s.id = ANY ($1) AND accord.holder_of(s.agency_id) = $2 AND r.role = 'ig-officer'`, [staff, caller.agencyId])).length > 0;
};

/** Does a list name somebody, or an agency, that is not of the partnership? */
export const unknownKeptAway = async (tx: Queryable, kept: readonly KeptAway[]): Promise<boolean> => {
  const staff = kept.flatMap((one) => one.staff ?? []);
  const agencies = kept.flatMap((one) => one.agency ?? []);
  const [found] = await tx.query<{ staff: number; agencies: number }>(`SELECT (SELECT count(*)::int FROM accord.staff WHERE id = ANY ($1)) AS staff,
    (SELECT count(*)::int FROM accord.agencies WHERE id = ANY ($2)) AS agencies`, [staff, agencies]);
  return found!.staff !== new Set(staff).size || found!.agencies !== new Set(agencies).size;
};
