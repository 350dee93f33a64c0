import type { Caller } from '../access/index.js';
import type { Standing } from '../law/index.js';
import type { Queryable } from '../platform/database.js';
import type { ConcernFacts, RecipientFacts } from './facts.js';

type Everybody = { concern: ConcernFacts | null; owner: string | null; law: number; recipients: (RecipientFacts & Pick<Standing, 'agreements'>)[] };

/** A concern of the caller's own agency with every team of every partner, each with the agreements it would stand under: one round trip. */
export const loadEverybody = async (db: Queryable, caller: Caller, concernId: string): Promise<Everybody> =>
  (await db.query<{ found: Everybody }>('SELECT accord.who_could_see($1, $2, $3) AS found', [caller.agencyId, caller.staffId, concernId]))[0]!.found;
