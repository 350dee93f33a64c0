import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { LawBook } from '../law/index.js';
import { beginEntry, PermitWriter, type Entry, type Operation } from '../ledger/index.js';
import { Clock, CONFIG, problem, type Config } from '../platform/index.js';
import { mayConsult, type Handled } from './consult.js';
import { readUnder, type Words } from './contents.store.js';

/**
 * What the doors share: today, the law book, and the one way to write an entry and read under it. Not exported from this
 * folder, so that no slice can write an entry of its own making and read by it.
 */
@Injectable()
export class Threshold {
  readonly secret: string;

  constructor(
    private readonly permits: PermitWriter,
    private readonly clock: Clock,
    readonly lawBook: LawBook,
    @Inject(CONFIG) config: Pick<Config, 'subjectSecret'>,
  ) {
    this.secret = config.subjectSecret;
  }

  /** What every entry of the door starts from. */
  begin(operation: Operation, caller: Caller): ReturnType<typeof beginEntry> {
    return beginEntry(this.clock, operation, caller);
  }

  /** Today in London. */
  today(): string {
    return this.clock.today();
  }

  /** Writes an entry durably, of something after which nothing is read. @throws Problem `unavailable` */
  async record(entry: Entry): Promise<void> {
    await this.permits.write(entry);
  }

  /** Writes an entry durably and reads exactly what it covers. @throws Problem `unavailable`: then nothing was read */
  read(entry: Entry): Promise<Words> {
    return readUnder(this.permits, entry);
  }

  /**
   * Lets through whoever may consult the concern, and turns everybody else away. Nothing is read. @param owner asked for only then
   * @throws Problem `not-found`, recorded
   */
  async mustConsult<Found extends Handled>(caller: Caller, found: Found | null | undefined, concern: string, owner: () => string | null | Promise<string | null>): Promise<Found> {
    const refusal = found ? mayConsult(caller, found) : 'no-such-record';
    if (found && !refusal) return found;
    return this.turnAway(caller, { concern }, await owner(), refusal ?? 'no-such-record');
  }

  /**
   * Records that somebody was turned away, and answers as if there were nothing. The owner of the record hears who tried what.
   * The caller's own agency hears the same of every such attempt, whether there was a record or not: a keyed digest, no owner. So it does
   * of its own records that are hidden from the caller: the owner's entry is hidden too from whoever is on the list, and its absence would tell.
   */
  async turnAway(caller: Caller, record: { concern: string } | { referral: string } | { decision: string } | { approval: string; concern?: string }, owner: string | null, reason: string): Promise<never> {
    const [id] = Object.values(record) as [string];
    return this.#turnAway(caller, id, owner, { ...record, because: { reason } }, hidden.includes(reason));
  }

  /** The same of a task or a notice, which stands beside a concern: whom a list of the concern keeps away does not find the attempt either. */
  async turnAwayFromWork(caller: Caller, { kind, id }: { kind: string; id: string }, found: { owner: string; concern: string | null } | null, reason: string): Promise<never> {
    return this.#turnAway(caller, id, found?.owner ?? null, { ...(found?.concern ? { concern: found.concern } : {}), because: { reason, [kind]: id } }, hidden.includes(reason));
  }

  async #turnAway(caller: Caller, id: string, owner: string | null, forItsOwner: Partial<Entry>, hiddenFromCaller = false): Promise<never> {
    const attempt = (visibleTo: string, more: Partial<Entry>): Entry => ({ ...this.begin('refusal', caller), outcome: 'not-found', visibleTo: [visibleTo], ...more });
    const forOwner = owner ? [attempt(owner, { owner, ...forItsOwner })] : [];
    const forOwnAgency = owner === caller.agencyId && !hiddenFromCaller ? []
      : [attempt(caller.agencyId, { because: { reason: 'no-such-record-for-this-caller', record: keyedDigest(this.secret, id) } })];
    await Promise.all([...forOwnAgency, ...forOwner].map((entry) => this.record(entry)));
    throw problem('not-found');
  }
}

/** Reasons of those to whom a record does not show itself at all. */
const hidden = ['no-such-record', 'must-not-receive'];

/** Recognises two attempts on one id as such, without telling whether the id is anybody's. */
const keyedDigest = (secret: string, id: string): string => createHmac('sha256', secret).update('accord/attempt/1').update(id).digest('hex').slice(0, 32);
