import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { LawBook, type Agreement } from '../law/index.js';
import { Clock, problem, type Fault } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { AgreementBody } from './agreement-bodies.dto.js';
import { textOf, type Text } from './agreement-content.js';
import { faultsOf } from './check-content.js';

/** What drafting, redrafting and proposing have in common: the content must be right, as the law stands today. */
@Injectable()
export class Drafting {
  constructor(private readonly lawBook: LawBook, readonly clock: Clock) {}

  /** @throws Problem `invalid-body` naming every part that is wrong, and its clause */
  async text(tx: Tx, caller: Caller, body: AgreementBody, newest: string | undefined): Promise<Text> {
    const text = textOf(body);
    const errors = text ? await this.faults(tx, caller, text.content, newest) : [{ pointer: '/clauses', detail: 'must have whole numbers only' }];
    if (!text || errors.length > 0) throw problem('invalid-body', { errors: errors.slice(0, 50) });
    return text;
  }

  async faults(tx: Tx, caller: Caller, content: Agreement, newest: string | undefined): Promise<Fault[]> {
    return faultsOf(tx, caller, content, { law: await this.lawBook.today(tx), today: this.clock.today(), newest });
  }
}
