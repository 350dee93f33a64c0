import { codesOf } from '../law/index.js';
import { Code, Flag, Id, Instant, IsoDate, OptionalText, PageQuery, Parts, Slug, Text, Whole } from '../platform/index.js';
import type { TaskState } from './task.store.js';

const states: readonly TaskState[] = ['open', 'done'];

export class TasksQuery extends PageQuery {
  @Code(['mine', 'agency'], { optional: true, about: 'mine: yours, your roles’ and your teams’; agency: all of your agency, for leads and information governance officers. mine when left out.' }) whose?: 'mine' | 'agency';
  @Code(states, { optional: true, about: 'open when left out' }) state?: TaskState;
}

export class TaskOutcomeView {
  @Code('TaskOutcome', codesOf('taskOutcomes')) code!: string;
  @Text({ max: 200 }) says!: string;
}

export class TaskView {
  @Id() id!: string;
  @Text({ max: 80, about: 'The obligation of the decision that it meets.' }) obligation!: string;
  @Text({ max: 1000 }) says!: string;
  @Parts(() => TaskOutcomeView, { max: 20, about: 'With which of these it may be closed.' }) outcomes!: TaskOutcomeView[];
  @Id({ nullable: true }) concern!: string | null;
  @Id({ nullable: true }) decision!: string | null;
  @Id({ nullable: true }) referral!: string | null;
  @Slug({ nullable: true }) agreement!: string | null;
  @Id({ nullable: true, about: 'Whose it is by name.' }) ownerStaff!: string | null;
  @Text({ max: 200, nullable: true }) ownerName!: string | null;
  @Text({ max: 40, nullable: true, about: 'Where it bears no name: whoever holds this role.' }) ownerRole!: string | null;
  @Slug({ nullable: true }) ownerTeam!: string | null;
  @Instant() setAt!: string;
  @Id({ about: 'Whose decision left it.' }) setBy!: string;
  @IsoDate() dueOn!: string;
  @Flag({ about: 'True from the day after, while it is open.' }) overdue!: boolean;
  @Code(states) state!: TaskState;
  @Whole({ min: 1, max: 1_000_000, about: 'For If-Match.' }) version!: number;
  @Code('TaskOutcome', codesOf('taskOutcomes'), { nullable: true }) outcome!: string | null;
  @Flag({ about: 'True where words were written to the outcome.' }) noted!: boolean;
  @Id({ nullable: true }) closedBy!: string | null;
  @Instant({ nullable: true }) closedAt!: string | null;
}

export class TaskOutcomeBody {
  @Code('TaskOutcome', codesOf('taskOutcomes'), { about: 'One of the task’s own outcomes.' }) outcome!: string;
  @OptionalText({ max: 4000, about: 'In your words; a review needs them. Kept under the lock of all words.' }) note?: string;
}

export class ReassignmentBody {
  @Id({ about: 'An active colleague; for a review a lead or an information governance officer.' }) to!: string;
}

export class TaskReceipt {
  @Id() id!: string;
  @Code(states) state!: TaskState;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Id() entryId!: string;
}
