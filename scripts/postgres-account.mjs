/**
 * Who runs PostgreSQL, and where it may live.
 *
 * PostgreSQL refuses to run as root. An ordinary user simply runs it; root runs it as `postgres` if there is such a
 * user, else as `nobody`. That user must be able to walk to the data and to the programs: a clone below a folder of
 * mode 700, as root's home is, is closed to it, so root's data then lives in /var/lib/accord-<hash of the wanted place>, or, if
 * that cannot be made, in the temporary folder under the same name. The hash keeps two clones apart.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, lstatSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Failure } from './terminal.mjs';

const isRoot = () => process.getuid?.() === 0;

/** The line of /etc/passwd: name, x, uid, gid, … */
function lookUp(name) {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((each) => each.startsWith(`${name}:`));
  if (!line) return null;
  const [, , uid, gid] = line.split(':');
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** The account that runs PostgreSQL for the data at `home`: null when it is the caller's own. */
export function serverAccount(home) {
  if (!isRoot()) return null;
  // Root in somebody else's clone: their data stays theirs.
  const owner = statSync(home, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `number ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (!account) throw new Failure('root may not run PostgreSQL and there is no user "postgres" or "nobody": add one, or run as an ordinary user');
  return account;
}

/** Spawn options that make a child that account. */
export const as = (account) => (account ? { uid: account.uid, gid: account.gid } : {});

export function giveTo(account, path) {
  if (account) chownSync(path, account.uid, account.gid);
}

/** May the account walk to this folder? Asked by trying, as that account: modes, ACLs and mounts all count. */
export function canReach(account, folder) {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...as(account), cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Makes the folder. Below a shared one somebody else may have laid a trap under this name: only our own will do. */
function claim(folder, account) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch {
    return false;
  }
  const found = lstatSync(folder);
  return found.isDirectory() && (process.getuid === undefined || [process.getuid(), account?.uid].includes(found.uid));
}

/** The folder to use for what was wanted at `wanted`: that one, if the account can reach it, else the next best. */
export function reachablePlace(wanted, account) {
  const name = `accord-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`;
  const elsewhere = account ? [join('/var/lib', name), join(tmpdir(), name), join('/var/tmp', name)] : [];
  for (const folder of [wanted, ...elsewhere]) {
    if (claim(folder, folder === wanted ? account : null) && canReach(account, folder)) return folder;
  }
  const owner = nearestOwner(wanted);
  throw new Failure(
    account
      ? `no folder for PostgreSQL's data: neither ${[wanted, ...elsewhere].join(' nor ')} can be made and reached by user ${account.name}`
      : `${wanted} belongs to another user${owner}: run as that user, or remove ${basename(dirname(wanted)) === '.accord' ? dirname(wanted) : wanted}`,
  );
}

function nearestOwner(path) {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found) return ` (uid ${found.uid})`;
  }
  return '';
}
