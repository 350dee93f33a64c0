import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { Entry } from '../ledger/index.js';
import { Database, type Tx } from '../platform/database.js';
import { mayConsult, type Handled } from './consult.js';
import type { Words } from './contents.store.js';
import { Disclosed } from './disclosed.js';
import { fieldsOf, rowsOf, subjectRefs } from './entries.js';
import type { ConcernFacts } from './facts.js';
import { loadConcern, loadConcerns, ownerOf, type ConcernFilter } from './facts.store.js';
import { Threshold } from './threshold.js';

/** What a list shows of each concern: enough to recognise it. */
const listedFields = ['person.identity', 'concern.summary'];

/** Words that stand beside the items: what was said of wishes, how somebody is safely reached, a professional's judgement. No field of the matrix, so they never cross. */
const wordsBeside = ({ subjects }: ConcernFacts): { id: string; field: string; version: number }[] => subjects.flatMap(({ said, judgementId }) => [
  ...said.flatMap(({ reasonId, safeContactId }) => [...(reasonId ? [{ id: reasonId, field: 'wishes.reason', version: 1 }] : []), ...(safeContactId ? [{ id: safeContactId, field: 'wishes.safe-contact', version: 1 }] : [])]),
  ...(judgementId ? [{ id: judgementId, field: 'risk.professional-judgement', version: 1 }] : []),
]);

/**
 * THE DOOR for an agency's own records: facts → may this person? → ledger entry → read → view. Content reaches nobody
 * otherwise. A slice supplies the id and the shape of the view; it can neither supply nor omit a fact.
 */
@Injectable()
export class Door {
  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /**
   * Reads one concern of the caller's own agency (a consultation in the sense of DPA 2018 s.62), now or as at a version.
   * @throws Problem `not-found` for whoever may not, recorded; `unavailable` when the ledger cannot be written
   */
  async consult<View extends object>(caller: Caller, concernId: string, view: (concern: ConcernFacts, words: Words) => View, version?: number): Promise<Disclosed<View>> {
    const found = await loadConcern(this.database, caller, concernId, { version });
    const concern = await this.threshold.mustConsult(caller, found.concern, concernId, () => found.owner);
    const released = [...rowsOf(concern.items), ...rowsOf(wordsBeside(concern))];
    const entry: Entry = {
      ...this.threshold.begin('consultation', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId], concern: concernId,
      subjects: subjectRefs(this.threshold.secret, concern.subjects), released, fields: fieldsOf(released), because: { purpose: 'own-casework' },
    };
    return Disclosed.throughTheDoor(view(concern, await this.threshold.read(entry)), entry.id);
  }

  /**
   * Before a change: may this caller handle the concern whose head the slice has just locked? Nothing is read.
   * @throws Problem `not-found`, recorded
   */
  async checkMayConsult(tx: Tx, caller: Caller, concernId: string, head: Handled | undefined): Promise<void> {
    await this.threshold.mustConsult(caller, head, concernId, () => ownerOf(tx, 'concern', concernId));
  }

  /** Records that something of the caller's own concern was asked for which is not in it, and answers as if there were nothing. */
  async notInThere(caller: Caller, concernId: string, reason: string): Promise<never> {
    return this.threshold.turnAway(caller, { concern: concernId }, caller.agencyId, reason);
  }

  /**
   * Lists concerns of the caller's own agency, newest first: one entry for the page, covering what it shows. One concern more
   * than `shown` may be asked for, to know whether there is a next page; of that one nothing is read.
   */
  async list<View extends object>(caller: Caller, filter: ConcernFilter, shown: number, view: (concerns: ConcernFacts[], words: Words) => View): Promise<Disclosed<View>> {
    const found = (await loadConcerns(this.database, caller, filter)).filter((concern) => mayConsult(caller, concern) === null);
    const released = rowsOf(found.slice(0, shown).flatMap(({ items }) => items.filter(({ field }) => listedFields.includes(field))));
    const entry: Entry = {
      ...this.threshold.begin('list', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
      subjects: subjectRefs(this.threshold.secret, found.slice(0, shown).flatMap(({ subjects }) => subjects)), released, fields: fieldsOf(released),
      because: { purpose: 'own-casework', concerns: found.slice(0, shown).map(({ id }) => id) },
    };
    return Disclosed.throughTheDoor(view(found, await this.threshold.read(entry)), entry.id);
  }
}
