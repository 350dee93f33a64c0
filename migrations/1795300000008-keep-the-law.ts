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
        -- For the locks of this schema, which look up one gateway at a time.
        gateways jsonb NOT NULL GENERATED ALWAYS AS (content::jsonb -> 'gateways') STORED,
        recorded_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE gateway_changes (
        id uuid PRIMARY KEY,
        gateway_id text NOT NULL,
        -- The members of the gateway that are to read otherwise from now on; null switches off (commencedOn) or takes an end away (endsOn).
        change jsonb NOT NULL CHECK (jsonb_typeof(change) = 'object' AND change <> '{}'),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
        -- The law that the proposer had before them, by release and number: a change of the same gateway in between makes the proposal stale.
        release text NOT NULL REFERENCES law_bases,
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
        -- Why it was rejected.
        answer text CHECK (length(answer) BETWEEN 1 AND 2000),
        -- The version of the law that it made.
        number integer UNIQUE,
        CONSTRAINT nobody_approves_their_own CHECK (decided_by <> proposed_by),
        CHECK ((state = 'proposed') = (decided_by IS NULL) AND (state = 'proposed') = (decided_entry IS NULL) AND (state = 'approved') = (number IS NOT NULL)
          AND (state = 'rejected') = (answer IS NOT NULL))
      );
      CREATE UNIQUE INDEX one_open_change ON gateway_changes (gateway_id) WHERE state = 'proposed';

      -- Is this person one of those who bind this agency: its information governance officer or lead, active today?
      CREATE FUNCTION is_binding(person uuid, agency text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id
        WHERE p.id = person AND accord.holder_of(p.agency_id) = accord.holder_of(agency) AND p.disabled_at IS NULL AND r.role IN ('ig-officer', 'agency-lead')); END $$;
      -- May this person bind this agency now: one of those, who says so themselves, with an entry of
      -- their own for it that was written in this very transaction (an entry for something else is none) and that their agency can find?
      CREATE FUNCTION may_bind(person uuid, agency text, entry uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN coalesce(person = accord.said_id('accord.actor'), false)
        AND accord.holder_of(agency) = agency AND accord.is_binding(person, agency)
        AND EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = entry AND e.actor_id = person AND e.agency_id = agency AND e.operation = 'agreement-change'
          AND e.xid = pg_current_xact_id() AND e.agency_id = ANY (e.visible_to)); END $$;

      -- Changes of the law, and decisions under it, pass one after the other: a decision that is kept holds it shared until it is committed.
      CREATE FUNCTION hold_law(alone boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended('accord/law', 0));
        ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended('accord/law', 0)); END IF;
      END $$;
      CREATE FUNCTION law_number() RETURNS integer LANGUAGE sql STABLE AS $$ SELECT coalesce(max(number), 0) FROM accord.gateway_changes $$;

      CREATE FUNCTION change_of_law_takes_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE entry uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.proposed_entry ELSE NEW.decided_entry END;
      BEGIN
        PERFORM accord.hold_law(true);
        IF TG_OP = 'INSERT' THEN
          IF NEW.state <> 'proposed' OR NOT accord.may_bind(NEW.proposed_by, NEW.proposed_in, entry) THEN
            RAISE EXCEPTION 'a change of the law is proposed by an officer, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
          -- Based on a law yet to come, a proposal would never be stale.
          IF NEW.based_on NOT BETWEEN 0 AND accord.law_number() THEN RAISE EXCEPTION 'there is no such law' USING ERRCODE = 'check_violation'; END IF;
        ELSE
          IF OLD.state <> 'proposed' OR NEW.state = 'proposed' OR NOT accord.may_bind(NEW.decided_by, NEW.decided_in, entry) THEN
            RAISE EXCEPTION 'a proposed change is decided once, by another officer, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
          -- It takes two who may, at the moment when it becomes law: a proposal of somebody who may not any more can only be rejected.
          IF NEW.state = 'approved' AND NOT accord.is_binding(OLD.proposed_by, OLD.proposed_in) THEN
            RAISE EXCEPTION 'whoever proposed it may not any more' USING ERRCODE = 'insufficient_privilege'; END IF;
          -- Everybody's law is not changed within one house, nor behind the back of any other.
          IF NEW.state = 'approved' THEN
            IF NEW.decided_in IN (OLD.proposed_in, accord.holder_of(OLD.proposed_in)) OR NOT EXISTS (SELECT 1 FROM accord.staff_roles r WHERE r.staff_id = NEW.decided_by AND r.role = 'ig-officer') THEN
              RAISE EXCEPTION 'a change of the law is approved by an information governance officer of another agency' USING ERRCODE = 'insufficient_privilege'; END IF;
            IF (SELECT e.visible_to FROM accord.ledger_entries e WHERE e.id = entry)
              @> ARRAY(SELECT a.id FROM accord.agencies a WHERE coalesce(a.valid_to >= (now() AT TIME ZONE 'Europe/London')::date, true)) IS NOT TRUE THEN
              RAISE EXCEPTION 'the approval of a change of the law is before every agency' USING ERRCODE = 'insufficient_privilege'; END IF;
          END IF;
          NEW.decided_at := clock_timestamp();
          IF NEW.state = 'approved' THEN NEW.number := 1 + accord.law_number(); END IF;
        END IF;
        -- Its own entry, and no other of that moment.
        IF (SELECT e.leaf::jsonb #> '{because,law}' FROM accord.ledger_entries e WHERE e.id = entry) @>
            jsonb_strip_nulls(jsonb_build_object('id', NEW.id, 'gateway', NEW.gateway_id, 'step', NEW.state, 'number', NEW.number)) IS NOT TRUE THEN
          RAISE EXCEPTION 'the ledger entry is for something else' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF NEW.state <> 'rejected' AND EXISTS (SELECT 1 FROM accord.gateway_changes c WHERE c.gateway_id = NEW.gateway_id AND c.number > NEW.based_on AND c.id <> NEW.id) THEN
          RAISE EXCEPTION 'overtaken: this gateway was changed since' USING ERRCODE = 'check_violation'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER change_of_law_takes_two BEFORE INSERT OR UPDATE ON gateway_changes FOR EACH ROW EXECUTE FUNCTION change_of_law_takes_two();

      -- Once a change is acknowledged, no decision that was taken without it is kept any more: it is taken again.
      CREATE FUNCTION decided_under_the_law_of_now() RETURNS trigger LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM accord.hold_law(false);
        IF coalesce(substring(NEW.catalogue FROM ', change (\\d+)$')::integer, 0) <> accord.law_number() THEN
          RAISE EXCEPTION 'overtaken: the law has changed' USING ERRCODE = 'AC001'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER decided_under_the_law_of_now BEFORE INSERT ON decisions FOR EACH ROW EXECUTE FUNCTION decided_under_the_law_of_now();

      -- The day on which a gateway begins or ends, by a release and today's changes; JSON null where it does not.
      CREATE FUNCTION gateway_day(of_release text, gateway text, member text) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT coalesce(
          (SELECT c.change -> member FROM accord.gateway_changes c WHERE c.gateway_id = gateway AND c.number IS NOT NULL AND c.change ? member ORDER BY c.number DESC LIMIT 1),
          (SELECT g -> member FROM accord.law_bases b, jsonb_array_elements(b.gateways) g WHERE b.version = of_release AND g ->> 'id' = gateway)) #>> '{}' $$;

      -- Nothing crosses under a gateway that is not in force, whatever the service believes.
      CREATE FUNCTION goes_under_a_gateway_in_force() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE
        cited text; of_release text; today text := to_char(now() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD');
      BEGIN
        SELECT d.record #>> '{decision,gateway}', regexp_replace(d.catalogue, ', change \\d+$', '') INTO cited, of_release FROM accord.decisions d WHERE d.id = NEW.decision_id;
        PERFORM accord.hold_law(false);
        -- What is no gateway of that law is a basis in common law or of the person's own: the rules judge it alone.
        IF EXISTS (SELECT 1 FROM accord.law_bases b WHERE b.version = of_release AND b.gateways @> jsonb_build_array(jsonb_build_object('id', cited)))
          AND NOT coalesce(accord.gateway_day(of_release, cited, 'commencedOn') <= today AND coalesce(accord.gateway_day(of_release, cited, 'endsOn') >= today, true), false) THEN
          RAISE EXCEPTION 'overtaken: % is not in force', cited USING ERRCODE = 'AC001'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER goes_under_a_gateway_in_force BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION goes_under_a_gateway_in_force();

      GRANT SELECT ON law_bases, gateway_changes TO accord_service;
      GRANT INSERT (id, gateway_id, change, reason, release, based_on, proposed_by, proposed_in, proposed_entry), UPDATE (state, decided_by, decided_in, decided_entry, answer) ON gateway_changes TO accord_service;
      REVOKE EXECUTE ON FUNCTION is_binding(uuid, text), may_bind(uuid, text, uuid), hold_law(boolean), law_number(), change_of_law_takes_two(), decided_under_the_law_of_now(), gateway_day(text, text, text), goes_under_a_gateway_in_force() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION hold_law(boolean), law_number(), is_binding(uuid, text) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER goes_under_a_gateway_in_force ON referrals; DROP TRIGGER decided_under_the_law_of_now ON decisions;
      DROP FUNCTION goes_under_a_gateway_in_force, gateway_day, decided_under_the_law_of_now, law_number; DROP TABLE gateway_changes, law_bases;
      DROP FUNCTION change_of_law_takes_two, hold_law, may_bind, is_binding`);
  }
}
