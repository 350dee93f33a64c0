import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Decisions with the input that made them, and referrals with the exact content rows that were permitted. */
export class KeepDecisionsAndReferrals1795300000004 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decisions (
        id uuid PRIMARY KEY,
        concern_id uuid NOT NULL REFERENCES concerns,
        agency_id text NOT NULL REFERENCES agencies,
        recipient_team text NOT NULL REFERENCES teams,
        made_by uuid NOT NULL REFERENCES staff,
        at timestamptz NOT NULL DEFAULT now(),
        outcome text NOT NULL,
        ruleset text NOT NULL,
        catalogue text NOT NULL,
        agreement text,
        record jsonb NOT NULL,
        entry_id uuid NOT NULL REFERENCES ledger_entries
      );
      CREATE INDEX decisions_of_concern ON decisions (concern_id, id);
      CREATE TABLE referrals (
        id uuid PRIMARY KEY,
        concern_id uuid NOT NULL REFERENCES concerns,
        decision_id uuid NOT NULL REFERENCES decisions,
        entry_id uuid NOT NULL REFERENCES ledger_entries,
        agency_id text NOT NULL REFERENCES agencies,
        team_id text NOT NULL REFERENCES teams,
        sent_by uuid NOT NULL REFERENCES staff,
        recipient_agency text NOT NULL REFERENCES agencies,
        recipient_team text NOT NULL REFERENCES teams,
        purpose text NOT NULL,
        forum text,
        marking text NOT NULL,
        state text NOT NULL CHECK (state IN ('sent', 'question-asked', 'accepted', 'declined', 'closed')),
        version integer NOT NULL DEFAULT 1,
        sent_at timestamptz NOT NULL DEFAULT now(),
        due_on date NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CHECK (agency_id <> recipient_agency)
      );
      CREATE INDEX inbox ON referrals (recipient_team, id DESC);
      CREATE INDEX outbox ON referrals (team_id, id DESC);
      CREATE INDEX referrals_of_concern ON referrals (concern_id);
      CREATE TABLE referral_items (
        referral_id uuid NOT NULL REFERENCES referrals,
        content_id uuid NOT NULL REFERENCES contents,
        entry_id uuid NOT NULL REFERENCES ledger_entries,
        PRIMARY KEY (referral_id, content_id)
      );
      CREATE INDEX referrals_of_content ON referral_items (content_id);
      -- A person has another id in every referral, so that two referrals cannot be joined by their ids.
      CREATE TABLE referral_subjects (
        referral_id uuid NOT NULL REFERENCES referrals,
        subject_id uuid NOT NULL REFERENCES subjects,
        alias uuid NOT NULL UNIQUE,
        PRIMARY KEY (referral_id, subject_id)
      );
      CREATE TABLE referral_events (
        id uuid PRIMARY KEY,
        referral_id uuid NOT NULL REFERENCES referrals,
        version integer NOT NULL,
        event text NOT NULL CHECK (event IN ('sent', 'accepted', 'question-asked', 'answered', 'declined', 'outcome-recorded')),
        code text,
        field text,
        content_id uuid REFERENCES contents,
        entry_id uuid NOT NULL REFERENCES ledger_entries,
        agency_id text NOT NULL REFERENCES agencies,
        staff_id uuid NOT NULL REFERENCES staff,
        at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (referral_id, version)
      );
      CREATE TABLE idempotency_keys (
        staff_id uuid NOT NULL REFERENCES staff,
        key text NOT NULL,
        request_digest text NOT NULL,
        answer jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (staff_id, key)
      );

      -- What a permit opens: rows it names, of fields it names, that are the asker's own or were sent to it in that referral. Whoever
      -- wrote the words can find the entry (a sender's reading of the answers to its own referral is found by the sender); the person it
      -- names works in that agency today, and neither they nor their agency is on the list of anybody in the concern.
      CREATE FUNCTION open_contents() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN QUERY SELECT c.id
        FROM accord.permit_in_force() e
        CROSS JOIN LATERAL unnest(e.covers) AS covered(id)
        JOIN accord.contents c ON c.id = covered.id
        WHERE e.operation IN ('consultation', 'disclosure', 'list')
          AND e.outcome IN ('permit', 'permit-redacted', 'must-notify')
          AND c.field = ANY (e.fields)
          AND (e.concern_id IS NULL OR c.concern_id = e.concern_id)
          AND EXISTS (SELECT 1 FROM accord.staff p WHERE p.id = e.actor_id AND p.agency_id = e.agency_id AND p.disabled_at IS NULL)
          AND NOT accord.keeps_away(c.concern_id, e.actor_id, e.agency_id)
          -- A referral that is named is one of this agency's: an entry under any other could not be found by its officers.
          AND (e.referral_id IS NULL OR EXISTS (SELECT 1 FROM accord.referrals n WHERE n.id = e.referral_id AND e.agency_id IN (n.agency_id, n.recipient_agency)))
          AND (e.owner_agency = c.agency_id OR e.referral_id IS NOT NULL)
          AND (c.agency_id = e.agency_id OR EXISTS (
            SELECT 1 FROM accord.referrals r WHERE r.id = e.referral_id AND e.agency_id IN (r.recipient_agency, r.agency_id) AND r.agency_id = ANY (e.visible_to) AND (
              EXISTS (SELECT 1 FROM accord.referral_items i WHERE i.referral_id = r.id AND i.content_id = c.id)
              OR EXISTS (SELECT 1 FROM accord.referral_events v WHERE v.referral_id = r.id AND v.content_id = c.id)))); END $$;
      CREATE POLICY ledger_first_then_read ON contents FOR SELECT TO accord_service USING (id IN (SELECT accord.open_contents()));

      -- One round trip: name the permit for this statement's transaction only, then read under it.
      CREATE FUNCTION read_under(permit uuid, key text, agency text, ids uuid[])
        RETURNS TABLE (id uuid, field text, body jsonb) LANGUAGE plpgsql VOLATILE SET search_path = accord, pg_temp AS $$
      BEGIN
        PERFORM set_config('accord.permit', permit::text, true), set_config('accord.permit_key', key, true), set_config('accord.agency', agency, true);
        RETURN QUERY SELECT c.id, c.field, c.body FROM accord.contents c WHERE c.id = ANY (ids);
      END $$;
      GRANT EXECUTE ON FUNCTION open_contents(), read_under(uuid, text, text, uuid[]) TO accord_service;

      -- A row crosses with a referral only if a ledger entry covers it: nothing is sent that the ledger does not say was sent.
      CREATE FUNCTION crosses_as_the_ledger_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF NEW.content_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM accord.referrals r JOIN accord.ledger_entries e ON e.id = NEW.entry_id JOIN accord.contents c ON c.id = NEW.content_id
          WHERE r.id = NEW.referral_id AND e.referral_id = r.id AND NEW.content_id = ANY (e.covers) AND e.operation = 'disclosure'
            AND e.outcome IN ('permit', 'permit-redacted', 'must-notify') AND ARRAY[r.agency_id, r.recipient_agency] <@ e.visible_to
            AND c.agency_id = e.agency_id AND c.field = ANY (e.fields)
            AND (e.agency_id, e.recipient_agency) IN ((r.agency_id, r.recipient_agency), (r.recipient_agency, r.agency_id))) THEN
          RAISE EXCEPTION 'no ledger entry of this referral covers this row' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END $$;
    `);
    for (const table of ['decisions', 'referrals', 'referral_items', 'referral_subjects', 'referral_events', 'idempotency_keys']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_checks ON ${table} TO accord_owner USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      CREATE POLICY own_agency ON decisions TO accord_service USING (agency_id = accord.said('accord.agency'));
      CREATE POLICY either_party ON referrals FOR SELECT TO accord_service
        USING (accord.said('accord.agency') IN (agency_id, recipient_agency) AND NOT accord.kept_from(concern_id));
      CREATE POLICY either_party_answers ON referrals FOR UPDATE TO accord_service
        USING (accord.said('accord.agency') IN (agency_id, recipient_agency) AND NOT accord.kept_from(concern_id));
      CREATE POLICY sender ON referrals FOR INSERT TO accord_service WITH CHECK (agency_id = accord.said('accord.agency'));
      CREATE POLICY either_party ON referral_items TO accord_service USING (EXISTS (SELECT 1 FROM referrals r WHERE r.id = referral_id));
      CREATE POLICY sender_only ON referral_subjects TO accord_service
        USING (EXISTS (SELECT 1 FROM referrals r WHERE r.id = referral_id AND r.agency_id = accord.said('accord.agency')));
      CREATE POLICY either_party ON referral_events TO accord_service USING (EXISTS (SELECT 1 FROM referrals r WHERE r.id = referral_id));
      CREATE POLICY own_keys ON idempotency_keys TO accord_service USING (staff_id = accord.said_id('accord.actor'));
      CREATE TRIGGER crosses_as_the_ledger_says BEFORE INSERT ON referral_items FOR EACH ROW EXECUTE FUNCTION crosses_as_the_ledger_says();
      CREATE TRIGGER crosses_as_the_ledger_says BEFORE INSERT ON referral_events FOR EACH ROW EXECUTE FUNCTION crosses_as_the_ledger_says();
      GRANT SELECT, INSERT ON decisions, referral_items, referral_subjects, referral_events, idempotency_keys TO accord_service;
      GRANT SELECT, INSERT, UPDATE (state, version, changed_at) ON referrals TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY ledger_first_then_read ON contents; DROP FUNCTION read_under; DROP FUNCTION open_contents;
      DROP TABLE idempotency_keys, referral_events, referral_subjects, referral_items, referrals, decisions CASCADE; DROP FUNCTION crosses_as_the_ledger_says`);
  }
}
