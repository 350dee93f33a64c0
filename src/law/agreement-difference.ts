import { sameJson, changes, type Lists } from './changed-lists.js';
import type { Agreement, PublishedClause } from './agreement.js';
import { clauseDifferences, clauseInWords } from './clause-difference.js';
import type { Difference, Words } from './difference.js';
import { lineNames, partNames, sentences } from './difference-sentences.js';

/**
 * What changed between two versions of an agreement, each as a sentence that a person who signs can read, with the values before and
 * after. In a stable order: parties, terms, handling, clauses gone, new and changed in the order of the version they stand in.
 * Signatures and the version's own number are no change of content.
 * @param words how codes are called, such as a vocabulary's labels; codes as they stand where it answers nothing
 */
export function agreementDifference(before: Agreement, after: Agreement, words: Words = (code) => code): Difference[] {
  return [
    ...partyDifferences(before, after, words),
    ...(Object.keys(partNames) as (keyof typeof partNames)[]).flatMap((part) => partDifference(part, before, after, words)),
    ...(Object.keys(lineNames) as (keyof typeof lineNames)[]).flatMap((part) => lineDifferences(part, before[part] ?? [], after[part] ?? [])),
    ...clausesDifferences(before.clauses, after.clauses, words),
  ];
}

function partyDifferences({ parties: before }: Agreement, { parties: after }: Agreement, words: Words): Difference[] {
  const tell = (part: string, was: Lists, is: Lists): Difference[] => changes(was, is).flatMap(({ added, removed }) => [
    ...(added.length > 0 ? [{ part, clause: null, says: sentences.partiesAdded(added.map(words).join(', ')), before: was ?? null, after: is ?? null }] : []),
    ...(removed.length > 0 ? [{ part, clause: null, says: sentences.partiesRemoved(removed.map(words).join(', ')), before: was ?? null, after: is ?? null }] : []),
  ]);
  const kinds = tell('parties.kinds', before.kinds, after.kinds);
  if (before.agencies !== undefined && after.agencies !== undefined) return [...kinds, ...tell('parties.agencies', before.agencies, after.agencies)];
  if (before.agencies === after.agencies) return kinds;
  const says = after.agencies === undefined ? sentences.everyAgency() : sentences.onlyAgencies(after.agencies.join(', '));
  return [...kinds, { part: 'parties.agencies', clause: null, says, before: before.agencies ?? null, after: after.agencies ?? null }];
}

function partDifference(part: keyof typeof partNames, before: Agreement, after: Agreement, words: Words): Difference[] {
  const [was, is] = [before[part] ?? null, after[part] ?? null];
  if (was === is) return [];
  const [name, old, now] = [partNames[part], words(String(was)), words(String(is))];
  const says = was === null ? sentences.partAdded(name, now) : is === null ? sentences.partRemoved(name, old) : sentences.part(name, old, now);
  return [{ part, clause: null, says, before: was, after: is }];
}

function lineDifferences(part: keyof typeof lineNames, before: readonly string[], after: readonly string[]): Difference[] {
  return changes(before, after).flatMap(({ added, removed }) => [
    ...removed.map((line) => ({ part, clause: null, says: sentences.lineRemoved(lineNames[part], line), before: line, after: null })),
    ...added.map((line) => ({ part, clause: null, says: sentences.lineAdded(lineNames[part], line), before: null, after: line })),
  ]);
}

function clausesDifferences(before: readonly PublishedClause[], after: readonly PublishedClause[], words: Words): Difference[] {
  const was = new Map(before.map((clause) => [clause.id, clause]));
  const is = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !is.has(id));
  const kept = (clauses: readonly PublishedClause[], other: { has(id: string): boolean }): string[] => clauses.map(({ id }) => id).filter((id) => other.has(id));
  const [orderBefore, orderAfter] = [kept(before, is), kept(after, was)];
  return [
    ...gone.map((clause) => ({ part: 'clauses', clause: clause.id, says: sentences.clauseRemoved(clause.id, clauseInWords(clause, words)), before: clause, after: null })),
    ...after.flatMap((clause) => {
      const old = was.get(clause.id);
      return old === undefined
        ? [{ part: 'clauses', clause: clause.id, says: sentences.clauseAdded(clause.id, clauseInWords(clause, words)), before: null, after: clause }]
        : clauseDifferences(old, clause, words);
    }),
    ...(sameJson(orderBefore, orderAfter) ? [] : [{ part: 'clauses', clause: null, says: sentences.clausesReordered(), before: orderBefore, after: orderAfter }]),
  ];
}
