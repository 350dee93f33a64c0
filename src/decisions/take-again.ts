import { Injectable } from '@nestjs/common';
import type { Under } from '../disclosure/index.js';
import { changedLaw, LawBook, type Agreement, type LoadedLaw } from '../law/index.js';
import { Database, type Identity } from '../platform/database.js';
import { NotOnRecord, replay, type Replay } from './replay.js';
import { loadPage, type FoundDecision } from './what-if.store.js';
import { whatWouldHaveCome, type Changed, type Supposed } from './what-if.js';
import { Tally, type WhatIfResult } from './what-if-result.js';

/** Decisions read and taken again at once: enough to keep round trips few, few enough that other requests are served in between. */
const pageSize = 500;

type Tell = (done: number) => void | Promise<void>;
type Day = { law: LoadedLaw; asItWas: Under };

/** Takes past decisions again under the law and the agreements of their day. Changes nothing. */
@Injectable()
export class TakeAgain {
  constructor(private readonly database: Database, private readonly lawBook: LawBook) {}

  /** What would have come of all decisions that this identity may count, had it been as supposed. `tell` hears after each page how many were looked at. */
  async supposing(who: Identity, supposed: Supposed, tell: Tell): Promise<WhatIfResult> {
    const tally = new Tally();
    const laws = new Map<LoadedLaw, LoadedLaw>();
    for await (const { found, day } of this.#all(who)) {
      for (const past of found) {
        const { law, asItWas } = day(past);
        const then = laws.get(law) ?? supposedLaw(law, supposed);
        laws.set(law, then);
        tally.add(past, changedOr(() => whatWouldHaveCome(past, supposed, then, asItWas)));
      }
      await tell(tally.decisions);
    }
    return tally.result;
  }

  /** Whether each decision comes out as it did. */
  async replaying(who: Identity, tell: (found: FoundDecision, came: Replay) => void): Promise<void> {
    for await (const { found, day } of this.#all(who)) {
      for (const past of found) {
        const { law, asItWas } = day(past);
        tell(past, replay(past, law, asItWas));
      }
    }
  }

  async *#all(who: Identity): AsyncGenerator<{ found: FoundDecision[]; day: (past: FoundDecision) => Day }> {
    for (let before: string | null = null; ; ) {
      const found = await loadPage(this.database, who, before, pageSize);
      if (found.length > 0) yield { found, day: await this.#ofTheirDay(found) };
      if (found.length < pageSize) return;
      before = found.at(-1)!.id;
    }
  }

  /** The laws and agreements that some decisions cite: each is read once and kept by the law book. */
  async #ofTheirDay(found: readonly FoundDecision[]): Promise<(past: FoundDecision) => Day> {
    const laws = new Map<string, LoadedLaw>();
    const texts = new Map<string, Agreement>();
    for (const { catalogue, kept } of found) {
      if (!laws.has(catalogue)) laws.set(catalogue, await this.lawBook.named(catalogue));
      for (const { request: { agreement } } of kept.dataSubjects) {
        const text = agreement && !texts.has(agreement.digest) ? await this.lawBook.agreement({ digest: agreement.digest }) : undefined;
        if (text) texts.set(agreement!.digest, text);
      }
    }
    return ({ catalogue }) => ({ law: laws.get(catalogue)!, asItWas: underItsOwn(texts) });
  }
}

/** Of a decision whose agreement is not on record nothing can be said. */
const changedOr = (work: () => Changed | null): Changed | null | 'not-on-record' => {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotOnRecord) return 'not-on-record';
    throw error;
  }
};

const supposedLaw = (law: LoadedLaw, { gateways = [] }: Supposed): LoadedLaw => changedLaw(law, gateways.map((change, at) => ({ ...change, number: at + 1 })));

/** The agreement that a kept question names, whole. */
const underItsOwn = (texts: ReadonlyMap<string, Agreement>): Under => ({ agreement, agreementStatus }) => {
  if (!agreement) return { agreementStatus };
  const text = texts.get(agreement.digest);
  // Without its clauses a power would look unlimited.
  if (!text) throw new NotOnRecord(`the agreement ${agreement.id} ${agreement.version} that a decision cites is not on record`);
  return { agreement: text, agreementStatus };
};
