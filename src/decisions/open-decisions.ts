import { LawBook, loadLaw } from '../law/index.js';
import { openDatabase, type Identity } from '../platform/database.js';
import { TakeAgain } from './take-again.js';
import { countDecisions, listAgencyIds } from './what-if.store.js';

/** Whoever sits at the terminal counts decisions as nobody in particular: no list names this person, and no word is read. */
const operator = '00000000-0000-0000-0000-000000000000';

type OpenDecisions = { takeAgain: TakeAgain; deciders: { who: Identity; decisions: number }[]; total: number; close: () => Promise<void> };

/**
 * Past decisions for the operator's commands, read as the service's own role: of one agency, or of all.
 * @throws Error in one line where there is no connection or no such agency
 */
export const openDecisions = async (agency: string | undefined): Promise<OpenDecisions> => {
  const url = process.env['SERVICE_DATABASE_URL'];
  if (!url) throw new Error('SERVICE_DATABASE_URL is not set: give the connection of the service’s own role');
  const database = await openDatabase(url, 2);
  const close = (): Promise<void> => database.close();
  try {
    const ids = (await listAgencyIds(database)).filter((id) => agency === undefined || id === agency);
    if (ids.length === 0) throw new Error('no such agency');
    const deciders = [];
    for (const agencyId of ids) {
      const who = { agencyId, staffId: operator };
      deciders.push({ who, decisions: await database.inTransaction(who, countDecisions) });
    }
    return { takeAgain: new TakeAgain(database, new LawBook(database, loadLaw())), deciders: deciders.filter(({ decisions }) => decisions > 0), total: deciders.reduce((sum, { decisions }) => sum + decisions, 0), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const width = 30;
/** How far it is: `[##########....................] 33 %, 330 of 1000 decisions`. */
export const progressText = (done: number, total: number): string => {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  return `[${'#'.repeat(Math.round(share * width)).padEnd(width, '.')}] ${Math.round(share * 100)} %, ${done} of ${total} decisions`;
};
