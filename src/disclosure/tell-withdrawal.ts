import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import { uuidv7 } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { protectedSubjects } from './ask.js';
import { subjectRefs } from './entries.js';
import type { SubjectFacts, WishesScope } from './facts.js';
import { loadConcern } from './facts.store.js';
import { loadPastRecipients, recordTellings, type PastRecipient } from './past-recipients.store.js';
import { sendNotices } from './send-notices.store.js';
import { Threshold } from './threshold.js';
import { lastSaidOf } from './wishes-for.js';

export type Told = Pick<PastRecipient, 'agency' | 'team' | 'referral'>;

/** Somebody takes their agreement back: who received something under it is told, in the transaction that records it. */
@Injectable()
export class TellWithdrawal {
  constructor(private readonly threshold: Threshold) {}

  /**
   * To be called with the concern locked, and before the withdrawal is written down. No word and no name crosses: that it happened,
   * in the referral's history, as a notice, and in both ledgers. @returns who was told now, empty where all had been told before
   */
  async tell(tx: Tx, caller: Caller, concern: string, subjectId: string, scope: WishesScope | null): Promise<Told[]> {
    const subjects = (await loadConcern(tx, caller, concern, {})).concern?.subjects ?? [];
    const subject = subjects.find(({ id }) => id === subjectId);
    if (!subject) return [];
    const received = await loadPastRecipients(tx, { concern, subject: subjectId, scope, theWhole: protectedSubjects(subjects).includes(subject) });
    const tellings = received.filter((one) => !wasTold(subject, one)).map((one) => ({ ...one, entry: this.#entry(caller, subject, one) }));
    await insertEntries(tx, tellings.map(({ entry }) => entry));
    await recordTellings(tx, caller, tellings.map(({ referral, entry }) => ({ referral, event: uuidv7(), entry: entry.id })));
    await sendNotices(tx, tellings.map(({ agency, team, referral, entry }) => ({ agency, kind: 'wishes-withdrawn', to: { team }, concern, referral, entry: entry.id })));
    return tellings.map(({ agency, team, referral }) => ({ agency, team, referral }));
  }

  #entry(caller: Caller, subject: SubjectFacts, { referral, agency, team, purpose, alias }: PastRecipient): Entry {
    return {
      ...this.threshold.begin('disclosure', caller), outcome: 'permit', owner: caller.agencyId, referral, recipient: { agency, team }, visibleTo: [caller.agencyId, agency],
      // Somebody of whom no row was sent is not known to the recipient, whose officer reads this too.
      subjects: alias ? subjectRefs(this.threshold.secret, [subject], { [subject.id]: alias }) : [], released: [], fields: [],
      because: { step: 'wishes-withdrawn', purpose },
    };
  }
}

/** Ids are made in the order of time: a withdrawal that still counted, and came after this referral, was told to its recipient then. */
const wasTold = ({ said }: SubjectFacts, { referral, purpose, agency }: PastRecipient): boolean => {
  const before = lastSaidOf(said, { purpose, partner: agency });
  return before?.state === 'withdrawn' && before.id > referral;
};
