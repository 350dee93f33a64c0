import { Injectable } from '@nestjs/common';
import type { Caller, Permission, Role } from '../access/index.js';
import { problem } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { ownerOfWork } from './task-door.store.js';
import { Threshold } from './threshold.js';

/** Turns people away from tasks and notices that are not theirs, and records it. */
@Injectable()
export class TaskDoor {
  constructor(private readonly threshold: Threshold) {}

  /** The same for what is not there, what is somebody else's, and what a list hides. @throws Problem `not-found`, recorded */
  async nothingHere(tx: Tx, caller: Caller, kind: 'task' | 'notice', id: string): Promise<never> {
    const found = await ownerOfWork(tx, caller, kind, id);
    return this.threshold.turnAwayFromWork(caller, { kind, id }, found, found?.kept ? 'must-not-receive' : 'not-theirs');
  }

  /** @throws Problem `forbidden`, recorded, for everybody else */
  async onlyFor(roles: readonly Role[], caller: Caller, can: Permission, asked: string): Promise<void> {
    if (roles.some((role) => caller.roles.includes(role))) return;
    await this.threshold.record({ ...this.threshold.begin('refusal', caller), outcome: 'forbidden', visibleTo: [caller.agencyId], because: { reason: 'role-may-not', can, asked } });
    throw problem('forbidden', { can, roles });
  }
}
