import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The append-only ledger. Time and transaction are the database's own: the service may not write them, so an entry can
 * claim neither an earlier moment nor another transaction. `covers` are the content rows that the entry permits to be read.
 */
export class KeepTheLedger1795300000002 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger_entries (
        id uuid PRIMARY KEY,
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        operation text NOT NULL CHECK (operation IN ('collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure',
          'search', 'list', 'preview', 'refusal', 'audit-look-up', 'permission-change', 'agreement-change', 'sign-in')),
        outcome text NOT NULL,
        agency_id text NOT NULL,
        actor_id uuid NOT NULL,
        owner_agency text,
        recipient_agency text,
        concern_id uuid,
        referral_id uuid,
        subjects text[] NOT NULL DEFAULT '{}',
        fields text[] NOT NULL DEFAULT '{}',
        covers uuid[] NOT NULL DEFAULT '{}',
        visible_to text[] NOT NULL,
        key_hash bytea,
        leaf text NOT NULL
      );
      CREATE INDEX ledger_by_subject ON ledger_entries USING gin (subjects);
      CREATE INDEX ledger_by_audience ON ledger_entries USING gin (visible_to);
      CREATE INDEX ledger_by_actor ON ledger_entries (actor_id, id);
      CREATE INDEX ledger_by_agency ON ledger_entries (agency_id, id);
      CREATE INDEX ledger_by_concern ON ledger_entries (concern_id, id);
      CREATE INDEX ledger_by_referral ON ledger_entries (referral_id, id);

      -- What a session says of itself. Garbage is nobody, never an error that tells more than 'nothing here'.
      CREATE FUNCTION said(name text) RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting(name, true), '') $$;
      CREATE FUNCTION said_id(name text) RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN accord.said(name) ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN accord.said(name)::uuid END $$;

      -- THE permit: committed before this transaction, at most ten seconds old, written for the agency that asks,
      -- and presented together with the key whose digest it carries (the ledger can be read without its permits being usable).
      -- An entry that its own agency's officers could not find permits nothing.
      CREATE FUNCTION permit_in_force() RETURNS SETOF ledger_entries LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN QUERY SELECT e.* FROM accord.ledger_entries e
        WHERE e.id = accord.said_id('accord.permit')
          AND e.agency_id = accord.said('accord.agency')
          AND e.agency_id = ANY (e.visible_to)
          AND e.key_hash = sha256(convert_to(coalesce(accord.said('accord.permit_key'), ''), 'UTF8'))
          AND e.xid IS DISTINCT FROM pg_current_xact_id_if_assigned()
          AND e.recorded_at > clock_timestamp() - interval '10 seconds'
          AND e.recorded_at <= clock_timestamp(); END $$;
      REVOKE ALL ON FUNCTION permit_in_force() FROM PUBLIC;

      -- An entry that would not survive a crash permits nothing, so it may not be written. Asked twice: at the INSERT, and again as the
      -- transaction ends. The second answer counts only if nothing can run after it that relaxes the setting once more: so it must be
      -- asked by the end itself (a plain COMMIT, or the end of a statement sent by itself, when no query is current any more), not by
      -- SET CONSTRAINTS or in the middle of a longer string, and no cursor WITH HOLD may be left to be run out after the triggers.
      CREATE FUNCTION entry_must_be_durable() RETURNS trigger LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
          RAISE EXCEPTION 'ledger entries need synchronous_commit' USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        IF TG_LEVEL = 'ROW' AND (coalesce(current_query(), 'commit') !~* '^\\s*(commit|end)(\\s+(work|transaction))?\\s*;?\\s*$' OR EXISTS (SELECT FROM pg_cursors WHERE is_holdable)) THEN
          RAISE EXCEPTION 'ledger entries are committed by a COMMIT of its own, or by one parameterised statement of their own' USING ERRCODE = 'object_not_in_prerequisite_state';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER entry_is_written_durably AFTER INSERT ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION entry_must_be_durable();
      CREATE CONSTRAINT TRIGGER entry_is_committed_durably AFTER INSERT ON ledger_entries
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION entry_must_be_durable();

      -- The leaf is what gets sealed and shown, the columns are what opens rows: one must not say less than the other opens.
      CREATE FUNCTION leaf_and_columns_agree() RETURNS trigger LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      DECLARE leaf jsonb := NEW.leaf::jsonb;
      BEGIN
        -- An entry that cannot be shown, or that stands before all others for ever, would blind whoever searches.
        IF octet_length(NEW.leaf) > 1048576 OR jsonb_typeof(leaf #> '{actor,roles}') IS DISTINCT FROM 'array' OR (leaf ->> 'at')::timestamptz IS NULL
          OR coalesce(jsonb_typeof(leaf -> 'withheld'), 'array') <> 'array' OR coalesce(jsonb_typeof(leaf -> 'because'), 'object') <> 'object'
          OR substr(NEW.id::text, 15, 1) <> '7'
          OR ('x' || substr(replace(NEW.id::text, '-', ''), 1, 12))::bit(48)::bigint NOT BETWEEN (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 86400000 AND (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 600000 THEN
          RAISE EXCEPTION 'a ledger entry is of its own time and has the form of an entry' USING ERRCODE = 'check_violation';
        END IF;
        IF (leaf ->> 'type', leaf ->> 'operation', leaf ->> 'outcome', leaf #>> '{actor,agency}', leaf ->> 'owner', leaf #>> '{recipient,agency}')
            IS DISTINCT FROM ('accord/entry/1', NEW.operation, NEW.outcome, NEW.agency_id, NEW.owner_agency, NEW.recipient_agency)
          OR ((leaf ->> 'id')::uuid, (leaf #>> '{actor,staff}')::uuid, (leaf ->> 'concern')::uuid, (leaf ->> 'referral')::uuid)
            IS DISTINCT FROM (NEW.id, NEW.actor_id, NEW.concern_id, NEW.referral_id)
          OR ARRAY(SELECT (r ->> 'content')::uuid FROM jsonb_array_elements(leaf -> 'released') r) IS DISTINCT FROM NEW.covers
          OR ARRAY(SELECT jsonb_array_elements_text(leaf -> 'fields')) IS DISTINCT FROM NEW.fields
          OR ARRAY(SELECT jsonb_array_elements_text(leaf -> 'visibleTo')) IS DISTINCT FROM NEW.visible_to
          OR ARRAY(SELECT jsonb_array_elements_text(s -> 'refs') FROM jsonb_array_elements(leaf -> 'subjects') s) IS DISTINCT FROM NEW.subjects THEN
          RAISE EXCEPTION 'the leaf does not say what the entry permits' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER leaf_and_columns_agree BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION leaf_and_columns_agree();

      -- Not even the owner's own slips change the past; a superuser's changes are for the sealed tree to find.
      CREATE FUNCTION the_ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'insufficient_privilege'; END $$;
      CREATE TRIGGER the_ledger_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION the_ledger_only_grows();

      -- Auditors read the ledger under the same law as everyone reads content: their look-up is durable first.
      CREATE FUNCTION auditing_agency() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT agency_id FROM accord.permit_in_force() WHERE operation = 'audit-look-up' AND outcome = 'permit'); END $$;

      ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY;
      CREATE POLICY owner_checks_permits ON ledger_entries FOR SELECT TO accord_owner USING (true);
      CREATE POLICY anyone_may_add ON ledger_entries FOR INSERT TO accord_service WITH CHECK (true);
      CREATE POLICY auditors_read_under_their_own_entry ON ledger_entries FOR SELECT TO accord_service
        USING ((SELECT accord.auditing_agency()) = ANY (visible_to));

      GRANT EXECUTE ON FUNCTION auditing_agency() TO accord_service;
      GRANT SELECT ON ledger_entries TO accord_service;
      GRANT INSERT (id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id,
        subjects, fields, covers, visible_to, key_hash, leaf) ON ledger_entries TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION auditing_agency; DROP FUNCTION permit_in_force; DROP TABLE ledger_entries;
      DROP FUNCTION the_ledger_only_grows; DROP FUNCTION leaf_and_columns_agree; DROP FUNCTION entry_must_be_durable; DROP FUNCTION said_id; DROP FUNCTION said`);
  }
}
