/**
 * `npm test [-- jest's arguments]`: installs what is missing, builds, brings a PostgreSQL of its own (or uses the
 * disposable server at DATABASE_URL), runs jest, and takes everything down again, on Ctrl-C too. The last line says
 * `N passed, N failed`.
 *
 * A DATABASE_URL must be a superuser's: each run makes and drops a database of its own there, but the roles
 * accord_owner and accord_service belong to the whole server and get a new password.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, installPackages, missingPackages, root } from './install.mjs';
import { isAlive } from './lock.mjs';
import { explain, say, step } from './terminal.mjs';
import { untilTold } from './until-told.mjs';

const prefix = 'accord-test-';
const closing = [];

/** What a killed run left behind: its folder names it, and may hold a PostgreSQL and the number of a service. */
async function sweep({ removePostgres }) {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^accord-test-(\d+)-/.exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const left = join(tmpdir(), name);
    try {
      endService(left);
      await removePostgres(join(left, 'postgres'));
      rmSync(left, { recursive: true, force: true });
    } catch {
      // Another user's leavings are theirs to remove.
    }
  }
}

function endService(home) {
  try {
    const pid = Number(readFileSync(join(home, 'service.pid'), 'utf8'));
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (line.includes('dist/main.js')) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, or this system has no /proc.
  }
}

async function prepare(home, signal) {
  checkNode();
  if (missingPackages()) await step('install packages', (progress) => installPackages(progress, signal));
  signal.throwIfAborted();
  const { build } = await import('./build.mjs');
  const postgres = await import('./postgres.mjs');
  await Promise.all([build(), sweep(postgres)]);
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  // Noted before it has started: an interruption waits for the start, then stops it.
  const starting = postgres.startPostgres({ dataDir: join(home, 'postgres'), keep: false });
  closing.push(() => starting.then((server) => server.stop(), () => {}));
  return (await starting).adminUrl;
}

/** Jest and everything it starts are one process group, so that they end together. Gives the exit code. */
async function runJest(args, env, signal) {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, jest, ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const end = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group is empty.
    }
  };
  signal.addEventListener('abort', () => {
    end('SIGTERM');
    setTimeout(end, 5000, 'SIGKILL').unref();
  });
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('exit', (status) => resolve(status ?? 1)));
  end('SIGKILL');
  return code;
}

/** What count-reporter.mjs wrote; a jest that died before it could write is one failure, one asked only to list tests is none. */
function count(file, code) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: code === 0 ? 0 : 1 };
  }
}

async function closeAll() {
  while (closing.length > 0) {
    try {
      await closing.pop()();
    } catch (error) {
      explain(error);
    }
  }
}

async function main(args, signal) {
  const home = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  closing.push(() => rmSync(home, { recursive: true, force: true }));
  // The database server's account must be able to walk through it; what is secret inside has modes of its own.
  chmodSync(home, 0o711);
  const databaseUrl = await prepare(home, signal);
  signal.throwIfAborted();
  // Whatever a spec leaves in the temporary folder goes with ours.
  const scratch = join(home, 'tmp');
  mkdirSync(scratch);
  const env = { ...process.env, NODE_ENV: 'test', DATABASE_URL: databaseUrl, ACCORD_TEST_HOME: home, TMPDIR: scratch, RESULTS: join(home, 'results.json') };
  delete env.SERVICE_DATABASE_URL;
  const code = await runJest(args, env, signal);
  return { code, ...count(env.RESULTS, code) };
}

const told = untilTold();
let outcome;
try {
  outcome = await main(process.argv.slice(2), told.signal);
} catch (error) {
  outcome = { code: told.signal.aborted ? 1 : explain(error), passed: 0, failed: 1 };
}
if (told.signal.aborted) process.stderr.write(`✗ stopped by ${told.name}\n`);
await closeAll();
if (told.signal.aborted) process.exit(128 + constants.signals[told.name]);
say(`${outcome.passed} passed, ${outcome.failed} failed`);
process.exit(outcome.failed > 0 ? outcome.code || 1 : outcome.code);
