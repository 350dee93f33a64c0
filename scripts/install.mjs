/** Node's version, and the packages of the lock: installs them when they are missing or older than the lock. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdingLock } from './lock.mjs';
import { Failure } from './terminal.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** package.json's `engines.node` is the one place that says which Node this needs: `>=20.20`. */
export function checkNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;
  const [major, minor] = wanted.replace(/^>=/, '').split('.').map(Number);
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  throw new Failure(`Node ${process.versions.node} is too old: install Node ${major}.${minor} or newer and start again`);
}

/**
 * npm writes node_modules/.package-lock.json at the end of every install: what it holds is what is installed.
 * Contents are compared, not times, so that a copied or checked-out tree is judged rightly.
 */
export function missingPackages() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return true;
  const has = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).some(([path, { version, optional }]) => path !== '' && !optional && has[path]?.version !== version);
}

/** Installs what the lock says, unless another process has just done so. */
export async function installPackages(progress = () => {}, signal = undefined) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Failure(`packages are missing and ${root} is not writable for this user: run "npm ci" there as its owner`);
  }
  await holdingLock(join(root, '.accord/install.lock'), () => (missingPackages() ? ci(progress, signal) : undefined), 900_000);
}

/** Runs `npm ci`, with what is needed to build. Throws a Failure that quotes npm's own first error line. */
async function ci(progress, signal) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const child = spawn(npm, ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=http'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    signal,
    env: withoutRunner(process.env),
  });
  let fetched = false;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    fetched ||= /\.tgz\b/.test(text);
    errors += `${text.split('\n').filter((line) => /npm (error|ERR!)/.test(line)).join('\n')}\n`;
    progress(fetched ? 'npm ci fetches packages' : 'npm ci asks for addresses');
  });
  child.stdout.resume();
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return;
  const why = errors.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  throw new Failure(`npm ci failed (${why.find((line) => line && !/^code /.test(line)) ?? `exit ${code}`}): run "npm ci" by hand to see all of it`);
}

/** Started by `npm start`, we carry npm's own settings in the environment (dry-run, workspace, omit): not for this npm. */
function withoutRunner(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_(config_(global|omit|include|only|production|dry_run|ignore_scripts|workspaces?|prefix|local_prefix)$|lifecycle_|package_)/i.test(name) && name !== 'NODE_ENV'));
}
