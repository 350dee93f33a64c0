import type { Caller, Role } from '../access/index.js';
import { review } from '../disclosure/index.js';
import type { Task } from './task.store.js';

/** They see to it that the agency's tasks are done: they see all of them, give them to colleagues, and close those that are nobody's by name. */
export const overseers: readonly Role[] = ['agency-lead', 'ig-officer'];
export const oversees = ({ roles }: Pick<Caller, 'roles'>): boolean => overseers.some((role) => roles.includes(role));

type Owned = Pick<Task, 'staff' | 'role' | 'team' | 'obligation' | 'setBy'>;

/** Is it this person's to do: theirs by name, or where it bears no name, their role's or their team's? */
export const isTheirs = ({ staffId, roles, teams }: Pick<Caller, 'staffId' | 'roles' | 'teams'>, { staff, role, team }: Owned): boolean =>
  (staff === null ? roles.some((held) => held === role) || (team !== null && teams.includes(team)) : staff === staffId);

/** Why somebody who may see the task may not close it; null where they may. */
export const whyNotClose = (caller: Pick<Caller, 'staffId' | 'roles' | 'teams'>, task: Owned): string | null => {
  if (task.obligation === review && task.setBy === caller.staffId) return 'Nobody reviews what they did themselves.';
  if (isTheirs(caller, task)) return null;
  if (task.staff !== null) return 'This task has a named owner: it is theirs to close, or it is given to somebody else first.';
  return oversees(caller) ? null : 'This task is not yours.';
};
