import type { Caller } from '../access/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import type { Clock } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { Task } from './task.store.js';

/** Every change to a task is an entry that its own agency can find. @returns the entry's id */
export const recordTask = async (tx: Tx, clock: Clock, caller: Caller, { id, obligation, concern, referral, decision }: Task, said: Readonly<Record<string, string>>): Promise<string> => {
  const entry: Entry = {
    ...beginEntry(clock, 'alteration', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
    ...(concern ? { concern } : {}), ...(referral ? { referral } : {}), ...(decision ? { decision } : {}), because: { purpose: 'own-casework', task: id, obligation, ...said },
  };
  await insertEntries(tx, [entry]);
  return entry.id;
};
