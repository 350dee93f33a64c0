import type { LoadedLaw } from '../law/index.js';
import { decide, mayLeave, specialCategoryCondition, type ConditionCode, type Decision, type DecisionRequest, type Outcome } from '../rules/index.js';
import { questionsOf, wishesOf, type Question, type Sharing } from './ask.js';
import type { ItemFacts, SubjectFacts } from './facts.js';

/** What the sum is made of: the question for one data subject, and what the rules said to it. */
type Part = { request: DecisionRequest; decision: Decision };
type Answered = Question & { decision: Decision; condition: ConditionCode | null };
/** `carries`: the fields whose rules its text stands under. */
export type ItemAnswer = Pick<ItemFacts, 'id' | 'itemId' | 'version' | 'field' | 'about' | 'carries'> & { outcome: 'shared' | 'withheld' | 'waiting'; reason?: string };

/** One sharing decided: each data subject's own decision, the sum of them, and what becomes of every row. `agreements`: all that it might have stood under. */
export type Answer = { answered: readonly Answered[]; decision: Decision; items: readonly ItemAnswer[]; agreements: Sharing['agreements'] };

const union = <T>(lists: readonly (readonly T[])[]): T[] => [...new Set(lists.flat())];

/** A field goes only if it may go for every person in it; the first reason against it is the one that is told. */
const fieldsOf = (answered: readonly Part[]): Pick<Decision, 'permitted' | 'withheld'> => {
  const withheld: Record<string, string> = {};
  for (const { request, decision } of answered) {
    // Who is refused is refused every field; the last reason is the one that decided it.
    const refused = decision.outcome === 'refuse' ? request.fields.map((field) => [field, decision.reasons.at(-1) ?? 'nothing-to-share'] as const) : [];
    for (const [field, reason] of Object.entries({ ...Object.fromEntries(refused), ...decision.withheld })) withheld[field] ??= reason;
  }
  const asked = union(answered.map(({ request }) => request.fields));
  const permitted = asked.filter((field) => answered.every(({ request, decision }) => !request.fields.includes(field) || decision.permitted.includes(field)));
  return { permitted, withheld };
};

const outcomeOf = (answered: readonly Part[]): Outcome => {
  const outcomes = answered.map(({ decision }) => decision.outcome);
  if (outcomes.includes('must-notify')) return 'must-notify';
  if (outcomes.includes('needs-approval')) return 'needs-approval';
  if (outcomes.every((outcome) => outcome === 'refuse')) return 'refuse';
  return outcomes.every((outcome) => outcome === 'permit') ? 'permit' : 'permit-redacted';
};

/** With one data subject, the decision exactly as it came; with several, their sum. */
const sum = (answered: readonly Part[]): Decision => {
  const [only, ...others] = answered.map(({ decision }) => decision);
  if (only && others.length === 0) return only;
  const all = answered.map(({ decision }) => decision);
  const outcome = outcomeOf(answered);
  return {
    outcome, gateway: all.find(({ gateway }) => gateway !== null)?.gateway ?? null, duty: all.some(({ duty }) => duty),
    ...fieldsOf(answered), approvals: union(all.map(({ approvals }) => approvals)),
    // One person's part may be refused while another's goes: the whole is then no recorded non-disclosure.
    obligations: union(all.map(({ obligations }) => obligations)).filter((code) => outcome === 'refuse' || code !== 'record-non-disclosure'),
    reasons: union(all.map(({ reasons }) => reasons)), clauses: union(all.map(({ clauses }) => clauses)),
  };
};

/** What becomes of one row: it goes only if every field that its text carries may go. */
const outcomeOfItem = ({ carries }: Pick<ItemAnswer, 'carries'>, decision: Decision): Pick<ItemAnswer, 'outcome' | 'reason'> => {
  if (carries.every((carried) => decision.permitted.includes(carried))) return { outcome: mayLeave(decision.outcome) ? 'shared' : 'waiting' };
  const against = carries.find((carried) => Object.hasOwn(decision.withheld, carried));
  if (against) return { outcome: 'withheld', reason: decision.withheld[against]! };
  return decision.outcome === 'needs-approval' ? { outcome: 'waiting' } : { outcome: 'withheld', reason: decision.reasons.at(-1) ?? 'not-permitted' };
};

const itemAnswers = <Row extends Pick<ItemAnswer, 'carries'>>(items: readonly Row[], decision: Decision): (Row & Pick<ItemAnswer, 'outcome' | 'reason'>)[] =>
  items.map((item) => ({ ...item, ...outcomeOfItem(item, decision) }));

const rowOf = ({ id, itemId, version, field, about, carries }: ItemFacts): Omit<ItemAnswer, 'outcome' | 'reason'> => ({ id, itemId, version, field, about, carries });

const conditionFor = (subject: SubjectFacts, sharing: Sharing, law: LoadedLaw): ConditionCode => {
  const [{ age, atRisk, roles }, { terms, to }] = [subject, sharing];
  return specialCategoryCondition(
    { ...(age === null ? {} : { age }), atRisk, victim: roles.includes('victim-or-possible-victim'), wishes: wishesOf(subject, sharing) },
    { purpose: terms.purpose, recipient: to.type, ...(terms.regime ? { regime: terms.regime } : {}) }, law,
  );
};

/** Fields may be lawful to share and yet nothing of them be there, or be chosen: a permission that sends nothing is a refusal (step 12). */
const withSomethingToShare = (decision: Decision, items: readonly Pick<ItemAnswer, 'outcome'>[]): Decision => (mayLeave(decision.outcome) && !items.some(({ outcome }) => outcome === 'shared')
  ? { ...decision, outcome: 'refuse', permitted: [], clauses: [], obligations: [...decision.obligations, 'record-non-disclosure'], reasons: [...decision.reasons, 'nothing-to-share'] }
  : decision);

/**
 * Decides one sharing. Nothing here reads or writes: the same facts give the same answer.
 * @throws InvalidRequest where a fact bears a code that the law does not know; the door turns that into a refusal
 */
export const answer = (sharing: Sharing, law: LoadedLaw): Answer => {
  const answered = questionsOf(sharing).map((question) => ({
    ...question,
    decision: decide(question.request, law),
    condition: question.subject && conditionFor(question.subject, sharing, law),
  }));
  return { answered, agreements: sharing.agreements, ...sumUp(answered.map(({ request, decision, items }) => ({ request, decision, items: items.map(rowOf) }))) };
};

/** The parts of one sharing together: the decision as a whole, and what becomes of every row. Nothing goes ahead of the part that waits for an approval. */
export const sumUp = <Row extends Pick<ItemAnswer, 'carries'>>(
  parts: readonly (Part & { items: readonly Row[] })[],
): { decision: Decision; items: (Row & Pick<ItemAnswer, 'outcome' | 'reason'>)[] } => {
  const items = parts.flatMap((part) => itemAnswers(part.items, part.decision));
  const decision = withSomethingToShare(sum(parts), items);
  return { decision, items: mayLeave(decision.outcome) ? items : items.map((item) => (item.outcome === 'shared' ? { ...item, outcome: 'waiting' } : item)) };
};

/** Rows that may leave now: nothing while an approval is outstanding, nothing under a refusal. */
export const leaving = (it: Answer): ItemAnswer[] => (mayLeave(it.decision.outcome) ? it.items.filter(({ outcome }) => outcome === 'shared') : []);
