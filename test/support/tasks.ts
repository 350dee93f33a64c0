import { expect } from '@jest/globals';
import { dateInLondon } from '../../src/platform/index.js';
import { loadLaw, workingDaysAfter } from '../../src/law/index.js';
import { stored } from './ledger.js';
import type { Json, Person, Reply } from './service.js';

/** Every item of a list, page by page. */
export const everything = async (who: Person, path: string): Promise<Json[]> => {
  const items: Json[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { status, body }: Reply = await who.get(`${path}${path.includes('?') ? '&' : '?'}limit=100${after ? `&after=${after}` : ''}`);
    expect(status).toBe(200);
    items.push(...body.items);
    after = body.next;
  }
  return items;
};

export const tasksAbout = async (who: Person, concern: string, query = ''): Promise<Json[]> => (await everything(who, `/v1/tasks?${query}`)).filter((task) => task.concern === concern);
/** Of a referral or an approval. */
export const noticesAbout = async (who: Person, id: string, query = ''): Promise<Json[]> => (await everything(who, `/v1/notices?${query}`)).filter(({ referral, approval }) => referral === id || approval === id);
export const storedTasks = (concern: string): Promise<Json[]> =>
  stored(`SELECT id, obligation, owner_staff, owner_role, set_by, to_char(due_on, 'YYYY-MM-DD') AS due_on, state, version, outcome, referral_id, note_id FROM accord.tasks WHERE concern_id = $1 ORDER BY id`, [concern]);
export const close = (who: Person, { id, version }: Json, body: object, options: object = {}): Promise<Reply> => who.post(`/v1/tasks/${id}/outcome`, body, { ifMatch: version, ...options });
export const give = (who: Person, { id, version }: Json, to: string): Promise<Reply> => who.post(`/v1/tasks/${id}/reassignment`, { to }, { ifMatch: version });

/** The day by which something is due that was left today. */
export const dueIn = (workingDays: number): string => workingDaysAfter(dateInLondon(new Date()), workingDays, loadLaw().clocks);
