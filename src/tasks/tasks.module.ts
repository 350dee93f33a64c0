import { Module } from '@nestjs/common';
import { CloseTask } from './close-task.js';
import { NoticesController } from './notices.controller.js';
import { ReassignTask } from './reassign-task.js';
import { TasksController } from './tasks.controller.js';

@Module({ controllers: [TasksController, NoticesController], providers: [CloseTask, ReassignTask] })
export class TasksModule {}
