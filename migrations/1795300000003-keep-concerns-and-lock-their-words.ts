import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A concern is kept in two halves. Markers (who owns it, field codes, dates, gradings) may be read by the owning agency's
 * sessions; the words are rows of \`contents\`, which do not exist for anybody without a durable permit that covers them.
 */
export class KeepConcernsAndLockTheirWords1795300000003 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE concerns (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL REFERENCES agencies,
        team_id text NOT NULL REFERENCES teams,
        written_by uuid NOT NULL REFERENCES staff,
        state text NOT NULL CHECK (state IN ('draft', 'raised', 'withdrawn')),
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        raised_at timestamptz
      );
      CREATE INDEX concerns_of_team ON concerns (team_id, id DESC);
      CREATE TABLE concern_events (
        concern_id uuid NOT NULL REFERENCES concerns,
        version integer NOT NULL,
        event text NOT NULL CHECK (event IN ('drafted', 'raised', 'amended', 'withdrawn', 'wishes-recorded', 'must-not-receive-recorded')),
        reason_code text,
        staff_id uuid NOT NULL REFERENCES staff,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (concern_id, version)
      );

      CREATE TABLE subjects (id uuid PRIMARY KEY, agency_id text NOT NULL REFERENCES agencies);
      -- Destroying a row here makes every ledger reference to the person meaningless, and leaves the ledger whole.
      CREATE TABLE subject_keys (subject_id uuid PRIMARY KEY REFERENCES subjects, key bytea NOT NULL CHECK (length(key) = 32));
      CREATE TABLE concern_subjects (
        concern_id uuid NOT NULL REFERENCES concerns,
        subject_id uuid NOT NULL REFERENCES subjects,
        label text NOT NULL,
        PRIMARY KEY (concern_id, subject_id),
        UNIQUE (concern_id, label)
      );
      -- What is known of a person's part in a concern, as from a version of it. The latest counts, the earlier ones stay.
      CREATE TABLE subject_facts (
        concern_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        concern_version integer NOT NULL,
        roles text[] NOT NULL CHECK (cardinality(roles) > 0),
        age smallint CHECK (age BETWEEN 0 AND 130),
        at_risk boolean NOT NULL,
        serious_harm boolean NOT NULL,
        child_at_risk boolean NOT NULL,
        fgm_known boolean NOT NULL,
        risk jsonb NOT NULL,
        -- The words of a professional's judgement are content; \`risk\` says only that they exist.
        judgement_id uuid,
        recorded_by uuid NOT NULL REFERENCES staff,
        PRIMARY KEY (concern_id, subject_id, concern_version),
        FOREIGN KEY (concern_id, subject_id) REFERENCES concern_subjects
      );
      CREATE INDEX concerns_of_subject ON concern_subjects (subject_id);
      CREATE TABLE wishes (
        id uuid PRIMARY KEY,
        concern_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        state text NOT NULL,
        asked_on date,
        recorded_by uuid NOT NULL REFERENCES staff,
        reason_id uuid,
        FOREIGN KEY (concern_id, subject_id) REFERENCES concern_subjects
      );
      CREATE INDEX wishes_of_subject ON wishes (concern_id, subject_id, id DESC);
      CREATE TABLE must_not_receive (
        id uuid PRIMARY KEY,
        subject_id uuid NOT NULL REFERENCES subjects,
        staff_id uuid REFERENCES staff,
        agency_id text REFERENCES agencies,
        recorded_by uuid NOT NULL REFERENCES staff,
        CHECK ((staff_id IS NULL) <> (agency_id IS NULL))
      );
      CREATE INDEX must_not_receive_of_subject ON must_not_receive (subject_id);

      CREATE TABLE contents (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL,
        concern_id uuid NOT NULL REFERENCES concerns,
        field text NOT NULL,
        body jsonb NOT NULL
      );
      -- The planner samples no words: they would stand in its statistics after their row is gone, and show through its estimates.
      ALTER TABLE contents ALTER COLUMN body SET STATISTICS 0;
      CREATE TABLE items (
        id uuid PRIMARY KEY REFERENCES contents,
        item_id uuid NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        concern_id uuid NOT NULL REFERENCES concerns,
        concern_version integer NOT NULL,
        agency_id text NOT NULL,
        controller text NOT NULL REFERENCES agencies,
        kind text NOT NULL CHECK (kind IN ('statement', 'indicator', 'harm-types')),
        record_kind text,
        field text NOT NULL,
        carries text[] NOT NULL CHECK (field = ANY (carries)),
        about uuid REFERENCES subjects,
        statement text NOT NULL,
        confidence text NOT NULL,
        dated_on date,
        marking text NOT NULL,
        grading jsonb,
        copied_from uuid[] NOT NULL DEFAULT '{}',
        fingerprints bigint[] NOT NULL DEFAULT '{}',
        removed boolean NOT NULL DEFAULT false,
        written_by uuid NOT NULL REFERENCES staff,
        UNIQUE (item_id, version)
      );
      CREATE INDEX items_of_concern ON items (concern_id, item_id, version DESC);

      -- A text that was there first, and of which a protected text turns out to be part: rows are never changed, so the label stands beside.
      CREATE TABLE later_labels (
        content_id uuid NOT NULL REFERENCES items,
        concern_id uuid NOT NULL REFERENCES concerns,
        field text NOT NULL,
        PRIMARY KEY (content_id, field)
      );

      -- Where a concern's text was copied from: the lists of the people there go with the text.
      CREATE TABLE concern_sources (
        concern_id uuid NOT NULL REFERENCES concerns,
        source_id uuid NOT NULL REFERENCES concerns,
        PRIMARY KEY (concern_id, source_id),
        CHECK (concern_id <> source_id)
      );
      CREATE INDEX copies_of_concern ON concern_sources (source_id);

      -- Is this session kept from this concern, by the person's own list? Answers yes or no about itself only.
      CREATE FUNCTION keeps_away(concern uuid, staff uuid, agency text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (WITH RECURSIVE behind(id) AS (SELECT concern UNION SELECT s.source_id FROM behind b JOIN accord.concern_sources s ON s.concern_id = b.id)
          SELECT EXISTS (SELECT 1 FROM behind b JOIN accord.concern_subjects s ON s.concern_id = b.id JOIN accord.must_not_receive m ON m.subject_id = s.subject_id
            WHERE m.staff_id = staff OR m.agency_id = agency)); END $$;
      CREATE FUNCTION kept_from(concern uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN accord.keeps_away(concern, accord.said_id('accord.actor'), accord.said('accord.agency')); END $$;
    `);
    for (const table of ['concerns', 'concern_events', 'subjects', 'subject_keys', 'concern_subjects', 'subject_facts', 'wishes', 'must_not_receive', 'contents', 'items', 'later_labels', 'concern_sources']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_checks ON ${table} TO accord_owner USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      CREATE POLICY own_agency ON concerns TO accord_service
        USING (agency_id = accord.said('accord.agency') AND NOT accord.kept_from(id)) WITH CHECK (agency_id = accord.said('accord.agency'));
      CREATE POLICY own_agency ON subjects TO accord_service
        USING (agency_id = accord.said('accord.agency')) WITH CHECK (agency_id = accord.said('accord.agency'));
      CREATE POLICY own_agency ON subject_keys TO accord_service USING (EXISTS (SELECT 1 FROM subjects s WHERE s.id = subject_id));
      CREATE POLICY own_agency ON concern_events TO accord_service USING (EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY own_agency ON concern_subjects TO accord_service USING (EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY own_agency ON subject_facts TO accord_service USING (EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY own_agency ON wishes TO accord_service USING (EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY own_agency ON must_not_receive TO accord_service USING (EXISTS (SELECT 1 FROM subjects s WHERE s.id = subject_id));
      CREATE POLICY own_agency ON items TO accord_service
        USING (agency_id = accord.said('accord.agency') AND NOT accord.kept_from(concern_id))
        WITH CHECK (agency_id = accord.said('accord.agency') AND EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY own_agency ON later_labels TO accord_service
        USING (EXISTS (SELECT 1 FROM items i WHERE i.id = content_id)) WITH CHECK (EXISTS (SELECT 1 FROM items i WHERE i.id = content_id));
      CREATE POLICY own_agency ON concern_sources FOR INSERT TO accord_service WITH CHECK (EXISTS (SELECT 1 FROM concerns c WHERE c.id = concern_id));
      CREATE POLICY write_into_own_agency ON contents FOR INSERT TO accord_service WITH CHECK (agency_id = accord.said('accord.agency'));

      GRANT SELECT, INSERT ON concern_events, subjects, subject_keys, concern_subjects, subject_facts, wishes, must_not_receive, items, later_labels, contents TO accord_service;
      GRANT INSERT ON concern_sources TO accord_service;
      GRANT SELECT, INSERT (id, agency_id, team_id, written_by, state, raised_at), UPDATE (state, version, changed_at, raised_at) ON concerns TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION kept_from CASCADE; DROP FUNCTION keeps_away;
      DROP TABLE concern_sources, later_labels, items, contents, must_not_receive, wishes, subject_facts, concern_subjects, subject_keys, subjects, concern_events, concerns CASCADE`);
  }
}
