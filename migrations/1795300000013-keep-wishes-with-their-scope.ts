import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a person wants, for which purposes and partners, who asked, and how it is safe to reach them. And what was left by which somebody
 * on a person's list might still have told that there is something: decisions, and ledger entries that name a record only within.
 */
export class KeepWishesWithTheirScope1795300000013 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A list may not hide a record from those who account for it: never from its own agency, from one of its officers only when a lead says so.
      CREATE FUNCTION list_shuts_out_no_oversight() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE owner text := (SELECT accord.holder_of(s.agency_id) FROM accord.subjects s WHERE s.id = NEW.subject_id);
      BEGIN
        IF accord.holder_of(NEW.agency_id) = owner OR (NOT EXISTS (SELECT 1 FROM accord.staff_roles l WHERE l.staff_id = NEW.recorded_by AND l.role = 'agency-lead')
          AND EXISTS (SELECT 1 FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id WHERE p.id = NEW.staff_id AND r.role = 'ig-officer' AND accord.holder_of(p.agency_id) = owner)) THEN
          RAISE EXCEPTION 'a list hides no record from those who account for it' USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER list_shuts_out_no_oversight BEFORE INSERT ON must_not_receive FOR EACH ROW EXECUTE FUNCTION list_shuts_out_no_oversight();
      REVOKE EXECUTE ON FUNCTION list_shuts_out_no_oversight() FROM PUBLIC;

      ALTER TABLE wishes
        -- NULL is everything; a list is never empty, because an empty list means none.
        ADD COLUMN purposes text[] CHECK (cardinality(purposes) > 0),
        ADD COLUMN agencies text[] CHECK (cardinality(agencies) > 0),
        -- NULL: whoever recorded it.
        ADD COLUMN asked_by uuid REFERENCES staff,
        -- Words: how and when it is safe to reach them.
        ADD COLUMN safe_contact_id uuid,
        ADD COLUMN aware boolean,
        ADD COLUMN afraid_of uuid[] NOT NULL DEFAULT '{}';
      ALTER TABLE referral_events DROP CONSTRAINT referral_events_event_check;
      ALTER TABLE referral_events ADD CONSTRAINT referral_events_event_check
        CHECK (event IN ('sent', 'accepted', 'question-asked', 'answered', 'declined', 'outcome-recorded', 'wishes-withdrawn'));

      -- What was said of a person in a concern, newest first. \`holders\`: who answers today for the agencies that the scope names.
      CREATE FUNCTION said_of(concern uuid, person uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'state', w.state,
          'scope', CASE WHEN w.purposes IS NOT NULL OR w.agencies IS NOT NULL THEN jsonb_strip_nulls(jsonb_build_object('purposes', w.purposes, 'agencies', w.agencies)) END,
          'holders', (SELECT jsonb_agg(accord.holder_of(a)) FROM unnest(w.agencies) a),
          'on', to_char(w.asked_on, 'YYYY-MM-DD'), 'by', w.recorded_by, 'askedBy', coalesce(w.asked_by, w.recorded_by), 'reasonId', w.reason_id, 'safeContactId', w.safe_contact_id,
          'aware', w.aware, 'afraidOf', w.afraid_of) ORDER BY w.id DESC), '[]')
        FROM accord.wishes w WHERE w.concern_id = concern AND w.subject_id = person); END $$;

      CREATE OR REPLACE FUNCTION subjects_of(concern uuid, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.subject_id, 'label', s.label, 'roles', f.roles, 'age', f.age, 'atRisk', f.at_risk,
          'seriousHarm', f.serious_harm, 'childAtRisk', f.child_at_risk, 'fgmKnown', f.fgm_known, 'risk', f.risk, 'key', encode(k.key, 'hex'),
          'judgementId', f.judgement_id,
          'mustNotReceive', (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('staff', m.staff_id, 'agency', m.agency_id)) ORDER BY m.id), '[]') FROM accord.must_not_receive m WHERE m.subject_id = s.subject_id),
          'said', w.said, 'wishes', coalesce(w.said #>> '{0,state}', 'not-sought'),
          'asked', (SELECT jsonb_build_object('on', w.said #> '{0,on}', 'by', w.said #> '{0,by}', 'reasonId', w.said #> '{0,reasonId}') WHERE w.said <> '[]')) ORDER BY s.label), '[]')
        FROM accord.concern_subjects s CROSS JOIN LATERAL (SELECT accord.said_of(concern, s.subject_id) AS said) w LEFT JOIN accord.subject_keys k USING (subject_id)
        JOIN LATERAL (SELECT * FROM accord.subject_facts x WHERE x.concern_id = concern AND x.subject_id = s.subject_id AND x.concern_version <= coalesce(as_at, x.concern_version)
          ORDER BY x.concern_version DESC LIMIT 1) f ON true
        WHERE s.concern_id = concern); END $$;

      -- Is this session on any list at all? Asked once for a whole statement: whoever is on none pays nothing for what follows.
      CREATE INDEX must_not_receive_staff ON must_not_receive (staff_id);
      CREATE INDEX must_not_receive_agencies ON must_not_receive (agency_id);
      CREATE FUNCTION is_on_a_list() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.must_not_receive m WHERE m.staff_id = accord.said_id('accord.actor'))
        OR EXISTS (SELECT 1 FROM accord.must_not_receive m WHERE m.agency_id IN (SELECT accord.mine())); END $$;

      -- Does an entry name, within, a record that a list keeps from this session: in a page of a list, as the decision whose reasons were
      -- asked for, or as what a colleague looked up? (One's own look-ups stay: what one asked for oneself tells nothing.)
      CREATE FUNCTION leaf_keeps_away(leaf jsonb) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE
        id_form text := '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
        own boolean := leaf #>> '{actor,staff}' = accord.said('accord.actor');
        sought text := CASE WHEN NOT own AND leaf #>> '{because,sought,record}' ~ id_form THEN leaf #>> '{because,sought,record}' END;
        entry text := CASE WHEN NOT own AND leaf #>> '{because,sought,entry}' ~ id_form THEN leaf #>> '{because,sought,entry}' END;
        decision text := CASE WHEN leaf ->> 'decision' ~ id_form THEN leaf ->> 'decision' END;
      BEGIN
        RETURN EXISTS (SELECT 1 FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(leaf #> '{because,concerns}') = 'array' THEN leaf #> '{because,concerns}' ELSE '[]' END) c
            WHERE CASE WHEN c ~ id_form THEN accord.kept_from(c::uuid) END)
          OR EXISTS (SELECT 1 FROM accord.decisions d WHERE d.id = decision::uuid AND accord.kept_from(d.concern_id))
          OR (sought IS NOT NULL AND accord.entry_keeps_away(sought::uuid, sought::uuid))
          OR EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = entry::uuid AND accord.entry_keeps_away(e.concern_id, e.referral_id));
      END $$;

      CREATE POLICY no_record_of_a_list_within ON ledger_entries AS RESTRICTIVE FOR SELECT TO accord_service
        USING (concern_id IS NOT NULL OR referral_id IS NOT NULL OR NOT (SELECT accord.is_on_a_list()) OR NOT accord.leaf_keeps_away(leaf::jsonb));
      CREATE POLICY not_kept_away ON decisions AS RESTRICTIVE FOR SELECT TO accord_service USING (NOT (SELECT accord.is_on_a_list()) OR NOT accord.kept_from(concern_id));

      REVOKE EXECUTE ON FUNCTION said_of(uuid, uuid), is_on_a_list(), leaf_keeps_away(jsonb) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION said_of(uuid, uuid), is_on_a_list(), leaf_keeps_away(jsonb) TO accord_service;
    `);
  }

  /** Without its scope, agreement to one partner would read as agreement to all. */
  public down(): Promise<void> {
    return Promise.reject(new Error('wishes with a scope cannot be kept without it: restore the backup from before this migration'));
  }
}
