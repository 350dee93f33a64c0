import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database, isDuplicate } from '../platform/database.js';
import type { AgreementBody } from './agreement-bodies.dto.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { holdAgreement, loadAgreement } from './agreement.store.js';
import { Drafting } from './drafting.js';

/** The same agreement anew: once every party has signed it and it has begun, it takes the place of the newest that was signed. */
@Injectable()
export class DraftNextVersion {
  constructor(private readonly database: Database, private readonly drafting: Drafting) {}

  async draft(caller: Caller, agreementId: string, body: AgreementBody, attempt: Attempt): Promise<AgreementReceipt> {
    try {
      return await this.#draft(caller, agreementId, body, attempt);
    } catch (error) {
      if (isDuplicate(error)) throw problem('conflict', { detail: 'This version is taken. Choose another.' });
      throw error;
    }
  }

  #draft(caller: Caller, agreementId: string, body: AgreementBody, attempt: Attempt): Promise<AgreementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      await holdAgreement(tx, agreementId);
      const listed = await loadAgreement(tx, agreementId, this.drafting.clock.today());
      if (!listed) throw problem('not-found');
      if (body.id !== agreementId) throw problem('invalid-body', { errors: [{ pointer: '/id', detail: 'must be the id in the address' }] });
      const newest = listed.signed[0]?.version;
      return this.drafting.keep(tx, caller, await this.drafting.text(tx, caller, body, newest), newest);
    });
  }
}
