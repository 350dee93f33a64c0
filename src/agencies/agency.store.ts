import type { Queryable } from '../platform/database.js';

export type AgencyRow = { id: string; name: string; type: string; validFrom: string; validTo: string | null; successor: string | null };
export type TeamRow = { id: string; name: string; forum: string | null };
export type ColleagueRow = { id: string; name: string; position: string };
type MeRow = { name: string; position: string; agencyName: string };

const columns = `id, name, type, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(valid_to, 'YYYY-MM-DD') AS "validTo", successor`;

/** Agencies after the given id, by id. */
export const listAgencies = (db: Queryable, after: string, limit: number): Promise<AgencyRow[]> =>
  db.query<AgencyRow>(`SELECT ${columns} FROM accord.agencies WHERE id > $1 ORDER BY id LIMIT $2`, [after, limit]);

/** Teams of an agency and of all it answers for. */
export const listTeams = (db: Queryable, agency: string, after: string, limit: number): Promise<TeamRow[]> =>
  db.query<TeamRow>('SELECT id, name, forum FROM accord.teams WHERE agency_id = ANY (accord.held($1)) AND id > $2 ORDER BY id LIMIT $3', [agency, after, limit]);

/** People who work at an agency now, by id: for naming somebody who must not receive. */
export const listColleagues = (db: Queryable, agency: string, after: string | undefined, limit: number): Promise<ColleagueRow[]> =>
  db.query<ColleagueRow>(`SELECT id, name, position FROM accord.staff
    WHERE agency_id = ANY (accord.held($1)) AND disabled_at IS NULL AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`, [agency, after ?? null, limit]);

export const agencyExists = async (db: Queryable, agency: string): Promise<boolean> =>
  (await db.query('SELECT 1 FROM accord.agencies WHERE id = $1', [agency])).length > 0;

export const loadMe = async (db: Queryable, staffId: string): Promise<MeRow> =>
  (await db.query<MeRow>(`SELECT s.name, s.position, a.name AS "agencyName" FROM accord.staff s JOIN accord.agencies a ON a.id = accord.holder_of(s.agency_id) WHERE s.id = $1`, [staffId]))[0]!;
