import { strictestGrading, strictestMarking } from '../disclosure/index.js';
import { protectedFields, type Grading, type Marking } from '../rules/index.js';

/** The labels of a text: under which fields' rules it stands, how it is marked and graded, and whose it is. */
export type Labels = { carries: string[]; marking: Marking; grading: Grading | null; controller: string };
export type Source = Labels & { id: string };

/**
 * A text that was copied keeps the strictest of its sources' labels beside its own: every field any source stood under, the
 * highest marking, the most careful grading, and its owner. So a protected address pasted into a note is still a protected address.
 */
export const inherit = (own: Labels, sources: readonly Source[]): Labels => {
  const graded = [own, ...sources].filter(({ carries }) => carries.includes('intelligence.item')).map(({ grading }) => grading);
  return {
    carries: [...new Set([...own.carries, ...sources.flatMap(({ carries }) => carries)])],
    marking: strictestMarking([own.marking, ...sources.map(({ marking }) => marking)]),
    grading: graded.length > 0 ? (strictestGrading(graded) ?? null) : own.grading,
    controller: sources.find(({ controller }) => controller !== own.controller)?.controller ?? own.controller,
  };
};

/** What earlier rows must learn from new ones that turn out to hold part of their text: that it is protected now. */
export const laterLabels = (earlier: readonly { row: string; source: Source }[], fieldOf: ReadonlyMap<string, string>): { content: string; field: string }[] =>
  earlier.map(({ row, source }) => ({ content: source.id, field: fieldOf.get(row)!, carries: source.carries }))
    .filter(({ field, carries }) => protectedFields.includes(field) && !carries.includes(field))
    .map(({ content, field }) => ({ content, field }));
