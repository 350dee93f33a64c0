import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { CallerIs, Route, type Caller } from '../access/index.js';
import { TaskDoor } from '../disclosure/index.js';
import { LawBook } from '../law/index.js';
import { Clock, IdParam, IfMatch, keyset, limitOf, pageOf, Repeatable, Section, tagged, type Attempt, type HttpReply, type Page } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { CloseTask } from './close-task.js';
import { ReassignTask } from './reassign-task.js';
import { ReassignmentBody, TaskOutcomeBody, TaskReceipt, TasksQuery, TaskView } from './task.dto.js';
import { outcomeExample, reassignmentExample } from './task.example.js';
import { listTasks } from './task.store.js';
import { overseers } from './task.js';
import { taskView } from './task-view.js';
import { tellOverdue } from './tell-overdue.js';

const cursor = keyset('tasks', { dueOn: 'date', id: 'uuid' });
const steps = ['not-found', 'conflict', 'precondition-failed', 'precondition-required', 'idempotency-conflict'] as const;

@Section('Tasks', 'What decisions leave to be done: each with an owner, a day and, in the end, an outcome. No words about anybody.')
@Controller('v1/tasks')
export class TasksController {
  constructor(
    private readonly database: Database, private readonly door: TaskDoor, private readonly clock: Clock, private readonly lawBook: LawBook,
    private readonly closing: CloseTask, private readonly reassigning: ReassignTask,
  ) {}

  @Get()
  @Route({ can: 'task:list', gives: 'markers', summary: 'Tasks, by the day they are due', answers: TaskView, pages: true })
  async list(@CallerIs() caller: Caller, @Query() query: TasksQuery): Promise<Page<TaskView>> {
    const whole = query.whose === 'agency';
    if (whole) await this.door.onlyFor(overseers, caller, 'task:list', 'whose=agency');
    const limit = limitOf(query);
    const today = this.clock.today();
    const rows = await this.database.inTransaction(caller, async (tx) => {
      await tellOverdue(tx, today);
      return listTasks(tx, caller, { whole, state: query.state ?? 'open', after: cursor.decode(query.after), limit: limit + 1 });
    });
    return pageOf(rows, limit, (row) => taskView(row, this.lawBook.release, today), ({ dueOn, id }) => cursor.encode({ dueOn, id }));
  }

  @Post(':taskId/outcome')
  @HttpCode(200)
  @Route({ can: 'task:close', gives: 'markers', summary: 'Close a task with its outcome', answers: TaskReceipt, versioned: true, example: outcomeExample, problems: steps })
  async close(@CallerIs() caller: Caller, @IdParam('taskId') id: string, @IfMatch() version: number, @Body() body: TaskOutcomeBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<TaskReceipt> {
    return tagged(reply, await this.closing.close(caller, id, version, body, attempt));
  }

  @Post(':taskId/reassignment')
  @HttpCode(200)
  @Route({ can: 'task:close', gives: 'markers', summary: 'Give a task to a colleague', answers: TaskReceipt, versioned: true, example: reassignmentExample, problems: steps })
  async reassign(@CallerIs() caller: Caller, @IdParam('taskId') id: string, @IfMatch() version: number, @Body() body: ReassignmentBody, @Repeatable() attempt: Attempt, @Res({ passthrough: true }) reply: HttpReply): Promise<TaskReceipt> {
    return tagged(reply, await this.reassigning.give(caller, id, version, body.to, attempt));
  }
}
