import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { LAW, type LoadedLaw } from '../law/index.js';
import { digestOf, PermitWriter, type Entry } from '../ledger/index.js';
import { Clock, CONFIG, problem, uuidv7, type Config } from '../platform/index.js';
import { readUnder, type Words } from './contents.store.js';
import { begin, type Moment } from './entries.js';

/**
 * What the doors share: the moment, the law, and the one way to write an entry and read under it. Not exported from this
 * folder, so that no slice can write an entry of its own making and read by it.
 */
@Injectable()
export class Threshold {
  readonly secret: string;

  constructor(
    private readonly permits: PermitWriter,
    private readonly clock: Clock,
    @Inject(LAW) readonly law: LoadedLaw,
    @Inject(CONFIG) config: Pick<Config, 'subjectSecret'>,
  ) {
    this.secret = config.subjectSecret;
  }

  moment(): Moment {
    return { id: uuidv7(), at: this.clock.now().toISOString() };
  }

  /** Today in London. */
  today(): string {
    return this.clock.today();
  }

  /** Writes an entry durably and reads exactly what it covers. @throws Problem `unavailable`: then nothing was read */
  read(entry: Entry): Promise<Words> {
    return readUnder(this.permits, entry);
  }

  /** Records that somebody was turned away, and answers as if there were nothing. */
  async turnAway(caller: Caller, record: string, owner: string | null, reason: string, visibleTo?: readonly string[]): Promise<never> {
    await this.permits.write({
      ...begin(this.moment(), 'refusal', caller), outcome: 'not-found', ...(owner ? { owner } : {}),
      visibleTo: visibleTo ?? [...new Set([caller.agencyId, ...(owner ? [owner] : [])])],
      // The id asked for may be anybody's: it stands as a digest unless the record is the caller's own.
      because: { reason: owner === caller.agencyId ? reason : 'no-such-record-for-this-caller', record: owner === caller.agencyId ? record : digestOf(record).slice(0, 32) },
      ...(owner === caller.agencyId ? { concern: record } : {}),
    });
    throw problem('not-found');
  }
}
