/** What stands between two agencies at this very moment, and that nothing crosses under what does not. */
export const standing = `
  -- A suspension stops every version that its party is named in, but one that this same party signed afterwards: nobody else's signature lifts it.
  CREATE FUNCTION is_suspended(agreement text, of_version text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN EXISTS (SELECT 1 FROM accord.agreement_steps s CROSS JOIN LATERAL (SELECT accord.holder_of(s.agency_id) AS party) suspender
    WHERE s.agreement_id = agreement AND s.step = 'suspend' AND s.lifted_by IS NULL
      -- Whoever left is in no later version: without them, the others may go on.
      AND EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = agreement AND p.version = of_version AND accord.holder_of(p.agency_id) = suspender.party)
      AND NOT EXISTS (SELECT 1 FROM accord.agreement_steps g WHERE g.agreement_id = agreement AND g.version = of_version AND g.step = 'sign' AND g.state = 'done'
        AND accord.holder_of(g.agency_id) = suspender.party AND g.confirmed_at > s.moved_at)); END $$;

  -- Signed versions between two agencies that are both (still) parties; the newest of each agreement first. Dates are for the rules to judge.
  CREATE FUNCTION agreements_between(one text, other text) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE ones text[] := accord.held(one); others text[] := accord.held(other);
  BEGIN RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.agreement_id, 'version', v.version, 'digest', v.digest, 'suspended', accord.is_suspended(v.agreement_id, v.version))
        ORDER BY v.agreement_id, v.in_force_from DESC, v.signed_at DESC), '[]')
    FROM accord.agreement_versions v WHERE v.state = 'signed'
      AND EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = v.agreement_id AND p.version = v.version AND p.left_at IS NULL AND p.agency_id = ANY (ones))
      AND EXISTS (SELECT 1 FROM accord.agreement_parties p WHERE p.agreement_id = v.agreement_id AND p.version = v.version AND p.left_at IS NULL AND p.agency_id = ANY (others))); END $$;

  -- The version of an agreement that two agencies stand under now, in the order of agreements_between; null where it is suspended or one of them has left.
  CREATE FUNCTION standing_version(agreement text, one text, other text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  BEGIN RETURN (SELECT CASE WHEN NOT accord.is_suspended(v.agreement_id, v.version) AND accord.is_party(v.agreement_id, v.version, one) AND accord.is_party(v.agreement_id, v.version, other) THEN v.version END
    FROM accord.agreement_versions v WHERE v.agreement_id = agreement AND v.state = 'signed' AND v.in_force_from <= to_char(clock_timestamp() AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')
    ORDER BY v.in_force_from DESC, v.signed_at DESC LIMIT 1); END $$;

  -- May a referral still be opened? A duty and an emergency need no agreement. Everything else is
  -- opened under the agreement that it was sent under, in whichever version counts today, or not at all.
  CREATE OR REPLACE FUNCTION sharing_still_stands(referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE sent record;
  BEGIN
    SELECT r.purpose, d.agreement, (d.record #>> '{decision,duty}')::boolean AS duty, accord.holder_of(r.agency_id) AS sender, accord.holder_of(r.recipient_agency) AS recipient
      INTO sent FROM accord.referrals r JOIN accord.decisions d ON d.id = r.decision_id WHERE r.id = referral;
    IF NOT FOUND THEN RETURN false; END IF;
    RETURN sent.purpose = 'emergency-life' OR sent.agreement IS NULL OR coalesce(sent.duty, false)
      OR accord.standing_version(split_part(sent.agreement, '@', 1), sent.sender, sent.recipient) IS NOT NULL;
  END $$;

  -- Asked as words cross, holding the agreement until the commit: a suspension or a leaving that was acknowledged before then stops them,
  -- and so does a newer version. Of a referral its decision says under which agreement it goes, of a message its ledger entry.
  CREATE FUNCTION goes_under_a_standing_agreement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
  DECLARE under record;
  BEGIN
    IF TG_TABLE_NAME = 'referrals' THEN
      SELECT split_part(d.agreement, '@', 1) AS id, split_part(d.agreement, '@', 2) AS version, (d.record #>> '{decision,duty}')::boolean AS duty, NEW.purpose AS purpose,
        accord.holder_of(NEW.agency_id) AS one, accord.holder_of(NEW.recipient_agency) AS other INTO under FROM accord.decisions d WHERE d.id = NEW.decision_id;
    ELSIF NEW.content_id IS NOT NULL THEN
      SELECT e.leaf::jsonb #>> '{because,agreement,id}' AS id, e.leaf::jsonb #>> '{because,agreement,version}' AS version, e.leaf::jsonb #>> '{because,basis}' = 'duty' AS duty, r.purpose AS purpose,
        accord.holder_of(r.agency_id) AS one, accord.holder_of(r.recipient_agency) AS other INTO under FROM accord.ledger_entries e, accord.referrals r WHERE e.id = NEW.entry_id AND r.id = NEW.referral_id;
    ELSE RETURN NEW; END IF;
    IF under.id IS NULL OR under.purpose = 'emergency-life' OR under.duty THEN RETURN NEW; END IF;
    PERFORM accord.hold_agreement(under.id, false);
    IF accord.standing_version(under.id, under.one, under.other) IS DISTINCT FROM under.version THEN
      RAISE EXCEPTION 'overtaken: the agreement does not stand as it did' USING ERRCODE = 'AC001'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER goes_under_a_standing_agreement BEFORE INSERT ON referrals FOR EACH ROW EXECUTE FUNCTION goes_under_a_standing_agreement();
  CREATE TRIGGER goes_under_a_standing_agreement BEFORE INSERT ON referral_events FOR EACH ROW EXECUTE FUNCTION goes_under_a_standing_agreement();

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
  END $$;`;
