import type { MigrationInterface, QueryRunner } from 'typeorm';
import { course } from './1795300000009-course-of-an-agreement.js';
import { standing } from './1795300000009-standing-agreements.js';

/**
 * Agreements that are enforced. Every step in their life is a party's own, by people with a ledger entry each; signing takes two in
 * every agency. What runs is what was signed: the content is kept as the exact text whose digest each party signed over.
 */
export class KeepAgreements1795300000009 implements MigrationInterface {
  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(course);
    await runner.query(standing);
    for (const table of ['agreement_versions', 'agreement_parties', 'agreement_steps']) {
      await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY owner_checks ON ${table} TO accord_owner USING (true) WITH CHECK (true)`);
    }
    await runner.query(rights);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER goes_under_a_standing_agreement ON referrals; DROP TRIGGER goes_under_a_standing_agreement ON referral_events;
      DROP FUNCTION goes_under_a_standing_agreement, standing_version, agreements_between;
      DROP TABLE agreement_steps, agreement_parties, agreement_versions CASCADE;
      DROP FUNCTION is_suspended, agreement_known, step_takes_effect, step_is_a_partys_own, agreement_keeps_its_course, entry_is_of_step, is_named_party, is_party, hold_agreement`);
  }
}

const tables = `
  CREATE TABLE agreement_versions (
    agreement_id text NOT NULL CHECK (agreement_id ~ '^[a-z][a-z0-9-]{1,62}$'),
    version text NOT NULL CHECK (version ~ '^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$'),
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'proposed', 'signed', 'declined', 'withdrawn')),
    revision integer NOT NULL DEFAULT 1,
    drafted_in text NOT NULL REFERENCES agencies,
    -- Whose hand was last on the text: they may sign it first for their agency, but not be the second who confirms.
    drafted_by uuid NOT NULL REFERENCES staff,
    supersedes text,
    -- Canonical JSON (RFC 8785): these bytes are what is signed over and what runs.
    content text NOT NULL CHECK (content::jsonb ->> 'id' = agreement_id AND content::jsonb ->> 'version' = version),
    digest text NOT NULL CHECK (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
    in_force_from text NOT NULL GENERATED ALWAYS AS (content::jsonb ->> 'inForceFrom') STORED,
    -- The entry of the last change that its drafters made: drafted, redrafted, proposed or withdrawn.
    entry_id uuid NOT NULL REFERENCES ledger_entries,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    proposed_at timestamptz,
    signed_at timestamptz,
    PRIMARY KEY (agreement_id, version),
    FOREIGN KEY (agreement_id, supersedes) REFERENCES agreement_versions
  );
  CREATE INDEX agreement_versions_by_digest ON agreement_versions (digest);
  -- One question at a time before the parties: so what is signed always follows the newest that was signed.
  CREATE UNIQUE INDEX one_open_proposal ON agreement_versions (agreement_id) WHERE state = 'proposed';
  -- Named when a version is proposed; whoever has left has no part in it any more.
  CREATE TABLE agreement_parties (
    agreement_id text NOT NULL,
    version text NOT NULL,
    agency_id text NOT NULL REFERENCES agencies,
    left_at timestamptz,
    PRIMARY KEY (agreement_id, version, agency_id),
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions
  );
  -- What a party does. Signing, resuming and leaving are moved by one person and confirmed by another; suspending and declining
  -- take effect at once, because nobody should have to look for a colleague to stop a sharing that may do harm.
  CREATE TABLE agreement_steps (
    id uuid PRIMARY KEY,
    agreement_id text NOT NULL,
    version text NOT NULL,
    agency_id text NOT NULL REFERENCES agencies,
    step text NOT NULL CHECK (step IN ('sign', 'decline', 'suspend', 'resume', 'leave')),
    state text NOT NULL DEFAULT 'moved' CHECK (state IN ('moved', 'done', 'dropped')),
    digest text NOT NULL,
    reason text CHECK (length(reason) BETWEEN 1 AND 2000),
    moved_by uuid NOT NULL REFERENCES staff,
    moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_entry uuid NOT NULL REFERENCES ledger_entries,
    confirmed_by uuid REFERENCES staff,
    confirmed_at timestamptz,
    confirmed_entry uuid REFERENCES ledger_entries,
    -- Of a suspension: the resumption that ended it.
    lifted_by uuid REFERENCES agreement_steps,
    FOREIGN KEY (agreement_id, version) REFERENCES agreement_versions,
    CONSTRAINT nobody_confirms_their_own CHECK (confirmed_by <> moved_by),
    CHECK ((confirmed_by IS NULL) = (confirmed_entry IS NULL)),
    -- A step that was overtaken, by a withdrawal or a leaving, is dropped without anybody confirming it.
    CHECK (state = 'dropped' OR step IN ('decline', 'suspend') OR (state = 'moved') = (confirmed_by IS NULL)),
    CHECK (step NOT IN ('suspend', 'decline') OR reason IS NOT NULL)
  );
  CREATE UNIQUE INDEX one_open_step ON agreement_steps (agreement_id, version, agency_id, step) WHERE state = 'moved';
  CREATE UNIQUE INDEX signed_once ON agreement_steps (agreement_id, version, agency_id) WHERE step = 'sign' AND state = 'done';
  CREATE INDEX suspensions ON agreement_steps (agreement_id) WHERE step = 'suspend' AND lifted_by IS NULL;`;

const rights = `
  -- A draft is its agency's own; a proposal is its parties'; what was signed by all is for every partner to read.
  CREATE POLICY whom_it_concerns ON agreement_versions FOR SELECT TO accord_service USING (state = 'signed' OR drafted_in IN (SELECT accord.mine())
    OR (proposed_at IS NOT NULL AND accord.is_named_party(agreement_id, version)));
  CREATE POLICY own_draft ON agreement_versions FOR INSERT TO accord_service WITH CHECK (drafted_in = accord.said('accord.agency') AND drafted_by = accord.said_id('accord.actor') AND state = 'draft');
  CREATE POLICY own_draft_changes ON agreement_versions FOR UPDATE TO accord_service USING (drafted_in IN (SELECT accord.mine()));
  CREATE POLICY as_their_version ON agreement_parties FOR SELECT TO accord_service
    USING ((agreement_id, version) IN (SELECT v.agreement_id, v.version FROM agreement_versions v));
  -- What one person of an agency has moved is their agency's own business until a colleague confirms it.
  CREATE POLICY as_their_version ON agreement_steps FOR SELECT TO accord_service USING ((state = 'done' OR agency_id IN (SELECT accord.mine()))
    AND (agreement_id, version) IN (SELECT v.agreement_id, v.version FROM agreement_versions v));
  CREATE POLICY own_steps ON agreement_steps FOR INSERT TO accord_service WITH CHECK (agency_id = accord.said('accord.agency') AND moved_by = accord.said_id('accord.actor'));
  CREATE POLICY own_steps_confirmed ON agreement_steps FOR UPDATE TO accord_service USING (agency_id IN (SELECT accord.mine())) WITH CHECK (confirmed_by = accord.said_id('accord.actor'));
  GRANT SELECT ON agreement_versions, agreement_parties, agreement_steps TO accord_service;
  GRANT INSERT (agreement_id, version, drafted_in, drafted_by, supersedes, content, digest, entry_id), UPDATE (state, revision, drafted_by, supersedes, content, digest, entry_id, changed_at) ON agreement_versions TO accord_service;
  GRANT INSERT (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry), UPDATE (state, confirmed_by, confirmed_entry) ON agreement_steps TO accord_service;
  REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA accord FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION hold_agreement(text, boolean), agreements_between(text, text), is_party(text, text, text), is_named_party(text, text), is_suspended(text, text), agreement_known(text) TO accord_service;`;
