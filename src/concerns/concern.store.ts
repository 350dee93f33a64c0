import type { Caller } from '../access/index.js';
import { keepWords } from '../disclosure/index.js';
import { uuidv7 } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { ConcernState } from './concern.js';
import type { ItemRow } from './item-rows.js';
import type { Source } from './labels.js';

export type ConcernHead = { id: string; state: ConcernState; version: number; teamId: string; writtenBy: string };
export type ItemHead = { itemId: string; version: number; field: string; kind: ItemRow['kind'] };

export const insertConcern = async (tx: Tx, caller: Caller, { id, teamId, state }: Pick<ConcernHead, 'id' | 'teamId' | 'state'>): Promise<void> => {
  await tx.query(`INSERT INTO accord.concerns (id, agency_id, team_id, written_by, state, raised_at) VALUES ($1, $2, $3, $4, $5, CASE WHEN $5 = 'raised' THEN now() END)`,
    [id, caller.agencyId, teamId, caller.staffId, state]);
};

/** Locked until the transaction ends, so that two changes cannot both follow the same version. */
export const lockConcern = async (tx: Tx, id: string): Promise<ConcernHead | undefined> =>
  (await tx.query<ConcernHead>('SELECT id, state, version, team_id AS "teamId", written_by AS "writtenBy" FROM accord.concerns WHERE id = $1 FOR NO KEY UPDATE', [id]))[0];

export const moveConcern = async (tx: Tx, { id, state, version }: Pick<ConcernHead, 'id' | 'state' | 'version'>): Promise<void> => {
  await tx.query(`UPDATE accord.concerns SET state = $2, version = $3, changed_at = now(),
    raised_at = CASE WHEN $2 = 'raised' THEN coalesce(raised_at, now()) ELSE raised_at END WHERE id = $1`, [id, state, version]);
};

export const insertEvent = async (tx: Tx, caller: Caller, concernId: string, version: number, event: string, reason: string | null = null): Promise<void> => {
  await tx.query('INSERT INTO accord.concern_events (concern_id, version, event, reason_code, staff_id) VALUES ($1, $2, $3, $4, $5)',
    [concernId, version, event, reason, caller.staffId]);
};

/** Who each label of a concern stands for, by label. */
export const loadSubjectLabels = async (tx: Tx, concernId: string): Promise<Map<string, string>> => {
  const rows = await tx.query<{ label: string; id: string }>('SELECT label, subject_id AS id FROM accord.concern_subjects WHERE concern_id = $1', [concernId]);
  return new Map(rows.map(({ label, id }) => [label, id]));
};

/** The people of a concern with the keys of their ledger pseudonyms (hex); erased people are not among them. */
export const loadSubjectKeys = (tx: Tx, concernId: string): Promise<{ id: string; key: string; roles: string[] }[]> =>
  tx.query(`SELECT s.subject_id AS id, encode(k.key, 'hex') AS key,
      (SELECT f.roles FROM accord.subject_facts f WHERE f.concern_id = $1 AND f.subject_id = s.subject_id ORDER BY f.concern_version DESC LIMIT 1) AS roles
    FROM accord.concern_subjects s JOIN accord.subject_keys k USING (subject_id) WHERE s.concern_id = $1 ORDER BY s.label`, [concernId]);

export const loadItemHeads = (tx: Tx, concernId: string, version: number): Promise<ItemHead[]> =>
  tx.query<ItemHead>('SELECT item_id AS "itemId", version, field, kind FROM accord.items_at($1, $2)', [concernId, version]);

/** Words first, then their markers: a marker without words could never be read, words without a marker never be found. */
export const insertItems = async (tx: Tx, caller: Caller, concernId: string, concernVersion: number, rows: readonly ItemRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await keepWords(tx, caller.agencyId, concernId, rows.map(({ id, field, body }) => ({ id, field, body })));
  await tx.query(`INSERT INTO accord.items (id, item_id, version, concern_id, concern_version, agency_id, controller, kind, record_kind, field, carries,
      about, statement, confidence, dated_on, marking, grading, copied_from, fingerprints, removed, written_by)
    SELECT r.id, r."itemId", r.version, $2, $3, $4, r.controller, r.kind, r."recordKind", r.field, r.carries,
      r.about, r.statement, r.confidence, r."datedOn", r.marking, r.grading, r."copiedFrom", r.fingerprints, r.removed, $5
    FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "itemId" uuid, version integer, controller text, kind text, "recordKind" text, field text, carries text[],
      about uuid, statement text, confidence text, "datedOn" date, marking text, grading jsonb, "copiedFrom" uuid[], fingerprints bigint[], removed boolean)`,
  [JSON.stringify(rows), concernId, concernVersion, caller.agencyId, caller.staffId]);
};

/** A free text that is kept with a concern but is no item: why somebody was not asked, a professional's judgement. @returns its row */
export const keepNote = async (tx: Tx, caller: Caller, concernId: string, field: string, text: string, id = uuidv7()): Promise<string> => {
  await keepWords(tx, caller.agencyId, concernId, [{ id, field, body: { text } }]);
  return id;
};

type Link = { row: string; source: string; named: boolean; copied: boolean };

const linksOf = async (tx: Tx, rows: readonly ItemRow[]): Promise<Link[]> => {
  const named = rows.flatMap(({ id, copiedFrom }) => copiedFrom.map((source) => ({ row: id, source, named: true, copied: true })));
  const pasted = await tx.query<{ row: string; source: string; copied: boolean }>('SELECT * FROM accord.pasted_from($1)',
    [JSON.stringify(rows.map(({ id, fingerprints }) => ({ id, fingerprints })))]);
  return [...named, ...pasted.map((link) => ({ ...link, named: false }))];
};

/**
 * What a row takes from a source that was merely recognised: of an own one its field alone, since what that one copied is recognised
 * by itself; of another agency's all labels, and its owner only where words were copied (a postcode may have been learnt independently).
 */
const recognised = (source: Source & { field: string }, agency: string, copied: boolean): Source =>
  (source.controller === agency ? { ...source, carries: [source.field] } : { ...source, controller: copied ? source.controller : agency });

type Sources = { found: Map<string, Source[]>; unknown: boolean; concerns: string[]; earlier: { row: string; source: Source & { field: string } }[] };

/**
 * What each row was copied from, by row id (`found`): the rows its writer named, and rows within the writer's reach whose
 * fingerprints it shares (`earlier` names those once more, for what they may have to learn from the new row).
 */
export const loadSources = async (tx: Tx, agency: string, rows: readonly ItemRow[]): Promise<Sources> => {
  const links = await linksOf(tx, rows);
  const ids = [...new Set(links.map(({ source }) => source))];
  const labels = ids.length === 0 ? [] : await tx.query<Source & { field: string; concern_id: string }>('SELECT * FROM accord.labels_of($1)', [ids]);
  const known = new Map(labels.map((source) => [source.id, source]));
  const found = new Map<string, Source[]>();
  for (const { row, source, named, copied } of links) {
    const at = known.get(source);
    if (at) found.set(row, [...(found.get(row) ?? []), named ? at : recognised(at, agency, copied)]);
  }
  const earlier = links.flatMap(({ row, source, named }) => (!named && known.has(source) ? [{ row, source: known.get(source)! }] : []));
  // A shared postcode may have been learnt independently; copied words bring the lists of the people they were about.
  const concerns = [...new Set(links.flatMap(({ source, copied }) => (copied ? (known.get(source)?.concern_id ?? []) : [])))];
  return { found, concerns, unknown: links.some(({ source, named }) => named && !known.has(source)), earlier };
};

/** Where a concern's words were copied from; from then on the must-not-receive lists there hold here too. */
export const insertSourceConcerns = async (tx: Tx, concernId: string, sources: readonly string[]): Promise<void> => {
  await tx.query('INSERT INTO accord.concern_sources (concern_id, source_id) SELECT $1, s FROM unnest($2::uuid[]) s WHERE s <> $1 ON CONFLICT DO NOTHING', [concernId, sources]);
};

/** Labels for rows that were there before the protected text they contain. */
export const insertLaterLabels = async (tx: Tx, labels: readonly { content: string; field: string }[]): Promise<void> => {
  if (labels.length === 0) return;
  await tx.query(`INSERT INTO accord.later_labels (content_id, concern_id, field)
    SELECT i.id, i.concern_id, l.field FROM jsonb_to_recordset($1::jsonb) AS l(content uuid, field text)
    JOIN accord.items i ON i.id = l.content ON CONFLICT DO NOTHING`, [JSON.stringify(labels)]);
};
