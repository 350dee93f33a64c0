/** One process at a time: a lock that is a folder (making one is atomic everywhere) naming its holder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from './terminal.mjs';

/** A process of another user answers EPERM: it is alive all the same. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holderOf(lock) {
  try {
    return Number(readFileSync(join(lock, 'pid'), 'utf8'));
  } catch {
    return null;
  }
}

/** Nobody holds it: the holder died, or died before it could write its name. */
function isAbandoned(lock) {
  const holder = holderOf(lock);
  if (holder !== null) return holder === process.pid || !isAlive(holder);
  const made = statSync(lock, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs > 2000;
}

/** Runs `work` alone among all processes that use the folder `lock`. Waits up to `patience` ms for the holder. */
export async function holdingLock(lock, work, patience = 120_000) {
  mkdirSync(dirname(lock), { recursive: true });
  const until = Date.now() + patience;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lock)) rmSync(lock, { recursive: true, force: true });
    else if (Date.now() > until) throw new Failure(`process ${holderOf(lock)} holds ${lock}: end it, or remove that folder`);
    else await pause(50);
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
