import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who works where. Work details only: names and posts of staff, never of the people a concern is about. */
export class KeepAgenciesTeamsAndStaff1795300000001 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agencies (
        id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{1,62}$'),
        name text NOT NULL,
        type text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        successor text REFERENCES agencies,
        commissioned boolean NOT NULL DEFAULT false,
        acting_for text
      );
      CREATE TABLE teams (
        id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{1,62}$'),
        agency_id text NOT NULL REFERENCES agencies,
        name text NOT NULL,
        forum text
      );
      CREATE INDEX teams_of_agency ON teams (agency_id, id);
      CREATE TABLE staff (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL REFERENCES agencies,
        issuer text NOT NULL,
        subject text NOT NULL CHECK (subject <> ''),
        name text NOT NULL,
        position text NOT NULL,
        disabled_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (issuer, subject)
      );
      CREATE INDEX staff_of_agency ON staff (agency_id, id);
      CREATE TABLE staff_roles (
        staff_id uuid NOT NULL REFERENCES staff,
        role text NOT NULL CHECK (role IN ('caseworker', 'agency-lead', 'ig-officer', 'agency-administrator', 'service-operator')),
        PRIMARY KEY (staff_id, role)
      );
      CREATE TABLE team_members (
        team_id text NOT NULL REFERENCES teams,
        staff_id uuid NOT NULL REFERENCES staff,
        PRIMARY KEY (team_id, staff_id)
      );
      CREATE INDEX teams_of_staff ON team_members (staff_id);

      -- A member of staff may sit only in teams of their own agency: otherwise one slip in a form opens another agency's inbox.
      CREATE FUNCTION team_and_member_share_an_agency() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT agency_id FROM accord.teams WHERE id = NEW.team_id) IS DISTINCT FROM (SELECT agency_id FROM accord.staff WHERE id = NEW.staff_id) THEN
          RAISE EXCEPTION 'team and member belong to different agencies' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER team_and_member_share_an_agency BEFORE INSERT OR UPDATE ON team_members
        FOR EACH ROW EXECUTE FUNCTION team_and_member_share_an_agency();

      GRANT USAGE ON SCHEMA accord TO accord_service;
      GRANT SELECT ON agencies, teams, staff, staff_roles, team_members TO accord_service;
      GRANT INSERT (id, agency_id, issuer, subject, name, position) ON staff TO accord_service;
      GRANT UPDATE (name, position, disabled_at, version) ON staff TO accord_service;
      GRANT INSERT, DELETE ON staff_roles, team_members TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE team_members, staff_roles, staff, teams, agencies; DROP FUNCTION team_and_member_share_an_agency');
  }
}
