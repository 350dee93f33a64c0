import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Past decisions of one's own agency, in order, for taking them again; and what came of doing so. */
export class LookAtPastDecisions1795300000012 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX decisions_of_agency ON decisions (agency_id, id);

      -- Whom a person's list keeps away does not even count the decisions about them. Who is kept from what is gathered once a page.
      CREATE FUNCTION decisions_after(before uuid, most integer) RETURNS TABLE (id uuid, from_id text, from_type text, to_id text, to_type text, ruleset text, catalogue text, record jsonb)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE
        me uuid := accord.said_id('accord.actor');
        held text[] := ARRAY(SELECT accord.mine());
      BEGIN RETURN QUERY
        WITH RECURSIVE kept(concern) AS (
          SELECT s.concern_id FROM accord.must_not_receive m JOIN accord.concern_subjects s ON s.subject_id = m.subject_id WHERE m.staff_id = me OR m.agency_id = ANY (held)
          UNION SELECT c.concern_id FROM kept k JOIN accord.concern_sources c ON c.source_id = k.concern),
        -- Whoever answers for a party today stands in its place, as in a decision of today.
        holders AS MATERIALIZED (SELECT g.id, h.id AS holder, h.type FROM accord.agencies g JOIN accord.agencies h ON h.id = accord.holder_of(g.id))
        SELECT d.id, a.holder, a.type, b.holder, b.type, d.ruleset, d.catalogue, d.record
        -- Each agency by its own index, so that a page costs a page however many decisions there are.
        FROM unnest(held) AS agency(id) CROSS JOIN LATERAL (
          SELECT o.* FROM accord.decisions o WHERE o.agency_id = agency.id AND (before IS NULL OR o.id < before) AND o.concern_id NOT IN (SELECT k.concern FROM kept k) ORDER BY o.id DESC LIMIT most) d
        JOIN holders a ON a.id = d.agency_id JOIN accord.teams t ON t.id = d.recipient_team JOIN holders b ON b.id = t.agency_id
        ORDER BY d.id DESC LIMIT most; END $$;

      CREATE TABLE what_ifs (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL REFERENCES agencies,
        asked_by uuid NOT NULL REFERENCES staff,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        supposed jsonb NOT NULL,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
        done integer NOT NULL DEFAULT 0,
        total integer NOT NULL,
        told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        result jsonb,
        entry_id uuid NOT NULL REFERENCES ledger_entries,
        CHECK ((state = 'done') = (result IS NOT NULL))
      );
      ALTER TABLE what_ifs ENABLE ROW LEVEL SECURITY;
      ALTER TABLE what_ifs FORCE ROW LEVEL SECURITY;
      CREATE POLICY owner_checks ON what_ifs TO accord_owner USING (true) WITH CHECK (true);
      -- A result counts what its asker may count: nobody else's, not even a colleague's, since a list may keep them from some of it.
      CREATE POLICY own ON what_ifs TO accord_service USING (agency_id IN (SELECT accord.mine()) AND asked_by = accord.said_id('accord.actor'));
      GRANT SELECT, INSERT (id, agency_id, asked_by, supposed, total, entry_id), UPDATE (state, done, told_at, result) ON what_ifs TO accord_service;
      REVOKE EXECUTE ON FUNCTION decisions_after(uuid, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION decisions_after(uuid, integer) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE what_ifs; DROP FUNCTION decisions_after; DROP INDEX decisions_of_agency');
  }
}
