import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Agreements that are enforced. Every step in their life is a party's own, by people with a ledger entry each; signing takes two in
 * every agency. What runs is what was signed: the content is kept as the exact text whose digest each party signed over.
 */
export class KeepAgreements1795300000009 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agreement_versions (
        agreement_id text NOT NULL CHECK (agreement_id ~ '^[a-z][a-z0-9-]{1,62}$'),
        version text NOT NULL CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$'),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'proposed', 'signed', 'declined', 'withdrawn')),
        revision integer NOT NULL DEFAULT 1,
        drafted_in text NOT NULL REFERENCES agencies,
        drafted_by uuid NOT NULL REFERENCES staff,
        supersedes text,
        -- Canonical JSON (RFC 8785): these bytes are what is signed over and what runs.
        content text NOT NULL CHECK (content::jsonb ->> 'id' = agreement_id AND content::jsonb ->> 'version' = version),
        digest text NOT NULL CHECK (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        proposed_at timestamptz,
        signed_at timestamptz,
        PRIMARY KEY (agreement_id, version),
        FOREIGN KEY (agreement_id, supersedes) REFERENCES agreement_versions
      );
      CREATE INDEX agreement_versions_by_digest ON agreement_versions (digest);
      -- Named when a version is proposed; whoever has left has no part in it any more.
      CREATE TABLE agreement_parties (
        agreement_id text NOT NULL,
        version text NOT NULL,
        agency_id text NOT NULL REFERENCES agencies,
        left_at timestamptz,
        PRIMARY KEY (agreement_id, version, agency_id),
        FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions
      );
      -- What a party does. Signing, resuming and leaving are moved by one person and confirmed by another; suspending and declining
      -- take effect at once, because nobody should have to look for a colleague to stop a sharing that may do harm.
      CREATE TABLE agreement_steps (
        id uuid PRIMARY KEY,
        agreement_id text NOT NULL,
        version text NOT NULL,
        agency_id text NOT NULL REFERENCES agencies,
        step text NOT NULL CHECK (step IN ('sign', 'decline', 'suspend', 'resume', 'leave')),
        state text NOT NULL DEFAULT 'moved' CHECK (state IN ('moved', 'done', 'dropped')),
        digest text NOT NULL,
        reason text CHECK (length(reason) BETWEEN 1 AND 2000),
        moved_by uuid NOT NULL REFERENCES staff,
        moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        moved_entry uuid NOT NULL REFERENCES ledger_entries,
        confirmed_by uuid REFERENCES staff,
        confirmed_at timestamptz,
        confirmed_entry uuid REFERENCES ledger_entries,
        -- Of a suspension: the resumption that ended it.
        lifted_by uuid REFERENCES agreement_steps,
        FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions,
        CONSTRAINT nobody_confirms_their_own CHECK (confirmed_by <> moved_by),
        CHECK (step IN ('decline', 'suspend') OR (state = 'moved') = (confirmed_by IS NULL)),
        CHECK (step <> 'suspend' OR reason IS NOT NULL)
      );
      CREATE UNIQUE INDEX one_open_step ON agreement_steps (agreement_id, agency_id, step) WHERE state = 'moved';
      CREATE UNIQUE INDEX signed_once ON agreement_steps (agreement_id, version, agency_id) WHERE step = 'sign' AND state = 'done';
      CREATE INDEX suspensions ON agreement_steps (agreement_id) WHERE step = 'suspend' AND lifted_by IS NULL;

      -- Changes of one agreement, and sendings under it, pass one after the other: a sending holds it shared until it is committed.
      CREATE FUNCTION hold_agreement(agreement text, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended('accord/agreement/' || agreement, 0));
        ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended('accord/agreement/' || agreement, 0)); END IF;
      END $$;

      -- A draft may be rewritten; from the proposal on, content is what it is. Parties are those that the content names.
      CREATE FUNCTION agreement_keeps_its_course() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF (OLD.state, NEW.state) NOT IN (('draft', 'draft'), ('draft', 'proposed'), ('draft', 'withdrawn'), ('proposed', 'withdrawn'), ('proposed', 'declined'), ('proposed', 'signed')) THEN
          RAISE EXCEPTION 'an agreement that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation'; END IF;
        IF OLD.state <> 'draft' AND (NEW.content, NEW.digest) IS DISTINCT FROM (OLD.content, OLD.digest) THEN
          RAISE EXCEPTION 'what was proposed is not rewritten' USING ERRCODE = 'check_violation'; END IF;
        -- Only the signatures themselves, or a refusal to sign, bring these about.
        IF NEW.state IN ('signed', 'declined') AND pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION 'an agreement is signed or declined by its parties' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF NEW.state = 'proposed' THEN
          NEW.proposed_at := clock_timestamp();
          INSERT INTO accord.agreement_parties (agreement_id, version, agency_id)
            SELECT NEW.agreement_id, NEW.version, jsonb_array_elements_text(NEW.content::jsonb #> '{parties,agencies}');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER agreement_keeps_its_course BEFORE UPDATE ON agreement_versions FOR EACH ROW EXECUTE FUNCTION agreement_keeps_its_course();

      CREATE FUNCTION is_party(agreement text, of_version text, agency text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = agreement AND p.version = of_version AND p.left_at IS NULL AND accord.holder_of(p.agency_id) = agency); END $$;

      CREATE FUNCTION step_is_a_partys_own() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE of_version accord.agreement_versions;
      BEGIN
        PERFORM accord.hold_agreement(NEW.agreement_id, true);
        SELECT * INTO of_version FROM accord.agreement_versions v WHERE v.agreement_id = NEW.agreement_id AND v.version = NEW.version;
        IF NEW.digest IS DISTINCT FROM of_version.digest THEN RAISE EXCEPTION 'another text was before this person' USING ERRCODE = 'check_violation'; END IF;
        IF NOT accord.is_party(NEW.agreement_id, NEW.version, NEW.agency_id) THEN RAISE EXCEPTION 'not a party' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF of_version.state <> (CASE WHEN NEW.step IN ('sign', 'decline') THEN 'proposed' ELSE 'signed' END) THEN
          RAISE EXCEPTION 'an agreement that is % is not for this', of_version.state USING ERRCODE = 'check_violation'; END IF;
        IF TG_OP = 'INSERT' THEN
          IF NEW.confirmed_by IS NOT NULL OR NEW.lifted_by IS NOT NULL OR NOT accord.may_bind(NEW.moved_by, NEW.agency_id, NEW.moved_entry) THEN
            RAISE EXCEPTION 'a step is moved by an officer or lead of the party, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
          IF NEW.step = 'resume' AND NOT EXISTS (SELECT 1 FROM accord.agreement_steps s WHERE s.agreement_id = NEW.agreement_id AND s.agency_id = NEW.agency_id AND s.step = 'suspend' AND s.lifted_by IS NULL) THEN
            RAISE EXCEPTION 'this party has not suspended it' USING ERRCODE = 'check_violation'; END IF;
          NEW.state := CASE WHEN NEW.step IN ('decline', 'suspend') THEN 'done' ELSE 'moved' END;
        ELSE
          IF pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
          IF OLD.state <> 'moved' OR NEW.state = 'moved' OR NOT accord.may_bind(NEW.confirmed_by, NEW.agency_id, NEW.confirmed_entry) THEN
            RAISE EXCEPTION 'a step is confirmed once, by another officer or lead of the party, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
          IF NEW.step = 'sign' AND NEW.state = 'done' AND NEW.confirmed_by = of_version.drafted_by THEN
            RAISE EXCEPTION 'nobody approves their own draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_confirms_their_own'; END IF;
          NEW.confirmed_at := clock_timestamp();
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER step_is_a_partys_own BEFORE INSERT OR UPDATE ON agreement_steps FOR EACH ROW EXECUTE FUNCTION step_is_a_partys_own();

      CREATE FUNCTION step_takes_effect() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF NEW.state <> 'done' OR pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
        IF NEW.step = 'decline' THEN UPDATE accord.agreement_versions SET state = 'declined', changed_at = now() WHERE agreement_id = NEW.agreement_id AND version = NEW.version;
        ELSIF NEW.step = 'sign' AND NOT EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = NEW.agreement_id AND p.version = NEW.version AND p.left_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM accord.agreement_steps s WHERE s.agreement_id = NEW.agreement_id AND s.version = NEW.version AND s.step = 'sign' AND s.state = 'done' AND s.agency_id = accord.holder_of(p.agency_id))) THEN
          UPDATE accord.agreement_versions SET state = 'signed', signed_at = clock_timestamp(), changed_at = now() WHERE agreement_id = NEW.agreement_id AND version = NEW.version;
        ELSIF NEW.step = 'resume' THEN UPDATE accord.agreement_steps SET lifted_by = NEW.id WHERE agreement_id = NEW.agreement_id AND agency_id = NEW.agency_id AND step = 'suspend' AND lifted_by IS NULL;
        -- Whoever leaves leaves every version there is; a later one may take them back.
        ELSIF NEW.step = 'leave' THEN UPDATE accord.agreement_parties SET left_at = clock_timestamp() WHERE agreement_id = NEW.agreement_id AND left_at IS NULL AND accord.holder_of(agency_id) = NEW.agency_id;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER step_takes_effect AFTER INSERT OR UPDATE ON agreement_steps FOR EACH ROW EXECUTE FUNCTION step_takes_effect();

      -- A version that every party signed after the suspension is not suspended by it.
      CREATE FUNCTION is_suspended(agreement text, signed timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_steps s WHERE s.agreement_id = agreement AND s.step = 'suspend' AND s.lifted_by IS NULL AND s.moved_at > signed); END $$;

      -- May this session know of the version at all? As the policy whom_it_concerns, for what hangs on it.
      CREATE FUNCTION in_sight(agreement text, of_version text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_versions v WHERE v.agreement_id = agreement AND v.version = of_version AND (v.state = 'signed' OR v.drafted_in IN (SELECT accord.mine())
        OR (v.proposed_at IS NOT NULL AND EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = agreement AND p.version = of_version AND accord.holder_of(p.agency_id) IN (SELECT accord.mine()))))); END $$;

      -- Signed versions between two agencies that are both (still) parties; the newest of each agreement first. Dates are for the rules to judge.
      CREATE FUNCTION agreements_between(one text, other text) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.agreement_id, 'version', v.version, 'digest', v.digest, 'suspended', accord.is_suspended(v.agreement_id, v.signed_at))
            ORDER BY v.agreement_id, v.content::jsonb ->> 'inForceFrom' DESC, v.signed_at DESC), '[]')
        FROM accord.agreement_versions v WHERE v.state = 'signed' AND accord.is_party(v.agreement_id, v.version, one) AND accord.is_party(v.agreement_id, v.version, other)); END $$;

      -- Does what a decision was taken under still hold, at this very moment? A duty and an emergency need no agreement.
      CREATE FUNCTION agreement_stands(decision uuid, purpose text, one text, other text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN coalesce(purpose = 'emergency-life' OR (SELECT d.agreement IS NULL OR (d.record #>> '{decision,duty}')::boolean OR EXISTS (
          SELECT 1 FROM accord.agreement_versions v WHERE v.agreement_id = split_part(d.agreement, '@', 1) AND v.state = 'signed' AND NOT accord.is_suspended(v.agreement_id, v.signed_at)
            AND accord.is_party(v.agreement_id, v.version, one) AND accord.is_party(v.agreement_id, v.version, other))
        FROM accord.decisions d WHERE d.id = decision), false); END $$;

      CREATE OR REPLACE FUNCTION sharing_still_stands(referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT accord.agreement_stands(r.decision_id, r.purpose, accord.holder_of(r.agency_id), accord.holder_of(r.recipient_agency)) FROM accord.referrals r WHERE r.id = referral); END $$;

      -- Asked as a referral is written, holding the agreement until the commit: a suspension or a leaving that was acknowledged before then stops it.
      CREATE FUNCTION goes_under_a_standing_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE agreement text := (SELECT split_part(d.agreement, '@', 1) FROM accord.decisions d WHERE d.id = NEW.decision_id);
      BEGIN
        IF agreement IS NOT NULL THEN PERFORM accord.hold_agreement(agreement, false); END IF;
        IF NOT accord.agreement_stands(NEW.decision_id, NEW.purpose, accord.holder_of(NEW.agency_id), accord.holder_of(NEW.recipient_agency)) THEN
          RAISE EXCEPTION 'overtaken: the agreement does not stand any more' USING ERRCODE = 'AC001'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER goes_under_a_standing_agreement BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION goes_under_a_standing_agreement();

      -- The facts of a sharing say, in the same round trip, under which law and which agreements it would stand.
      CREATE OR REPLACE FUNCTION concern_for(agency text, staff uuid, concern uuid, team text DEFAULT NULL, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      DECLARE found jsonb; receiving jsonb;
      BEGIN
        PERFORM accord.act_as(agency, staff);
        found := accord.facts_of_concern(concern, as_at);
        receiving := accord.facts_of_recipient(team, concern);
        RETURN jsonb_build_object('concern', found, 'owner', accord.owner_of('concern', concern), 'recipient', receiving, 'law', accord.law_number(),
          'agreements', accord.agreements_between(found #>> '{agency,id}', receiving #>> '{agency,id}'));
      END $$;
      CREATE OR REPLACE FUNCTION referral_for(agency text, staff uuid, referral uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      DECLARE found jsonb;
      BEGIN
        PERFORM accord.act_as(agency, staff);
        found := accord.facts_of_referral(referral);
        RETURN jsonb_build_object('referral', found, 'owner', accord.owner_of('referral', referral), 'law', accord.law_number(),
          'agreements', accord.agreements_between(found #>> '{from,id}', found #>> '{to,id}'));
      END $$;
    `);
    for (const table of ['agreement_versions', 'agreement_parties', 'agreement_steps']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_checks ON ${table} TO accord_owner USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      -- A draft is its agency's own; a proposal is its parties'; what was signed by all is for every partner to read.
      CREATE POLICY whom_it_concerns ON agreement_versions FOR SELECT TO accord_service USING (state = 'signed' OR drafted_in IN (SELECT accord.mine())
        OR (proposed_at IS NOT NULL AND EXISTS (SELECT 1 FROM agreement_parties p WHERE (p.agreement_id, p.version) = (agreement_versions.agreement_id, agreement_versions.version) AND accord.holder_of(p.agency_id) IN (SELECT accord.mine()))));
      CREATE POLICY own_draft ON agreement_versions FOR INSERT TO accord_service WITH CHECK (drafted_in = accord.said('accord.agency') AND drafted_by = accord.said_id('accord.actor') AND state = 'draft');
      CREATE POLICY own_draft_changes ON agreement_versions FOR UPDATE TO accord_service USING (drafted_in IN (SELECT accord.mine()));
      CREATE POLICY whom_it_concerns ON agreement_parties FOR SELECT TO accord_service USING (accord.in_sight(agreement_id, version));
      CREATE POLICY whom_it_concerns ON agreement_steps FOR SELECT TO accord_service USING (accord.in_sight(agreement_id, version));
      CREATE POLICY own_steps ON agreement_steps FOR INSERT TO accord_service WITH CHECK (agency_id = accord.said('accord.agency'));
      CREATE POLICY own_steps_confirmed ON agreement_steps FOR UPDATE TO accord_service USING (agency_id IN (SELECT accord.mine()));
      GRANT SELECT ON agreement_versions, agreement_parties, agreement_steps TO accord_service;
      GRANT INSERT (agreement_id, version, drafted_in, drafted_by, supersedes, content, digest), UPDATE (state, revision, content, digest, changed_at) ON agreement_versions TO accord_service;
      GRANT INSERT (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry), UPDATE (state, confirmed_by, confirmed_entry) ON agreement_steps TO accord_service;
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA accord FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION agreements_between(text, text), is_party(text, text, text), is_suspended(text, timestamptz), in_sight(text, text) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER goes_under_a_standing_agreement ON referrals;
      DROP FUNCTION goes_under_a_standing_agreement, agreement_stands, agreements_between, is_suspended, in_sight CASCADE;
      DROP TABLE agreement_steps, agreement_parties, agreement_versions CASCADE;
      DROP FUNCTION step_takes_effect, step_is_a_partys_own, is_party, agreement_keeps_its_course, hold_agreement`);
  }
}
