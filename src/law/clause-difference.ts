import type { PublishedClause } from './agreement.js';
import { sameJson, changes } from './changed-lists.js';
import type { Difference, Words } from './difference.js';
import { conditionSentences, sentences } from './difference-sentences.js';

type ListOf = 'from' | 'to' | 'purposes' | 'fields';
type Told = (clause: PublishedClause, codes: string, words: Words) => string;

const joined = (codes: readonly string[], words: Words): string => codes.map(words).join(', ') || sentences.nothing();

/** What is said of each list of a clause: of what it names now, and of what it names no longer. */
const told: Readonly<Record<ListOf, { readonly added: Told; readonly removed: Told }>> = {
  fields: { added: ({ id, to }, codes, words) => sentences.fieldsAdded(id, codes, joined(to, words)), removed: ({ id }, codes) => sentences.fieldsRemoved(id, codes) },
  purposes: { added: ({ id }, codes) => sentences.purposesAdded(id, codes), removed: ({ id }, codes) => sentences.purposesRemoved(id, codes) },
  from: { added: ({ id }, codes) => sentences.sendersAdded(id, codes), removed: ({ id }, codes) => sentences.sendersRemoved(id, codes) },
  to: { added: ({ id }, codes) => sentences.recipientsAdded(id, codes), removed: ({ id }, codes) => sentences.recipientsRemoved(id, codes) },
};

/** What changed in one clause. */
export function clauseDifferences(before: PublishedClause, after: PublishedClause, words: Words): Difference[] {
  const clause = after.id;
  const worded = before.text !== after.text || before.source !== after.source;
  return [
    ...(['fields', 'purposes', 'from', 'to'] as const).flatMap((part) => changes(before[part], after[part]).flatMap(({ added, removed }) => [
      ...(added.length > 0 ? [{ part, clause, says: told[part].added(after, joined(added, words), words), before: before[part], after: after[part] }] : []),
      ...(removed.length > 0 ? [{ part, clause, says: told[part].removed(after, joined(removed, words), words), before: before[part], after: after[part] }] : []),
    ])),
    ...conditionDifferences(before, after, words),
    ...(worded ? [{ part: 'text', clause, says: sentences.wordsChanged(clause), before: before.text, after: after.text }] : []),
  ];
}

function conditionDifferences({ conditions: before }: PublishedClause, { id, conditions: after }: PublishedClause, words: Words): Difference[] {
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return kinds.filter((kind) => !sameValue(before[kind], after[kind])).map((kind) => {
    const [was, is] = [conditionInWords(kind, before[kind], words), conditionInWords(kind, after[kind], words)];
    const says = before[kind] === undefined ? sentences.conditionAdded(id, is) : after[kind] === undefined ? sentences.conditionRemoved(id, was) : sentences.conditionChanged(id, is, was);
    return { part: `conditions.${kind}`, clause: id, says, before: before[kind] ?? null, after: after[kind] ?? null };
  });
}

/** The order of codes in a condition means nothing. */
function sameValue(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other) ? changes(one as string[], other as string[]).length === 0 : sameJson(one, other);
}

/** What a clause lets go, as half a sentence. */
export function clauseInWords({ fields, from, to, purposes, conditions }: PublishedClause, words: Words): string {
  const only = Object.keys(conditions).map((kind) => conditionInWords(kind, conditions[kind], words));
  return sentences.clauseLets(joined(fields, words), joined(from, words), joined(to, words), joined(purposes, words), only.length === 0 ? '' : sentences.onlyIf(only.join(' and ')));
}

function conditionInWords(kind: string, value: unknown, words: Words): string {
  const text = Array.isArray(value) ? value.map((code) => words(String(code))).join(' or ') : words(String(value));
  return conditionSentences[kind]?.(text) ?? `${kind} ${text}`;
}
