import { uuidv7, type Clock } from '../platform/index.js';
import { digestOf, type Entry, type Operation } from './entry.js';

/** Who acts, as far as an entry says: a `Caller` fits. */
export type Acting = Readonly<{ staffId: string; agencyId: string; roles: readonly string[]; sessionId: string }>;

/** Of the session a digest alone: enough to tell two sessions apart, useless to whoever reads the ledger. */
export const actorOf = ({ staffId, agencyId, roles, sessionId }: Acting): Entry['actor'] => ({
  staff: staffId, agency: agencyId, roles, session: digestOf(sessionId).slice(0, 32),
});

/** What every entry starts from: an id, the moment, what is done and by whom. */
export const beginEntry = (clock: Clock, operation: Operation, who: Acting): Pick<Entry, 'id' | 'at' | 'operation' | 'actor'> => ({
  id: uuidv7(), at: clock.now().toISOString(), operation, actor: actorOf(who),
});
