import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { agreementInHand, type AgreementInHand, type LoadedLaw } from '../law/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import { problem, uuidv7 } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { answer, leaving, type Answer } from './answer.js';
import { type Sharing, wishesAtStake } from './ask.js';
import { mayConsult, worksCases } from './consult.js';
import { ShutMeanwhile, type Words } from './contents.store.js';
import { Disclosed } from './disclosed.js';
import { becauseOf, fieldsOf, rowsOf, subjectRefs } from './entries.js';
import { explain } from './explain.js';
import type { AgencyFacts, ItemFacts, ReferralFacts, ShareTerms, SubjectFacts } from './facts.js';
import { loadCarried, loadReferral } from './facts.store.js';
import { fingerprintsOf } from './pasted-text.js';
import { Threshold } from './threshold.js';
import { toldToRecipient } from './told-to-recipient.js';

type Approached = { referral: ReferralFacts; side: 'sender' | 'recipient'; law: LoadedLaw; agreements: readonly AgreementInHand[] };
/** What of a referral is open to this caller now, and under which conditions it is to be handled. */
export type OpenReferral = Pick<Approached, 'referral' | 'side'> & { items: readonly ItemFacts[]; words: Words; handlingConditions: readonly string[] };
/** The words two agencies exchange about a referral. */
export const correspondence = 'referral.correspondence';

/** A referral that is over opens no more for its recipient, whatever the rules would say. */
const overBecause = ({ concernState, state }: ReferralFacts): string | null =>
  concernState === 'withdrawn' ? 'concern-withdrawn' : state === 'declined' ? 'referral-declined' : null;

/** The words that this side may read: its own always, the other's only while the agreement stands (a recipient's opening is decided before). */
const readable = ({ events, stands }: ReferralFacts, reader: string): { id: string; by: string }[] =>
  events.flatMap(({ contentId, by }) => (contentId && (stands || by === reader) ? [{ id: contentId, by }] : []));

/** THE DOOR between agencies, on the recipient's side: a referral is decided afresh each time somebody opens it. */
@Injectable()
export class ReferralDoor {
  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /**
   * The referral's markers for one of its two parties, checked as for opening but with nothing read: for the changes of state.
   * @throws Problem `not-found`, recorded, for everybody whom it does not concern
   */
  async approach(db: Database | Tx, caller: Caller, referralId: string): Promise<Approached> {
    const { referral, owner, ...standing } = await loadReferral(db, caller, referralId);
    if (!referral) return this.threshold.turnAway(caller, { referral: referralId }, owner, 'no-such-record');
    // Whoever is on the person's list must not learn that there is a list: to them and their agency there is nothing here.
    if (referral.kept) return this.threshold.turnAway(caller, { referral: referralId }, owner, 'must-not-receive');
    // One agency may have come to answer for both sides: then each person's own team says on which they stand.
    const sends = caller.agencyId === referral.from.id && mayConsult(caller, { teamId: referral.fromTeam, writtenBy: referral.sentBy, state: 'raised' }) === null;
    const receives = caller.agencyId === referral.to.id && caller.teams.includes(referral.toTeam) && worksCases(caller);
    if (!sends && !receives) return this.threshold.turnAway(caller, { referral: referralId }, owner, 'not-of-this-team');
    return { referral, side: sends && (!receives || caller.teams.includes(referral.fromTeam)) ? 'sender' : 'recipient', ...(await this.threshold.lawBook.inHand(standing, db)) };
  }

  /**
   * Opens a referral: for its recipient a disclosure, decided with today's facts over what was frozen when it was sent.
   * @throws Problem `refused`, recorded, where today's facts no longer permit it
   */
  async open<View extends object>(caller: Caller, referralId: string, view: (opened: OpenReferral) => View): Promise<Disclosed<View>> {
    try {
      return await this.#open(caller, referralId, view);
    } catch (error) {
      // An agreement was suspended, or a party left, while this was on its way: asked afresh, it is refused with the reason.
      if (error instanceof ShutMeanwhile) return this.#open(caller, referralId, view);
      throw error;
    }
  }

  async #open<View extends object>(caller: Caller, referralId: string, view: (opened: OpenReferral) => View): Promise<Disclosed<View>> {
    const approached = await this.approach(this.database, caller, referralId);
    const { referral, side, law } = approached;
    const decided = side === 'recipient' ? this.#decideAgain(approached) : undefined;
    if (decided && leaving(decided).length === 0) return this.#refuse(caller, approached, decided);
    const gone = decided && new Set(leaving(decided).map(({ id }) => id));
    const items = referral.items.filter(({ id }) => !gone || gone.has(id));
    const messages = readable(referral, caller.agencyId);
    const released = [...rowsOf(items), ...rowsOf(messages.map(({ id }) => ({ id, field: correspondence, version: 1 })))];
    const outcome = decided?.decision.outcome === 'must-notify' ? 'must-notify' : items.length < referral.items.length ? 'permit-redacted' : 'permit';
    const entry: Entry = {
      ...this.#entry(caller, referral, side === 'recipient' ? 'disclosure' : 'consultation', law, decided), outcome, released, fields: fieldsOf(released),
      // Whoever owns or wrote words that are read here can find the entry.
      visibleTo: side === 'recipient' ? [...new Set([referral.from.id, referral.to.id, ...items.map(({ controller }) => controller)])] : [...new Set([referral.from.id, ...messages.map(({ by }) => by)])],
    };
    const words = await this.threshold.read(entry);
    return Disclosed.throughTheDoor(view({ referral, side, items, words, handlingConditions: this.#handling(approached) }), entry.id);
  }

  /**
   * May words about this referral go from the caller's agency to the other party? Decided as any sharing, with the summary as its
   * field; the entry is written in the caller's transaction and covers exactly the row that the caller then stores.
   * @returns the ledger entry's id, and the id under which the words must be stored (null when there are none)
   */
  async correspond(
    tx: Tx, caller: Caller, approached: Approached, text: string | undefined, said: Readonly<Record<string, string>>,
  ): Promise<{ entryId: string; contentId: string | null }> {
    const { referral, side, law } = approached;
    if (referral.concernState === 'withdrawn') throw problem('conflict', { detail: 'The sender has withdrawn the concern: nothing more happens to this referral.' });
    const [from, to] = side === 'sender' ? [referral.from, referral.to] : [referral.to, referral.from];
    const contentId = text ? uuidv7() : null;
    const keptAway = side === 'sender' && referral.recipientKeptAway;
    const decided = text ? this.#decideWords(approached, { from, to, keptAway, carries: await this.#carriedBy(tx, text) }) : undefined;
    if (decided && leaving(decided).length === 0) return this.#refuseWords(caller, approached, decided);
    const entry: Entry = {
      ...this.threshold.begin(text ? 'disclosure' : 'alteration', caller), outcome: 'permit', owner: caller.agencyId, referral: referral.id,
      recipient: { agency: to.id }, visibleTo: [from.id, to.id], subjects: subjectRefs(this.threshold.secret, this.#known(referral), referral.aliases),
      released: contentId ? [{ field: correspondence, content: contentId, version: 1 }] : [], fields: contentId ? [correspondence] : [],
      because: { ...(decided ? becauseOf(decided, law) : { purpose: referral.purpose }), ...said },
    };
    await insertEntries(tx, [entry]);
    return { entryId: entry.id, contentId };
  }

  /** On opening, the list is asked of whoever opens (`approach`, and the database's `open_contents`); of words, of the side that is to receive them. */
  #decide({ referral: { share, subjects, to: { id: partner } }, law, agreements }: Approached, parts: Pick<Sharing, 'from' | 'to' | 'items' | 'approvalsGiven'>, { terms = share, recipientKeptAway = false }: { terms?: ShareTerms; recipientKeptAway?: boolean } = {}): Answer {
    return answer({ asOf: this.threshold.today(), terms, subjects, recipientKeptAway, partner, agreements, ...parts }, law);
  }

  #decideAgain(approached: Approached): Answer {
    const { referral } = approached;
    const { from, to, items, subjects, share: terms, approvals, approvedWishes } = referral;
    // An approval weighed what the person wished then. Where they say otherwise since, it is none.
    const asApproved = wishesAtStake({ subjects, terms, to }) === approvedWishes;
    return this.#decide(approached, { from, to, items: overBecause(referral) ? [] : items, approvalsGiven: asApproved ? approvals : [] });
  }

  #handling({ referral: { share }, agreements }: Approached): readonly string[] {
    return agreementInHand(agreements, { named: share.agreement, purpose: share.purpose, asOf: this.threshold.today() }).agreement?.handlingConditions ?? [];
  }

  /** The fields whose rules a message stands under: the summary's, and those of every text within its writer's reach that it repeats. */
  async #carriedBy(tx: Tx, text: string): Promise<string[]> {
    const rows = [{ id: uuidv7(), fingerprints: fingerprintsOf(text, this.threshold.secret) }];
    return [...new Set(['concern.summary', ...(await loadCarried(tx, rows))])];
  }

  #decideWords(approached: Approached, { from, to, keptAway, carries }: { from: AgencyFacts; to: AgencyFacts; keptAway: boolean; carries: string[] }): Answer {
    const { referral } = approached;
    const words: ItemFacts = {
      id: referral.id, itemId: referral.id, version: 1, field: 'concern.summary', carries, kind: 'statement', recordKind: null, about: null,
      statement: 'opinion', confidence: 'medium', datedOn: this.threshold.today(), marking: referral.marking, grading: null, controller: from.id,
    };
    return this.#decide(approached, { from, to, items: [words] }, { terms: { ...referral.share, fields: ['concern.summary'] }, recipientKeptAway: keptAway });
  }

  /** People whom no sent row is about are not known to the recipient, so the entry it can see does not name them either. */
  #known(referral: ReferralFacts): SubjectFacts[] {
    return referral.subjects.filter(({ id }) => referral.aliases[id]);
  }

  async #refuse(caller: Caller, { referral, law }: Approached, decided: Answer): Promise<never> {
    const over = overBecause(referral);
    const reasons = over ? [over] : decided.decision.reasons;
    const decision = { ...decided.decision, outcome: 'refuse' as const, permitted: [], reasons };
    const entry: Entry = { ...this.#entry(caller, referral, 'refusal', law, { ...decided, decision }), visibleTo: [referral.from.id, referral.to.id] };
    await this.threshold.record(entry);
    throw problem('refused', { ...this.#toRecipient(decision, law), entryId: entry.id });
  }

  async #refuseWords(caller: Caller, { referral, side, law }: Approached, decided: Answer): Promise<never> {
    const { decision } = decided;
    const whole = this.#entry(caller, referral, 'refusal', law, decided);
    // That it waits for an approval would tell the recipient's officer of the person's wishes; the entry's reasons keep it.
    const entry: Entry = { ...whole, ...(side === 'recipient' ? { outcome: 'refuse' as const } : {}), visibleTo: [caller.agencyId] };
    await this.threshold.record(entry);
    const detail = 'Words may not go this way under the sharing rules. The same can be sent without the words, as its code alone.';
    throw problem('refused', { ...(side === 'recipient' ? this.#toRecipient(decision, law) : { ...explain(decision, law), decision }), entryId: entry.id, detail });
  }

  /** What the person wishes, and who overrides it, is between them and the sender. */
  #toRecipient(decision: Answer['decision'], law: LoadedLaw): ReturnType<typeof explain> {
    return explain({ ...decision, withheld: {}, approvals: [], reasons: toldToRecipient(decision.reasons) }, law);
  }

  #entry(caller: Caller, referral: ReferralFacts, operation: Entry['operation'], law: LoadedLaw, decided?: Answer): Entry {
    const own = caller.agencyId === referral.from.id;
    return {
      ...this.threshold.begin(operation, caller), outcome: decided?.decision.outcome ?? 'permit', owner: referral.from.id, referral: referral.id,
      // Entries that the recipient may read leave out the sender's own id of the concern.
      ...(own ? { concern: referral.concernId } : { recipient: { agency: referral.to.id, team: referral.toTeam } }),
      visibleTo: [referral.from.id], subjects: subjectRefs(this.threshold.secret, this.#known(referral), referral.aliases),
      withheld: [], because: decided ? becauseOf(decided, law) : { purpose: 'own-casework' },
    };
  }
}
