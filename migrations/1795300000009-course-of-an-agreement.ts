/** From draft to signed, and what its parties may do with it then: nobody passes these triggers, whatever the service was told. */
export const course = `
  -- Changes of one agreement, and sendings under it, pass one after the other: a sending holds it shared until it is committed.
  CREATE FUNCTION hold_agreement(agreement text, alone boolean) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended('accord/agreement/' || agreement, 0));
    ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended('accord/agreement/' || agreement, 0)); END IF;
  END $$;

  CREATE FUNCTION is_party(agreement text, of_version text, agency text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE ours text[] := accord.held(agency);
  BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = agreement AND p.version = of_version AND p.left_at IS NULL AND p.agency_id = ANY (ours)); END $$;

  -- Whether the session's agency was ever named, also where it has left since: what it took part in, it may go on reading.
  CREATE FUNCTION is_named_party(agreement text, of_version text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = agreement AND p.version = of_version AND p.agency_id IN (SELECT accord.mine())); END $$;

  -- Whether anybody has an agreement under this id, seen or unseen: two drafts of one name would become one agreement.
  CREATE FUNCTION agreement_known(agreement text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_versions v WHERE v.agreement_id = agreement); END $$;

  -- Is this the entry of that very step, over that very text? One for another agreement, or for another step of this one, is none.
  CREATE FUNCTION entry_is_of_step(entry uuid, agreement text, of_version text, digest text, step text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN coalesce((SELECT e.leaf::jsonb -> 'because' @> jsonb_build_object('agreement', jsonb_build_object('id', agreement, 'version', of_version), 'digest', digest, 'step', step)
    FROM accord.ledger_entries e WHERE e.id = entry), false); END $$;

  -- A draft may be rewritten; from the proposal on, content is what it is. Parties are those that the content names.
  CREATE FUNCTION agreement_keeps_its_course() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE
    newest accord.agreement_versions;
    step text := CASE WHEN TG_OP = 'INSERT' THEN 'draft' WHEN NEW.state = 'draft' THEN 'redraft' WHEN NEW.state = 'proposed' THEN 'propose' ELSE 'withdraw' END;
  BEGIN
    PERFORM accord.hold_agreement(NEW.agreement_id, true);
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'an agreement begins as a draft' USING ERRCODE = 'check_violation'; END IF;
    ELSIF (OLD.state, NEW.state) NOT IN (('draft', 'draft'), ('draft', 'proposed'), ('draft', 'withdrawn'), ('proposed', 'withdrawn'), ('proposed', 'declined'), ('proposed', 'signed')) THEN
      RAISE EXCEPTION 'an agreement that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    ELSIF OLD.state <> 'draft' AND (NEW.content, NEW.digest, NEW.drafted_by, NEW.supersedes) IS DISTINCT FROM (OLD.content, OLD.digest, OLD.drafted_by, OLD.supersedes) THEN
      RAISE EXCEPTION 'what was proposed is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    IF pg_trigger_depth() < 2 THEN
      -- Only the signatures themselves, or a refusal to sign, bring these about.
      IF NEW.state IN ('signed', 'declined') THEN RAISE EXCEPTION 'an agreement is signed or declined by its parties' USING ERRCODE = 'insufficient_privilege'; END IF;
      IF (TG_OP = 'UPDATE' AND NEW.entry_id = OLD.entry_id) OR NOT accord.may_bind(accord.said_id('accord.actor'), accord.holder_of(NEW.drafted_in), NEW.entry_id)
          OR NOT accord.entry_is_of_step(NEW.entry_id, NEW.agreement_id, NEW.version, NEW.digest, step) THEN
        RAISE EXCEPTION 'a change of a draft is made by an officer of its agency, with a ledger entry of its own' USING ERRCODE = 'insufficient_privilege'; END IF;
      -- Or they could write it under a colleague's name, and then confirm the signature of what is their own.
      IF TG_OP = 'UPDATE' AND (NEW.content, NEW.drafted_by, NEW.supersedes) IS DISTINCT FROM (OLD.content, OLD.drafted_by, OLD.supersedes) AND NEW.drafted_by <> accord.said_id('accord.actor') THEN
        RAISE EXCEPTION 'whoever rewrites a draft is named as its drafter' USING ERRCODE = 'insufficient_privilege'; END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'draft' AND NEW.state = 'proposed' THEN
      SELECT * INTO newest FROM accord.agreement_versions v WHERE v.agreement_id = NEW.agreement_id AND v.state = 'signed' ORDER BY v.in_force_from DESC, v.signed_at DESC LIMIT 1;
      IF NEW.supersedes IS DISTINCT FROM newest.version OR NEW.content::jsonb ->> 'inForceFrom' < newest.in_force_from THEN
        RAISE EXCEPTION 'a version follows the newest that was signed' USING ERRCODE = 'check_violation'; END IF;
      NEW.proposed_at := clock_timestamp();
      INSERT INTO accord.agreement_parties (agreement_id, version, agency_id)
        SELECT NEW.agreement_id, NEW.version, jsonb_array_elements_text(NEW.content::jsonb #> '{parties,agencies}');
      -- Or a few could agree among themselves to end what the others rely on: whoever wants no part of it leaves.
      IF EXISTS (SELECT 1 FROM accord.agreement_parties o WHERE o.agreement_id = NEW.agreement_id AND o.version = newest.version AND o.left_at IS NULL
          AND NOT accord.is_party(NEW.agreement_id, NEW.version, accord.holder_of(o.agency_id))) THEN
        RAISE EXCEPTION 'a version names every party of the one that it supersedes' USING ERRCODE = 'check_violation'; END IF;
      IF (SELECT count(DISTINCT accord.holder_of(p.agency_id)) FROM accord.agreement_parties p WHERE p.agreement_id = NEW.agreement_id AND p.version = NEW.version) < 2
          OR NOT accord.is_party(NEW.agreement_id, NEW.version, accord.holder_of(NEW.drafted_in)) THEN
        RAISE EXCEPTION 'an agreement is between its drafter and somebody else' USING ERRCODE = 'check_violation'; END IF;
    END IF;
    -- Nobody confirms a signature of what is not before them any more.
    IF NEW.state IN ('withdrawn', 'declined') THEN
      UPDATE accord.agreement_steps SET state = 'dropped' WHERE agreement_id = NEW.agreement_id AND version = NEW.version AND state = 'moved'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER agreement_keeps_its_course BEFORE INSERT OR UPDATE ON agreement_versions FOR EACH ROW EXECUTE FUNCTION agreement_keeps_its_course();

  CREATE FUNCTION step_is_a_partys_own() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE of_version accord.agreement_versions; party text := accord.holder_of(NEW.agency_id);
  BEGIN
    -- What one step brings about in others.
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
    PERFORM accord.hold_agreement(NEW.agreement_id, true);
    SELECT * INTO of_version FROM accord.agreement_versions v WHERE v.agreement_id = NEW.agreement_id AND v.version = NEW.version;
    IF NEW.digest IS DISTINCT FROM of_version.digest THEN RAISE EXCEPTION 'another text was before this person' USING ERRCODE = 'check_violation'; END IF;
    IF NOT accord.is_party(NEW.agreement_id, NEW.version, party) THEN RAISE EXCEPTION 'not a party' USING ERRCODE = 'insufficient_privilege'; END IF;
    IF of_version.state <> (CASE WHEN NEW.step IN ('sign', 'decline') THEN 'proposed' ELSE 'signed' END) THEN
      RAISE EXCEPTION 'an agreement that is % is not for this', of_version.state USING ERRCODE = 'check_violation'; END IF;
    IF TG_OP = 'INSERT' THEN
      IF NEW.confirmed_by IS NOT NULL OR NEW.lifted_by IS NOT NULL OR NOT accord.may_bind(NEW.moved_by, party, NEW.moved_entry)
          OR NOT accord.entry_is_of_step(NEW.moved_entry, NEW.agreement_id, NEW.version, NEW.digest, NEW.step) THEN
        RAISE EXCEPTION 'a step is moved by an officer or lead of the party, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
      IF NEW.step = 'resume' AND NOT EXISTS (SELECT 1 FROM accord.agreement_steps s WHERE s.agreement_id = NEW.agreement_id AND s.agency_id = ANY (accord.held(party)) AND s.step = 'suspend' AND s.lifted_by IS NULL) THEN
        RAISE EXCEPTION 'this party has not suspended it' USING ERRCODE = 'check_violation'; END IF;
      NEW.state := CASE WHEN NEW.step IN ('decline', 'suspend') THEN 'done' ELSE 'moved' END;
      -- Only now, holding the agreement: while this step waited, others may have been taken before it.
      NEW.moved_at := clock_timestamp();
    ELSE
      IF OLD.state <> 'moved' OR NEW.state = 'moved' OR NOT accord.may_bind(NEW.confirmed_by, party, NEW.confirmed_entry)
          OR NOT accord.entry_is_of_step(NEW.confirmed_entry, NEW.agreement_id, NEW.version, NEW.digest, NEW.step) THEN
        RAISE EXCEPTION 'a step is confirmed once, by another officer or lead of the party, with a ledger entry' USING ERRCODE = 'insufficient_privilege'; END IF;
      -- It takes two who may, at the moment when it takes effect: what somebody moved who may not any more can only be dropped, and moved afresh.
      IF NEW.state = 'done' AND NOT accord.is_binding(OLD.moved_by, party) THEN
        RAISE EXCEPTION 'whoever moved it may not any more' USING ERRCODE = 'insufficient_privilege'; END IF;
      IF NEW.step = 'sign' AND NEW.state = 'done' AND NEW.confirmed_by = of_version.drafted_by THEN
        RAISE EXCEPTION 'nobody approves their own draft' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_confirms_their_own'; END IF;
      NEW.confirmed_at := clock_timestamp();
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER step_is_a_partys_own BEFORE INSERT OR UPDATE ON agreement_steps FOR EACH ROW EXECUTE FUNCTION step_is_a_partys_own();

  CREATE FUNCTION step_takes_effect() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE ours text[]; have_signed text[];
  BEGIN
    IF NEW.state <> 'done' OR pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
    ours := accord.held(accord.holder_of(NEW.agency_id));
    IF NEW.step = 'decline' THEN UPDATE accord.agreement_versions SET state = 'declined', changed_at = now() WHERE agreement_id = NEW.agreement_id AND version = NEW.version;
    ELSIF NEW.step = 'sign' THEN
      have_signed := ARRAY(SELECT accord.holder_of(s.agency_id) FROM accord.agreement_steps s WHERE s.agreement_id = NEW.agreement_id AND s.version = NEW.version AND s.step = 'sign' AND s.state = 'done');
      UPDATE accord.agreement_versions v SET state = 'signed', signed_at = clock_timestamp(), changed_at = now() WHERE v.agreement_id = NEW.agreement_id AND v.version = NEW.version
        AND NOT EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = NEW.agreement_id AND p.version = NEW.version AND NOT accord.holder_of(p.agency_id) = ANY (have_signed));
    -- A colleague who has not yet confirmed a resumption confirms nothing of what is stopped anew.
    ELSIF NEW.step = 'suspend' THEN UPDATE accord.agreement_steps SET state = 'dropped' WHERE agreement_id = NEW.agreement_id AND agency_id = ANY (ours) AND step = 'resume' AND state = 'moved';
    ELSIF NEW.step = 'resume' THEN UPDATE accord.agreement_steps SET lifted_by = NEW.id WHERE agreement_id = NEW.agreement_id AND agency_id = ANY (ours) AND step = 'suspend' AND lifted_by IS NULL;
    -- Whoever leaves leaves every version there is, and signs nothing that is still proposed; a later version may take them back.
    ELSIF NEW.step = 'leave' THEN
      UPDATE accord.agreement_parties SET left_at = clock_timestamp() WHERE agreement_id = NEW.agreement_id AND left_at IS NULL AND agency_id = ANY (ours);
      UPDATE accord.agreement_versions v SET state = 'declined', changed_at = now() WHERE v.agreement_id = NEW.agreement_id AND v.state = 'proposed'
        AND EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = v.agreement_id AND p.version = v.version AND p.agency_id = ANY (ours));
      UPDATE accord.agreement_steps SET state = 'dropped' WHERE agreement_id = NEW.agreement_id AND agency_id = ANY (ours) AND state = 'moved';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER step_takes_effect AFTER INSERT OR UPDATE ON agreement_steps FOR EACH ROW EXECUTE FUNCTION step_takes_effect();`;
