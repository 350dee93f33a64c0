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
              -- A partner's openings name the referral alone: its sender finds them by the concern too.
              OR e.referral_id IN (SELECT r.id FROM accord.referrals r WHERE r.concern_id = (q ->> 'record')::uuid AND r.agency_id = agency))
            AND (q ->> 'operation' IS NULL OR e.operation = q ->> 'operation')
            -- Whoever received is shown a plain permit, so is found by it too: a filter must not tell that something was withheld.
            AND (q ->> 'outcome' IS NULL OR q ->> 'outcome' = CASE WHEN e.outcome = 'permit-redacted' AND coalesce(e.owner_agency, e.agency_id) <> agency THEN 'permit' ELSE e.outcome END)
            AND (q ->> 'from' IS NULL OR e.recorded_at >= (q ->> 'from')::timestamptz)
            AND (q ->> 'to' IS NULL OR e.recorded_at < (q ->> 'to')::timestamptz)
            AND (q ->> 'before' IS NULL OR e.id < (q ->> 'before')::uuid)
            -- What row security hides from this reader as a record, it does not show as an entry either.
            AND (e.concern_id IS NULL OR e.owner_agency IS DISTINCT FROM agency OR EXISTS (SELECT 1 FROM accord.concerns c WHERE c.id = e.concern_id))
            AND (e.referral_id IS NULL OR EXISTS (SELECT 1 FROM accord.referrals r WHERE r.id = e.referral_id))
          ORDER BY e.id DESC LIMIT most;
      END $$;
      GRANT EXECUTE ON FUNCTION ledger_keys_for(text, uuid, uuid), audit_under(uuid, text, text, uuid, jsonb, integer) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION audit_under, ledger_keys_for');
  }
}
