import { agreementInHand, workingDaysAfter, type Clocks, type LoadedLaw } from '../law/index.js';
import { canonicalJson, digestOf, type Json } from '../ledger/index.js';
import { rulesetVersion, type Approver } from '../rules/index.js';
import { answer, leaving, type Answer, type ItemAnswer } from './answer.js';
import type { Sharing } from './ask.js';
import type { ItemFacts, ShareTerms } from './facts.js';

/** What an approval is bound to, part by part, so that whoever is stopped can be told what changed. */
const partNames = ['terms', 'statement', 'recipient', 'items', 'wishes', 'facts', 'agreement', 'law', 'outcome'] as const;
type Part = (typeof partNames)[number];
/** SHA-256 of each part, hex. */
type Parts = Readonly<Record<Part, string>>;
export type Binding = Readonly<{ binds: string; parts: Parts }>;

const says: Readonly<Record<Part, string>> = {
  terms: 'what the sharer stated', statement: 'the sharer’s reasons', recipient: 'who would receive it, or who is kept away from it', items: 'the items or their versions',
  wishes: 'what the person wishes', facts: 'what is recorded of the people or the agencies', agreement: 'the agreement', law: 'the law or the rules', outcome: 'what of it may go, or whose approval that takes',
};

/** The terms as they are kept with a decision: an agreement that was not named is the one that it was decided under. */
export const settledTerms = (terms: ShareTerms, { answered }: Answer): ShareTerms => {
  const id = answered[0]?.request.agreement?.id;
  return { ...terms, ...(id ? { agreement: id } : {}) };
};

type ToBind = Readonly<{ sharing: Sharing; law: LoadedLaw; team: string; statements: Readonly<Record<string, string>> }>;

/**
 * Everything that makes a decision this exact one, without the day it is taken on and without the approvals themselves. The sharer's
 * reasons are bound by the ids of their rows, which never change: a digest of words could be tried out.
 */
export const bindingOf = ({ sharing, law, team, statements }: ToBind): Binding => {
  const given = approversNeeded(sharing, law);
  const it = answer({ ...sharing, approvalsGiven: given }, law);
  const terms = settledTerms(sharing.terms, it);
  const inHand = agreementInHand(sharing.agreements, { named: terms.agreement, purpose: terms.purpose, asOf: sharing.asOf });
  const people = it.answered.map(({ subject, request }) => {
    const { asOf: _day, approvalsGiven: _given, agreement: _text, agreementStatus, wishes, recipientOnMustNotReceiveList, fields, itemDates, itemKinds, intelligence, marking, onwardUse, ...facts } = request;
    return { subject: subject?.id ?? null, agreementStatus, wishes, recipientOnMustNotReceiveList, about: { fields, itemDates, itemKinds, intelligence, marking, onwardUse }, facts };
  });
  const content: Record<Part, unknown> = {
    terms, statement: statements, recipient: { team, agency: sharing.to, keptAway: sharing.recipientKeptAway },
    items: { rows: sharing.items, about: people.map(({ about }) => about) },
    wishes: people.map(({ subject, wishes }) => [subject, wishes ?? null]), facts: { from: sharing.from, people: people.map(({ subject, facts }) => ({ subject, ...facts })) },
    agreement: { digest: inHand.digest ?? null, status: people.map(({ agreementStatus }) => agreementStatus) }, law: { law: law.version, ruleset: rulesetVersion },
    outcome: { needed: given, goes: rowsToApprove(it).map(({ id, outcome }) => [id, outcome]) },
  };
  const parts = Object.fromEntries(partNames.map((name) => [name, digestOf(canonicalJson(content[name] as Json))])) as Parts;
  return { binds: digestOf(canonicalJson(parts)), parts };
};

/** The parts in which what would go now differs from what was approved, in plain words. */
export const changedParts = (approved: Parts, now: Parts): { part: Part; says: string }[] =>
  partNames.filter((name) => approved[name] !== now[name]).map((part) => ({ part, says: says[part] }));

/** Every approver the sharing needs: one approval may lead to the next question, so it is asked again until none is missing. */
export const approversNeeded = (sharing: Sharing, law: LoadedLaw): Approver[] => {
  let given: Approver[] = [];
  for (;;) {
    const { decision } = answer({ ...sharing, approvalsGiven: given }, law);
    const more = decision.outcome === 'needs-approval' ? decision.approvals.filter((approver) => !given.includes(approver)) : [];
    if (more.length === 0) return given.toSorted();
    given = [...given, ...more];
  }
};

/** The rows that go once all is approved; where the rules leave even that to the approver (a MAPPA panel), those that wait. */
export const rowsToApprove = (it: Answer): ItemAnswer[] => {
  const goes = leaving(it);
  return goes.length > 0 ? goes : it.items.filter(({ outcome }) => outcome === 'waiting');
};

/** An approval to ask for: by whom, in which agency, and of which rows. */
type ToAsk = Readonly<{ approver: Approver; agency: string; rows: readonly ItemFacts[] }>;

/**
 * Whose approval is asked: the disclosing agency's own people, and of intelligence each agency that it came from.
 * @param holderOf who answers today for an agency's records
 */
export const approvalsToAsk = (sharing: Sharing, law: LoadedLaw, holderOf: (agency: string) => string): ToAsk[] => {
  const given = approversNeeded(sharing, law);
  const ids = new Set(rowsToApprove(answer({ ...sharing, approvalsGiven: given }, law)).map(({ id }) => id));
  const rows = sharing.items.filter(({ id }) => ids.has(id));
  return given.flatMap((approver) => {
    if (approver !== 'originator') return [{ approver, agency: sharing.from.id, rows }];
    const isGraded = ({ carries }: ItemFacts): boolean => carries.includes('intelligence.item');
    // Intelligence that will stay behind anyway still holds up the rest until its originator has spoken.
    const graded = rows.some(isGraded) ? rows.filter(isGraded) : sharing.items.filter(isGraded);
    const agencies = [...new Set(graded.map(({ controller }) => holderOf(controller)))];
    // Another agency hears of its own rows alone.
    return agencies.map((agency) => ({ approver, agency, rows: agency === sharing.from.id ? rows : graded.filter(({ controller }) => holderOf(controller) === agency) }));
  });
};

/** By when an answer is due, and the last day on which an approval can be given or used. */
export const daysFor = (approver: Approver, today: string, clocks: Clocks): { dueOn: string; lapsesOn: string } => {
  const { answer: { byApprover, otherwise }, useWithin } = clocks.approvals;
  const [due, lapses] = [workingDaysAfter(today, Object.hasOwn(byApprover, approver) ? byApprover[approver]! : otherwise, clocks), workingDaysAfter(today, useWithin, clocks)];
  return { dueOn: due, lapsesOn: lapses < due ? due : lapses };
};
