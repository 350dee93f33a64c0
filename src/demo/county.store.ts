import pg from 'pg';
import { checkLifetimes } from './check-lifetimes.js';
import type { DemoAgency, DemoStaff, DemoTeam } from './shapes.js';

/** Seeding of the directory, as the schema's owner: the service's own role may not make agencies or teams. */
export class CountyStore {
  private constructor(private readonly client: pg.Client) {}

  static async open(adminUrl: string): Promise<CountyStore> {
    const client = new pg.Client({ connectionString: adminUrl, options: '-c role=accord_owner -c search_path=accord,pg_temp' });
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS demo_county (loaded_at timestamptz NOT NULL DEFAULT now())');
    return new CountyStore(client);
  }

  async isLoaded(): Promise<boolean> {
    return (await this.client.query('SELECT 1 FROM demo_county')).rows.length > 0;
  }

  async markLoaded(): Promise<void> {
    await this.client.query('INSERT INTO demo_county DEFAULT VALUES');
  }

  async addAgencies(agencies: DemoAgency[]): Promise<void> {
    checkLifetimes(agencies);
    await this.client.query(`INSERT INTO agencies (id, name, type, valid_from, valid_to, successor)
      SELECT id, name, type, "validFrom", "validTo", successor FROM jsonb_to_recordset($1::jsonb) AS a(id text, name text, type text, "validFrom" date, "validTo" date, successor text)
      ON CONFLICT DO NOTHING`, [JSON.stringify(agencies)]);
  }

  async addTeams(teams: DemoTeam[]): Promise<void> {
    await this.client.query(`INSERT INTO teams (id, agency_id, name, forum) SELECT id, agency, name, forum FROM jsonb_to_recordset($1::jsonb) AS t(id text, agency text, name text, forum text)
      ON CONFLICT DO NOTHING`, [JSON.stringify(teams)]);
  }

  async addStaff(staff: DemoStaff[]): Promise<void> {
    const rows = JSON.stringify(staff);
    await this.client.query(`INSERT INTO staff (id, agency_id, issuer, subject, name, position)
      SELECT id, agency, issuer, subject, name, position FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, agency text, issuer text, subject text, name text, position text) ON CONFLICT DO NOTHING`, [rows]);
    await this.client.query(`INSERT INTO staff_roles (staff_id, role) SELECT s.id, r FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, roles text[]), unnest(s.roles) r ON CONFLICT DO NOTHING`, [rows]);
    await this.client.query(`INSERT INTO team_members (team_id, staff_id) SELECT t, s.id FROM jsonb_to_recordset($1::jsonb) AS s(id uuid, teams text[]), unnest(s.teams) t ON CONFLICT DO NOTHING`, [rows]);
  }

  /** Ids of agreements that have been signed, in whatever version. */
  async signedAgreements(): Promise<string[]> {
    return (await this.client.query<{ id: string }>(`SELECT DISTINCT agreement_id AS id FROM agreement_versions WHERE state = 'signed'`)).rows.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
