import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { insertEntries, type Entry } from '../ledger/index.js';
import { problem, uuidv7, type ProblemMembers } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { InvalidRequest, rulesetVersion, type Approver } from '../rules/index.js';
import { answer, leaving, type ItemAnswer } from './answer.js';
import { askApprovals } from './ask-approvals.js';
import { insertDecision, keepStatement } from './decision.store.js';
import { becauseOf, fieldsOf, rowsOf, subjectRefs } from './entries.js';
import { explain, explainAnswer } from './explain.js';
import type { ConcernFacts, ItemFacts, ShareTerms } from './facts.js';
import { holdConcern, loadConcern } from './facts.store.js';
import { SetTasks } from './set-tasks.js';
import { notShared, worksOn, type Approved, type DecidedShare, type Statement } from './share.js';
import { Threshold } from './threshold.js';

/** What a sender's store needs to freeze: exactly the rows that the decision let go, and the ledger entry that covers them. */
export type Freeze = DecidedShare & { referralId: string; decisionId: string; entry: Entry; items: readonly ItemAnswer[]; aliases: Readonly<Record<string, string>> };

/** What a sharing that did not happen says of itself. Kept as the answer to its Idempotency-Key, so it holds codes only. */
type NotSent = { notSent: 'refused' | 'approval-needed'; members: ProblemMembers };

/** After the commit: the receipt, or the refusal as the problem it is for the caller. */
export const sentOrThrow = <T extends object>(value: T | NotSent): T => {
  if ('notSent' in value) throw problem(value.notSent, value.members);
  return value;
};

const chosen = (items: readonly ItemFacts[], { fields, items: ids }: ShareTerms): ItemFacts[] =>
  items.filter(({ id, itemId, field }) => fields.includes(field) && (!ids || ids.includes(itemId) || ids.includes(id)));

/** THE DOOR between agencies, on the sender's side: decide before anything is sent; send exactly what was permitted. */
@Injectable()
export class ShareDoor {
  constructor(private readonly threshold: Threshold, private readonly database: Database, private readonly tasks: SetTasks) {}

  /**
   * What would be decided, and nothing sent. Recorded as a preview, with what would be withheld.
   * @throws Problem `not-found` for a concern that is not the caller's to share; `bad-request` for an unknown team
   */
  async preview(caller: Caller, concernId: string, terms: ShareTerms): Promise<DecidedShare & { entryId: string }> {
    const decided = await this.#decide(this.database, caller, concernId, terms);
    const entry = this.#entry(caller, decided, 'preview');
    await this.threshold.record(entry);
    return { ...decided, entryId: entry.id };
  }

  /**
   * Decides and, where permitted, sends: decision, ledger entry and what `freeze` stores commit with the caller's transaction.
   * A refusal is a value here, so that its decision and entry commit too; `sentOrThrow` makes it a problem outside.
   * @param stated the sharer's reasons; or the earlier decision that was approved, for the one that is sent with its approvals
   */
  async share<T extends object>(
    tx: Tx, caller: Caller, concernId: string, terms: ShareTerms, stated: Statement | Approved, freeze: (frozen: Freeze) => Promise<T>,
  ): Promise<T | NotSent> {
    await holdConcern(tx, concernId);
    const approved = 'decisionId' in stated ? stated : undefined;
    const decided = await this.#decide(tx, caller, concernId, terms, approved?.given);
    await approved?.check(decided);
    const items = leaving(decided.answer);
    const goes = items.length > 0;
    const [referralId, decisionId] = [uuidv7(), uuidv7()];
    const aliases = goes ? aliasesFor(decided.concern, items) : {};
    const released = rowsOf(items);
    const recipient = { agency: decided.recipient.agency.id, team: terms.team };
    const entry: Entry = {
      ...this.#entry(caller, decided, goes ? 'disclosure' : 'refusal', aliases), decision: decisionId, released, fields: fieldsOf(released),
      ...(goes ? { referral: referralId, recipient, visibleTo: [...new Set([caller.agencyId, recipient.agency, ...ownersOf(decided.concern.items, released)])] } : {}),
    };
    await insertEntries(tx, [entry]);
    const statements = 'decisionId' in stated ? stated.statements : await keepStatement(tx, caller.agencyId, concernId, stated);
    await insertDecision(tx, { id: decisionId, caller, terms, statements, decided, entryId: entry.id, ruleset: rulesetVersion, catalogue: decided.law.version, approved: approved?.decisionId });
    const sent = goes ? await freeze({ ...decided, referralId, decisionId, entry, items, aliases }) : undefined;
    const { decision } = decided.answer;
    await this.tasks.after(tx, caller, entry, decision.obligations, decided.law);
    if (sent) return sent;
    const members = { decision, ...explain(decision, decided.law), ...explainAnswer(decided.answer, decided.law), decisionId, entryId: entry.id };
    if (decision.outcome !== 'needs-approval') return { notSent: 'refused', members };
    const approvals = approved ? [] : await askApprovals(tx, this.threshold, caller, { decided, decisionId, entryId: entry.id, statements });
    return { notSent: 'approval-needed', members: { ...members, approvals } };
  }

  async #decide(db: Database | Tx, caller: Caller, concernId: string, terms: ShareTerms, approvalsGiven: readonly Approver[] = []): Promise<DecidedShare> {
    const { concern: found, recipient, owner, ...standing } = await loadConcern(db, caller, concernId, { team: terms.team });
    const concern = await this.threshold.mustConsult(caller, found, concernId, () => owner);
    if (concern.state !== 'raised') throw problem('conflict', { detail: notShared[concern.state] });
    const asOf = this.threshold.today();
    if (!recipient || recipient.agency.id === caller.agencyId || !worksOn(recipient, asOf)) {
      throw problem('bad-request', { errors: [{ pointer: '/team', detail: 'must be a team of another agency that is working today' }] });
    }
    const recipientKeptAway = recipient.agencyKeptAway || recipient.openers.some(({ keptAway }) => keptAway);
    const { law, agreements } = await this.threshold.lawBook.inHand(standing, db);
    const sharing = { asOf, from: concern.agency, to: recipient.agency, terms, subjects: concern.subjects, items: chosen(concern.items, terms), recipientKeptAway, agreements, approvalsGiven };
    try {
      return { concern, recipient, sharing, answer: answer(sharing, law), law };
    } catch (error) {
      if (error instanceof InvalidRequest) throw problem('invalid-body', { errors: [{ pointer: `/${error.key.replaceAll('.', '/')}`, detail: error.message }] });
      throw error;
    }
  }

  #entry(caller: Caller, { concern, recipient, answer: it, law }: DecidedShare, operation: Entry['operation'], aliases: Readonly<Record<string, string>> = {}): Entry {
    return {
      ...this.threshold.begin(operation, caller), outcome: it.decision.outcome, owner: caller.agencyId, visibleTo: [caller.agencyId], concern: concern.id,
      subjects: subjectRefs(this.threshold.secret, concern.subjects, aliases),
      withheld: Object.entries(it.decision.withheld).map(([field, reason]) => ({ field, reason })),
      because: { ...becauseOf(it, law), intended: { agency: recipient.agency.id, team: recipient.team } },
    };
  }
}

/** Whose information goes: an owner whose words are passed on hears of it. */
const ownersOf = (items: readonly ItemFacts[], released: readonly { content: string }[]): string[] =>
  items.filter(({ id }) => released.some(({ content }) => content === id)).map(({ controller }) => controller);

/** Only people whom some sent row is about are known to the recipient at all. */
const aliasesFor = (concern: ConcernFacts, rows: readonly ItemAnswer[]): Record<string, string> =>
  Object.fromEntries(concern.subjects.filter(({ id }) => rows.some(({ about }) => about === id)).map(({ id }) => [id, uuidv7()]));
