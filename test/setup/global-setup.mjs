/**
 * One database with the demonstration county and one service process, for all specs of the project `service`.
 * `npm test` has built dist/ and gives DATABASE_URL, a superuser's connection. What the specs are told, in process.env:
 *   BASE_URL        where the service answers
 *   ADMIN_URL       the superuser's connection to the database made here
 *   SERVICE_URL     the same database as accord_service
 *   ISSUER_STATE    the folder of the demonstration issuers' keys; ISSUERS_FILE what the service trusts
 *   SUBJECT_SECRET  what keys the pseudonyms of subjects
 *   SERVICE_LOG     the service's log, for specs that look at what must not be in it
 *   PERSONAS        JSON: the demonstration's personas
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { root } from '../../scripts/install.mjs';
import { freePort } from '../../scripts/postgres.mjs';
import { accord, startService } from '../../scripts/service.mjs';

async function createDatabase(serverUrl) {
  const name = `accord_test_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

export default async function setUp() {
  const serverUrl = process.env.DATABASE_URL;
  if (!serverUrl) throw new Error('DATABASE_URL is not set: run these specs through "npm test", which brings a PostgreSQL');
  const running = { serverUrl, stops: [] };
  globalThis.accordUnderTest = running;
  const scratch = process.env.ACCORD_TEST_HOME ?? mkdtempSync(join(tmpdir(), 'accord-test-'));
  const database = await createDatabase(serverUrl);
  running.database = database.name;

  const { serviceDatabaseUrl } = await accord(['migrate'], { DATABASE_URL: database.url }, { apart: false });
  const { startDemoIssuer } = await import(join(root, 'dist/demo/index.js'));
  const issuer = await startDemoIssuer({ stateDir: join(scratch, 'issuer') });
  running.stops.push(() => issuer.stop());
  // Specs make agencies of their own (test/support/successions.ts): the partnership's provider speaks for those too.
  const providers = JSON.parse(readFileSync(issuer.issuersFile, 'utf8'));
  providers.find(({ issuer: name }) => name.includes('partnership')).agencies.push(...Array.from({ length: 300 }, (_, at) => `spec-agency-${at + 1}`));
  writeFileSync(issuer.issuersFile, JSON.stringify(providers));
  const env = {
    ACCORD_DEMO: 'true',
    ACCORD_ISSUERS: issuer.issuersFile,
    ACCORD_SUBJECT_SECRET: `demo-${randomBytes(24).toString('base64url')}`,
    SERVICE_DATABASE_URL: serviceDatabaseUrl,
    ACCORD_DRAIN_MS: '100',
  };
  const logFile = join(scratch, 'service.log');
  // Side by side: the service loads its code while the county is told.
  const starting = startService({ env, port: await freePort(), logFile, pidFile: join(scratch, 'service.pid'), apart: false });
  running.stops.unshift(() => starting.then((service) => service.stop(), () => {}));
  const [service, { personas }] = await Promise.all([
    starting,
    accord(['demo', 'load'], { ...env, DATABASE_URL: database.url }, { apart: false }),
  ]);

  Object.assign(process.env, {
    BASE_URL: service.url,
    ADMIN_URL: database.url,
    SERVICE_URL: serviceDatabaseUrl,
    ISSUER_STATE: join(scratch, 'issuer'),
    ISSUERS_FILE: issuer.issuersFile,
    SUBJECT_SECRET: env.ACCORD_SUBJECT_SECRET,
    SERVICE_LOG: logFile,
    PERSONAS: JSON.stringify(personas),
  });
}
