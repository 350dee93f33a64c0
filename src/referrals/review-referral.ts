import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { correspondence, ReferralDoor } from '../disclosure/index.js';
import { onceOnly, problem, requireVersion, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { after, sideOf, type ReferralStep } from './referral.js';
import type { ReferralReceipt } from './referral.dto.js';
import { insertEvent, insertWords, moveReferral } from './referral.store.js';

/** What a step says: a code that always goes, and words that go only where the rules permit them. */
export type Said = { code?: string; field?: string | undefined; text?: string | undefined };

/** Accept, ask, answer, decline, record the outcome: one step of a referral, each a new version and a ledger entry. */
@Injectable()
export class ReviewReferral {
  constructor(private readonly door: ReferralDoor, private readonly database: Database) {}

  take(caller: Caller, id: string, version: number, step: ReferralStep, said: Said, attempt: Attempt): Promise<ReferralReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const { referral, side } = await this.door.approach(tx, caller, id);
      requireVersion(version, referral.version);
      const next = after(referral.state, step, side);
      if (!next) throw problem('conflict', { detail: side === sideOf(step) ? `A referral that is ${referral.state} does not permit this.` : `This step is for the ${sideOf(step)} of the referral.`, state: referral.state });
      const text = said.text?.trim() ? said.text : undefined;
      const { entryId, contentId } = await this.door.correspond(tx, caller, { referral, side }, text !== undefined, { step, ...(said.code ? { code: said.code } : {}) });
      if (!(await moveReferral(tx, id, version, next.state))) throw problem('precondition-failed');
      if (text && contentId) await insertWords(tx, caller, referral, { id: contentId, field: correspondence, text });
      await insertEvent(tx, caller, { referralId: id, version: version + 1, event: next.event, entryId, code: said.code, field: said.field, contentId });
      return { id, state: next.state, version: version + 1, entryId };
    });
  }
}
