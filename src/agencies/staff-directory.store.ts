import { Injectable } from '@nestjs/common';
import { StaffDirectory, type KnownPerson } from '../access/index.js';
import { Clock } from '../platform/index.js';
import { Database } from '../platform/database.js';

const sql = `
  SELECT s.id AS "staffId", s.agency_id AS "agencyId", a.type AS "agencyType",
    (SELECT coalesce(array_agg(role ORDER BY role), '{}') FROM accord.staff_roles r WHERE r.staff_id = s.id) AS roles,
    (SELECT coalesce(array_agg(team_id ORDER BY team_id), '{}') FROM accord.team_members m WHERE m.staff_id = s.id) AS teams
  FROM accord.staff s JOIN accord.agencies a ON a.id = s.agency_id
  WHERE s.issuer = $1 AND s.subject = $2 AND s.disabled_at IS NULL AND a.valid_from <= $3 AND (a.valid_to IS NULL OR $3 <= a.valid_to)`;

/** Who somebody is today. Nobody works for an agency that has not begun or is no more. */
@Injectable()
export class StaffOfThePartnership extends StaffDirectory {
  constructor(private readonly database: Database, private readonly clock: Clock) {
    super();
  }

  async identify(issuer: string, subject: string): Promise<KnownPerson | null> {
    return (await this.database.query<KnownPerson>(sql, [issuer, subject, this.clock.today()]))[0] ?? null;
  }
}
