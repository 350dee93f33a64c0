/** One change between two versions of an agreement. */
export interface Difference {
  /** What changed: a part of the agreement, or of a clause, such as `reviewOn`, `clauses` or `conditions.maxAgeMonths`. */
  readonly part: string;
  /** The clause's id; null outside the clauses. */
  readonly clause: string | null;
  /** The change as a sentence. */
  readonly says: string;
  /** The values; null where there was or is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What a code is called. */
export type Words = (code: string) => string;
