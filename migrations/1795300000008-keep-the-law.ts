import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The law as dated data. What a release brings is recorded whole, so that an old decision can be taken again; a change of one of its
 * gateways takes two people, each with a ledger entry of their own.
 */
export class KeepTheLaw1795300000008 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE law_bases (
        version text PRIMARY KEY,
        content text NOT NULL,
        digest text NOT NULL CHECK (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
        recorded_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE gateway_changes (
        id uuid PRIMARY KEY,
        gateway_id text NOT NULL,
        -- The members of the gateway that are to read otherwise from now on; null switches off (commencedOn) or takes an end away (endsOn).
        change jsonb NOT NULL CHECK (jsonb_typeof(change) = 'object' AND change <> '{}'),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
        -- The law that the proposer had before them: a change of the same gateway in between makes the proposal stale.
        based_on integer NOT NULL,
        state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'rejected')),
        proposed_by uuid NOT NULL REFERENCES staff,
        proposed_in text NOT NULL REFERENCES agencies,
        proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        proposed_entry uuid NOT NULL REFERENCES ledger_entries,
        decided_by uuid REFERENCES staff,
        decided_in text REFERENCES agencies,
        decided_at timestamptz,
        decided_entry uuid REFERENCES ledger_entries,
        -- The version of the law that it made.
        number integer UNIQUE,
        CONSTRAINT nobody_approves_their_own CHECK (decided_by <> proposed_by),
        CHECK ((state = 'proposed') = (decided_by IS NULL) AND (state = 'proposed') = (decided_entry IS NULL) AND (state = 'approved') = (number IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_open_change ON gateway_changes (gateway_id) WHERE state = 'proposed';

      -- May this person bind this agency: its information governance officer or lead, active today, with an entry of their own for it?
      CREATE FUNCTION may_bind(person uuid, agency text, entry uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id
          WHERE p.id = person AND accord.holder_of(p.agency_id) = agency AND p.disabled_at IS NULL AND r.role IN ('ig-officer', 'agency-lead'))
        AND EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = entry AND e.actor_id = person AND e.agency_id = agency AND e.operation = 'agreement-change'); END $$;

      CREATE FUNCTION change_of_law_takes_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('accord/law', 0));
        IF TG_OP = 'INSERT' THEN
          IF NEW.state <> 'proposed' OR NOT accord.may_bind(NEW.proposed_by, NEW.proposed_in, NEW.proposed_entry) THEN
            RAISE EXCEPTION 'a change of the law is proposed by an officer, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
        ELSE
          IF OLD.state <> 'proposed' OR NEW.state = 'proposed' OR NOT accord.may_bind(NEW.decided_by, NEW.decided_in, NEW.decided_entry) THEN
            RAISE EXCEPTION 'a proposed change is decided once, by another officer, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
          NEW.decided_at := clock_timestamp();
          IF NEW.state = 'approved' THEN NEW.number := 1 + coalesce((SELECT max(number) FROM accord.gateway_changes), 0); END IF;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER change_of_law_takes_two BEFORE INSERT OR UPDATE ON gateway_changes FOR EACH ROW EXECUTE FUNCTION change_of_law_takes_two();

      CREATE FUNCTION law_number() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT coalesce(max(number), 0) FROM accord.gateway_changes $$;

      GRANT SELECT ON law_bases, gateway_changes TO accord_service;
      GRANT INSERT (id, gateway_id, change, reason, based_on, proposed_by, proposed_in, proposed_entry), UPDATE (state, decided_by, decided_in, decided_entry) ON gateway_changes TO accord_service;
      REVOKE EXECUTE ON FUNCTION may_bind(uuid, text, uuid), change_of_law_takes_two(), law_number() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION law_number() TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION law_number; DROP TABLE gateway_changes, law_bases; DROP FUNCTION change_of_law_takes_two, may_bind');
  }
}
