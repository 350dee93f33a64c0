import type { Changed, PastDecision, Turn } from './what-if.js';

/** How often a field would have turned out otherwise between two agencies. */
export type Line = { from: string; to: string; field: string; turn: Turn; decisions: number };
export type WhatIfResult = {
  decisions: number;
  changed: number;
  /** Decisions whose agreement is not on record any more, of which nothing can be said. There should be none. */
  notOnRecord: number;
  /** Whole decisions, by how they came out and how they would have. */
  outcomes: { before: string; after: string; decisions: number }[];
  lines: Line[];
  /** Some of the decisions that would have come out otherwise, to be looked at one by one. */
  examples: string[];
};

const mostExamples = 20;

/** Adds up, decision by decision, what would have come out otherwise. */
export class Tally {
  #decisions = 0;
  #changed = 0;
  #notOnRecord = 0;
  readonly #outcomes = new Map<string, number>();
  readonly #lines = new Map<string, number>();
  readonly #examples: string[] = [];

  add({ id, from, to }: PastDecision, changed: Changed | null | 'not-on-record'): void {
    this.#decisions += 1;
    if (changed === 'not-on-record') this.#notOnRecord += 1;
    if (!changed || changed === 'not-on-record') return;
    this.#changed += 1;
    if (this.#examples.length < mostExamples) this.#examples.push(id);
    if (changed.before !== changed.after) count(this.#outcomes, [changed.before, changed.after]);
    for (const { field, turn } of changed.fields) count(this.#lines, [from.id, to.id, field, turn]);
  }

  get decisions(): number {
    return this.#decisions;
  }

  get result(): WhatIfResult {
    return {
      decisions: this.#decisions, changed: this.#changed, notOnRecord: this.#notOnRecord, examples: [...this.#examples],
      outcomes: sorted(this.#outcomes).map(([[before, after], decisions]) => ({ before: before!, after: after!, decisions })),
      lines: sorted(this.#lines).map(([[from, to, field, turn], decisions]) => ({ from: from!, to: to!, field: field!, turn: turn as Turn, decisions })),
    };
  }
}

const count = (counts: Map<string, number>, key: readonly string[]): void => {
  const written = key.join('\n');
  counts.set(written, (counts.get(written) ?? 0) + 1);
};
const sorted = (counts: ReadonlyMap<string, number>): [string[], number][] =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, decisions]) => [key.split('\n'), decisions]);
