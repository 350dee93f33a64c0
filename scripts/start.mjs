/**
 * `npm start`: everything from a fresh clone to a service with a demonstration county, and down again on Ctrl-C.
 * With DATABASE_URL set, that PostgreSQL is used instead, and there is no demonstration unless --demo asks for one.
 *
 * What is kept between runs is in .accord/: PostgreSQL's data (or where postgres-account.mjs says), the
 * demonstration's keys and secret, a token for each persona, the service's log.
 */
import { randomBytes } from 'node:crypto';
import { accessSync, constants as fileModes, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wishes } from './arguments.mjs';
import { checkNode, installPackages, missingPackages, root } from './install.mjs';
import { isAlive } from './lock.mjs';
import { elapsed, explain, Failure, say, step } from './terminal.mjs';
import { welcome } from './welcome.mjs';
import { untilTold } from './until-told.mjs';

const state = join(root, '.accord');
const at = (name) => join(state, name);
const closing = [];

function openState() {
  try {
    mkdirSync(state, { recursive: true });
    accessSync(state, fileModes.W_OK);
  } catch {
    throw new Failure(`${state} is not writable for this user: start as its owner, or remove it`);
  }
}

/** One launcher at a time in a clone. What a killed one left running is ended, so that its port is free again. */
function takeOver() {
  let last;
  try {
    last = JSON.parse(readFileSync(at('running.json'), 'utf8'));
  } catch {
    last = {};
  }
  if (last.launcher && last.launcher !== process.pid && isAlive(last.launcher) && runs(last.launcher, 'scripts/start.mjs')) {
    throw new Failure(`Accord is running here already (process ${last.launcher}${last.url ? `, ${last.url}` : ''}): stop that one first`);
  }
  if (last.service && isAlive(last.service) && runs(last.service, join(root, 'dist/main.js'))) process.kill(last.service, 'SIGKILL');
  note({});
  closing.push(() => rmSync(at('running.json'), { force: true }));
}

const note = (more) => writeFileSync(at('running.json'), JSON.stringify({ launcher: process.pid, ...more }));

function runs(pid, program) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program);
  } catch {
    return !existsSync('/proc/self/cmdline') && program.endsWith('start.mjs');
  }
}

async function startDatabase({ fresh }, progress) {
  const postgres = await import('./postgres.mjs');
  if (fresh) {
    progress('removing the data');
    await postgres.removePostgres(at('postgres'));
    for (const name of ['issuer', 'tokens', 'demo-secret', 'accord.log']) rmSync(at(name), { recursive: true, force: true });
  }
  // Noted before it has started: an interruption waits for the start, then stops it.
  const starting = postgres.startPostgres({ dataDir: at('postgres'), keep: true, onProgress: progress });
  closing.push(() => starting.then((server) => server.stop(), () => {}));
  const server = await starting;
  return { ...server, url: await ownDatabase(server.adminUrl) };
}

async function ownDatabase(adminUrl) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`SELECT FROM pg_database WHERE datname = 'accord'`);
    if (rowCount === 0) await client.query('CREATE DATABASE accord');
  } finally {
    await client.end();
  }
  return Object.assign(new URL(adminUrl), { pathname: '/accord' }).href;
}

/** Is there a PostgreSQL at DATABASE_URL that will do? Gives what to print of it: never the password. */
async function reach(url) {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new Failure('DATABASE_URL is not a PostgreSQL address: give one such as postgres://user:password@host:5432/database');
  }
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  const where = `${new URL(url).host}${new URL(url).pathname}`;
  try {
    await client.connect();
    const { rows } = await client.query(`SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`);
    if (rows[0].number < 150_000) throw new Failure(`${where} is PostgreSQL ${rows[0].version}: Accord needs 15 or newer`);
    return `${rows[0].version} at ${where}`;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`the PostgreSQL at DATABASE_URL (${where}) does not let us in: ${error.message}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The demonstration's secret: random for each installation, kept, and marked as what it is. */
function demoSecret() {
  if (!existsSync(at('demo-secret'))) writeFileSync(at('demo-secret'), `demo-${randomBytes(32).toString('base64url')}`, { mode: 0o600 });
  return readFileSync(at('demo-secret'), 'utf8').trim();
}

const demoSettings = (issuer) => ({ ACCORD_DEMO: 'true', ACCORD_ISSUERS: issuer.issuersFile, ACCORD_SUBJECT_SECRET: demoSecret() });
const givenSettings = () => Object.fromEntries(['ACCORD_DEMO', 'ACCORD_ISSUERS', 'ACCORD_SUBJECT_SECRET'].map((name) => [name, process.env[name]]));

async function startIssuer() {
  const { startDemoIssuer } = await import(pathToFileURL(join(root, 'dist/demo/issuer.js')).href);
  const issuer = await startDemoIssuer({ stateDir: at('issuer') });
  closing.push(() => issuer.stop());
  return issuer;
}

async function choosePort({ port }) {
  const { freePort, isFree } = await import('./postgres.mjs');
  const host = process.env.HOST || '127.0.0.1';
  const asked = port ?? (process.env.PORT ? Number(process.env.PORT) : undefined);
  const wanted = asked ?? 3000;
  if (wanted === 0) return freePort();
  if (await isFree(wanted, host)) return wanted;
  if (asked !== undefined) throw new Failure(`port ${wanted} is taken: stop what listens there, or choose another with --port`);
  const other = await freePort(wanted + 1);
  say(`  · port ${wanted} is taken, using ${other} instead`);
  return other;
}

function checkSurroundings({ fresh, demo }) {
  if (!process.env.DATABASE_URL) return;
  if (fresh) throw new Failure('--fresh removes the data of the PostgreSQL that comes with Accord, never of the one at DATABASE_URL: unset one of the two');
  const lacking = ['ACCORD_ISSUERS', 'ACCORD_SUBJECT_SECRET'].filter((name) => !process.env[name]);
  if (!demo && lacking.length > 0) throw new Failure(`DATABASE_URL is set, so set ${lacking.join(' and ')} too (see README), or add --demo for the demonstration`);
}

/** The service would refuse these settings; better before anything is changed in somebody's database. */
async function checkSettings(databaseUrl) {
  const { readConfig } = await import(pathToFileURL(join(root, 'dist/platform/config.js')).href);
  try {
    readConfig({ ...process.env, ...givenSettings(), SERVICE_DATABASE_URL: process.env.SERVICE_DATABASE_URL || databaseUrl });
  } catch (error) {
    throw new Failure((error.faults ?? [error.message]).join('; '));
  }
}

async function main(wish, signal) {
  const external = process.env.DATABASE_URL;
  const demo = wish.demo || !external;
  checkNode();
  checkSurroundings(wish);
  openState();
  takeOver();
  say(`Accord starts in ${root} (Ctrl-C stops everything)`);
  if (missingPackages()) await step('install packages', (progress) => installPackages(progress, signal));
  const { build } = await import('./build.mjs');
  const { accord, startService } = await import('./service.mjs');
  await step('build', async () => `${await build()} files compiled`);
  if (!demo) await checkSettings(external);
  const port = await choosePort(wish);
  signal.throwIfAborted();

  let databaseUrl = external;
  await step('PostgreSQL', async (progress) => {
    if (external) return reach(external);
    const server = await startDatabase(wish, progress);
    databaseUrl = server.url;
    return `127.0.0.1:${server.port}, data in ${here(server.home)}`;
  });
  signal.throwIfAborted();
  const env = { SERVICE_DATABASE_URL: external ? process.env.SERVICE_DATABASE_URL : undefined };
  await step('schema', async (progress) => {
    const { serviceDatabaseUrl } = await accord(['migrate'], { ...env, DATABASE_URL: databaseUrl }, { progress, signal });
    env.SERVICE_DATABASE_URL = serviceDatabaseUrl;
  });

  const issuer = demo ? await startIssuer() : undefined;
  Object.assign(env, demo ? demoSettings(issuer) : givenSettings());
  // Side by side: the service loads its code while the county is told.
  const starting = startService({ env, port, logFile: at('accord.log'), signal });
  closing.push(() => starting.then((each) => each.stop(), () => {}));
  starting.catch(() => {});
  let personas = [];
  if (demo) {
    await step('demonstration county', async (progress) => {
      const size = wish.size === undefined ? [] : ['--size', String(wish.size)];
      ({ personas } = await accord(['demo', 'load', ...size], { ...env, DATABASE_URL: databaseUrl }, { progress, signal }));
    });
  }
  let service;
  await step('service', async () => {
    service = await starting;
    return `log in ${here(at('accord.log'))}`;
  });
  note({ service: service.pid, url: service.url });
  await welcome({ url: service.url, personas, mint: issuer?.mint, tokensFolder: at('tokens'), here });
  say(`Ready after ${elapsed()}: ${service.url}, API docs at ${service.url}/docs. Ctrl-C stops everything.`);
  return service;
}

const here = (path) => (path.startsWith(root) ? relative(process.cwd(), path) || '.' : path);

async function closeAll() {
  while (closing.length > 0) {
    try {
      await closing.pop()();
    } catch (error) {
      explain(error);
    }
  }
}

const told = untilTold();
let code = 0;
let service;
try {
  service = await main(wishes(process.argv.slice(2)), told.signal);
  const death = await Promise.race([service.exited, told.promise]);
  if (!told.signal.aborted) throw new Failure(`the service stopped by itself (${death}): ${service.lastWords()} (log: ${at('accord.log')})`);
} catch (error) {
  if (!told.signal.aborted) code = explain(error);
}
if (told.signal.aborted) {
  code = told.name === 'SIGINT' || told.name === 'SIGTERM' ? 0 : 128 + (constants.signals[told.name] ?? 0);
  if (closing.length > 1) say('\nStopping …');
  told.again(() => service?.force());
}
await closeAll();
if (told.signal.aborted) say('Stopped.');
process.exit(code);
