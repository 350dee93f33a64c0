import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { review, sendNotices, TaskDoor } from '../disclosure/index.js';
import { Clock, onceOnly, problem, requireVersion, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { recordTask } from './task-entry.js';
import type { TaskReceipt } from './task.dto.js';
import { giveTask, lockTask, mayTake } from './task.store.js';
import { isTheirs, overseers, oversees } from './task.js';

/** Gives a task to a colleague by name: somebody is on leave, has left, or is not to see the record. */
@Injectable()
export class ReassignTask {
  constructor(private readonly database: Database, private readonly door: TaskDoor, private readonly clock: Clock) {}

  /** @throws Problem `not-found`, recorded, for whom it does not concern; `forbidden` for its owner who is no overseer; `conflict` for whom it reviews; `invalid-body` for a colleague who cannot take it */
  give(caller: Caller, id: string, version: number, to: string, attempt: Attempt): Promise<TaskReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const task = await lockTask(tx, id);
      if (!task || !(isTheirs(caller, task) || oversees(caller))) return this.door.nothingHere(tx, caller, 'task', id);
      await this.door.onlyFor(overseers, caller, 'task:close', 'reassignment');
      requireVersion(version, task.version);
      if (task.state === 'done') throw problem('conflict', { detail: 'This task is closed already.' });
      if (task.obligation === review && task.setBy === caller.staffId) throw problem('conflict', { detail: 'Nobody chooses who reviews what they did themselves. Ask another lead or information governance officer.' });
      // The same for nobody, for a stranger and for whom a list keeps away.
      if (!(await mayTake(tx, id, to))) throw problem('invalid-body', { errors: [{ pointer: '/to', detail: 'must be an active colleague who can take this task' }] });
      const entryId = await recordTask(tx, this.clock, caller, task, { givenTo: to });
      await giveTask(tx, task, to);
      const { agency, concern, decision, referral } = task;
      if (concern) await sendNotices(tx, [{ agency, kind: 'task-given', to: { staff: to }, concern, task: id, decision: decision ?? undefined, referral: referral ?? undefined, entry: entryId }]);
      return { id, state: 'open', version: version + 1, entryId };
    });
  }
}
