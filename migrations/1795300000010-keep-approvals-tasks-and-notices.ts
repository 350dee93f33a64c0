import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a decision leaves to be done by people: approvals, each bound to one exact decision and used once; tasks with an owner and a
 * day; notices. None of it exists for whom a person's list keeps away.
 */
export class KeepApprovalsTasksAndNotices1795300000010 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_operation_check;
      ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_operation_check CHECK (operation IN ('collection', 'alteration', 'consultation', 'disclosure',
        'combination', 'erasure', 'search', 'list', 'preview', 'refusal', 'audit-look-up', 'permission-change', 'agreement-change', 'sign-in', 'approval', 'break-glass'));
      ALTER TABLE staff_roles DROP CONSTRAINT staff_roles_role_check;
      ALTER TABLE staff_roles ADD CONSTRAINT staff_roles_role_check CHECK (role IN ('caseworker', 'agency-lead', 'ig-officer', 'caldicott-guardian',
        'data-protection-officer', 'mappa-panel', 'agency-administrator', 'service-operator'));

      CREATE TABLE approvals (
        id uuid PRIMARY KEY,
        decision_id uuid NOT NULL REFERENCES decisions,
        concern_id uuid NOT NULL REFERENCES concerns,
        -- Who asks, and in which agency somebody of which role is to answer: its own, or the originator's.
        asked_in text NOT NULL REFERENCES agencies,
        asked_by uuid NOT NULL REFERENCES staff,
        agency_id text NOT NULL REFERENCES agencies,
        approver text NOT NULL,
        -- SHA-256 of everything that is approved: terms, rows, recipient, facts and law. Anything else is another decision. By part as well, to say which one changed.
        binds text NOT NULL CHECK (binds ~ '^[0-9a-f]{64}$'),
        parts jsonb NOT NULL,
        -- What an approver elsewhere may know of it; of the rows each session sees its own agency's alone.
        purpose text NOT NULL,
        recipient_agency text NOT NULL REFERENCES agencies,
        recipient_team text NOT NULL REFERENCES teams,
        fields text[] NOT NULL,
        about_rows uuid[] NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        due_on date NOT NULL,
        lapses_on date NOT NULL,
        state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'given', 'refused', 'used')),
        answered_by uuid REFERENCES staff,
        answered_at timestamptz,
        code text,
        reason_id uuid REFERENCES contents,
        entry_id uuid REFERENCES ledger_entries,
        used_by uuid REFERENCES referrals,
        UNIQUE (decision_id, approver, agency_id),
        CONSTRAINT nobody_approves_their_own CHECK (answered_by <> asked_by),
        CHECK ((state = 'asked') = (answered_by IS NULL) AND (state = 'asked') = (entry_id IS NULL) AND (state = 'used') = (used_by IS NOT NULL))
      );
      CREATE INDEX approvals_to_give ON approvals (agency_id, state, id);
      CREATE INDEX approvals_asked ON approvals (asked_in, id);

      CREATE TABLE tasks (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL REFERENCES agencies,
        obligation text NOT NULL,
        concern_id uuid REFERENCES concerns,
        decision_id uuid REFERENCES decisions,
        referral_id uuid REFERENCES referrals,
        agreement_id text,
        -- A named person owns it, or whoever holds a role, or a team.
        owner_staff uuid REFERENCES staff,
        owner_role text,
        owner_team text REFERENCES teams,
        set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        set_by uuid NOT NULL REFERENCES staff,
        due_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
        version integer NOT NULL DEFAULT 1,
        outcome text,
        note_id uuid REFERENCES contents,
        closed_by uuid REFERENCES staff,
        closed_at timestamptz,
        entry_id uuid REFERENCES ledger_entries,
        CHECK (num_nonnulls(owner_staff, owner_role, owner_team) >= 1),
        CHECK ((state = 'done') = (closed_by IS NOT NULL) AND (state = 'done') = (outcome IS NOT NULL) AND (state = 'done') = (entry_id IS NOT NULL)),
        -- Whoever broke the glass does not review it.
        CONSTRAINT nobody_reviews_their_own CHECK (obligation <> 'review-within-one-working-day' OR closed_by <> set_by)
      );
      CREATE INDEX tasks_of_agency ON tasks (agency_id, state, due_on, id);

      CREATE TABLE notices (
        id uuid PRIMARY KEY,
        agency_id text NOT NULL REFERENCES agencies,
        kind text NOT NULL,
        to_staff uuid REFERENCES staff,
        to_role text,
        to_team text REFERENCES teams,
        concern_id uuid REFERENCES concerns,
        referral_id uuid REFERENCES referrals,
        decision_id uuid REFERENCES decisions,
        approval_id uuid REFERENCES approvals,
        task_id uuid REFERENCES tasks,
        agreement_id text,
        gateway_change_id uuid REFERENCES gateway_changes,
        sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        entry_id uuid REFERENCES ledger_entries,
        CHECK (num_nonnulls(to_staff, to_role, to_team) >= 1)
      );
      CREATE INDEX notices_of_agency ON notices (agency_id, id DESC);
      CREATE TABLE notices_read (
        notice_id uuid NOT NULL REFERENCES notices,
        staff_id uuid NOT NULL REFERENCES staff,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (notice_id, staff_id)
      );

      -- Given once, used once, for nothing else: the states know no way back.
      CREATE FUNCTION approval_keeps_its_course() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF (OLD.state, NEW.state) NOT IN (('asked', 'given'), ('asked', 'refused'), ('given', 'used')) THEN
          RAISE EXCEPTION 'an approval that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation'; END IF;
        IF (clock_timestamp() AT TIME ZONE 'Europe/London')::date > OLD.lapses_on THEN
          RAISE EXCEPTION 'an approval that has lapsed is neither answered nor used' USING ERRCODE = 'check_violation'; END IF;
        IF NEW.state = 'used' AND NOT EXISTS (SELECT 1 FROM accord.referrals r JOIN accord.decisions d ON d.id = r.decision_id
            WHERE r.id = NEW.used_by AND r.concern_id = NEW.concern_id AND d.record ->> 'approved' = NEW.decision_id::text
              AND (r.purpose, r.recipient_team) = (NEW.purpose, NEW.recipient_team)) THEN
          RAISE EXCEPTION 'an approval is used for the referral of its own decision' USING ERRCODE = 'check_violation'; END IF;
        IF NEW.state IN ('given', 'refused') THEN
          IF NEW.answered_by IS DISTINCT FROM accord.said_id('accord.actor') OR NOT EXISTS (
              SELECT 1 FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id
              WHERE p.id = NEW.answered_by AND accord.holder_of(p.agency_id) = accord.holder_of(NEW.agency_id) AND p.disabled_at IS NULL
                -- Whoever holds the role of that name; where none is kept here, the lead.
                AND r.role = CASE WHEN NEW.approver IN ('caldicott-guardian', 'data-protection-officer', 'mappa-panel', 'ig-officer') THEN NEW.approver ELSE 'agency-lead' END)
            OR NOT EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = NEW.entry_id AND e.actor_id = NEW.answered_by AND e.operation = 'approval' AND e.xid = pg_current_xact_id()
              AND e.agency_id = accord.holder_of(NEW.agency_id) AND ARRAY[e.agency_id, accord.holder_of(NEW.asked_in)] <@ e.visible_to
              AND e.leaf::jsonb ->> 'approval' = NEW.id::text AND e.leaf::jsonb #>> '{because,answer}' = NEW.state) THEN
            RAISE EXCEPTION 'an approval is answered by the approver of the agency that is asked, with a ledger entry of its own' USING ERRCODE = 'insufficient_privilege'; END IF;
          NEW.answered_at := clock_timestamp();
        ELSIF (NEW.answered_by, NEW.code, NEW.reason_id, NEW.entry_id) IS DISTINCT FROM (OLD.answered_by, OLD.code, OLD.reason_id, OLD.entry_id) THEN
          RAISE EXCEPTION 'who gave an approval, and why, is not rewritten as it is used' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER approval_keeps_its_course BEFORE UPDATE ON approvals FOR EACH ROW EXECUTE FUNCTION approval_keeps_its_course();
      CREATE FUNCTION task_is_closed_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF OLD.state = 'done' THEN RAISE EXCEPTION 'a task is closed once' USING ERRCODE = 'check_violation'; END IF;
        IF NEW.state = 'done' THEN
          IF NEW.closed_by IS DISTINCT FROM accord.said_id('accord.actor') OR NOT EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = NEW.entry_id AND e.actor_id = NEW.closed_by AND e.xid = pg_current_xact_id()) THEN
            RAISE EXCEPTION 'a task is closed by who says so, with a ledger entry of their own' USING ERRCODE = 'insufficient_privilege'; END IF;
          NEW.closed_at := clock_timestamp();
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER task_is_closed_once BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION task_is_closed_once();

      -- Approvals that let this referral go, and the wishes they were given against: opening it is decided with them, and with no others.
      CREATE FUNCTION approvals_behind(referral uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN jsonb_build_object('approvals', (SELECT coalesce(jsonb_agg(DISTINCT a.approver), '[]') FROM accord.approvals a WHERE a.used_by = referral AND a.state = 'used'),
        'approvedWishes', (SELECT d.record #>> '{dataSubjects,0,request,wishes}' FROM accord.referrals r JOIN accord.decisions d ON d.id = r.decision_id WHERE r.id = referral)); END $$;
      CREATE OR REPLACE FUNCTION referral_for(agency text, staff uuid, referral uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
      DECLARE found jsonb;
      BEGIN
        PERFORM accord.act_as(agency, staff);
        found := accord.facts_of_referral(referral);
        RETURN jsonb_build_object('referral', found || accord.approvals_behind(referral), 'owner', accord.owner_of('referral', referral), 'law', accord.law_number(),
          'agreements', accord.agreements_between(found #>> '{from,id}', found #>> '{to,id}'));
      END $$;
    `);
    for (const table of ['approvals', 'tasks', 'notices', 'notices_read']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_checks ON ${table} TO accord_owner USING (true) WITH CHECK (true)`);
    }
    await runner.query(`
      CREATE POLICY asker_and_approver ON approvals FOR SELECT TO accord_service
        USING ((agency_id IN (SELECT accord.mine()) OR asked_in IN (SELECT accord.mine())) AND NOT accord.kept_from(concern_id));
      CREATE POLICY asker ON approvals FOR INSERT TO accord_service WITH CHECK (asked_in = accord.said('accord.agency') AND asked_by = accord.said_id('accord.actor') AND state = 'asked');
      CREATE POLICY asker_or_approver_moves ON approvals FOR UPDATE TO accord_service
        USING ((agency_id IN (SELECT accord.mine()) OR asked_in IN (SELECT accord.mine())) AND NOT accord.kept_from(concern_id));
      CREATE POLICY own_agency ON tasks FOR SELECT TO accord_service USING (agency_id IN (SELECT accord.mine()) AND (concern_id IS NULL OR NOT accord.kept_from(concern_id)));
      CREATE POLICY own_agency_changes ON tasks FOR UPDATE TO accord_service USING (agency_id IN (SELECT accord.mine()) AND (concern_id IS NULL OR NOT accord.kept_from(concern_id)));
      CREATE POLICY setter ON tasks FOR INSERT TO accord_service WITH CHECK (set_by = accord.said_id('accord.actor') AND state = 'open');
      CREATE POLICY own_agency ON notices FOR SELECT TO accord_service USING (agency_id IN (SELECT accord.mine()) AND (concern_id IS NULL OR NOT accord.kept_from(concern_id)));
      CREATE POLICY anyone_may_tell ON notices FOR INSERT TO accord_service WITH CHECK (true);
      CREATE POLICY own_reading ON notices_read TO accord_service USING (staff_id = accord.said_id('accord.actor'));
      GRANT SELECT, INSERT ON approvals, tasks, notices, notices_read TO accord_service;
      GRANT UPDATE (state, answered_by, code, reason_id, entry_id, used_by) ON approvals TO accord_service;
      GRANT UPDATE (state, version, outcome, note_id, closed_by, entry_id, owner_staff) ON tasks TO accord_service;
      REVOKE EXECUTE ON FUNCTION approval_keeps_its_course(), task_is_closed_once(), approvals_behind(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION approvals_behind(uuid) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notices_read, notices, tasks, approvals CASCADE; DROP FUNCTION approvals_behind, task_is_closed_once, approval_keeps_its_course');
  }
}
