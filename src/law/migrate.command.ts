import { migrateDatabase } from '../platform/database-migrate.js';
import { recordLaw } from './record-law.store.js';

/** `accord migrate`: brings the schema up to date and records the law of this release. The last line of standard output is JSON with the service's own connection. */
export const run = async (): Promise<number> => {
  const url = process.env['DATABASE_URL'];
  if (!url) {
    process.stderr.write('DATABASE_URL is not set: give the connection that may create the schema, for example postgres://postgres:…@localhost:5432/accord\n');
    return 2;
  }
  const serviceDatabaseUrl = await migrateDatabase(url, (text) => process.stderr.write(`${text}\n`));
  process.stderr.write(`the law on record: ${await recordLaw(url)}\n`);
  process.stdout.write(`${JSON.stringify({ serviceDatabaseUrl })}\n`);
  return 0;
};
