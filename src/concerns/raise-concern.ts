import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { onceOnly, problem, uuidv7, type Attempt, type Fault } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import type { ConcernReceipt, RaiseConcernBody } from './concern.dto.js';
import { insertConcern, insertEvent, type ConcernHead } from './concern.store.js';
import { harmTypesRow, indicatorRow, statementRow } from './item-rows.js';
import { unknownLabels, WriteConcern } from './write-concern.js';
import { subjectFaults, writeSubjects } from './write-subjects.js';

/** A caseworker raises a concern, or begins a draft: one transaction, one ledger entry, and a receipt without words. */
@Injectable()
export class RaiseConcern {
  constructor(private readonly database: Database, private readonly writing: WriteConcern) {}

  raise(caller: Caller, body: RaiseConcernBody, attempt: Attempt): Promise<ConcernReceipt> {
    check(caller, body);
    return onceOnly(this.database, caller, attempt, (tx) => this.#write(tx, caller, body));
  }

  async #write(tx: Tx, caller: Caller, body: RaiseConcernBody): Promise<ConcernReceipt> {
    const state = body.state ?? 'raised';
    const concern: ConcernHead = { id: uuidv7(), state, version: 1, teamId: body.team, writtenBy: caller.staffId };
    await insertConcern(tx, caller, concern);
    const labels = await writeSubjects(tx, caller, { concern, today: this.writing.today() }, body.subjects);
    await insertEvent(tx, caller, concern.id, 1, state === 'raised' ? 'raised' : 'drafted');
    const setting = this.writing.setting(caller, labels);
    const rows = [
      harmTypesRow(setting, body.harmTypes),
      ...(body.indicators ?? []).map((one) => indicatorRow(setting, one)),
      ...body.items.map((item) => statementRow(setting, item)),
    ];
    return this.writing.write(tx, caller, concern, rows, 'collection', state);
  }
}

const check = (caller: Caller, body: RaiseConcernBody): void => {
  const labels = new Map(body.subjects.map(({ ref }) => [ref, ref]));
  const faults: Fault[] = [
    ...(caller.teams.includes(body.team) ? [] : [{ pointer: '/team', detail: 'must be a team that you are a member of' }]),
    ...subjectFaults(body.subjects), ...unknownLabels('items', body.items, labels), ...unknownLabels('indicators', body.indicators, labels),
  ];
  if (faults.length > 0) throw problem('invalid-body', { errors: faults });
};
