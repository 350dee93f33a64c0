import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { AgreementBody } from './agreement-bodies.dto.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { agreementKnown, holdAgreement } from './agreement.store.js';
import { Drafting } from './drafting.js';

/** An officer writes down what their agency would agree with others. Nobody else sees it, and nothing runs. */
@Injectable()
export class DraftAgreement {
  constructor(private readonly database: Database, private readonly drafting: Drafting) {}

  draft(caller: Caller, body: AgreementBody, attempt: Attempt): Promise<AgreementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      await holdAgreement(tx, body.id);
      if (await agreementKnown(tx, body.id)) throw problem('conflict', { detail: 'This id is taken. Choose another, or draft the next version of that agreement.' });
      return this.drafting.keep(tx, caller, await this.drafting.text(tx, caller, body, undefined), undefined);
    });
  }
}
