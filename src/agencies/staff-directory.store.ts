import { Injectable } from '@nestjs/common';
import { StaffDirectory, type KnownPerson } from '../access/index.js';
import { Database } from '../platform/database.js';

/** By the database's clock, like everything that asks who answers for whom: two clocks could disagree on the day an agency ends. */
const sql = `
  SELECT s.id AS "staffId", a.id AS "agencyId", a.type AS "agencyType", s.agency_id AS "employedBy",
    (SELECT coalesce(array_agg(role ORDER BY role), '{}') FROM accord.staff_roles r WHERE r.staff_id = s.id) AS roles,
    (SELECT coalesce(array_agg(team_id ORDER BY team_id), '{}') FROM accord.team_members m WHERE m.staff_id = s.id) AS teams
  FROM accord.staff s JOIN accord.agencies a ON a.id = accord.holder_of(s.agency_id)
  WHERE s.issuer = $1 AND s.subject = $2 AND s.disabled_at IS NULL AND accord.today_in_london() BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')`;

/** Who somebody is today. Nobody works for an agency that has not begun, or is no more and was succeeded by none. */
@Injectable()
export class StaffOfThePartnership extends StaffDirectory {
  constructor(private readonly database: Database) {
    super();
  }

  async identify(issuer: string, subject: string): Promise<KnownPerson | null> {
    return (await this.database.query<KnownPerson>(sql, [issuer, subject]))[0] ?? null;
  }
}
