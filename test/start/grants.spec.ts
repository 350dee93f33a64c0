/** What the service's role may do, whole. A line more here is a decision of its own: say why in the migration, and mend the threat model. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';

let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ connectionString: process.env['ADMIN_URL'] });
  await admin.connect();
});
afterAll(() => admin.end());

const rows = async (sql: string): Promise<string[]> => (await admin.query<{ line: string }>(sql)).rows.map(({ line }) => line);

it('on tables', async () => {
  expect(await rows(`
    SELECT c.relname || ': ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS line
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'accord', LATERAL aclexplode(c.relacl) a
    WHERE a.grantee IN (0, 'accord_service'::regrole) GROUP BY c.relname ORDER BY c.relname`)).toEqual([
    'agencies: SELECT',
    'agency_successions: SELECT',
    'agreement_parties: SELECT',
    'agreement_steps: SELECT',
    'agreement_versions: SELECT',
    'approvals: INSERT, SELECT',
    'concern_events: INSERT, SELECT',
    'concern_sources: INSERT',
    'concern_subjects: INSERT, SELECT',
    'concerns: SELECT',
    'contents: INSERT, SELECT',
    'decisions: INSERT, SELECT',
    'gateway_changes: SELECT',
    'idempotency_keys: INSERT, SELECT',
    'items: INSERT, SELECT',
    'later_labels: INSERT, SELECT',
    'law_bases: SELECT',
    'ledger_entries: SELECT',
    'migrations: SELECT',
    'must_not_receive: INSERT, SELECT',
    'notices: INSERT, SELECT',
    'notices_read: INSERT, SELECT',
    'referral_events: INSERT, SELECT',
    'referral_items: INSERT, SELECT',
    'referral_subjects: INSERT, SELECT',
    'referrals: INSERT, SELECT',
    'staff: SELECT',
    'staff_roles: DELETE, INSERT, SELECT',
    'subject_facts: INSERT, SELECT',
    'subject_keys: INSERT, SELECT',
    'subjects: INSERT, SELECT',
    'tasks: INSERT, SELECT',
    'team_members: DELETE, INSERT, SELECT',
    'teams: SELECT',
    'what_ifs: SELECT',
    'wishes: INSERT, SELECT',
  ]);
});

it('on single columns', async () => {
  expect(await rows(`
    SELECT c.relname || ': ' || p.privilege_type || ' ' || string_agg(t.attname, ', ' ORDER BY t.attnum) AS line
    FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'accord', LATERAL aclexplode(t.attacl) p
    WHERE p.grantee IN (0, 'accord_service'::regrole) GROUP BY c.relname, p.privilege_type ORDER BY c.relname, p.privilege_type`)).toEqual([
    'agency_successions: INSERT id, agency_id, successor, last_day, proposed_by, entry_id',
    'agreement_steps: INSERT id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry',
    'agreement_steps: UPDATE state, confirmed_by, confirmed_entry',
    'agreement_versions: INSERT agreement_id, version, drafted_in, drafted_by, supersedes, content, digest, entry_id',
    'agreement_versions: UPDATE state, revision, drafted_by, supersedes, content, digest, entry_id, changed_at',
    'approvals: UPDATE state, answered_by, code, reason_id, entry_id, used_by',
    'concerns: INSERT id, agency_id, team_id, written_by, state, raised_at',
    'concerns: UPDATE state, version, changed_at, raised_at',
    'gateway_changes: INSERT id, gateway_id, change, reason, release, based_on, proposed_by, proposed_in, proposed_entry',
    'gateway_changes: UPDATE state, decided_by, decided_in, decided_entry, answer',
    'ledger_entries: INSERT id, operation, outcome, agency_id, actor_id, owner_agency, recipient_agency, concern_id, referral_id, subjects, fields, covers, visible_to, key_hash, leaf',
    'referrals: UPDATE state, version, changed_at',
    'staff: INSERT id, agency_id, issuer, subject, name, position',
    'staff: UPDATE name, position, disabled_at, version',
    'tasks: UPDATE owner_staff, state, version, outcome, note_id, closed_by, entry_id',
    'what_ifs: INSERT id, agency_id, asked_by, supposed, total, entry_id',
    'what_ifs: UPDATE state, done, told_at, result',
  ]);
});

it('on the schema, the database, and anything else', async () => {
  expect(await rows(`
    SELECT 'schema ' || nspname || ': ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS line FROM pg_namespace, LATERAL aclexplode(nspacl) a
    WHERE nspname IN ('accord', 'public') AND a.grantee IN (0, 'accord_service'::regrole) GROUP BY nspname ORDER BY 1`)).toEqual(['schema accord: USAGE', 'schema public: USAGE']);
  expect(await rows(`SELECT a.privilege_type AS line FROM pg_database, LATERAL aclexplode(datacl) a WHERE datname = current_database() AND a.grantee IN (0, 'accord_service'::regrole) ORDER BY 1`)).toEqual(['CONNECT']);
  expect(await rows(`SELECT pg_get_userbyid(roleid) AS line FROM pg_auth_members WHERE member = 'accord_service'::regrole`)).toEqual([]);
  expect(await rows(`SELECT deptype::text AS line FROM pg_shdepend WHERE refobjid = 'accord_service'::regrole AND deptype = 'o'`)).toEqual([]);
});

it('policies, by table: who may do what', async () => {
  expect(await rows(`SELECT tablename || ': ' || cmd || ' ' || policyname AS line FROM pg_policies WHERE schemaname = 'accord' AND NOT roles = ARRAY['accord_owner']::name[] ORDER BY 1`)).toEqual([
    'agency_successions: INSERT own_agency',
    'agency_successions: SELECT every_partner_may_know',
    'agreement_parties: SELECT as_their_version',
    'agreement_steps: INSERT own_steps',
    'agreement_steps: SELECT as_their_version',
    'agreement_steps: UPDATE own_steps_confirmed',
    'agreement_versions: INSERT own_draft',
    'agreement_versions: SELECT whom_it_concerns',
    'agreement_versions: UPDATE own_draft_changes',
    'approvals: INSERT asker',
    'approvals: SELECT asker_and_approver',
    'approvals: UPDATE asker_or_approver_moves',
    'concern_events: ALL own_agency',
    'concern_sources: INSERT own_agency',
    'concern_subjects: ALL own_agency',
    'concerns: ALL own_agency',
    'concerns: INSERT in_todays_name',
    'contents: INSERT write_into_own_agency',
    'contents: SELECT ledger_first_then_read',
    'decisions: ALL own_agency',
    'decisions: SELECT not_kept_away',
    'idempotency_keys: ALL own_keys',
    'items: ALL own_agency',
    'later_labels: ALL own_agency',
    'ledger_entries: INSERT anyone_may_add',
    'ledger_entries: SELECT auditors_read_under_their_own_entry',
    'ledger_entries: SELECT no_record_of_a_list_within',
    'must_not_receive: ALL own_agency',
    'notices: INSERT whom_it_concerns',
    'notices: SELECT own_agency',
    'notices_read: ALL own_reading',
    'referral_events: ALL either_party',
    'referral_items: ALL either_party',
    'referral_subjects: ALL sender_only',
    'referrals: INSERT sender',
    'referrals: SELECT either_party',
    'referrals: UPDATE either_party_answers',
    'subject_facts: ALL own_agency',
    'subject_keys: ALL own_agency',
    'subjects: ALL own_agency',
    'tasks: INSERT setter',
    'tasks: SELECT own_agency',
    'tasks: UPDATE own_agency_changes',
    'what_ifs: ALL own',
    'wishes: ALL own_agency',
  ]);
});
