import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { Door } from '../disclosure/index.js';
import { onceOnly, problem, requireVersion, type Attempt, type Fault } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { after, type ConcernStep } from './concern.js';
import type { AmendConcernBody, ConcernReceipt } from './concern.dto.js';
import { insertEvent, loadItemHeads, loadSubjectLabels, lockConcern, moveConcern, type ConcernHead, type ItemHead } from './concern.store.js';
import { harmTypesRow, indicatorRow, removalRow, statementRow, type ItemRow, type Setting } from './item-rows.js';
import { unknownLabels, WriteConcern } from './write-concern.js';
import { subjectFaults, writeSubjects } from './write-subjects.js';

/** Who changes which version of what; `reason` is a code. */
type Change = { caller: Caller; id: string; version: number; attempt: Attempt; reason?: string };

const eventOf: Readonly<Record<ConcernStep, string>> = { raise: 'raised', amend: 'amended', withdraw: 'withdrawn' };

/** Raise a draft, amend, withdraw: each is a new version, and the versions before stay as they were. */
@Injectable()
export class ChangeConcern {
  constructor(private readonly database: Database, private readonly door: Door, private readonly writing: WriteConcern) {}

  raise(caller: Caller, id: string, version: number, attempt: Attempt): Promise<ConcernReceipt> {
    return this.#step({ caller, id, version, attempt }, 'raise');
  }

  withdraw(caller: Caller, id: string, version: number, reason: string, attempt: Attempt): Promise<ConcernReceipt> {
    return this.#step({ caller, id, version, attempt, reason }, 'withdraw');
  }

  amend(caller: Caller, id: string, version: number, body: AmendConcernBody, attempt: Attempt): Promise<ConcernReceipt> {
    if (Object.values(body).every((part) => part === undefined || part.length === 0)) {
      throw problem('invalid-body', { errors: [{ pointer: '', detail: 'must change something' }] });
    }
    return this.#step({ caller, id, version, attempt }, 'amend', (tx, concern) => this.#rows(tx, caller, concern, body));
  }

  #step({ caller, id, version, attempt, reason }: Change, step: ConcernStep, rowsFor: (tx: Tx, next: ConcernHead) => Promise<ItemRow[]> = async () => []): Promise<ConcernReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const concern = await lockConcern(tx, id);
      await this.door.checkMayConsult(tx, caller, id, concern);
      requireVersion(version, concern!.version);
      const state = after(concern!.state, step);
      if (!state) throw problem('conflict', { detail: `A concern that is ${concern!.state} cannot be ${eventOf[step]}.` });
      const next: ConcernHead = { ...concern!, state, version: concern!.version + 1 };
      await moveConcern(tx, next);
      await insertEvent(tx, caller, id, next.version, eventOf[step], reason ?? null);
      return this.writing.write(tx, caller, next, await rowsFor(tx, next), 'alteration', eventOf[step]);
    });
  }

  async #rows(tx: Tx, caller: Caller, concern: ConcernHead, body: AmendConcernBody): Promise<ItemRow[]> {
    const there = await loadSubjectLabels(tx, concern.id);
    const labels = new Map([...there, ...(body.subjects ?? []).map(({ ref }) => [ref, there.get(ref) ?? ref] as const)]);
    const heads = new Map((await loadItemHeads(tx, concern.id, concern.version - 1)).map((head) => [head.itemId, head]));
    const touched = [...(body.changes ?? []).map(({ itemId }) => itemId), ...(body.removals ?? [])];
    const eachOnce = touched.every((itemId) => heads.has(itemId)) && new Set(touched).size === touched.length;
    const faults: Fault[] = [
      ...subjectFaults(body.subjects ?? [], there), ...unknownLabels('items', body.items, labels), ...unknownLabels('changes', body.changes, labels), ...unknownLabels('indicators', body.indicators, labels),
      ...(eachOnce ? [] : [{ pointer: '/changes', detail: 'changes and removals must each name a current item of this concern, once' }]),
    ];
    if (faults.length > 0) throw problem('invalid-body', { errors: faults });
    return amendedRows(this.writing.setting(caller, await writeSubjects(tx, caller, { concern, today: this.writing.today(), labels: there }, body.subjects ?? [])), body, heads);
  }
}

const amendedRows = (setting: Setting, body: AmendConcernBody, heads: ReadonlyMap<string, ItemHead>): ItemRow[] => {
  const successor = (itemId: string): { itemId: string; version: number } => ({ itemId, version: heads.get(itemId)!.version + 1 });
  const harm = [...heads.values()].find(({ kind }) => kind === 'harm-types');
  return [
    ...(body.harmTypes ? [harmTypesRow(setting, body.harmTypes, harm && successor(harm.itemId))] : []),
    ...(body.indicators ?? []).map((one) => indicatorRow(setting, one)),
    ...(body.items ?? []).map((item) => statementRow(setting, item)),
    ...(body.changes ?? []).map((item) => statementRow(setting, item, successor(item.itemId))),
    ...(body.removals ?? []).map((itemId) => removalRow(setting, heads.get(itemId)!.field, successor(itemId))),
  ];
};
