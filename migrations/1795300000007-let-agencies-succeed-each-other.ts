import type { MigrationInterface, QueryRunner } from 'typeorm';
import { facts, oversight, permits, policies } from './1795300000007-holders-in-the-place-of-agencies.js';

/**
 * Agencies end, and others answer for their records. No row changes its agency: a session sees the rows of every agency whose
 * holder it is today, and what is written names the holder. So entries and rows from before still name who wrote them.
 */
export class LetAgenciesSucceedEachOther1795300000007 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(whoAnswersForWhom);
    await runner.query(lifetimes);
    await runner.query(successions);
    await runner.query(lists);
    await runner.query(permits);
    await runner.query(policies);
    await runner.query(facts);
    await runner.query(oversight);
    await runner.query(`
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA accord FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION today_in_london(), line_on(text, date), holder_on(text, date), holder_of(text), held(text), mine(), named_away(text, text, uuid, text),
        decide_succession(uuid, text, uuid) TO accord_service`);
  }

  /** The earlier forms of every function and policy stand in migrations 1 to 6; records that a successor wrote would be nobody's under them. */
  public down(): Promise<void> {
    return Promise.reject(new Error('agencies that succeeded each other cannot be taken apart again: restore the backup from before this migration'));
  }
}

const whoAnswersForWhom = `
  CREATE FUNCTION today_in_london() RETURNS date LANGUAGE sql STABLE AS $$ SELECT (now() AT TIME ZONE 'Europe/London')::date $$;

  -- The agency and whoever came after it, as far as that day: each ended before it, and the next had begun. A circle is walked once at most.
  CREATE FUNCTION line_on(agency text, day date) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
  DECLARE line text[] := ARRAY[agency]; next text;
  BEGIN
    LOOP
      SELECT s.id INTO next FROM accord.agencies a JOIN accord.agencies s ON s.id = a.successor
        WHERE a.id = line[cardinality(line)] AND a.valid_to < day AND s.valid_from <= day AND s.id <> ALL (line);
      IF next IS NULL THEN RETURN line; END IF;
      line := line || next;
    END LOOP;
  END $$;
  -- Who answers for an agency's records on a day: itself, or whoever succeeded it by then.
  -- Asked for every row that is shown, so nearly always answered by one look; and like its neighbours it runs with its caller's rights.
  CREATE FUNCTION holder_on(agency text, day date) RETURNS text LANGUAGE plpgsql STABLE AS $$
  DECLARE line text[];
  BEGIN
    IF NOT EXISTS (SELECT FROM accord.agencies a WHERE a.id = agency AND a.valid_to < day) THEN RETURN agency; END IF;
    line := accord.line_on(agency, day);
    RETURN line[cardinality(line)];
  END $$;
  CREATE FUNCTION holder_of(agency text) RETURNS text LANGUAGE plpgsql STABLE AS $$
  BEGIN RETURN accord.holder_on(agency, accord.today_in_london()); END $$;
  -- Itself and all it answers for today. One that was succeeded holds nothing any more, and nobody holds nothing.
  CREATE FUNCTION held(agency text) RETURNS text[] LANGUAGE plpgsql STABLE AS $$
  BEGIN
    IF accord.holder_of(agency) IS DISTINCT FROM agency OR agency IS NULL THEN RETURN '{}'; END IF;
    IF NOT EXISTS (SELECT FROM accord.agencies a WHERE a.successor = agency AND a.valid_to < accord.today_in_london()) THEN RETURN ARRAY[agency]; END IF;
    RETURN (WITH RECURSIVE earlier(id) AS (
      SELECT agency UNION
      SELECT a.id FROM earlier e JOIN accord.agencies s ON s.id = e.id AND s.valid_from <= accord.today_in_london()
        JOIN accord.agencies a ON a.successor = s.id AND a.valid_to < accord.today_in_london())
      SELECT array_agg(e.id ORDER BY e.id) FROM earlier e);
  END $$;
  CREATE FUNCTION mine() RETURNS SETOF text LANGUAGE plpgsql STABLE ROWS 3 AS $$
  BEGIN RETURN QUERY SELECT unnest(accord.held(accord.said('accord.agency'))); END $$;
  CREATE INDEX agencies_succeeded_by ON agencies (successor);

  CREATE OR REPLACE FUNCTION team_and_member_share_an_agency() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF accord.holder_of((SELECT agency_id FROM accord.teams WHERE id = NEW.team_id)) IS DISTINCT FROM accord.holder_of((SELECT agency_id FROM accord.staff WHERE id = NEW.staff_id)) THEN
      RAISE EXCEPTION 'team and member belong to different agencies' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;`;

const lifetimes = `
  -- Records must never be without an answerable agency: asked after the change, one at a time, so that two changes cannot close a circle between them.
  CREATE FUNCTION lifetimes_follow_each_other() RETURNS trigger LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
  DECLARE line text[] := ARRAY[NEW.id]; next text := NEW.successor; fault text;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('accord lifetimes'));
    WHILE next IS NOT NULL AND fault IS NULL LOOP
      IF next = ANY (line) THEN fault := format('is succeeded in a circle: %s', array_to_string(line || next, ' → ')); END IF;
      line := line || next;
      SELECT a.successor INTO next FROM accord.agencies a WHERE a.id = next;
    END LOOP;
    fault := CASE
      WHEN NEW.successor = NEW.id THEN 'cannot succeed itself'
      WHEN fault IS NOT NULL THEN fault
      WHEN NEW.valid_to < NEW.valid_from THEN 'ends before it begins'
      WHEN NEW.successor IS NOT NULL AND NEW.valid_to IS NULL THEN 'has a successor but no last day'
      WHEN EXISTS (SELECT FROM accord.agencies s WHERE s.id = NEW.successor AND s.valid_from > NEW.valid_to + 1) THEN 'ends before its successor begins: somebody must answer for its records on every day'
      WHEN EXISTS (SELECT FROM accord.agencies s WHERE s.id = NEW.successor AND s.valid_to <= NEW.valid_to) THEN 'has a successor that ends no later than itself'
      WHEN EXISTS (SELECT FROM accord.agencies p WHERE p.successor = NEW.id AND (NEW.valid_from > p.valid_to + 1 OR NEW.valid_to <= p.valid_to)) THEN 'does not work on the day after an agency ends which it succeeds'
    END;
    IF fault IS NOT NULL THEN RAISE EXCEPTION 'agency % %', NEW.id, fault USING ERRCODE = 'check_violation'; END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER lifetimes_follow_each_other AFTER INSERT OR UPDATE ON agencies FOR EACH ROW EXECUTE FUNCTION lifetimes_follow_each_other();`;

const successions = `
  -- Two people of an agency end it and name who answers for it then; two people of that one accept. Until the last of the four, nothing takes effect.
  CREATE TABLE agency_successions (
    id uuid PRIMARY KEY,
    agency_id text NOT NULL REFERENCES agencies,
    successor text NOT NULL REFERENCES agencies CHECK (successor <> agency_id),
    last_day date NOT NULL,
    state text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'approved', 'accepting', 'accepted', 'rejected')),
    proposed_by uuid NOT NULL REFERENCES staff,
    proposed_at timestamptz NOT NULL DEFAULT now(),
    entry_id uuid NOT NULL REFERENCES ledger_entries,
    approved_by uuid REFERENCES staff CHECK (approved_by <> proposed_by),
    approved_entry uuid REFERENCES ledger_entries,
    accepting_by uuid REFERENCES staff,
    accepting_entry uuid REFERENCES ledger_entries,
    decided_by uuid REFERENCES staff,
    decided_at timestamptz,
    decided_entry uuid REFERENCES ledger_entries,
    CHECK ((approved_by IS NULL) = (approved_entry IS NULL) AND (accepting_by IS NULL) = (accepting_entry IS NULL) AND (decided_by IS NULL) = (decided_entry IS NULL)),
    CHECK (state IN ('proposed', 'rejected') OR approved_by IS NOT NULL),
    CHECK (state NOT IN ('accepting', 'accepted') OR accepting_by IS NOT NULL),
    CHECK ((state IN ('accepted', 'rejected')) = (decided_by IS NOT NULL) AND (state <> 'accepted' OR decided_by <> accepting_by))
  );
  CREATE UNIQUE INDEX one_open_succession ON agency_successions (agency_id) WHERE state NOT IN ('accepted', 'rejected');
  ALTER TABLE agency_successions ENABLE ROW LEVEL SECURITY;
  ALTER TABLE agency_successions FORCE ROW LEVEL SECURITY;
  CREATE POLICY owner_checks ON agency_successions TO accord_owner USING (true) WITH CHECK (true);
  CREATE POLICY every_partner_may_know ON agency_successions FOR SELECT TO accord_service USING (true);
  CREATE POLICY own_agency ON agency_successions FOR INSERT TO accord_service
    WITH CHECK (agency_id = accord.said('accord.agency') AND proposed_by = accord.said_id('accord.actor'));
  GRANT SELECT, INSERT (id, agency_id, successor, last_day, proposed_by, entry_id) ON agency_successions TO accord_service;

  -- Does the ledger say that this person, who works on that side today and may, took this step of this very succession, before both agencies?
  CREATE FUNCTION succession_is_recorded(it agency_successions, step text, side text, person uuid, entry uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN EXISTS (SELECT FROM accord.ledger_entries e WHERE e.id = entry AND e.operation = 'permission-change' AND e.outcome = 'permit'
      AND e.actor_id = person AND e.agency_id = side AND ARRAY[it.agency_id, it.successor] <@ e.visible_to
      AND e.leaf::jsonb #> '{because,succession}' = jsonb_build_object('id', it.id, 'step', step, 'agency', it.agency_id, 'successor', it.successor, 'lastDay', to_char(it.last_day, 'YYYY-MM-DD')))
    AND EXISTS (SELECT FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id
      WHERE p.id = person AND p.disabled_at IS NULL AND accord.holder_of(p.agency_id) = side AND r.role IN ('ig-officer', 'agency-lead')); END $$;
  -- The step that is being taken has an entry of its own transaction: an older one would have been written for something else.
  CREATE FUNCTION succession_is_recorded_now(it agency_successions, step text, side text, person uuid, entry uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN EXISTS (SELECT FROM accord.ledger_entries e WHERE e.id = entry AND e.xid = pg_current_xact_id()) AND accord.succession_is_recorded(it, step, side, person, entry); END $$;

  -- What no officer proposed would stand before every partner, and in the way of what one does propose.
  CREATE FUNCTION succession_is_an_officers_own() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN
    IF NOT accord.succession_is_recorded_now(NEW, 'proposed', NEW.agency_id, NEW.proposed_by, NEW.entry_id) THEN
      RAISE EXCEPTION 'a succession is proposed by an officer or lead of the agency, with a ledger entry of its own' USING ERRCODE = 'insufficient_privilege'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER succession_is_an_officers_own BEFORE INSERT ON agency_successions FOR EACH ROW EXECUTE FUNCTION succession_is_an_officers_own();

  -- The only way in which the service changes a lifetime. False: somebody else was quicker, or whoever took an earlier step may not any more.
  CREATE FUNCTION decide_succession(succession uuid, step text, entry uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE it accord.agency_successions; me uuid := accord.said_id('accord.actor'); own text := accord.said('accord.agency');
  BEGIN
    SELECT * INTO it FROM accord.agency_successions WHERE id = succession FOR UPDATE;
    IF (CASE step WHEN 'approved' THEN it.state = 'proposed' WHEN 'accepting' THEN it.state = 'approved' WHEN 'accepted' THEN it.state = 'accepting'
        WHEN 'rejected' THEN it.state IN ('proposed', 'approved', 'accepting') END) IS NOT TRUE THEN RETURN false; END IF;
    IF step <> 'rejected' AND NOT (accord.succession_is_recorded(it, 'proposed', it.agency_id, it.proposed_by, it.entry_id)
      AND (it.approved_by IS NULL OR accord.succession_is_recorded(it, 'approved', it.agency_id, it.approved_by, it.approved_entry))
      AND (it.accepting_by IS NULL OR accord.succession_is_recorded(it, 'accepting', it.successor, it.accepting_by, it.accepting_entry))) THEN RETURN false; END IF;
    -- The agency itself approves, its successor accepts; each of the two may stop it.
    IF me IS NULL OR own IS NULL OR (CASE step WHEN 'approved' THEN own = it.agency_id AND me <> it.proposed_by WHEN 'accepting' THEN own = it.successor
        WHEN 'accepted' THEN own = it.successor AND me <> it.accepting_by ELSE own IN (it.agency_id, it.successor) END) IS NOT TRUE
      OR NOT accord.succession_is_recorded_now(it, step, own, me, entry) THEN
      RAISE EXCEPTION 'a succession takes two people of the agency and two of its successor, and an entry for each' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE accord.agency_successions s SET state = step,
      approved_by = CASE step WHEN 'approved' THEN me ELSE s.approved_by END, approved_entry = CASE step WHEN 'approved' THEN entry ELSE s.approved_entry END,
      accepting_by = CASE step WHEN 'accepting' THEN me ELSE s.accepting_by END, accepting_entry = CASE step WHEN 'accepting' THEN entry ELSE s.accepting_entry END,
      decided_by = CASE WHEN step IN ('accepted', 'rejected') THEN me END, decided_at = CASE WHEN step IN ('accepted', 'rejected') THEN now() END,
      decided_entry = CASE WHEN step IN ('accepted', 'rejected') THEN entry END WHERE s.id = succession;
    IF step = 'accepted' THEN
      UPDATE accord.agencies SET valid_to = it.last_day, successor = it.successor
        WHERE id = it.agency_id AND successor IS NULL AND it.last_day >= accord.today_in_london() AND it.last_day <= coalesce(valid_to, it.last_day);
      IF NOT FOUND THEN RAISE EXCEPTION 'agency % has a successor already, or its last day is past', it.agency_id USING ERRCODE = 'check_violation'; END IF;
    END IF;
    RETURN true;
  END $$;`;

const lists = `
  -- Does a list that names this agency keep this session from a record of that owner? The agency's successor is kept away in its place.
  -- Where the owner and the agency named have come to be one, somebody must still answer for the record: then everybody who came from the agency named.
  CREATE FUNCTION named_away(named text, owner text, staff uuid, agency text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  DECLARE line text[]; last integer;
  BEGIN
    IF named IS NULL THEN RETURN false; END IF;
    line := accord.line_on(named, accord.today_in_london());
    last := cardinality(line);
    IF line[last] IS DISTINCT FROM accord.holder_of(owner) THEN RETURN coalesce(line[last] = accord.holder_of(agency), false); END IF;
    RETURN EXISTS (SELECT FROM accord.staff p WHERE p.id = staff AND p.agency_id = ANY (line[1:greatest(last - 1, 1)]));
  END $$;

  CREATE OR REPLACE FUNCTION keeps_away(concern uuid, staff uuid, agency text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (WITH RECURSIVE behind(id) AS (SELECT concern UNION SELECT s.source_id FROM behind b JOIN accord.concern_sources s ON s.concern_id = b.id)
      SELECT EXISTS (SELECT 1 FROM behind b JOIN accord.concern_subjects s ON s.concern_id = b.id JOIN accord.must_not_receive m ON m.subject_id = s.subject_id
        JOIN accord.subjects p ON p.id = s.subject_id WHERE m.staff_id = staff OR accord.named_away(m.agency_id, p.agency_id, staff, agency))); END $$;`;
