import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { LoadedLaw } from '../law/index.js';
import type { Entry } from '../ledger/index.js';
import { problem } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { rulesetVersion } from '../rules/index.js';
import { subjectRefs } from './entries.js';
import type { ConcernFacts } from './facts.js';
import { prospects, type Prospect } from './prospects.js';
import { loadEverybody } from './prospects.store.js';
import { notShared } from './share.js';
import { Threshold } from './threshold.js';

/** THE DOOR to what could become of a concern: decided for every partner and purpose, and nothing sent. */
@Injectable()
export class WhoCouldSeeDoor {
  /** One at a time in each process: many at once would leave nobody else a turn. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /**
   * Recorded as one preview, of the whole.
   * @throws Problem `not-found` for a concern that is not the caller's to share; `conflict` for one that is not shared at all
   */
  async look(caller: Caller, concernId: string): Promise<{ concern: ConcernFacts; partners: Prospect[]; law: LoadedLaw; entryId: string }> {
    const { concern: found, owner, recipients, law: number } = await loadEverybody(this.database, caller, concernId);
    const concern = await this.threshold.mustConsult(caller, found, concernId, () => owner);
    if (concern.state !== 'raised') throw problem('conflict', { detail: notShared[concern.state] });
    const inHand = await Promise.all(recipients.map(async ({ agreements, ...recipient }) => ({ recipient, agreements: (await this.threshold.lawBook.inHand({ law: number, agreements })).agreements })));
    const law = await this.threshold.lawBook.at(number);
    const partners = await this.#inTurn(() => prospects(concern, inHand, law, this.threshold.today()));
    const entry: Entry = {
      ...this.threshold.begin('preview', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId], concern: concern.id,
      subjects: subjectRefs(this.threshold.secret, concern.subjects),
      because: { purpose: 'who-could-see', ruleset: rulesetVersion, law: law.version, partners: partners.map(({ agency }) => agency.id) },
    };
    await this.threshold.record(entry);
    return { concern, partners, law, entryId: entry.id };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
