import { neverGoes } from '../rules/index.js';
import type { Agreement, PublishedClause } from './agreement.js';
import type { AgreementLaw } from './agreement-law.js';
import { type AgreementProblem, clauseProblem, listed, nameClause } from './agreement-problem.js';
import { contradictions } from './clause-contradictions.js';
import { Reach } from './clause-reach.js';

/** Clauses that are well written and yet let nothing go, or promise what the rules never keep. */
export function senseProblems(agreement: Agreement, law: AgreementLaw): AgreementProblem[] {
  const reach = new Reach(agreement, law);
  return agreement.clauses.flatMap((clause, at) => {
    const says = (below: string, detail: string): AgreementProblem => clauseProblem(nameClause(clause.id, at), below, detail);
    return [
      ...emptyLists(clause).map(([below, detail]) => says(below, detail)),
      ...strangers(clause, reach, law).map(([below, detail]) => says(below, detail)),
      ...fieldsThatNeverGo(clause, reach, law).map((detail) => says('/fields', detail)),
      ...contradictions(clause, law).map((detail) => says('/conditions', detail)),
    ];
  });
}

type Located = readonly [below: string, detail: string];

/** An empty list names nothing, never everything. */
function emptyLists({ from, to, purposes, fields }: PublishedClause): Located[] {
  return [
    ...(from.length === 0 ? [['/from', 'names nobody who may send: an empty list is nobody; for everybody write "any-party"'] as const] : []),
    ...(to.length === 0 ? [['/to', 'names nobody who may receive: an empty list is nobody; for everybody write "any-party"'] as const] : []),
    ...(purposes.length === 0 ? [['/purposes', 'names no purpose, and so never applies: name what it is for'] as const] : []),
    ...(fields.length === 0 ? [['/fields', 'names no field, and so lets nothing go: name the fields'] as const] : []),
  ];
}

/** A kind of agency that the clause names and that is no party: nothing goes from or to it under this agreement. */
function strangers(clause: PublishedClause, reach: Reach, law: AgreementLaw): Located[] {
  const known = new Set(law.vocabularies.agencyTypes.map(({ code }) => code));
  return (['from', 'to'] as const).flatMap((side) =>
    clause[side]
      .filter((type) => known.has(type) && reach.of([type]).length === 0)
      .map((type): Located => [`/${side}`, `names ${type}, which is no party of this agreement: add it to the parties' kinds, or take it out of the clause`]),
  );
}

/** A field goes if at least one of the clause's purposes lets it. */
function fieldsThatNeverGo({ fields, purposes, to }: PublishedClause, reach: Reach, law: AgreementLaw): string[] {
  const known = purposes.filter((purpose) => Object.hasOwn(law.purposes, purpose));
  if (known.length === 0 || known.length < purposes.length) return [];
  const recipients = reach.of(to);
  const reasons = fields
    .filter((field) => Object.hasOwn(law.fields, field))
    .map((field) => [field, new Set(known.map((purpose) => neverGoes(field, purpose, recipients, law)))] as const)
    .filter(([, why]) => !why.has(undefined));
  const because = (reason: string, first: (why: ReadonlySet<string | undefined>) => boolean): string[] => {
    const those = reasons.filter(([, why]) => first(why)).map(([field]) => field);
    return those.length === 0 ? [] : [reason.replace('FIELDS', () => listed(those, 12))];
  };
  const forWhat = listed(known);
  return [
    ...because(`names FIELDS for ${forWhat}, which no clause governs: that goes without an agreement, so leave it out of the clause`, (why) => why.has('no-clause-applies') && why.size === 1),
    ...because(`names FIELDS, and the rules never let that go to these recipients for ${forWhat}: leave it out`, (why) => why.has('never-shared')),
    ...because(`names FIELDS, not needed for ${forWhat} by the field matrix, so that it never goes: leave it out, or name a purpose that needs it`, (why) => why.has('not-needed') && !why.has('never-shared')),
  ];
}
