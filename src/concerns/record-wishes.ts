import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Door, TellWithdrawal } from '../disclosure/index.js';
import { insertMustNotReceive, namesOne, shutsOutOversight, unknownKeptAway, type KeptAwayBody, type WishesBody } from '../people/index.js';
import { onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import type { ConcernReceipt, RecordedWishesReceipt } from './concern.dto.js';
import { insertEvent, loadSubjectLabels, lockConcern, moveConcern, type ConcernHead } from './concern.store.js';
import { keepWishes, shutOut } from './keep-wishes.js';
import { WriteConcern } from './write-concern.js';

type Recording<Kept extends object> = { event: string; attempt: Attempt; keep: (tx: Tx, labels: ReadonlyMap<string, string>) => Promise<Kept> };

/** What a person in a concern wants, and whom they must be kept safe from. Both take effect on the next decision and the next opening. */
@Injectable()
export class RecordWishes {
  constructor(private readonly database: Database, private readonly door: Door, private readonly telling: TellWithdrawal, private readonly writing: WriteConcern) {}

  /** A withdrawal is told to past recipients within its scope, here and now. */
  wishes(caller: Caller, concernId: string, subjectId: string, wishes: WishesBody, attempt: Attempt): Promise<RecordedWishesReceipt> {
    return this.#record(caller, concernId, subjectId, { event: 'wishes-recorded', attempt, keep: async (tx, labels) => {
      const [label] = [...labels].find(([, id]) => id === subjectId)!;
      const told = wishes.state === 'withdrawn' ? await this.telling.tell(tx, caller, concernId, subjectId, wishes.scope ?? null) : [];
      await keepWishes(tx, caller, concernId, wishes, { label, labels, today: this.writing.today(), at: '' });
      return { told };
    } });
  }

  mustNotReceive(caller: Caller, concernId: string, subjectId: string, keep: readonly KeptAwayBody[], attempt: Attempt): Promise<ConcernReceipt> {
    if (!keep.every(namesOne)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: 'each must name either a member of staff or an agency' }] });
    return this.#record(caller, concernId, subjectId, { event: 'must-not-receive-recorded', attempt, keep: async (tx) => {
      if (await unknownKeptAway(tx, keep)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: 'must name staff or agencies of the partnership' }] });
      if (await shutsOutOversight(tx, caller, keep)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: shutOut }] });
      await insertMustNotReceive(tx, subjectId, caller, keep);
      return {};
    } });
  }

  #record<Kept extends object>(caller: Caller, concernId: string, subjectId: string, { event, attempt, keep }: Recording<Kept>): Promise<ConcernReceipt & Kept> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const concern = await lockConcern(tx, concernId);
      await this.door.checkMayConsult(tx, caller, concernId, concern);
      const labels = await loadSubjectLabels(tx, concernId);
      if (![...labels.values()].includes(subjectId)) return this.door.notInThere(caller, concernId, 'no-such-person-in-this-concern');
      const next: ConcernHead = { ...concern!, version: concern!.version + 1 };
      await moveConcern(tx, next);
      await insertEvent(tx, caller, concernId, next.version, event);
      const receipt = await this.writing.write(tx, caller, next, [], 'alteration', event);
      // Last, because whoever names themselves here is kept away from this moment on.
      return { ...receipt, ...(await keep(tx, labels)) };
    });
  }
}
