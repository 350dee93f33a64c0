import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The door needs the sender's markers (never words) to decide afresh when a recipient opens a referral. Row security hides
 * them from the recipient's session, so two narrow functions answer instead: one for a party to the referral, one for the
 * ledger alone (whose record was this refused attempt about?).
 */
export class LoadFactsOfAReferral1795300000005 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION subjects_of(concern uuid, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.subject_id, 'label', s.label, 'roles', f.roles, 'age', f.age, 'atRisk', f.at_risk,
          'seriousHarm', f.serious_harm, 'childAtRisk', f.child_at_risk, 'fgmKnown', f.fgm_known, 'risk', f.risk, 'key', encode(k.key, 'hex'),
          'judgementId', f.judgement_id,
          'mustNotReceive', (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('staff', m.staff_id, 'agency', m.agency_id)) ORDER BY m.id), '[]') FROM accord.must_not_receive m WHERE m.subject_id = s.subject_id),
          'asked', (SELECT jsonb_build_object('on', to_char(w.asked_on, 'YYYY-MM-DD'), 'by', w.recorded_by, 'reasonId', w.reason_id) FROM accord.wishes w
             WHERE w.concern_id = concern AND w.subject_id = s.subject_id ORDER BY w.id DESC LIMIT 1),
          'wishes', coalesce((SELECT w.state FROM accord.wishes w WHERE w.concern_id = concern AND w.subject_id = s.subject_id ORDER BY w.id DESC LIMIT 1), 'not-sought')
        ) ORDER BY s.label), '[]')
        FROM accord.concern_subjects s LEFT JOIN accord.subject_keys k USING (subject_id)
        JOIN LATERAL (SELECT * FROM accord.subject_facts x WHERE x.concern_id = concern AND x.subject_id = s.subject_id AND x.concern_version <= coalesce(as_at, x.concern_version)
          ORDER BY x.concern_version DESC LIMIT 1) f ON true
        WHERE s.concern_id = concern); END $$;

      CREATE FUNCTION agency_facts(agency text) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT jsonb_build_object('id', id, 'type', type, 'commissioned', commissioned, 'actingFor', acting_for,
          'validFrom', to_char(valid_from, 'YYYY-MM-DD'), 'validTo', to_char(valid_to, 'YYYY-MM-DD')) FROM accord.agencies WHERE id = agency); END $$;

      CREATE FUNCTION item_facts(item accord.items) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
      BEGIN RETURN jsonb_build_object('id', item.id, 'itemId', item.item_id, 'version', item.version, 'field', item.field,
          'carries', item.carries || ARRAY(SELECT l.field FROM accord.later_labels l WHERE l.content_id = item.id AND l.field <> ALL (item.carries) ORDER BY l.field),
          'kind', item.kind, 'recordKind', item.record_kind, 'about', item.about, 'statement', item.statement, 'confidence', item.confidence, 'datedOn', to_char(item.dated_on, 'YYYY-MM-DD'),
          'marking', item.marking, 'grading', item.grading, 'controller', item.controller); END $$;

      -- Facts of one referral for one of its two parties; NULL for everybody else. \`kept\` says that the session is on a must-not-receive list.
      CREATE FUNCTION facts_of_referral(referral uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT jsonb_build_object('id', r.id, 'concernId', r.concern_id, 'concernState', c.state, 'state', r.state, 'version', r.version, 'marking', r.marking,
          'purpose', r.purpose, 'forum', r.forum, 'sentAt', r.sent_at, 'sentBy', r.sent_by, 'dueOn', to_char(r.due_on, 'YYYY-MM-DD'), 'fromTeam', r.team_id, 'toTeam', r.recipient_team,
          'from', accord.agency_facts(r.agency_id), 'to', accord.agency_facts(r.recipient_agency),
          'kept', accord.kept_from(r.concern_id),
          'recipientKeptAway', accord.keeps_away(r.concern_id, NULL, r.recipient_agency) OR EXISTS (
             SELECT 1 FROM accord.team_members t WHERE t.team_id = r.recipient_team AND accord.keeps_away(r.concern_id, t.staff_id, NULL)),
          'share', d.record -> 'share',
          'subjects', accord.subjects_of(r.concern_id),
          'aliases', (SELECT coalesce(jsonb_object_agg(x.subject_id, x.alias), '{}') FROM accord.referral_subjects x WHERE x.referral_id = r.id),
          'items', (SELECT coalesce(jsonb_agg(accord.item_facts(i) ORDER BY i.item_id), '[]') FROM accord.referral_items f JOIN accord.items i ON i.id = f.content_id WHERE f.referral_id = r.id),
          'events', (SELECT coalesce(jsonb_agg(jsonb_build_object('version', v.version, 'event', v.event, 'code', v.code, 'field', v.field,
             'contentId', v.content_id, 'agency', v.agency_id, 'staff', v.staff_id, 'at', v.at) ORDER BY v.version), '[]') FROM accord.referral_events v WHERE v.referral_id = r.id))
        FROM accord.referrals r JOIN accord.concerns c ON c.id = r.concern_id JOIN accord.decisions d ON d.id = r.decision_id
        WHERE r.id = referral AND accord.said('accord.agency') IN (r.agency_id, r.recipient_agency)); END $$;

      -- May this member of staff see this row at all? Their own concern or their team's (a lead: their agency's), or sent to their team;
      -- never what a person's list keeps from them. The next two functions answer about such rows alone: otherwise somebody could
      -- type addresses into a note of their own and learn from its labels which of them is protected.
      CREATE FUNCTION within_reach(item accord.items) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT NOT accord.kept_from(item.concern_id) AND (
          (item.agency_id = accord.said('accord.agency') AND EXISTS (
            SELECT 1 FROM accord.concerns c WHERE c.id = item.concern_id AND (c.written_by = accord.said_id('accord.actor') OR (c.state <> 'draft' AND (
              EXISTS (SELECT 1 FROM accord.team_members m WHERE m.team_id = c.team_id AND m.staff_id = accord.said_id('accord.actor'))
              OR EXISTS (SELECT 1 FROM accord.staff_roles l WHERE l.staff_id = accord.said_id('accord.actor') AND l.role = 'agency-lead'))))))
          OR EXISTS (
            SELECT 1 FROM accord.referral_items f JOIN accord.referrals r ON r.id = f.referral_id JOIN accord.concerns c ON c.id = r.concern_id
            JOIN accord.team_members m ON m.team_id = r.recipient_team AND m.staff_id = accord.said_id('accord.actor')
            WHERE f.content_id = item.id AND r.recipient_agency = accord.said('accord.agency') AND r.state <> 'declined' AND c.state <> 'withdrawn'))); END $$;

      -- Of another agency's row only the labels it had when it was sent: what its owner learnt later is not for its recipient to learn.
      CREATE FUNCTION labels_of(ids uuid[]) RETURNS TABLE (id uuid, concern_id uuid, field text, carries text[], marking text, grading jsonb, controller text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN QUERY SELECT i.id, i.concern_id, i.field, i.carries || ARRAY(SELECT l.field FROM accord.later_labels l WHERE l.content_id = i.id AND i.agency_id = accord.said('accord.agency')),
          i.marking, i.grading, i.controller FROM accord.items i WHERE i.id = ANY (ids) AND accord.within_reach(i); END $$;

      -- Pasted text is recognised without being read: a shared tell-tale (negative: a postcode, a number, a door), or three shared runs of words.
      -- \`copied\`: it was words, so the text is its source's; the same postcode or number may have been learnt independently.
      -- Looks only among what its caller may reach, and gathers that first: how long it takes tells nothing about anybody else's rows.
      CREATE FUNCTION pasted_from(rows jsonb) RETURNS TABLE ("row" uuid, source uuid, copied boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      DECLARE
        me uuid := accord.said_id('accord.actor');
        mine text := accord.said('accord.agency');
        my_teams text[] := ARRAY(SELECT m.team_id FROM accord.team_members m WHERE m.staff_id = me);
        lead boolean := EXISTS (SELECT 1 FROM accord.staff_roles l WHERE l.staff_id = me AND l.role = 'agency-lead');
      BEGIN RETURN QUERY
        WITH RECURSIVE kept(id) AS (
          SELECT s.concern_id FROM accord.must_not_receive m JOIN accord.concern_subjects s ON s.subject_id = m.subject_id WHERE m.staff_id = me OR m.agency_id = mine
          UNION SELECT c.concern_id FROM kept k JOIN accord.concern_sources c ON c.source_id = k.id),
        reach AS MATERIALIZED (
          SELECT i.id, i.fingerprints FROM accord.concerns c JOIN accord.items i ON i.concern_id = c.id
          WHERE c.agency_id = mine AND (c.written_by = me OR (c.state <> 'draft' AND (c.team_id = ANY (my_teams) OR lead))) AND c.id NOT IN (SELECT kept.id FROM kept)
          UNION
          SELECT i.id, i.fingerprints FROM accord.referrals r JOIN accord.concerns c ON c.id = r.concern_id JOIN accord.referral_items f ON f.referral_id = r.id JOIN accord.items i ON i.id = f.content_id
          WHERE r.recipient_agency = mine AND r.recipient_team = ANY (my_teams) AND r.state <> 'declined' AND c.state <> 'withdrawn' AND c.id NOT IN (SELECT kept.id FROM kept)),
        theirs AS MATERIALIZED (SELECT reach.id, unnest(reach.fingerprints) AS print FROM reach),
        given AS MATERIALIZED (SELECT g.id, unnest(g.fingerprints) AS print FROM jsonb_to_recordset(rows) AS g(id uuid, fingerprints bigint[]))
        SELECT g.id, t.id, count(*) FILTER (WHERE g.print >= 0) >= 3 FROM given g JOIN theirs t ON t.print = g.print
        GROUP BY g.id, t.id HAVING count(*) FILTER (WHERE g.print >= 0) >= 3 OR bool_or(g.print < 0); END $$;

      -- Whose record is this? For the ledger alone: an owner hears of refused attempts on its records.
      CREATE FUNCTION owner_of(kind text, wanted uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN CASE kind
        WHEN 'concern' THEN (SELECT c.agency_id FROM accord.concerns c WHERE c.id = wanted)
        WHEN 'referral' THEN (SELECT r.agency_id FROM accord.referrals r WHERE r.id = wanted)
        WHEN 'decision' THEN (SELECT d.agency_id FROM accord.decisions d WHERE d.id = wanted) END; END $$;

      -- The next functions answer one question in one round trip: they say who asks, for this statement's transaction only, and
      -- then look: with the asker's own rights under row security, or where that costs a check for every row, with the owner's rights and
      -- the same two conditions (own agency, not kept away) asked once.
      CREATE FUNCTION act_as(agency text, staff uuid) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN PERFORM set_config('accord.agency', agency, true), set_config('accord.actor', staff::text, true); END $$;

      CREATE FUNCTION items_at(concern uuid, as_at integer) RETURNS SETOF accord.items LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN QUERY SELECT i.* FROM (SELECT DISTINCT ON (item_id) * FROM accord.items WHERE concern_id = concern AND concern_version <= as_at
          ORDER BY item_id, version DESC) i WHERE NOT i.removed; END $$;

      CREATE FUNCTION facts_of_concern(concern uuid, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT jsonb_build_object('id', c.id, 'state', c.state, 'version', coalesce(as_at, c.version), 'teamId', c.team_id, 'writtenBy', c.written_by, 'changedAt', c.changed_at,
          'agency', accord.agency_facts(c.agency_id), 'subjects', accord.subjects_of(c.id, coalesce(as_at, c.version)),
          'items', (SELECT coalesce(jsonb_agg(accord.item_facts(i) ORDER BY i.item_id), '[]') FROM accord.items_at(c.id, coalesce(as_at, c.version)) i),
          'events', (SELECT jsonb_agg(jsonb_build_object('version', v.version, 'event', v.event, 'reason', v.reason_code, 'staff', v.staff_id, 'at', v.at) ORDER BY v.version)
             FROM accord.concern_events v WHERE v.concern_id = c.id AND v.version <= coalesce(as_at, c.version)))
        FROM accord.concerns c WHERE c.id = concern AND c.version >= coalesce(as_at, c.version) AND c.agency_id = accord.said('accord.agency') AND NOT accord.kept_from(c.id)); END $$;

      -- Who could open a referral to this team, and whom the person's own list keeps away.
      CREATE FUNCTION facts_of_recipient(team text, concern uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (
        SELECT jsonb_build_object('team', t.id, 'teamName', t.name, 'agency', accord.agency_facts(t.agency_id), 'agencyName', a.name,
          'agencyKeptAway', accord.keeps_away(concern, NULL, t.agency_id),
          'openers', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'position', p.position,
              'keptAway', accord.keeps_away(concern, p.id, NULL)) ORDER BY p.name), '[]')
            FROM accord.team_members m JOIN accord.staff p ON p.id = m.staff_id
            WHERE m.team_id = t.id AND p.disabled_at IS NULL
              AND EXISTS (SELECT 1 FROM accord.staff_roles r WHERE r.staff_id = p.id AND r.role IN ('caseworker', 'agency-lead'))))
        FROM accord.teams t JOIN accord.agencies a ON a.id = t.agency_id WHERE t.id = team); END $$;

      CREATE FUNCTION concern_for(agency text, staff uuid, concern uuid, team text DEFAULT NULL, as_at integer DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM accord.act_as(agency, staff);
        RETURN jsonb_build_object('concern', accord.facts_of_concern(concern, as_at), 'owner', accord.owner_of('concern', concern), 'recipient', accord.facts_of_recipient(team, concern));
      END $$;
      CREATE FUNCTION referral_for(agency text, staff uuid, referral uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM accord.act_as(agency, staff);
        RETURN jsonb_build_object('referral', accord.facts_of_referral(referral), 'owner', accord.owner_of('referral', referral));
      END $$;
      CREATE FUNCTION concerns_for(agency text, staff uuid, teams text[], lead boolean, of_state text, before uuid, most integer) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM accord.act_as(agency, staff);
        RETURN (SELECT coalesce(jsonb_agg(accord.facts_of_concern(c.id) ORDER BY c.id DESC), '[]') FROM (
          SELECT id FROM accord.concerns
          WHERE (written_by = staff OR (state <> 'draft' AND (team_id = ANY (teams) OR lead))) AND (of_state IS NULL OR state = of_state) AND (before IS NULL OR id < before)
          ORDER BY id DESC LIMIT most) c);
      END $$;

      CREATE FUNCTION recipients_pseudonyms(aliases uuid[]) RETURNS TABLE (alias uuid, subject_id uuid, key text) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN QUERY SELECT x.alias, x.subject_id, encode(k.key, 'hex') FROM accord.referral_subjects x JOIN accord.referrals r ON r.id = x.referral_id
        JOIN accord.subject_keys k ON k.subject_id = x.subject_id
        WHERE x.alias = ANY (aliases) AND r.recipient_agency = accord.said('accord.agency') AND NOT accord.kept_from(r.concern_id); END $$;
      GRANT EXECUTE ON FUNCTION facts_of_referral(uuid), labels_of(uuid[]), pasted_from(jsonb), owner_of(text, uuid), recipients_pseudonyms(uuid[]) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION concerns_for, referral_for, concern_for, facts_of_recipient, facts_of_concern, items_at, act_as, recipients_pseudonyms, owner_of, pasted_from, labels_of, within_reach, facts_of_referral, item_facts, agency_facts, subjects_of`);
  }
}
