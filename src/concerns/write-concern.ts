import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { subjectRefs } from '../disclosure/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import { Clock, CONFIG, problem, type Config, type Fault } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { ConcernReceipt } from './concern.dto.js';
import { insertItems, insertLaterLabels, insertSourceConcerns, loadSources, loadSubjectKeys, loadSubjectLabels, type ConcernHead } from './concern.store.js';
import { labelled, type ItemRow, type Setting } from './item-rows.js';
import { laterLabels } from './labels.js';

/** The last steps of every change to a concern: label the rows, write them, and record the change in the same transaction. */
@Injectable()
export class WriteConcern {
  constructor(private readonly clock: Clock, @Inject(CONFIG) private readonly config: Pick<Config, 'subjectSecret'>) {}

  setting(caller: Caller, subjects: ReadonlyMap<string, string>): Setting {
    return { agency: caller.agencyId, secret: this.config.subjectSecret, subjects };
  }

  /** Today in London. */
  today(): string {
    return this.clock.today();
  }

  /** @throws Problem `invalid-body` when a row names a source that is not there for this agency; nothing is written then */
  async write(tx: Tx, caller: Caller, concern: ConcernHead, rows: readonly ItemRow[], operation: 'collection' | 'alteration', event: string): Promise<ConcernReceipt> {
    const { found, unknown, earlier, concerns } = await loadSources(tx, caller.agencyId, rows);
    if (unknown) throw problem('invalid-body', { errors: [{ pointer: '/items', detail: 'copiedFrom must name rows that you may read' }] });
    const written = labelled(rows, found);
    await insertItems(tx, caller, concern.id, concern.version, written);
    await insertSourceConcerns(tx, concern.id, concerns);
    await insertLaterLabels(tx, laterLabels(earlier, new Map(written.map(({ id, field }) => [id, field]))));
    const labels = await loadSubjectLabels(tx, concern.id);
    const entry: Entry = {
      ...beginEntry(this.clock, isCombined(rows, written) ? 'combination' : operation, caller), outcome: 'permit',
      owner: caller.agencyId, visibleTo: [caller.agencyId], concern: concern.id,
      subjects: subjectRefs(this.config.subjectSecret, await loadSubjectKeys(tx, concern.id)), fields: [...new Set(written.map(({ field }) => field))],
      because: { purpose: 'own-casework', event, version: concern.version, rows: written.map(({ id, field, carries }) => ({ id, field, carries })) },
    };
    await insertEntries(tx, [entry]);
    return {
      id: concern.id, state: concern.state, version: concern.version, entryId: entry.id,
      subjects: [...labels].map(([label, id]) => ({ id, label })),
      items: written.filter(({ kind, removed }) => kind === 'statement' && !removed)
        .map(({ itemId, id, field, version, carries }) => ({ itemId, contentId: id, field, version, carries })),
    };
  }
}

/** Bringing records together is an operation of its own (s.62): copied by its writer's word, or recognised as another field's text. */
const isCombined = (rows: readonly ItemRow[], written: readonly ItemRow[]): boolean =>
  rows.some(({ copiedFrom }) => copiedFrom.length > 0) || written.some(({ carries }) => carries.length > 1);

/** Labels of subjects that a body uses but does not declare. */
export const unknownLabels = (list: string, parts: readonly { about?: string }[] | undefined, subjects: ReadonlyMap<string, string>): Fault[] =>
  (parts ?? []).flatMap(({ about }, index) =>
    (about === undefined || subjects.has(about) ? [] : [{ pointer: `/${list}/${index}/about`, detail: 'must be the ref of one of the subjects' }]));
