import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is given a task, who may close it, and whom a notice may reach. */
export class LetPeopleCloseWhatADecisionLeaves1795300000017 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Repeating a refused sharing does not pile up the same task; each referral has its own.
      CREATE UNIQUE INDEX one_open_task ON tasks (agency_id, concern_id, obligation, coalesce(referral_id, '00000000-0000-0000-0000-000000000000')) WHERE state = 'open';
      CREATE UNIQUE INDEX overdue_is_told_once ON notices (task_id) WHERE kind = 'review-overdue';
      ALTER TABLE tasks ADD CONSTRAINT nobody_is_given_their_own_review CHECK (obligation <> 'review-within-one-working-day' OR owner_staff <> set_by);
      -- The lists of a concern can only hide what names the concern.
      ALTER TABLE notices ADD CONSTRAINT what_is_about_somebody_names_the_concern CHECK (num_nonnulls(referral_id, decision_id, approval_id, task_id) = 0 OR concern_id IS NOT NULL);

      -- A named person for a review: a lead of the sharing agency, else its information governance officer; not the sharer, nobody whom a list
      -- of the concern keeps away, and of the others the one with the fewest open reviews.
      CREATE FUNCTION reviewer_for(concern uuid, agency text, sharer uuid) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT p.id FROM accord.staff p JOIN accord.staff_roles r ON r.staff_id = p.id AND r.role IN ('agency-lead', 'ig-officer')
        WHERE accord.holder_of(p.agency_id) = agency AND p.disabled_at IS NULL AND p.id <> sharer AND NOT accord.keeps_away(concern, p.id, agency)
        ORDER BY r.role <> 'agency-lead', (SELECT count(*) FROM accord.tasks t WHERE t.owner_staff = p.id AND t.state = 'open' AND t.obligation = 'review-within-one-working-day'), p.id LIMIT 1); END $$;

      -- May this colleague be given this task of the session's own agency? A review is for a lead or an information governance officer.
      CREATE FUNCTION may_take_task(task uuid, person uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.tasks t JOIN accord.staff p ON p.id = person
        WHERE t.id = task AND t.agency_id IN (SELECT accord.mine()) AND accord.holder_of(p.agency_id) = accord.said('accord.agency') AND p.disabled_at IS NULL
          AND NOT accord.keeps_away(t.concern_id, p.id, accord.said('accord.agency')) AND (t.obligation <> 'review-within-one-working-day' OR p.id <> t.set_by)
          AND EXISTS (SELECT 1 FROM accord.staff_roles r WHERE r.staff_id = p.id
            AND (r.role IN ('agency-lead', 'ig-officer') OR (r.role = 'caseworker' AND t.obligation <> 'review-within-one-working-day')))); END $$;

      -- Whose record is this, for the ledger alone? A task or a notice is the concern's; \`kept\`: a list keeps this person from it.
      CREATE FUNCTION owner_of_work(work text, wanted uuid, agency text, staff uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN RETURN (SELECT jsonb_build_object('owner', coalesce(c.agency_id, w.agency_id), 'concern', w.concern_id, 'kept', accord.keeps_away(w.concern_id, staff, agency))
        FROM (SELECT t.agency_id, t.concern_id FROM accord.tasks t WHERE work = 'task' AND t.id = wanted
          UNION ALL SELECT n.agency_id, n.concern_id FROM accord.notices n WHERE work = 'notice' AND n.id = wanted) w
        LEFT JOIN accord.concerns c ON c.id = w.concern_id); END $$;

      -- Does this person work, today, for the agency of this task, and hold one of these roles (any at all, where none is named) or stand in this team?
      CREATE FUNCTION may_do_task(task tasks, person uuid, roles text[], team text DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
      BEGIN RETURN EXISTS (SELECT 1 FROM accord.staff p WHERE p.id = person AND accord.holder_of(p.agency_id) = accord.holder_of(task.agency_id) AND p.disabled_at IS NULL
        AND (roles IS NULL OR EXISTS (SELECT 1 FROM accord.staff_roles r WHERE r.staff_id = p.id AND r.role = ANY (roles))
          OR EXISTS (SELECT 1 FROM accord.team_members m WHERE m.staff_id = p.id AND m.team_id = team))); END $$;

      CREATE OR REPLACE FUNCTION task_is_closed_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
      BEGIN
        IF OLD.state = 'done' THEN RAISE EXCEPTION 'a task is closed once' USING ERRCODE = 'check_violation'; END IF;
        -- Not while it is closed either: or anybody could first make it their own.
        IF NEW.owner_staff IS DISTINCT FROM OLD.owner_staff AND (NEW.state = 'done' OR NOT accord.may_take_task(NEW.id, NEW.owner_staff)
            OR NOT accord.may_do_task(NEW, accord.said_id('accord.actor'), ARRAY['agency-lead', 'ig-officer'])) THEN
          RAISE EXCEPTION 'a task is given to a colleague who may take it, by a lead or an information governance officer' USING ERRCODE = 'insufficient_privilege'; END IF;
        IF NEW.state = 'done' THEN
          IF NEW.owner_staff <> NEW.closed_by THEN RAISE EXCEPTION 'a named person closes their own task' USING ERRCODE = 'insufficient_privilege'; END IF;
          IF NEW.closed_by IS DISTINCT FROM accord.said_id('accord.actor')
            OR NOT (NEW.closed_by IS NOT DISTINCT FROM NEW.owner_staff AND accord.may_do_task(NEW, NEW.closed_by, NULL)
              OR accord.may_do_task(NEW, NEW.closed_by, ARRAY['agency-lead', 'ig-officer', NEW.owner_role], NEW.owner_team)) THEN
            RAISE EXCEPTION 'a task is closed by its owner, who says so' USING ERRCODE = 'insufficient_privilege'; END IF;
          IF NOT EXISTS (SELECT 1 FROM accord.ledger_entries e WHERE e.id = NEW.entry_id AND e.actor_id = NEW.closed_by AND e.operation = 'alteration' AND e.xid = pg_current_xact_id()
              AND e.agency_id = accord.holder_of(NEW.agency_id) AND e.agency_id = ANY (e.visible_to) AND e.leaf::jsonb #>> '{because,task}' = NEW.id::text) THEN
            RAISE EXCEPTION 'a task is closed with a ledger entry of its own' USING ERRCODE = 'insufficient_privilege'; END IF;
          NEW.closed_at := clock_timestamp();
        END IF;
        RETURN NEW;
      END $$;

      DROP POLICY setter ON tasks;
      CREATE POLICY setter ON tasks FOR INSERT TO accord_service WITH CHECK (set_by = accord.said_id('accord.actor') AND state = 'open' AND agency_id IN (SELECT accord.mine()));
      -- One's own agency is told anything; another only of a referral or an approval that it is a party to, or of an agreement or the law, or that it is named as a successor.
      DROP POLICY anyone_may_tell ON notices;
      CREATE POLICY whom_it_concerns ON notices FOR INSERT TO accord_service WITH CHECK (agency_id IN (SELECT accord.mine())
        OR num_nonnulls(agreement_id, gateway_change_id) > 0 AND concern_id IS NULL
        OR kind = 'succession-offered' AND num_nonnulls(concern_id, referral_id, decision_id, approval_id, task_id) = 0
          AND EXISTS (SELECT 1 FROM agency_successions s WHERE s.approved_entry = notices.entry_id AND s.successor = notices.agency_id AND s.agency_id IN (SELECT accord.mine()))
        OR EXISTS (SELECT 1 FROM referrals r WHERE r.id = notices.referral_id AND notices.agency_id IN (accord.holder_of(r.agency_id), accord.holder_of(r.recipient_agency)))
        OR EXISTS (SELECT 1 FROM approvals a WHERE a.id = notices.approval_id AND notices.agency_id IN (accord.holder_of(a.agency_id), accord.holder_of(a.asked_in))));

      REVOKE EXECUTE ON FUNCTION may_do_task(tasks, uuid, text[], text), reviewer_for(uuid, text, uuid), may_take_task(uuid, uuid), owner_of_work(text, uuid, text, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION reviewer_for(uuid, text, uuid), may_take_task(uuid, uuid), owner_of_work(text, uuid, text, uuid) TO accord_service;
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION may_do_task, owner_of_work, may_take_task, reviewer_for');
  }
}
