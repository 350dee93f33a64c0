import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { correspondence, keepWords, ReferralDoor, sendNotices, type ReferralFacts } from '../disclosure/index.js';
import { onceOnly, problem, requireVersion, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { after, sideOf, type ReferralStep, type Side } from './referral.js';
import type { ReferralReceipt } from './referral.dto.js';
import { insertEvent, moveReferral } from './referral.store.js';

/** What a step says: a code that always goes, and words that go only where the rules permit them. */
export type Said = { code?: string; field?: string | undefined; text?: string | undefined };

/** Accept, ask, answer, decline, record the outcome: one step of a referral, each a new version and a ledger entry. */
@Injectable()
export class ReviewReferral {
  constructor(private readonly door: ReferralDoor, private readonly database: Database) {}

  take(caller: Caller, id: string, version: number, step: ReferralStep, said: Said, attempt: Attempt): Promise<ReferralReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const approached = await this.door.approach(tx, caller, id);
      const { referral, side } = approached;
      requireVersion(version, referral.version);
      const next = after(referral.state, step, side);
      if (!next) throw notNow(referral, step, side);
      const text = said.text?.trim() ? said.text : undefined;
      const { entryId, contentId } = await this.door.correspond(tx, caller, approached, text, { step, ...(said.code ? { code: said.code } : {}) });
      if (!(await moveReferral(tx, id, version, next.state))) throw problem('precondition-failed');
      if (text && contentId) await keepWords(tx, caller.agencyId, referral.concernId, [{ id: contentId, field: correspondence, body: { text } }]);
      await insertEvent(tx, caller, { referralId: id, version: version + 1, event: next.event, entryId, code: said.code, field: said.field, contentId });
      if (step === 'accept' || step === 'decline') {
        await sendNotices(tx, [{ agency: referral.from.id, kind: 'referral-answered', to: { staff: referral.sentBy }, concern: referral.concernId, referral: id, entry: entryId }]);
      }
      return { id, state: next.state, version: version + 1, entryId };
    });
  }
}

const notNow = ({ state }: ReferralFacts, step: ReferralStep, side: Side): Error => {
  const whose = sideOf(step);
  return problem('conflict', { detail: side === whose ? `A referral that is ${state} does not permit this.` : `This step is for the ${whose} of the referral.`, state });
};
