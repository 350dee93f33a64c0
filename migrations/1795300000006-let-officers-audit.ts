import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger is read like any record: under a look-up that is durable first, and never what a person's own list keeps from the reader. */
export class LetOfficersAudit1795300000006 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Keys by which the ledger knows a person, for an id the asker's agency has: its own subject, or an alias in a referral it received.
      CREATE FUNCTION ledger_keys_for(agency text, staff uuid, person uuid) RETURNS TABLE (id uuid, key text) LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM accord.act_as(agency, staff);
        RETURN QUERY SELECT k.subject_id, encode(k.key, 'hex') FROM accord.subject_keys k
          WHERE k.subject_id = person AND NOT EXISTS (SELECT 1 FROM accord.must_not_receive m WHERE m.subject_id = person AND (m.staff_id = staff OR m.agency_id = agency));
        RETURN QUERY SELECT p.alias, p.key FROM accord.recipients_pseudonyms(ARRAY[person]) p;
      END $$;

      CREATE FUNCTION entry_keeps_away(concern uuid, referral uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN coalesce(accord.kept_from(concern), false) OR coalesce(accord.kept_from((SELECT r.concern_id FROM accord.referrals r WHERE r.id = referral)), false); END $$;

      CREATE FUNCTION audit_under(permit uuid, key text, agency text, staff uuid, q jsonb, most integer) RETURNS TABLE (id uuid, recorded_at timestamptz, leaf text)
        LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM set_config('accord.permit', permit::text, true), set_config('accord.permit_key', key, true), accord.act_as(agency, staff);
        RETURN QUERY SELECT e.id, e.recorded_at, e.leaf FROM accord.ledger_entries e
          WHERE e.visible_to && ARRAY[agency]
            AND (q ->> 'entry' IS NULL OR e.id = (q ->> 'entry')::uuid)
            AND (q -> 'subjects' IS NULL OR e.subjects && ARRAY(SELECT jsonb_array_elements_text(q -> 'subjects')))
            AND (q ->> 'person' IS NULL OR e.actor_id = (q ->> 'person')::uuid)
            AND (q ->> 'agency' IS NULL OR q ->> 'agency' IN (e.agency_id, e.recipient_agency, e.owner_agency))
            AND (q ->> 'record' IS NULL OR e.referral_id = (q ->> 'record')::uuid OR (e.concern_id = (q ->> 'record')::uuid AND e.owner_agency = agency)
              OR e.covers && ARRAY(SELECT i.id FROM accord.items i WHERE i.concern_id = (q ->> 'record')::uuid)
              -- A partner's openings name the referral alone: its sender finds them by the concern too.
              OR e.referral_id IN (SELECT r.id FROM accord.referrals r WHERE r.concern_id = (q ->> 'record')::uuid AND r.agency_id = agency))
            AND (q ->> 'operation' IS NULL OR e.operation = q ->> 'operation')
            -- Whoever received is shown a plain permit, so is found by it too: a filter must not tell that something was withheld.
            AND (q ->> 'outcome' IS NULL OR q ->> 'outcome' = CASE WHEN e.outcome = 'permit-redacted' AND coalesce(e.owner_agency, e.agency_id) <> agency THEN 'permit' ELSE e.outcome END)
            AND (q ->> 'from' IS NULL OR e.recorded_at >= (q ->> 'from')::timestamptz)
            AND (q ->> 'to' IS NULL OR e.recorded_at < (q ->> 'to')::timestamptz)
            AND (q ->> 'before' IS NULL OR e.id < (q ->> 'before')::uuid)
            -- Whom a person's own list keeps away is shown no entry either. An entry whose record is missing stays to be found.
            AND NOT accord.entry_keeps_away(e.concern_id, e.referral_id)
          ORDER BY e.id DESC LIMIT most;
      END $$;
      -- Nothing here is for everybody: a function that runs as the owner can be called, or made a trigger of, by nobody but who needs it.
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA accord FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION said(text), said_id(text), act_as(text, uuid), keeps_away(uuid, uuid, text), kept_from(uuid), entry_keeps_away(uuid, uuid), auditing_agency(), open_contents(),
        read_under(uuid, text, text, uuid[]), subjects_of(uuid, integer), agency_facts(text), item_facts(accord.items), items_at(uuid, integer), facts_of_concern(uuid, integer), facts_of_recipient(text, uuid),
        facts_of_referral(uuid), labels_of(uuid[]), pasted_from(jsonb), owner_of(text, uuid), recipients_pseudonyms(uuid[]),
        concern_for(text, uuid, uuid, text, integer), referral_for(text, uuid, uuid), concerns_for(text, uuid, text[], boolean, text, uuid, integer) TO accord_service;
      GRANT EXECUTE ON FUNCTION ledger_keys_for(text, uuid, uuid), audit_under(uuid, text, text, uuid, jsonb, integer) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit_under, entry_keeps_away, ledger_keys_for');
  }
}
