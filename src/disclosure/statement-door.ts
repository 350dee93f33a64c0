import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { Entry } from '../ledger/index.js';
import { Database } from '../platform/database.js';
import type { Words } from './contents.store.js';
import { loadStatement, noteField, statementRows } from './decision.store.js';
import { Disclosed } from './disclosed.js';
import { fieldsOf } from './entries.js';
import { ownerOf } from './facts.store.js';
import type { Statement } from './share.js';
import { Threshold } from './threshold.js';

/** The reasons somebody gave for a decision, and the notes to its tasks: row ids by what they are. */
type StatementRows = Readonly<Partial<Record<keyof Statement, string>> & { notes: readonly { task: string; row: string }[] }>;

/**
 * THE DOOR to the words of a decision's reasons, for whoever audits it in the agency that took it. The ledger says that a
 * necessity was recorded; reading what it says is a second step, with a lawful purpose and an entry of its own.
 */
@Injectable()
export class StatementDoor {
  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /** @throws Problem `not-found`, recorded, for a decision that is not of the caller's agency */
  async read<View extends object>(caller: Caller, decisionId: string, auditPurpose: string, view: (rows: StatementRows, words: Words) => View): Promise<Disclosed<View>> {
    const found = await loadStatement(this.database, caller, decisionId);
    if (!found) return this.threshold.turnAway(caller, { decision: decisionId }, await ownerOf(this.database, 'decision', decisionId), 'no-such-record');
    const released = [...statementRows(found.statements), ...found.notes.map(({ row }) => ({ field: noteField, content: row, version: 1 }))];
    const entry: Entry = {
      ...this.threshold.begin('consultation', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
      concern: found.concernId, decision: decisionId, released, fields: fieldsOf(released), because: { auditPurpose },
    };
    return Disclosed.throughTheDoor(view({ ...found.statements, notes: found.notes }, await this.threshold.read(entry)), entry.id);
  }
}
