import type { Caller } from '../access/index.js';
import type { Queryable } from '../platform/database.js';

/** Whose record a task or a notice is; null where there is none. For the ledger alone. */
type WorkFound = { owner: string; concern: string | null; kept: boolean } | null;

export const ownerOfWork = async (db: Queryable, { agencyId, staffId }: Caller, kind: 'task' | 'notice', id: string): Promise<WorkFound> =>
  (await db.query<{ found: WorkFound }>('SELECT accord.owner_of_work($1, $2, $3, $4) AS found', [kind, id, agencyId, staffId]))[0]!.found;
