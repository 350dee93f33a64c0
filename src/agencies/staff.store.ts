import type { Role } from '../access/index.js';
import type { Queryable, Tx } from '../platform/database.js';

export type StaffRow = { id: string; name: string; position: string; issuer: string; subject: string; roles: Role[]; teams: string[]; disabled: boolean; version: number };

const select = `
  SELECT s.id, s.name, s.position, s.issuer, s.subject, s.disabled_at IS NOT NULL AS disabled, s.version,
    (SELECT coalesce(array_agg(role ORDER BY role), '{}') FROM accord.staff_roles r WHERE r.staff_id = s.id) AS roles,
    (SELECT coalesce(array_agg(team_id ORDER BY team_id), '{}') FROM accord.team_members m WHERE m.staff_id = s.id) AS teams
  FROM accord.staff s`;

export const listStaff = (db: Queryable, agency: string, after: string | undefined, limit: number): Promise<StaffRow[]> =>
  db.query<StaffRow>(`${select} WHERE s.agency_id = ANY (accord.held($1)) AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3`, [agency, after ?? null, limit]);

/** Locked, so that two administrators cannot change the same person past each other. */
export const loadStaff = async (tx: Tx, agency: string, id: string): Promise<StaffRow | undefined> => {
  await tx.query('SELECT 1 FROM accord.staff WHERE id = $1 AND agency_id = ANY (accord.held($2)) FOR NO KEY UPDATE', [id, agency]);
  return (await tx.query<StaffRow>(`${select} WHERE s.id = $1 AND s.agency_id = ANY (accord.held($2))`, [id, agency]))[0];
};

export const insertStaff = async (tx: Tx, agency: string, person: Pick<StaffRow, 'id' | 'issuer' | 'subject' | 'name' | 'position'>): Promise<void> => {
  await tx.query('INSERT INTO accord.staff (id, agency_id, issuer, subject, name, position) VALUES ($1, $2, $3, $4, $5, $6)',
    [person.id, agency, person.issuer, person.subject, person.name, person.position]);
};

export const updateStaff = async (tx: Tx, id: string, { name, position, disabled, version }: Pick<StaffRow, 'name' | 'position' | 'disabled' | 'version'>): Promise<void> => {
  await tx.query('UPDATE accord.staff SET name = $2, position = $3, disabled_at = CASE WHEN $4 THEN coalesce(disabled_at, now()) END, version = $5 WHERE id = $1',
    [id, name, position, disabled, version]);
};

export const setRoles = async (tx: Tx, id: string, roles: readonly Role[]): Promise<void> => {
  await tx.query('DELETE FROM accord.staff_roles WHERE staff_id = $1 AND role <> ALL ($2)', [id, roles]);
  await tx.query('INSERT INTO accord.staff_roles (staff_id, role) SELECT $1, r FROM unnest($2::text[]) r ON CONFLICT DO NOTHING', [id, roles]);
};

export const setTeams = async (tx: Tx, id: string, teams: readonly string[]): Promise<void> => {
  await tx.query('DELETE FROM accord.team_members WHERE staff_id = $1 AND team_id <> ALL ($2)', [id, teams]);
  await tx.query('INSERT INTO accord.team_members (team_id, staff_id) SELECT t, $1 FROM unnest($2::text[]) t ON CONFLICT DO NOTHING', [id, teams]);
};

/** Which of these are teams of the agency, or of one it answers for. */
export const teamsOfAgency = async (tx: Queryable, agency: string, teams: readonly string[]): Promise<string[]> =>
  (await tx.query<{ id: string }>('SELECT id FROM accord.teams WHERE agency_id = ANY (accord.held($1)) AND id = ANY ($2)', [agency, teams])).map(({ id }) => id);
