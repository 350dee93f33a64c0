/** The second half of this migration: what the earlier ones compare with an agency, compared with today's holder instead. */
export const permits = `
  -- May what was sent in this referral still be read by its recipient, as far as the agreement goes? A later migration asks the agreements.
  CREATE FUNCTION sharing_still_stands(referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN true; END $$;

  -- As before, with today's holder in the place of the agencies it succeeded, and whatever the operation is called: each party reads the other's words only while
  -- the sharing stands, under an entry that the other can find. Its own stay open to it.
  CREATE OR REPLACE FUNCTION open_contents() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  -- Asked once for the permit's referral, not for each of its rows.
  DECLARE own text[] := accord.held(accord.said('accord.agency')); stands boolean := (SELECT accord.sharing_still_stands(p.referral_id) FROM accord.permit_in_force() p WHERE p.referral_id IS NOT NULL);
  BEGIN RETURN QUERY SELECT c.id
    FROM accord.permit_in_force() e
    CROSS JOIN LATERAL unnest(e.covers) AS covered(id)
    JOIN accord.contents c ON c.id = covered.id
    WHERE e.operation IN ('consultation', 'disclosure', 'list')
      AND e.outcome IN ('permit', 'permit-redacted', 'must-notify')
      AND c.field = ANY (e.fields)
      AND (e.concern_id IS NULL OR c.concern_id = e.concern_id)
      AND EXISTS (SELECT 1 FROM accord.staff p WHERE p.id = e.actor_id AND p.agency_id = ANY (own) AND p.disabled_at IS NULL)
      AND NOT accord.keeps_away(c.concern_id, e.actor_id, e.agency_id)
      AND (e.referral_id IS NULL OR EXISTS (SELECT 1 FROM accord.referrals n WHERE n.id = e.referral_id AND ARRAY[n.agency_id, n.recipient_agency] && own))
      AND (e.referral_id IS NOT NULL OR e.owner_agency = e.agency_id)
      AND (c.agency_id = ANY (own) OR EXISTS (
        SELECT 1 FROM accord.referrals r WHERE r.id = e.referral_id AND ARRAY[r.agency_id, r.recipient_agency] && own AND accord.holder_of(r.agency_id) = ANY (e.visible_to)
          AND stands AND accord.holder_of(c.agency_id) = ANY (e.visible_to) AND (
          EXISTS (SELECT 1 FROM accord.referral_items i WHERE i.referral_id = r.id AND i.content_id = c.id)
          OR EXISTS (SELECT 1 FROM accord.referral_events v WHERE v.referral_id = r.id AND v.content_id = c.id)))); END $$;

  CREATE OR REPLACE FUNCTION crosses_as_the_ledger_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN
    -- What goes with a referral goes as it is sent, under the one entry of its sending: nothing is slipped in afterwards.
    IF TG_TABLE_NAME = 'referral_items' AND NOT EXISTS (
      SELECT 1 FROM accord.referrals r JOIN accord.ledger_entries e ON e.id = r.entry_id WHERE r.id = NEW.referral_id AND r.entry_id = NEW.entry_id AND e.xid = pg_current_xact_id()) THEN
      RAISE EXCEPTION 'this referral was sent before' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.content_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM accord.referrals r JOIN accord.ledger_entries e ON e.id = NEW.entry_id JOIN accord.contents c ON c.id = NEW.content_id
      CROSS JOIN LATERAL (SELECT accord.holder_of(r.agency_id) AS sender, accord.holder_of(r.recipient_agency) AS recipient) today
      WHERE r.id = NEW.referral_id AND e.referral_id = r.id AND NEW.content_id = ANY (e.covers) AND e.operation = 'disclosure'
        AND e.outcome IN ('permit', 'permit-redacted', 'must-notify') AND ARRAY[today.sender, today.recipient] <@ e.visible_to
        AND accord.holder_of(c.agency_id) = e.agency_id AND c.field = ANY (e.fields)
        AND (e.agency_id, e.recipient_agency) IN ((today.sender, today.recipient), (today.recipient, today.sender))) THEN
      RAISE EXCEPTION 'no ledger entry of this referral covers this row' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$;`;

/** What is written names who answers today; what is read and changed may be older. Each subquery is asked once a statement. */
export const policies = `
  ALTER POLICY own_agency ON concerns USING (agency_id IN (SELECT accord.mine()) AND NOT accord.kept_from(id)) WITH CHECK (agency_id IN (SELECT accord.mine()));
  CREATE POLICY in_todays_name ON concerns AS RESTRICTIVE FOR INSERT TO accord_service WITH CHECK (agency_id = accord.said('accord.agency'));
  ALTER POLICY own_agency ON subjects USING (agency_id IN (SELECT accord.mine()));
  ALTER POLICY own_agency ON items USING (agency_id IN (SELECT accord.mine()) AND NOT accord.kept_from(concern_id));
  ALTER POLICY own_agency ON decisions USING (agency_id IN (SELECT accord.mine())) WITH CHECK (agency_id = accord.said('accord.agency'));
  ALTER POLICY either_party ON referrals USING ((agency_id IN (SELECT accord.mine()) OR recipient_agency IN (SELECT accord.mine())) AND NOT accord.kept_from(concern_id));
  ALTER POLICY either_party_answers ON referrals USING ((agency_id IN (SELECT accord.mine()) OR recipient_agency IN (SELECT accord.mine())) AND NOT accord.kept_from(concern_id));
  ALTER POLICY sender_only ON referral_subjects USING (EXISTS (SELECT 1 FROM referrals r WHERE r.id = referral_id AND r.agency_id IN (SELECT accord.mine())));
  ALTER POLICY auditors_read_under_their_own_entry ON ledger_entries USING (visible_to && (SELECT accord.held(accord.auditing_agency())));`;

/** Facts name today's controllers, so that the rules decide about agencies that exist. */
export const facts = `
  CREATE OR REPLACE FUNCTION item_facts(item accord.items) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
  BEGIN RETURN jsonb_build_object('id', item.id, 'itemId', item.item_id, 'version', item.version, 'field', item.field,
      'carries', item.carries || ARRAY(SELECT l.field FROM accord.later_labels l WHERE l.content_id = item.id AND l.field <> ALL (item.carries) ORDER BY l.field),
      'kind', item.kind, 'recordKind', item.record_kind, 'about', item.about, 'statement', item.statement, 'confidence', item.confidence, 'datedOn', to_char(item.dated_on, 'YYYY-MM-DD'),
      'marking', item.marking, 'grading', item.grading, 'controller', accord.holder_of(item.controller)); END $$;

  -- \`by\` of an event: who answers today for the agency that it still names.
  CREATE OR REPLACE FUNCTION facts_of_referral(referral uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (SELECT jsonb_build_object('id', r.id, 'concernId', r.concern_id, 'concernState', c.state, 'state', r.state, 'version', r.version, 'marking', r.marking,
      'purpose', r.purpose, 'forum', r.forum, 'sentAt', r.sent_at, 'sentBy', r.sent_by, 'dueOn', to_char(r.due_on, 'YYYY-MM-DD'), 'fromTeam', r.team_id, 'toTeam', r.recipient_team,
      'from', accord.agency_facts(accord.holder_of(r.agency_id)), 'to', accord.agency_facts(accord.holder_of(r.recipient_agency)),
      'kept', accord.kept_from(r.concern_id), 'stands', accord.sharing_still_stands(r.id),
      'recipientKeptAway', accord.keeps_away(r.concern_id, NULL, r.recipient_agency) OR EXISTS (
         SELECT 1 FROM accord.team_members t WHERE t.team_id = r.recipient_team AND accord.keeps_away(r.concern_id, t.staff_id, NULL)),
      'share', d.record -> 'share',
      'subjects', accord.subjects_of(r.concern_id),
      'aliases', (SELECT coalesce(jsonb_object_agg(x.subject_id, x.alias), '{}') FROM accord.referral_subjects x WHERE x.referral_id = r.id),
      'items', (SELECT coalesce(jsonb_agg(accord.item_facts(i) ORDER BY i.item_id), '[]') FROM accord.referral_items f JOIN accord.items i ON i.id = f.content_id WHERE f.referral_id = r.id),
      'events', (SELECT coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'event', v.event, 'code', v.code, 'field', v.field,
         'contentId', v.content_id, 'agency', v.agency_id, 'by', accord.holder_of(v.agency_id), 'staff', v.staff_id, 'at', v.at) ORDER BY v.version), '[]') FROM accord.referral_events v WHERE v.referral_id = r.id))
    FROM accord.referrals r JOIN accord.concerns c ON c.id = r.concern_id JOIN accord.decisions d ON d.id = r.decision_id
    WHERE r.id = referral AND ARRAY[r.agency_id, r.recipient_agency] && accord.held(accord.said('accord.agency'))); END $$;

  CREATE OR REPLACE FUNCTION within_reach(item accord.items) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (SELECT NOT accord.kept_from(item.concern_id) AND (
      (item.agency_id IN (SELECT accord.mine()) AND EXISTS (
        SELECT 1 FROM accord.concerns c WHERE c.id = item.concern_id AND (c.written_by = accord.said_id('accord.actor') OR (c.state <> 'draft' AND (
          EXISTS (SELECT 1 FROM accord.team_members m WHERE m.team_id = c.team_id AND m.staff_id = accord.said_id('accord.actor'))
          OR EXISTS (SELECT 1 FROM accord.staff_roles l WHERE l.staff_id = accord.said_id('accord.actor') AND l.role = 'agency-lead'))))))
      OR EXISTS (
        SELECT 1 FROM accord.referral_items f JOIN accord.referrals r ON r.id = f.referral_id JOIN accord.concerns c ON c.id = r.concern_id
        JOIN accord.team_members m ON m.team_id = r.recipient_team AND m.staff_id = accord.said_id('accord.actor')
        WHERE f.content_id = item.id AND r.recipient_agency IN (SELECT accord.mine()) AND r.state <> 'declined' AND c.state <> 'withdrawn'))); END $$;

  CREATE OR REPLACE FUNCTION labels_of(ids uuid[]) RETURNS TABLE (id uuid, concern_id uuid, field text, carries text[], marking text, grading jsonb, controller text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN QUERY SELECT i.id, i.concern_id, i.field, i.carries || ARRAY(SELECT l.field FROM accord.later_labels l WHERE l.content_id = i.id AND i.agency_id IN (SELECT accord.mine())),
      i.marking, i.grading, accord.holder_of(i.controller) FROM accord.items i WHERE i.id = ANY (ids) AND accord.within_reach(i); END $$;

  -- A list that keeps this session away names an agency it answers for: those rows alone are looked at more closely, whatever the text.
  CREATE OR REPLACE FUNCTION pasted_from(rows jsonb) RETURNS TABLE ("row" uuid, source uuid, copied boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE
    me uuid := accord.said_id('accord.actor');
    own text[] := accord.held(accord.said('accord.agency'));
    my_teams text[] := ARRAY(SELECT m.team_id FROM accord.team_members m WHERE m.staff_id = me);
    lead boolean := EXISTS (SELECT 1 FROM accord.staff_roles l WHERE l.staff_id = me AND l.role = 'agency-lead');
  BEGIN RETURN QUERY
    WITH RECURSIVE kept(id) AS (
      SELECT s.concern_id FROM accord.must_not_receive m JOIN accord.concern_subjects s ON s.subject_id = m.subject_id JOIN accord.subjects p ON p.id = m.subject_id
        WHERE m.staff_id = me OR (m.agency_id = ANY (own) AND accord.named_away(m.agency_id, p.agency_id, me, accord.said('accord.agency')))
      UNION SELECT c.concern_id FROM kept k JOIN accord.concern_sources c ON c.source_id = k.id),
    reach AS MATERIALIZED (
      SELECT i.id, i.fingerprints FROM accord.concerns c JOIN accord.items i ON i.concern_id = c.id
      WHERE c.agency_id = ANY (own) AND (c.written_by = me OR (c.state <> 'draft' AND (c.team_id = ANY (my_teams) OR lead))) AND c.id NOT IN (SELECT kept.id FROM kept)
      UNION
      SELECT i.id, i.fingerprints FROM accord.referrals r JOIN accord.concerns c ON c.id = r.concern_id JOIN accord.referral_items f ON f.referral_id = r.id JOIN accord.items i ON i.id = f.content_id
      WHERE r.recipient_agency = ANY (own) AND r.recipient_team = ANY (my_teams) AND r.state <> 'declined' AND c.state <> 'withdrawn' AND c.id NOT IN (SELECT kept.id FROM kept)),
    theirs AS MATERIALIZED (SELECT reach.id, unnest(reach.fingerprints) AS print FROM reach),
    given AS MATERIALIZED (SELECT g.id, unnest(g.fingerprints) AS print FROM jsonb_to_recordset(rows) AS g(id uuid, fingerprints bigint[]))
    SELECT g.id, t.id, count(*) FILTER (WHERE g.print >= 0) >= 3 FROM given g JOIN theirs t ON t.print = g.print
    GROUP BY g.id, t.id HAVING count(*) FILTER (WHERE g.print >= 0) >= 3 OR bool_or(g.print < 0); END $$;

  CREATE OR REPLACE FUNCTION owner_of(kind text, wanted uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN accord.holder_of(CASE kind
    WHEN 'concern' THEN (SELECT c.agency_id FROM accord.concerns c WHERE c.id = wanted)
    WHEN 'referral' THEN (SELECT r.agency_id FROM accord.referrals r WHERE r.id = wanted)
    WHEN 'decision' THEN (SELECT d.agency_id FROM accord.decisions d WHERE d.id = wanted) END); END $$;

  CREATE OR REPLACE FUNCTION facts_of_concern(concern uuid, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (SELECT jsonb_build_object('id', c.id, 'state', c.state, 'version', coalesce(as_at, c.version), 'teamId', c.team_id, 'writtenBy', c.written_by, 'changedAt', c.changed_at,
      'agency', accord.agency_facts(accord.holder_of(c.agency_id)), 'subjects', accord.subjects_of(c.id, coalesce(as_at, c.version)),
      'items', (SELECT coalesce(jsonb_agg(accord.item_facts(i) ORDER BY i.item_id), '[]') FROM accord.items_at(c.id, coalesce(as_at, c.version)) i),
      'events', (SELECT jsonb_agg(jsonb_build_object('version', v.version, 'event', v.event, 'reason', v.reason_code, 'staff', v.staff_id, 'at', v.at) ORDER BY v.version)
         FROM accord.concern_events v WHERE v.concern_id = c.id AND v.version <= coalesce(as_at, c.version)))
    FROM accord.concerns c WHERE c.id = concern AND c.version >= coalesce(as_at, c.version) AND c.agency_id IN (SELECT accord.mine()) AND NOT accord.kept_from(c.id)); END $$;

  CREATE OR REPLACE FUNCTION facts_of_recipient(team text, concern uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (
    SELECT jsonb_build_object('team', t.id, 'teamName', t.name, 'agency', accord.agency_facts(a.id), 'agencyName', a.name,
      'agencyKeptAway', accord.keeps_away(concern, NULL, a.id),
      'openers', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'position', p.position,
          'keptAway', accord.keeps_away(concern, p.id, NULL)) ORDER BY p.name), '[]')
        FROM accord.team_members m JOIN accord.staff p ON p.id = m.staff_id
        WHERE m.team_id = t.id AND p.disabled_at IS NULL
          AND EXISTS (SELECT 1 FROM accord.staff_roles r WHERE r.staff_id = p.id AND r.role IN ('caseworker', 'agency-lead'))))
    FROM accord.teams t JOIN accord.agencies a ON a.id = accord.holder_of(t.agency_id) WHERE t.id = team); END $$;

  CREATE OR REPLACE FUNCTION recipients_pseudonyms(aliases uuid[]) RETURNS TABLE (alias uuid, subject_id uuid, key text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN QUERY SELECT x.alias, x.subject_id, encode(k.key, 'hex') FROM accord.referral_subjects x JOIN accord.referrals r ON r.id = x.referral_id
    JOIN accord.subject_keys k ON k.subject_id = x.subject_id
    WHERE x.alias = ANY (aliases) AND r.recipient_agency IN (SELECT accord.mine()) AND NOT accord.kept_from(r.concern_id); END $$;`;

export const oversight = `
  -- As before, and only where it is an officer who looks: at work there today, in that role.
  CREATE OR REPLACE FUNCTION auditing_agency() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (SELECT e.agency_id FROM accord.permit_in_force() e WHERE e.operation = 'audit-look-up' AND e.outcome = 'permit'
    AND EXISTS (SELECT 1 FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id
      WHERE p.id = e.actor_id AND accord.holder_of(p.agency_id) = e.agency_id AND p.disabled_at IS NULL AND r.role = 'ig-officer')); END $$;

  CREATE OR REPLACE FUNCTION ledger_keys_for(agency text, staff uuid, person uuid) RETURNS TABLE (id uuid, key text) LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
  BEGIN
    PERFORM accord.act_as(agency, staff);
    RETURN QUERY SELECT k.subject_id, encode(k.key, 'hex') FROM accord.subject_keys k JOIN accord.subjects p ON p.id = k.subject_id
      WHERE k.subject_id = person AND NOT EXISTS (SELECT 1 FROM accord.must_not_receive m WHERE m.subject_id = person AND (m.staff_id = staff OR accord.named_away(m.agency_id, p.agency_id, staff, agency)));
    RETURN QUERY SELECT p.alias, p.key FROM accord.recipients_pseudonyms(ARRAY[person]) p;
  END $$;

  CREATE OR REPLACE FUNCTION audit_under(permit uuid, key text, agency text, staff uuid, q jsonb, most integer) RETURNS TABLE (id uuid, recorded_at timestamptz, leaf text)
    LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
  DECLARE own text[] := accord.held(agency);
  BEGIN
    PERFORM set_config('accord.permit', permit::text, true), set_config('accord.permit_key', key, true), accord.act_as(agency, staff);
    RETURN QUERY SELECT e.id, e.recorded_at, e.leaf FROM accord.ledger_entries e
      WHERE e.visible_to && own
        AND (q ->> 'entry' IS NULL OR e.id = (q ->> 'entry')::uuid)
        AND (q -> 'subjects' IS NULL OR e.subjects && ARRAY(SELECT jsonb_array_elements_text(q -> 'subjects')))
        AND (q ->> 'person' IS NULL OR e.actor_id = (q ->> 'person')::uuid)
        -- By the name that the entry bears: an agency that was succeeded is looked for under its own.
        AND (q ->> 'agency' IS NULL OR q ->> 'agency' IN (e.agency_id, e.recipient_agency, e.owner_agency))
        AND (q ->> 'record' IS NULL OR e.referral_id = (q ->> 'record')::uuid OR (e.concern_id = (q ->> 'record')::uuid AND e.owner_agency = ANY (own))
          OR e.covers && ARRAY(SELECT i.id FROM accord.items i WHERE i.concern_id = (q ->> 'record')::uuid)
          -- A partner's openings name the referral alone: its sender finds them by the concern too.
          OR e.referral_id IN (SELECT r.id FROM accord.referrals r WHERE r.concern_id = (q ->> 'record')::uuid AND r.agency_id = ANY (own)))
        AND (q ->> 'operation' IS NULL OR e.operation = q ->> 'operation')
        -- Whoever received is shown a plain permit, so is found by it too: a filter must not tell that something was withheld.
        AND (q ->> 'outcome' IS NULL OR q ->> 'outcome' = CASE WHEN e.outcome = 'permit-redacted' AND coalesce(e.owner_agency, e.agency_id) <> ALL (own) THEN 'permit' ELSE e.outcome END)
        AND (q ->> 'from' IS NULL OR e.recorded_at >= (q ->> 'from')::timestamptz)
        AND (q ->> 'to' IS NULL OR e.recorded_at < (q ->> 'to')::timestamptz)
        AND (q ->> 'before' IS NULL OR e.id < (q ->> 'before')::uuid)
        -- Whom a person's own list keeps away is shown no entry either. An entry whose record is missing stays to be found.
        AND NOT accord.entry_keeps_away(e.concern_id, e.referral_id)
      ORDER BY e.id DESC LIMIT most;
  END $$;`;
