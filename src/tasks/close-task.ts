import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { keepWords, noteField, review, TaskDoor } from '../disclosure/index.js';
import { LawBook } from '../law/index.js';
import { Clock, onceOnly, problem, requireVersion, uuidv7, type Attempt } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { recordTask } from './task-entry.js';
import type { TaskOutcomeBody, TaskReceipt } from './task.dto.js';
import { closeTask, lockTask, type Task } from './task.store.js';
import { isTheirs, oversees, whyNotClose } from './task.js';
import { outcomesOf } from './task-view.js';

/** Says what came of a task, once. */
@Injectable()
export class CloseTask {
  constructor(private readonly database: Database, private readonly door: TaskDoor, private readonly clock: Clock, private readonly lawBook: LawBook) {}

  /**
   * @throws Problem `not-found`, recorded, for whom it does not concern; `conflict` where somebody else must close it, or has;
   *   `invalid-body` for an outcome that is not this task's, or a review without words
   */
  close(caller: Caller, id: string, version: number, { outcome, note }: TaskOutcomeBody, attempt: Attempt): Promise<TaskReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const task = await lockTask(tx, id);
      if (!task || !(isTheirs(caller, task) || oversees(caller))) return this.door.nothingHere(tx, caller, 'task', id);
      requireVersion(version, task.version);
      if (task.state === 'done') throw problem('conflict', { detail: 'This task is closed already.' });
      const whyNot = whyNotClose(caller, task);
      if (whyNot) throw problem('conflict', { detail: whyNot });
      this.#check(task, outcome, note);
      const noteId = note === undefined ? null : await this.#keep(tx, caller, task, note);
      const entryId = await recordTask(tx, this.clock, caller, task, { outcome, note: noteId ? 'recorded' : 'none' });
      await closeTask(tx, task, caller, { outcome, noteId, entryId });
      return { id, state: 'done', version: version + 1, entryId };
    });
  }

  #check({ obligation, concern }: Task, outcome: string, note: string | undefined): void {
    const outcomes = outcomesOf(obligation, this.lawBook.release);
    const faults = [
      ...(outcomes.includes(outcome) ? [] : [{ pointer: '/outcome', detail: `must be one of this task’s own: ${outcomes.join(', ')}` }]),
      ...(obligation === review && note === undefined ? [{ pointer: '/note', detail: 'is required: a review says in words why' }] : []),
      ...(concern === null && note !== undefined ? [{ pointer: '/note', detail: 'must be left out: this task is about nobody’s record' }] : []),
    ];
    if (faults.length > 0) throw problem('invalid-body', { errors: faults });
  }

  async #keep(tx: Tx, caller: Caller, { concern }: Task, text: string): Promise<string> {
    const id = uuidv7();
    await keepWords(tx, caller.agencyId, concern!, [{ id, field: noteField, body: { text } }]);
    return id;
  }
}
