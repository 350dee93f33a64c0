import { createHmac } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '#migrations';

/** The service's password follows from the administrator's, so that every instance agrees and no file has to hold it. */
const servicePassword = (url: URL): string =>
  createHmac('sha256', decodeURIComponent(url.password) || url.href).update('accord_service').digest('base64url');

/** The connection of the serving process: the same database, as the role that owns nothing. SERVICE_DATABASE_URL wins where it is set. */
export const serviceUrlOf = (adminUrl: string, given = process.env['SERVICE_DATABASE_URL']): string => {
  if (given) return given;
  const url = new URL(adminUrl);
  const password = servicePassword(url);
  url.username = 'accord_service';
  url.password = password;
  return url.href;
};

const passwordOf = (serviceUrl: string): string => decodeURIComponent(new URL(serviceUrl).password);

/** Roles belong to the whole server: two databases that migrate at once must not trip over each other, hence the lock. */
/** Roles belong to the whole server, locks to one database: two that migrate at once may meet at a role, and one tries again. */
const again = async (work: () => Promise<void>, tries = 5): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (tries <= 1 || !/concurrently updated|already exists/.test((error as Error).message)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await again(work, tries - 1);
  }
};

const makeRoles = async (client: pg.Client, password: string): Promise<void> => {
  await client.query('ROLLBACK');
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('accord roles'))`);
  await client.query(`DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'accord_owner') THEN CREATE ROLE accord_owner NOLOGIN; END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'accord_service') THEN
      CREATE ROLE accord_service LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT; END IF;
    IF NOT pg_has_role(current_user, 'accord_owner', 'MEMBER') OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      EXECUTE format('GRANT accord_owner TO %I', current_user); END IF;
  END $$`);
  await client.query(`ALTER ROLE accord_service LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  await client.query('COMMIT');
};

const makeSchema = async (client: pg.Client): Promise<void> => {
  await client.query('CREATE SCHEMA IF NOT EXISTS accord AUTHORIZATION accord_owner');
  // Nobody but the owner makes objects here, not even temporary ones that could stand in front of the real.
  await client.query(`DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE 'REVOKE CREATE ON SCHEMA public FROM PUBLIC';
  EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`);
  const { rows: [left] } = await client.query<{ temporary: boolean; name: string }>(`SELECT has_database_privilege('accord_service', current_database(), 'TEMPORARY') AS temporary, current_database() AS name`);
  if (left?.temporary) throw new Error(`the service could still make temporary objects here. As the owner of the database, run: REVOKE TEMPORARY ON DATABASE "${left.name}" FROM PUBLIC; then migrate again`);
};

/**
 * Makes roles and schema where they are missing and runs the migrations that are due, each in its own transaction.
 * @param adminUrl a superuser's connection, or one that owns the database and may create roles
 * @returns the connection of the serving process
 */
export const migrateDatabase = async (adminUrl: string, tell: (text: string) => void): Promise<string> => {
  const serviceUrl = serviceUrlOf(adminUrl);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await again(() => makeRoles(client, passwordOf(serviceUrl)));
    await makeSchema(client);
  } finally {
    await client.end();
  }
  const source = new DataSource({
    type: 'postgres', url: adminUrl, schema: 'accord', entities: [], migrations: [...migrations], migrationsTransactionMode: 'each',
    migrationsTableName: 'migrations', extra: { max: 2, options: '-c role=accord_owner -c search_path=accord,pg_temp' },
  });
  await source.initialize();
  try {
    const done = await source.runMigrations();
    await source.query('GRANT SELECT ON accord.migrations TO accord_service');
    tell(done.length > 0 ? `migrated: ${done.map(({ name }) => name).join(', ')}` : 'the schema is up to date');
  } finally {
    await source.destroy();
  }
  return serviceUrl;
};
