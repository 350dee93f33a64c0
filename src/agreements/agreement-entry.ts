import type { Caller } from '../access/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import type { Clock } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { VersionRow } from './agreement.store.js';

/** What happened to an agreement, in codes. `movedBy`: whose step it was that this person confirmed, or moved afresh. */
type Happened = Readonly<{ step: string; state: 'moved' | 'done'; movedBy?: string | undefined }>;
type About = Pick<VersionRow, 'id' | 'version' | 'digest'>;

/** Writes the entry of one step, before the row that refers to it. Parties' officers find it; a draft's is its agency's own. @returns its id */
export const recordStep = async (tx: Tx, clock: Clock, caller: Caller, { id, version, digest }: About, { step, state, movedBy }: Happened, parties: readonly string[]): Promise<string> => {
  const entry: Entry = {
    ...beginEntry(clock, 'agreement-change', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [...new Set([caller.agencyId, ...parties])],
    because: { agreement: { id, version }, digest, step, state, movedBy },
  };
  await insertEntries(tx, [entry]);
  return entry.id;
};

/** Who answers today for the parties that have not left. */
export const partiesOf = ({ parties }: Pick<VersionRow, 'parties'>): string[] => parties.filter(({ leftAt }) => leftAt === null).map(({ answeredFor }) => answeredFor);
