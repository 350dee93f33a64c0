/** The built service and its operator's commands as child processes, for the launcher and the tests. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './install.mjs';
import { Failure } from './terminal.mjs';

/** Only these reach a child from our own environment: above all the serving process must never hold DATABASE_URL. */
const inherited = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'LOG_LEVEL', 'HOST', 'NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'ACCORD_DRAIN_MS'];

export function environment(more) {
  const kept = inherited.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]);
  return Object.fromEntries([...kept, ...Object.entries(more).filter(([, value]) => value !== undefined)]);
}

/**
 * Runs `accord …args`, whose last line on standard output is JSON. What it writes on standard error is its progress.
 * `apart`: in a session of its own, so that a Ctrl-C in the terminal reaches only us.
 * @returns {Promise<any>} that last line, parsed
 */
export async function accord(args, env, { progress = () => {}, signal, apart = true } = {}) {
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    cwd: root, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'], detached: apart, signal, killSignal: 'SIGTERM',
  });
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-4000);
    if (text.trim()) progress(text);
  });
  const code = await new Promise((resolve) => child.once('error', () => resolve(-1)).once('close', resolve));
  if (code === 0) return JSON.parse(output.trim().split('\n').at(-1));
  signal?.throwIfAborted();
  const lines = complaint.trim().split('\n');
  throw new Failure(`accord ${args.join(' ')} failed: ${lines.find((line) => /^accord: /.test(line))?.slice(8) ?? lines.at(-1) ?? `exit ${code}`}`);
}

/** Why a service died, from the end of its log: pino's JSON lines and plain ones alike. */
export function lastWords(logFile, from = 0) {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n').filter(Boolean);
  const said = lines.map((line) => {
    try {
      const { level, msg, err, faults } = JSON.parse(line);
      const why = [msg, Array.isArray(faults) ? faults.join('; ') : undefined, err?.message].filter(Boolean).join(': ');
      return { grave: level >= 50 || ['error', 'fatal'].includes(level), text: why };
    } catch {
      return { grave: /error|cannot|refuse/i.test(line) && !/^\s+at /.test(line), text: line };
    }
  });
  const index = said.findLastIndex(({ grave }) => grave);
  if (index < 0) return said.at(-1)?.text ?? 'it wrote nothing';
  // "The service cannot start:" is followed by the reasons, one a line.
  const more = said[index].text.endsWith(':') || /^\s+- /.test(said[index].text);
  if (!more) return said[index].text;
  const head = said.findLastIndex(({ text }) => text.endsWith(':'));
  return said.slice(Math.max(0, head)).map(({ text }) => text.trim()).filter((text) => !/^at /.test(text)).join(' ');
}

const isReady = async (url) => {
  try {
    return (await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) })).status === 200;
  } catch {
    return false;
  }
};

/**
 * Starts `dist/main.js` and waits until `/ready` says yes.
 * @param {{ env: Record<string, string|undefined>, port: number, logFile: string, pidFile?: string, signal?: AbortSignal, apart?: boolean }} wish
 * @returns {Promise<{ url: string, pid: number, exited: Promise<number|string>, stop(): Promise<void>, force(): void, lastWords(): string }>}
 */
export async function startService({ env, port, logFile, pidFile, signal, apart = true }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const from = readFileSync(logFile).length;
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/main.js')], {
    cwd: root, env: environment({ ...env, PORT: String(port) }), stdio: ['ignore', log, log], detached: apart,
  });
  closeSync(log);
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, killedBy) => resolve(killedBy ?? code));
  });
  const over = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  if (pidFile && child.pid) writeFileSync(pidFile, String(child.pid));
  const host = process.env.HOST && !['0.0.0.0', '::'].includes(process.env.HOST) ? process.env.HOST : '127.0.0.1';
  const service = {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    pid: child.pid,
    exited,
    async stop() {
      if (over()) return;
      child.kill('SIGTERM');
      if (await Promise.race([exited.then(() => true), pause(20_000, false, { ref: false })])) return;
      child.kill('SIGKILL');
      await exited;
    },
    force: () => void child.kill('SIGKILL'),
    lastWords: () => lastWords(logFile, from),
  };
  for (const until = Date.now() + 60_000; !(await isReady(service.url)); ) {
    if (over()) throw new Failure(`the service does not start: ${service.lastWords()} (log: ${logFile})`);
    if (signal?.aborted || Date.now() > until) {
      await service.stop();
      signal?.throwIfAborted();
      throw new Failure(`the service is not ready after a minute: ${service.lastWords()} (log: ${logFile})`);
    }
    await pause(50);
  }
  return service;
}
