import pg from 'pg';
import type { Queryable } from './database.js';

type Fact = { promise: string; kept: boolean };

/** Tables that must have forced row security: every one that knows of a person or of a decision about one, or that moves records to another agency. */
const guarded = ['ledger_entries', 'concerns', 'concern_events', 'subjects', 'subject_keys', 'concern_subjects', 'subject_facts', 'wishes', 'must_not_receive',
  'contents', 'items', 'later_labels', 'concern_sources', 'decisions', 'referrals', 'referral_items', 'referral_subjects', 'referral_events', 'idempotency_keys',
  'agreement_versions', 'agreement_parties', 'agreement_steps', 'approvals', 'tasks', 'notices', 'notices_read', 'agency_successions', 'what_ifs'];

/** What the ledger, the crossing of words and everything that takes two people, and the lives of agencies, are watched by. */
const watching = ['ledger_entries.entry_is_written_durably', 'ledger_entries.entry_is_committed_durably', 'ledger_entries.leaf_and_columns_agree',
  'ledger_entries.the_ledger_only_grows', 'referral_items.crosses_as_the_ledger_says', 'referral_events.crosses_as_the_ledger_says',
  'referrals.goes_under_a_standing_agreement', 'referral_events.goes_under_a_standing_agreement', 'gateway_changes.change_of_law_takes_two', 'decisions.decided_under_the_law_of_now', 'referrals.goes_under_a_gateway_in_force', 'agreement_versions.agreement_keeps_its_course', 'agreement_steps.step_is_a_partys_own',
  'agreement_steps.step_takes_effect', 'approvals.approval_keeps_its_course', 'tasks.task_is_closed_once', 'agencies.lifetimes_follow_each_other', 'must_not_receive.list_shuts_out_no_oversight'];

/** Each line is a promise that the ledger or the locks rest on, asked of the server itself as the service's role. */
const promises = `
  SELECT 'fsync must be on' AS promise, current_setting('fsync') = 'on' AS kept
  UNION ALL SELECT 'synchronous_commit must be on', current_setting('synchronous_commit') IN ('on', 'remote_apply')
  UNION ALL SELECT 'full_page_writes must be on', current_setting('full_page_writes') = 'on'
  UNION ALL SELECT 'the service may not make temporary objects (as the database’s owner: REVOKE TEMPORARY ON DATABASE … FROM PUBLIC)', NOT has_database_privilege(current_user, current_database(), 'TEMPORARY')
  UNION ALL SELECT 'row_security must be on', current_setting('row_security') = 'on'
  UNION ALL SELECT 'the service may not sign in as a superuser', NOT rolsuper FROM pg_roles WHERE rolname = current_user
  UNION ALL SELECT 'the service may not bypass row security', NOT rolbypassrls FROM pg_roles WHERE rolname = current_user
  UNION ALL SELECT 'the service may not create roles or databases, or replicate', NOT (rolcreaterole OR rolcreatedb OR rolreplication) FROM pg_roles WHERE rolname = current_user
  UNION ALL SELECT 'the service may not be a member of another role', NOT EXISTS (
    SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = current_user)
  UNION ALL SELECT 'the service may own nothing', NOT EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'accord' AND pg_get_userbyid(c.relowner) = current_user)
    AND NOT EXISTS (SELECT 1 FROM pg_namespace WHERE pg_get_userbyid(nspowner) = current_user)
  UNION ALL SELECT 'the service may not create in its schema', NOT has_schema_privilege(current_user, 'accord', 'CREATE')
  UNION ALL SELECT 'the service may not create schemas, or anything in schema public', NOT has_database_privilege(current_user, current_database(), 'CREATE')
    AND NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'public' AND has_schema_privilege(current_user, oid, 'CREATE'))
  UNION ALL SELECT 'row security of ' || t || ' must be on and forced', EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'accord' AND c.relname = t AND c.relrowsecurity AND c.relforcerowsecurity) FROM unnest($1::text[]) t
  UNION ALL SELECT 'words may be read under ledger_first_then_read alone', (
    SELECT count(*) = 1 AND bool_and(p.polname = 'ledger_first_then_read') FROM pg_policy p WHERE p.polrelid = 'accord.contents'::regclass AND p.polcmd IN ('r', '*') AND NOT (p.polroles = ARRAY['accord_owner'::regrole::oid]))
  UNION ALL SELECT 'the ledger may not be changed by the service', NOT (has_any_column_privilege(current_user, 'accord.ledger_entries', 'UPDATE')
    OR has_table_privilege(current_user, 'accord.ledger_entries', 'DELETE') OR has_table_privilege(current_user, 'accord.ledger_entries', 'TRUNCATE'))
  UNION ALL SELECT 'words may not be changed by the service', NOT (has_any_column_privilege(current_user, 'accord.contents', 'UPDATE')
    OR has_table_privilege(current_user, 'accord.contents', 'DELETE') OR has_table_privilege(current_user, 'accord.contents', 'TRUNCATE'))
  UNION ALL SELECT 'the service may not write an entry’s time or transaction', NOT (has_column_privilege(current_user, 'accord.ledger_entries', 'xid', 'INSERT')
    OR has_column_privilege(current_user, 'accord.ledger_entries', 'recorded_at', 'INSERT'))
  UNION ALL SELECT 'the service may not change the lives of agencies', NOT (has_any_column_privilege(current_user, 'accord.agencies', 'INSERT') OR has_any_column_privilege(current_user, 'accord.agencies', 'UPDATE')
    OR has_any_column_privilege(current_user, 'accord.agency_successions', 'UPDATE') OR has_table_privilege(current_user, 'accord.agencies', 'DELETE'))
  UNION ALL SELECT 'trigger ' || t || ' must be on', EXISTS (
    SELECT 1 FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'accord' AND c.relname || '.' || g.tgname = t AND g.tgenabled IN ('O', 'A')) FROM unnest($2::text[]) t`;

/**
 * Asks whether this database keeps the promises that disclosures rest on.
 * @returns the promises it breaks, in plain English; an empty list is good. A schema that is not there is a broken promise too.
 */
export const brokenPromises = async (database: Queryable, expectedMigrations: readonly string[]): Promise<string[]> => {
  const [at] = await database.query<{ there: boolean }>(`SELECT to_regclass('accord.migrations') IS NOT NULL AND has_table_privilege(current_user, 'accord.migrations', 'SELECT') AS there`);
  if (!at?.there) return ['the schema must be migrated: run `npm run -s accord -- migrate`'];
  const done = new Set((await database.query<{ name: string }>('SELECT name FROM accord.migrations')).map(({ name }) => name));
  const missing = expectedMigrations.filter((name) => !done.has(name));
  const unknown = [...done].filter((name) => !expectedMigrations.includes(name));
  if (missing.length > 0) return [`the schema must be migrated (${missing.length} to go): run \`npm run -s accord -- migrate\``];
  if (unknown.length > 0) return [`the schema is newer than this program (${unknown.join(', ')}): start the newer version`];
  const facts = await database.query<Fact>(promises, [guarded, watching]);
  return facts.filter(({ kept }) => !kept).map(({ promise }) => promise);
};

/**
 * Asked before anything else is set up, so that the commonest trouble is one plain line.
 * @returns why the database does not let the service in; an empty list where it does. No password is repeated.
 */
export const unreachable = async (serviceUrl: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: serviceUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return [];
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const { host, pathname } = new URL(serviceUrl);
    return [`the database at ${host}${pathname} does not let the service in (${message || code || 'no reason given'}): check SERVICE_DATABASE_URL, and that PostgreSQL is running and migrated`];
  } finally {
    await client.end().catch(() => undefined);
  }
};
