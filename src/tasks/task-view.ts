import { labelOf, plainEnglish, type LoadedLaw } from '../law/index.js';
import type { TaskView } from './task.dto.js';
import type { Task } from './task.store.js';

/** With what a task may be closed. */
export const outcomesOf = (obligation: string, { clocks }: Pick<LoadedLaw, 'clocks'>): readonly string[] =>
  (Object.hasOwn(clocks.tasks.byObligation, obligation) ? clocks.tasks.byObligation[obligation]!.outcomes : []);

/** Codes and ids in plain English; not one word about a person. */
export const taskView = ({ staff, staffName, role, team, agency: _, noteId, ...task }: Task, law: LoadedLaw, today: string): TaskView => ({
  ...task, says: plainEnglish(task.obligation, law).says, outcomes: outcomesOf(task.obligation, law).map((code) => ({ code, says: labelOf(law, 'taskOutcomes', code) })),
  ownerStaff: staff, ownerName: staffName, ownerRole: role, ownerTeam: team, overdue: task.state === 'open' && task.dueOn < today, noted: noteId !== null,
});
