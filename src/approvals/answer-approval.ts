import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { ApprovalDoor } from '../disclosure/index.js';
import { onceOnly, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { ApprovalAnswerBody, ApprovalReceipt } from './approval.dto.js';

/** Gives or refuses an approval, with a reason: once, by somebody who was asked, for that one decision. */
@Injectable()
export class AnswerApproval {
  constructor(private readonly door: ApprovalDoor, private readonly database: Database) {}

  answer(caller: Caller, id: string, state: 'given' | 'refused', { reason, code }: ApprovalAnswerBody, attempt: Attempt): Promise<ApprovalReceipt> {
    return onceOnly(this.database, caller, attempt, (tx) => this.door.answer(tx, caller, id, { state, reason, code: code ?? null }));
  }
}
