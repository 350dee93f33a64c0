import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Door } from '../disclosure/index.js';
import { insertMustNotReceive, insertWish, namesOne, shutsOutOversight, unknownKeptAway, type KeptAwayBody, type WishesBody } from '../people/index.js';
import { onceOnly, problem, type Attempt } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import type { ConcernReceipt } from './concern.dto.js';
import { insertEvent, keepNote, loadSubjectLabels, lockConcern, moveConcern, type ConcernHead } from './concern.store.js';
import { WriteConcern } from './write-concern.js';

/** Why a list may not shut out those who account for the record. */
export const shutOut = 'must not name your own agency; an information governance officer of it is named by a lead';

/** Wishes with the words of their reason, if there are any, under lock. */
export const keepWishes = async (tx: Tx, caller: Caller, concernId: string, subjectId: string, wishes: WishesBody): Promise<void> => {
  const reasonId = wishes.reason ? await keepNote(tx, caller, concernId, 'wishes.reason', wishes.reason) : null;
  await insertWish(tx, concernId, subjectId, caller, wishes, reasonId);
};

/** What a person in a concern wants, and whom they must be kept safe from. Both take effect on the next decision and the next opening. */
@Injectable()
export class RecordWishes {
  constructor(private readonly database: Database, private readonly door: Door, private readonly writing: WriteConcern) {}

  wishes(caller: Caller, concernId: string, subjectId: string, wishes: WishesBody, attempt: Attempt): Promise<ConcernReceipt> {
    return this.#record(caller, concernId, subjectId, attempt, 'wishes-recorded', (tx) => keepWishes(tx, caller, concernId, subjectId, wishes));
  }

  mustNotReceive(caller: Caller, concernId: string, subjectId: string, keep: readonly KeptAwayBody[], attempt: Attempt): Promise<ConcernReceipt> {
    if (!keep.every(namesOne)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: 'each must name either a member of staff or an agency' }] });
    return this.#record(caller, concernId, subjectId, attempt, 'must-not-receive-recorded', async (tx) => {
      if (await unknownKeptAway(tx, keep)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: 'must name staff or agencies of the partnership' }] });
      if (await shutsOutOversight(tx, caller, keep)) throw problem('invalid-body', { errors: [{ pointer: '/keep', detail: shutOut }] });
      await insertMustNotReceive(tx, subjectId, caller, keep);
    });
  }

  #record(caller: Caller, concernId: string, subjectId: string, attempt: Attempt, event: string, keep: (tx: Tx) => Promise<void>): Promise<ConcernReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const concern = await lockConcern(tx, concernId);
      await this.door.checkMayConsult(caller, concernId, concern);
      if (![...(await loadSubjectLabels(tx, concernId)).values()].includes(subjectId)) return this.door.notInThere(caller, concernId, 'no-such-person-in-this-concern');
      const next: ConcernHead = { ...concern!, version: concern!.version + 1 };
      await moveConcern(tx, next);
      await insertEvent(tx, caller, concernId, next.version, event);
      const receipt = await this.writing.write(tx, caller, next, [], 'alteration', event);
      // Last, because whoever names themselves here is kept away from this moment on.
      await keep(tx);
      return receipt;
    });
  }
}
