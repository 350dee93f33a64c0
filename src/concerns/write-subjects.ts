import type { Caller } from '../access/index.js';
import {
  insertMustNotReceive, insertSubjectFacts, insertSubjects, knownSubjects, namesOne, shutsOutOversight, unknownKeptAway, type NewSubject, type SubjectBody,
} from '../people/index.js';
import { problem, uuidv7, type Fault } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { keepNote, type ConcernHead } from './concern.store.js';
import { keepWishes, shutOut } from './keep-wishes.js';

type Labels = ReadonlyMap<string, string>;
/** The version that is written, on which day, and who is in the concern already. */
type Written = Readonly<{ concern: ConcernHead; today: string; labels?: Labels }>;

const factsOf = (body: SubjectBody, id: string, known: boolean): NewSubject => {
  const { ref, roles, age, atRisk, seriousHarm, childAtRisk, fgmKnown, riskLevel, riskAssessment } = body;
  return {
    id, known, label: ref, roles, age: age ?? null,
    atRisk: atRisk ?? false, seriousHarm: seriousHarm ?? false, childAtRisk: childAtRisk ?? false, fgmKnown: fgmKnown ?? false,
    // The rules ask whether a judgement was written, not what it says: its words go under lock.
    risk: { ...riskAssessment, ...(riskAssessment?.professionalJudgement ? { professionalJudgement: 'recorded' } : {}), ...(riskLevel ? { level: riskLevel } : {}) },
    judgementId: riskAssessment?.professionalJudgement ? uuidv7() : null,
  };
};

/** What can be seen to be wrong without asking the database. `labels`: people who are in the concern already. */
export const subjectFaults = (subjects: readonly SubjectBody[], labels: Labels = new Map()): Fault[] => [
  ...(new Set(subjects.map(({ ref }) => ref)).size === subjects.length ? [] : [{ pointer: '/subjects', detail: 'each ref may be used once' }]),
  ...subjects.flatMap(({ mustNotReceive = [] }, index) =>
    (mustNotReceive.every(namesOne) ? [] : [{ pointer: `/subjects/${index}/mustNotReceive`, detail: 'each must name either a member of staff or an agency' }])),
  ...subjects.flatMap(({ ref, subject, wishes, mustNotReceive }, index) => (labels.has(ref) && (subject ?? wishes ?? mustNotReceive)
    ? [{ pointer: `/subjects/${index}`, detail: 'wishes and mustNotReceive of a person who is in the concern already have routes of their own, and who they are does not change' }]
    : [])),
];

/** Whom a body names by id must be there: people as this agency's own, staff and agencies as of the partnership. */
const checkNamed = async (tx: Tx, caller: Caller, subjects: readonly SubjectBody[]): Promise<void> => {
  const refuse = (detail: string): Error => problem('invalid-body', { errors: [{ pointer: '/subjects', detail }] });
  const known = subjects.flatMap(({ subject }) => subject ?? []);
  if ((await knownSubjects(tx, known)).length !== new Set(known).size) throw refuse('subject must be somebody your agency has a record of');
  const kept = subjects.flatMap(({ mustNotReceive }) => mustNotReceive ?? []);
  if (await unknownKeptAway(tx, kept)) throw refuse('mustNotReceive must name staff or agencies of the partnership');
  if (await shutsOutOversight(tx, caller, kept)) throw refuse(`mustNotReceive ${shutOut}`);
  if (kept.some(({ staff }) => staff === caller.staffId)) throw refuse('mustNotReceive must not name yourself: ask a colleague to write it, since you would be kept from it');
};

/**
 * Writes people into a version of a concern: whoever is new, with their wishes and list; and of those in it already, what is known
 * of their part from this version on. @returns everybody of the concern by label
 */
export const writeSubjects = async (tx: Tx, caller: Caller, { concern, today, labels = new Map() }: Written, subjects: readonly SubjectBody[]): Promise<Map<string, string>> => {
  await checkNamed(tx, caller, subjects);
  const people = subjects.map((body) => factsOf(body, labels.get(body.ref) ?? body.subject ?? uuidv7(), body.subject !== undefined));
  await insertSubjects(tx, caller.agencyId, concern.id, people.filter(({ label }) => !labels.has(label)));
  await insertSubjectFacts(tx, caller, concern, people);
  const everybody = new Map([...labels, ...people.map(({ label, id }) => [label, id] as const)]);
  for (const [index, { wishes, mustNotReceive, riskAssessment }] of subjects.entries()) {
    const { id, label, judgementId } = people[index]!;
    if (judgementId) await keepNote(tx, caller, concern.id, 'risk.professional-judgement', riskAssessment!.professionalJudgement!, judgementId);
    if (wishes) await keepWishes(tx, caller, concern.id, wishes, { label, labels: everybody, today, at: `/subjects/${index}/wishes` });
    if (mustNotReceive && mustNotReceive.length > 0) await insertMustNotReceive(tx, id, caller, mustNotReceive);
  }
  return everybody;
};
