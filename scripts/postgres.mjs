/**
 * A real PostgreSQL for development, demonstration and tests: started and stopped from the npm package's own programs.
 * Loopback only, no socket files, scram with a random password, fsync and synchronous_commit on. Production brings its own.
 *
 * In the home folder (see postgres-account.mjs for where that is): `data/` and `log/` belong to the account that runs
 * the server; `password` (mode 600) and `port`, the port of last time, to the caller.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { holdingLock, isAlive } from './lock.mjs';
import { as, giveTo, reachablePlace, serverAccount } from './postgres-account.mjs';
import { postgresPrograms } from './postgres-programs.mjs';
import { Failure } from './terminal.mjs';

const superuser = 'postgres';

const settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  max_connections: '150',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %u@%d ',
};

/** No variable of the caller's (PGDATA, PGPORT, locale) may change what is made. */
const cleanEnvironment = () => ({ PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}) });

/**
 * Runs one of PostgreSQL's programs to its end, in a session of its own: a Ctrl-C in the terminal reaches only us, and
 * we decide. Output goes to a file where the program leaves a server behind, for a pipe would never close.
 */
function run(server, program, args, { quiet = false } = {}) {
  const child = spawn(join(server.programs, program), args, {
    ...as(server.account),
    cwd: server.home,
    env: cleanEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: quiet ? 'ignore' : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

export const isFree = (port, host = '127.0.0.1') =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** A free port on the loopback address: the preferred one if it is free, else any. */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) return preferred;
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** The cluster is made under another name and renamed, so that an interrupted initdb leaves nothing that looks whole. */
async function makeCluster(server) {
  for (const name of readdirSync(server.home)) {
    if (name.startsWith('data.unfinished-') || name.startsWith('.pw-')) rmSync(join(server.home, name), { recursive: true, force: true });
  }
  const unfinished = join(server.home, `data.unfinished-${process.pid}`);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(server.home, `.pw-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(server.account, passwordFile);
  giveTo(server.account, unfinished);
  const set = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const { code, output } = await run(server, 'initdb', [
    '--pgdata', unfinished, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256',
    '--encoding', 'UTF8', '--locale', 'C', '--data-checksums', '--no-instructions', ...set,
  ]);
  rmSync(passwordFile, { force: true });
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Failure(`PostgreSQL could not make its data in ${server.home}: ${reason(output)}`);
  }
  remember(server, 'password', password);
  renameSync(unfinished, server.data);
}

/** Written beside and renamed: never half there, and the home's owner can always replace it. */
function remember(server, name, text) {
  const unfinished = join(server.home, `.pw-${process.pid}-${name}`);
  writeFileSync(unfinished, text, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(server.home);
    chownSync(unfinished, uid, gid);
  }
  renameSync(unfinished, join(server.home, name));
}

/** The line that says what went wrong, of several that do not. */
function reason(output) {
  const lines = output.trim().split('\n').filter(Boolean);
  const telling = lines.find((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'no reason given';
  return telling.replace(/^.*?(FATAL|PANIC):\s*/, '').trim();
}

/** `{ pid, port, ready }` of postmaster.pid, or null. The file outlives a crash: see `isRunning`. */
function postmaster(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/** After a crash or a restart of the machine the number may be another program's: then the file is stale, and goes. */
function isRunning(server) {
  const found = postmaster(server.data);
  if (!found) return false;
  if (found.pid > 0 && isAlive(found.pid) && isPostgres(found.pid)) return true;
  rmSync(join(server.data, 'postmaster.pid'), { force: true });
  return false;
}

function isPostgres(pid) {
  try {
    // Z: killed, but its parent has not looked yet. In a container without an init that may be never.
    return /^\d+ \(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self/comm');
  }
}

async function launch(server) {
  const remembered = Number(readIfThere(join(server.home, 'port')));
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 && remembered > 0 ? remembered : undefined);
    const log = join(server.home, 'log', 'postgresql.log');
    writeFileSync(log, '');
    giveTo(server.account, log);
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
    const { code } = await run(server, 'pg_ctl', ['start', '-w', '-t', '60', '-s', '-D', server.data, '-l', log, '-o', options], { quiet: true });
    if (code === 0) {
      remember(server, 'port', String(port));
      return port;
    }
    const written = readIfThere(log);
    if (/could not bind|Address already in use/.test(written) && attempt < 4) continue;
    throw new Failure(`PostgreSQL does not start: ${reason(written)} (log: ${log})`);
  }
}

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '');

async function openOrMake(server, progress) {
  mkdirSync(join(server.home, 'log'), { recursive: true, mode: 0o700 });
  giveTo(server.account, join(server.home, 'log'));
  if (!existsSync(join(server.data, 'PG_VERSION')) || !existsSync(join(server.home, 'password'))) {
    if (existsSync(server.data)) throw new Failure(`${server.data} is not whole: remove it (npm start -- --fresh) to begin again`);
    progress('making a new cluster');
    await makeCluster(server);
  }
  if (isRunning(server)) {
    progress('already running');
    for (let tries = 0; tries < 100 && postmaster(server.data)?.ready === false; tries += 1) await pause(100);
    return { port: postmaster(server.data).port, reused: true };
  }
  progress('starting');
  return { port: await launch(server), reused: false };
}

/** Ends the server, gently and then not, and waits until it is gone. */
async function halt(server) {
  if (!existsSync(server.data)) return;
  for (const mode of ['fast', 'immediate']) {
    if (!isRunning(server)) return;
    await run(server, 'pg_ctl', ['stop', '-w', '-t', '20', '-s', '-m', mode, '-D', server.data], { quiet: true });
  }
}

function locate(dataDir, progress) {
  const account = serverAccount(dataDir);
  const home = reachablePlace(dataDir, account);
  return { account, home, data: join(home, 'data'), programs: postgresPrograms(home, account, progress) };
}

/**
 * Starts PostgreSQL with its data at `dataDir` (absolute), or finds it running.
 * @param {{ dataDir: string, keep?: boolean, onProgress?: (text: string) => void }} wish `keep: false` removes the data at the end
 * @returns {Promise<{ adminUrl: string, home: string, port: number, reused: boolean, stop(): Promise<void> }>}
 *   `adminUrl` is the superuser's, to the database `postgres`.
 */
export async function startPostgres({ dataDir, keep = true, onProgress = () => {} }) {
  const server = locate(dataDir, onProgress);
  const { port, reused } = await holdingLock(join(server.home, 'lock'), () => openOrMake(server, onProgress));
  const password = readIfThere(join(server.home, 'password'));
  return {
    adminUrl: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    home: server.home,
    port,
    reused,
    async stop() {
      await halt(server);
      if (!keep) for (const place of new Set([server.home, dataDir])) rmSync(place, { recursive: true, force: true });
    },
  };
}

/** Ends what may run at `dataDir` and removes it all. For `--fresh`, and for what a killed test run left behind. */
export async function removePostgres(dataDir, onProgress = () => {}) {
  const server = locate(dataDir, onProgress);
  await halt(server);
  for (const place of new Set([server.home, dataDir])) rmSync(place, { recursive: true, force: true });
}
