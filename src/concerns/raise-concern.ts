import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { insertMustNotReceive, insertSubjects, knownSubjects, namesOne, shutsOutOversight, unknownKeptAway, type NewSubject, type SubjectBody } from '../people/index.js';
import { onceOnly, problem, uuidv7, type Attempt, type Fault } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import type { ConcernReceipt, RaiseConcernBody } from './concern.dto.js';
import { insertConcern, insertEvent, keepNote, type ConcernHead } from './concern.store.js';
import { harmTypesRow, indicatorRow, statementRow } from './item-rows.js';
import { keepWishes, shutOut } from './record-wishes.js';
import { unknownLabels, WriteConcern } from './write-concern.js';

const asNew = ({ subject, ref, roles, age, atRisk, seriousHarm, childAtRisk, fgmKnown, riskLevel, riskAssessment }: SubjectBody): NewSubject => ({
  id: subject ?? uuidv7(), known: subject !== undefined, label: ref, roles, age: age ?? null,
  atRisk: atRisk ?? false, seriousHarm: seriousHarm ?? false, childAtRisk: childAtRisk ?? false, fgmKnown: fgmKnown ?? false,
  // The rules ask whether a judgement was written, not what it says: its words go under lock.
  risk: { ...riskAssessment, ...(riskAssessment?.professionalJudgement ? { professionalJudgement: 'recorded' } : {}), ...(riskLevel ? { level: riskLevel } : {}) },
  judgementId: riskAssessment?.professionalJudgement ? uuidv7() : null,
});

/** A caseworker raises a concern, or begins a draft: one transaction, one ledger entry, and a receipt without words. */
@Injectable()
export class RaiseConcern {
  constructor(private readonly database: Database, private readonly writing: WriteConcern) {}

  raise(caller: Caller, body: RaiseConcernBody, attempt: Attempt): Promise<ConcernReceipt> {
    this.#check(caller, body);
    return onceOnly(this.database, caller, attempt, (tx) => this.#write(tx, caller, body));
  }

  async #write(tx: Tx, caller: Caller, body: RaiseConcernBody): Promise<ConcernReceipt> {
    const state = body.state ?? 'raised';
    const concern: ConcernHead = { id: uuidv7(), state, version: 1, teamId: body.team, writtenBy: caller.staffId };
    const people = body.subjects.map(asNew);
    await checkNamed(tx, caller, body);
    await insertConcern(tx, caller, concern);
    await insertSubjects(tx, caller.agencyId, concern.id, people);
    for (const [index, subject] of body.subjects.entries()) await this.#keepBeside(tx, caller, concern.id, people[index]!, subject);
    await insertEvent(tx, caller, concern.id, 1, state === 'raised' ? 'raised' : 'drafted');
    const setting = this.writing.setting(caller, new Map(people.map(({ label, id }) => [label, id])));
    const rows = [
      harmTypesRow(setting, body.harmTypes),
      ...(body.indicators ?? []).map((one) => indicatorRow(setting, one)),
      ...body.items.map((item) => statementRow(setting, item)),
    ];
    return this.writing.write(tx, caller, concern, rows, 'collection', state);
  }

  /** What is recorded of a person beside the items: their wishes, who must not receive, and the words of a judgement. */
  async #keepBeside(tx: Tx, caller: Caller, concernId: string, { id: subjectId, judgementId }: NewSubject, { wishes, mustNotReceive, riskAssessment }: SubjectBody): Promise<void> {
    if (judgementId) await keepNote(tx, caller, concernId, 'risk.professional-judgement', riskAssessment!.professionalJudgement!, judgementId);
    if (wishes) await keepWishes(tx, caller, concernId, subjectId, wishes);
    if (mustNotReceive && mustNotReceive.length > 0) await insertMustNotReceive(tx, subjectId, caller, mustNotReceive);
  }

  #check(caller: Caller, body: RaiseConcernBody): void {
    const labels = new Map(body.subjects.map(({ ref }) => [ref, ref]));
    const faults: Fault[] = [
      ...(caller.teams.includes(body.team) ? [] : [{ pointer: '/team', detail: 'must be a team that you are a member of' }]),
      ...(labels.size === body.subjects.length ? [] : [{ pointer: '/subjects', detail: 'each ref may be used once' }]),
      ...body.subjects.flatMap(({ mustNotReceive = [] }, index) =>
        (mustNotReceive.every(namesOne) ? [] : [{ pointer: `/subjects/${index}/mustNotReceive`, detail: 'each must name either a member of staff or an agency' }])),
      ...unknownLabels('items', body.items, labels), ...unknownLabels('indicators', body.indicators, labels),
    ];
    if (faults.length > 0) throw problem('invalid-body', { errors: faults });
  }
}

/** Whom a body names by id must be there: people as this agency's own, staff and agencies as of the partnership. */
const checkNamed = async (tx: Tx, caller: Caller, { subjects }: RaiseConcernBody): Promise<void> => {
  const refuse = (detail: string): Error => problem('invalid-body', { errors: [{ pointer: '/subjects', detail }] });
  const known = subjects.flatMap(({ subject }) => subject ?? []);
  if ((await knownSubjects(tx, known)).length !== new Set(known).size) throw refuse('subject must be somebody your agency has a record of');
  const kept = subjects.flatMap(({ mustNotReceive }) => mustNotReceive ?? []);
  if (await unknownKeptAway(tx, kept)) throw refuse('mustNotReceive must name staff or agencies of the partnership');
  if (await shutsOutOversight(tx, caller, kept)) throw refuse(`mustNotReceive ${shutOut}`);
  if (kept.some(({ staff }) => staff === caller.staffId)) throw refuse('mustNotReceive must not name yourself: ask a colleague to raise it, since you would be kept from it');
};
