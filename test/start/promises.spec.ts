/** Each promise that the service asks of its database before it starts, broken once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrationNames } from '#migrations';
import { brokenPromises } from '../../src/platform/database-promises.js';
import { at, dropDatabase, ownDatabase } from '../faults/own-service.js';

const name = `accord_promises_${process.pid}`;
const role = `accord_promises_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
let admin: pg.Client;
let url: string;

beforeAll(async () => {
  const own = await ownDatabase(serverUrl(), name, { county: false });
  url = own.serviceUrl;
  admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  // Another role with the service's rights, so that the specs which run at the same time keep theirs.
  await admin.query(`CREATE ROLE ${role} LOGIN NOINHERIT PASSWORD 'start'`);
  await admin.query(`GRANT USAGE ON SCHEMA accord TO ${role}; GRANT SELECT ON accord.migrations TO ${role}`);
}, 30_000);
afterAll(async () => {
  await admin.query(`DROP OWNED BY ${role}`);
  await admin.query(`DROP ROLE ${role}`);
  await admin.end();
  await dropDatabase(serverUrl(), name);
});

/** What whoever signs in there finds broken. */
const found = async (at_: string): Promise<string[]> => {
  const client = new pg.Client({ connectionString: at_ });
  await client.connect();
  try {
    return await brokenPromises({ query: async <Row extends object>(sql: string, values?: readonly unknown[]) => (await client.query<Row>(sql, values as unknown[])).rows }, migrationNames);
  } finally {
    await client.end();
  }
};
const foundWhile = async (before: string, after: string, who = url): Promise<string[]> => {
  await admin.query(before);
  try {
    return await found(who);
  } finally {
    await admin.query(after);
  }
};

it('none is broken in a database as it is migrated', async () => {
  expect(await found(url)).toEqual([]);
});

it('a superuser breaks many', async () => {
  expect(await found(at(serverUrl(), { pathname: `/${name}` }))).toEqual(expect.arrayContaining(['the service may not sign in as a superuser', 'the service may not bypass row security', 'the ledger may not be changed by the service']));
});

it('the owner of the schema breaks its own', async () => {
  const broken = await foundWhile(`ALTER ROLE accord_owner LOGIN PASSWORD 'start'`, 'ALTER ROLE accord_owner NOLOGIN PASSWORD NULL', at(url, { username: 'accord_owner', password: 'start' }));
  expect(broken).toEqual(expect.arrayContaining(['the service may own nothing', 'the service may not create in its schema', 'the ledger may not be changed by the service']));
});

describe('a role', () => {
  it.each([
    ['that bypasses row security', `ALTER ROLE ${role} BYPASSRLS`, `ALTER ROLE ${role} NOBYPASSRLS`, 'the service may not bypass row security'],
    ['that may make roles', `ALTER ROLE ${role} CREATEROLE`, `ALTER ROLE ${role} NOCREATEROLE`, 'the service may not create roles or databases, or replicate'],
    ['that may copy the whole server', `ALTER ROLE ${role} REPLICATION`, `ALTER ROLE ${role} NOREPLICATION`, 'the service may not create roles or databases, or replicate'],
    ['that is a member of the owner', `GRANT accord_owner TO ${role}`, `REVOKE accord_owner FROM ${role}`, 'the service may not be a member of another role'],
    ['that may read every table', `GRANT pg_read_all_data TO ${role}`, `REVOKE pg_read_all_data FROM ${role}`, 'the service may not be a member of another role'],
    ['that owns a table', `ALTER TABLE accord.teams OWNER TO ${role}`, 'ALTER TABLE accord.teams OWNER TO accord_owner', 'the service may own nothing'],
    ['that may create in the schema', `GRANT CREATE ON SCHEMA accord TO ${role}`, `REVOKE CREATE ON SCHEMA accord FROM ${role}`, 'the service may not create in its schema'],
    ['that may create in public', `GRANT CREATE ON SCHEMA public TO ${role}`, `REVOKE CREATE ON SCHEMA public FROM ${role}`, 'the service may not create schemas, or anything in schema public'],
    ['that may make temporary objects', `GRANT TEMPORARY ON DATABASE ${name} TO ${role}`, `REVOKE TEMPORARY ON DATABASE ${name} FROM ${role}`, 'the service may not make temporary objects (as the database’s owner: REVOKE TEMPORARY ON DATABASE … FROM PUBLIC)'],
    ['that may create schemas', `GRANT CREATE ON DATABASE ${name} TO ${role}`, `REVOKE CREATE ON DATABASE ${name} FROM ${role}`, 'the service may not create schemas, or anything in schema public'],
    ['that may change the ledger', `GRANT UPDATE (outcome) ON accord.ledger_entries TO ${role}`, `REVOKE UPDATE (outcome) ON accord.ledger_entries FROM ${role}`, 'the ledger may not be changed by the service'],
    ['that may shorten the ledger', `GRANT TRUNCATE ON accord.ledger_entries TO ${role}`, `REVOKE TRUNCATE ON accord.ledger_entries FROM ${role}`, 'the ledger may not be changed by the service'],
    ['that may write an entry’s time', `GRANT INSERT (recorded_at) ON accord.ledger_entries TO ${role}`, `REVOKE INSERT (recorded_at) ON accord.ledger_entries FROM ${role}`, 'the service may not write an entry’s time or transaction'],
    ['that may change words', `GRANT UPDATE ON accord.contents TO ${role}`, `REVOKE UPDATE ON accord.contents FROM ${role}`, 'words may not be changed by the service'],
    ['that may move records to another agency', `GRANT UPDATE (successor) ON accord.agencies TO ${role}`, `REVOKE UPDATE (successor) ON accord.agencies FROM ${role}`, 'the service may not change the lives of agencies'],
    ['whose commits are not durable', `ALTER ROLE ${role} SET synchronous_commit = off`, `ALTER ROLE ${role} RESET synchronous_commit`, 'synchronous_commit must be on'],
    ['whose row security is off', `ALTER ROLE ${role} SET row_security = off`, `ALTER ROLE ${role} RESET row_security`, 'row_security must be on'],
  ])('%s', async (_, before, after, promise) => {
    expect(await foundWhile(before, after, at(url, { username: role, password: 'start' }))).toEqual([promise]);
  });
});

describe('a database', () => {
  it.each([
    ['whose row security is off', 'ALTER TABLE accord.wishes DISABLE ROW LEVEL SECURITY', 'ALTER TABLE accord.wishes ENABLE ROW LEVEL SECURITY', 'row security of wishes must be on and forced'],
    ['whose row security is not forced', 'ALTER TABLE accord.contents NO FORCE ROW LEVEL SECURITY', 'ALTER TABLE accord.contents FORCE ROW LEVEL SECURITY', 'row security of contents must be on and forced'],
    ['with a second policy that lets words be read', 'CREATE POLICY handy ON accord.contents FOR SELECT USING (true)', 'DROP POLICY handy ON accord.contents', 'words may be read under ledger_first_then_read alone'],
    ['with a second policy for owner and service together', 'CREATE POLICY handy ON accord.contents TO accord_owner, accord_service USING (true)', 'DROP POLICY handy ON accord.contents', 'words may be read under ledger_first_then_read alone'],
    ['without the policy', 'ALTER POLICY ledger_first_then_read ON accord.contents RENAME TO handy', 'ALTER POLICY handy ON accord.contents RENAME TO ledger_first_then_read', 'words may be read under ledger_first_then_read alone'],
    ['whose ledger is not watched', 'ALTER TABLE accord.ledger_entries DISABLE TRIGGER entry_is_committed_durably', 'ALTER TABLE accord.ledger_entries ENABLE TRIGGER entry_is_committed_durably', 'trigger ledger_entries.entry_is_committed_durably must be on'],
    ['whose crossings are watched only on a replica', 'ALTER TABLE accord.referral_items ENABLE REPLICA TRIGGER crosses_as_the_ledger_says', 'ALTER TABLE accord.referral_items ENABLE TRIGGER crosses_as_the_ledger_says', 'trigger referral_items.crosses_as_the_ledger_says must be on'],
    ['whose commits are not durable', `ALTER DATABASE ${name} SET synchronous_commit = off`, `ALTER DATABASE ${name} RESET synchronous_commit`, 'synchronous_commit must be on'],
    ['whose commits wait for no standby', `ALTER DATABASE ${name} SET synchronous_commit = local`, `ALTER DATABASE ${name} RESET synchronous_commit`, 'synchronous_commit must be on'],
    ['older than the program', `DELETE FROM accord.migrations WHERE name LIKE 'LetOfficersAudit%'`, `INSERT INTO accord.migrations (timestamp, name) VALUES (1795300000006, 'LetOfficersAudit1795300000006')`, 'the schema must be migrated (1 to go): run `npm run -s accord -- migrate`'],
    ['newer than the program', `INSERT INTO accord.migrations (timestamp, name) VALUES (9, 'FromTomorrow9')`, `DELETE FROM accord.migrations WHERE name = 'FromTomorrow9'`, 'the schema is newer than this program (FromTomorrow9): start the newer version'],
  ])('%s', async (_, before, after, promise) => {
    expect(await foundWhile(before, after)).toEqual([promise]);
  });

  it('that was never migrated', async () => {
    expect(await found(at(process.env['ADMIN_URL']!, { pathname: '/postgres' }))).toEqual(['the schema must be migrated: run `npm run -s accord -- migrate`']);
  });
});
