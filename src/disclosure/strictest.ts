import { compact } from '../platform/index.js';
import type { Grading, Marking, Wishes } from '../rules/index.js';

/** Where several things are shared at once, the decision is asked with the strictest of each: what is lawful for it is lawful for all. */
const markings: readonly Marking[] = ['official', 'official-sensitive', 'secret', 'top-secret'];
export const strictestMarking = (given: readonly Marking[]): Marking => markings[Math.max(0, ...given.map((marking) => markings.indexOf(marking)))]!;

/** From the most to the least restrictive. A refusal of one victim is not outvoted by another's agreement. */
const wishesFromStrictest: readonly Wishes[] = ['refused', 'withdrawn', 'unable', 'unsafe-to-ask', 'not-sought', 'by-representative', 'given'];
export const strictestWishes = (given: readonly Wishes[]): Wishes =>
  wishesFromStrictest.find((wishes) => given.includes(wishes)) ?? 'not-sought';

const last = <T extends string | number>(values: readonly (T | undefined)[]): T | undefined =>
  values.filter((value): value is T => value !== undefined).sort().at(-1);
const first = <T extends string>(values: readonly (T | undefined)[]): T | undefined =>
  values.filter((value): value is T => value !== undefined).sort().at(0);

/**
 * The strictest 3x5x2 grading of several items: any ungraded item makes the whole ungraded; the least reliable source, the
 * least certain information, handling under conditions (C) if any has it, and then the most careful action and sanitisation.
 */
export const strictestGrading = (given: readonly (Grading | null)[]): Grading | undefined => {
  if (given.length === 0 || given.some((grading) => grading === null || grading.handling === undefined || grading.information === undefined)) return undefined;
  const all = given as readonly Grading[];
  return compact({
    source: last(all.map(({ source }) => source)), information: last(all.map(({ information }) => information)), handling: first(all.map(({ handling }) => handling)),
    action: first(all.map(({ action }) => action)), sanitisation: last(all.map(({ sanitisation }) => sanitisation)),
  });
};

/** The oldest date of a field's items; undefined as soon as one has none, because an undated item cannot be shown to be recent. */
export const oldest = (dates: readonly (string | null)[]): string | undefined =>
  dates.some((date) => date === null) ? undefined : (dates as string[]).toSorted().at(0);
