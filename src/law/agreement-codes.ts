import type { Agreement, PublishedClause } from './agreement.js';
import { agreementProblem, type AgreementProblem, clauseProblem, nameClause, quoted } from './agreement-problem.js';
import type { AgreementLaw } from './agreement-law.js';

/** A vocabulary as a check needs it: its codes, and what to call it. */
interface Vocabulary {
  readonly codes: ReadonlySet<string>;
  /** `an agency type`. */
  readonly one: string;
  /** Where the codes are listed. */
  readonly list: string;
}

interface Known {
  readonly agencyTypes: Vocabulary;
  readonly purposes: Vocabulary;
  readonly fields: Vocabulary;
  readonly retention: Vocabulary;
  /** Conditions whose values are codes. */
  readonly conditions: readonly (readonly [kind: string, vocabulary: Vocabulary])[];
}

/** What a schema cannot see: codes that no vocabulary knows, and ids that repeat. */
export function codeProblems(agreement: Agreement, law: AgreementLaw): AgreementProblem[] {
  const known = vocabularies(law);
  const { parties, retention, clauses } = agreement;
  return [
    ...unknown(parties.kinds, known.agencyTypes).map((says) => agreementProblem('/parties/kinds', `The agreement's parties name ${says}`)),
    ...(parties.agencies?.length === 0 ? [agreementProblem('/parties/agencies', 'The agreement names no agency that is a party, and so nobody is: name the agencies, or leave "agencies" out')] : []),
    ...unknown([retention], known.retention).map((says) => agreementProblem('/retention', `The agreement's retention is ${says}`)),
    ...clauses.flatMap((clause, at) => [...repeated(clause, at, clauses), ...clauseCodes(clause, at, known)]),
  ];
}

function vocabularies(law: AgreementLaw): Known {
  const list = (name: string, one: string, where: string): Vocabulary => ({ codes: new Set((law.vocabularies[name] ?? []).map(({ code }) => code)), one, list: where });
  return {
    agencyTypes: list('agencyTypes', 'agency type', 'agencyTypes of the vocabularies'),
    purposes: { codes: new Set(Object.keys(law.purposes)), one: 'purpose', list: 'purposes of the field matrix' },
    fields: { codes: new Set(Object.keys(law.fields)), one: 'field', list: 'fields of the field matrix' },
    retention: list('retention', 'retention', 'retention of the vocabularies'),
    conditions: [
      ['subjectRoles', list('personRoles', 'role of a person', 'personRoles of the vocabularies')],
      ['wishes', list('wishes', 'state of wishes', 'wishes of the vocabularies')],
      ['forums', list('forums', 'forum', 'forums of the vocabularies')],
      ['approvalBy', list('approvers', 'approver', 'approvers of the vocabularies')],
      ['itemKinds', list('itemKinds', 'kind of item', 'itemKinds of the vocabularies')],
      ['gateways', { codes: new Set(law.gateways.map(({ id }) => id)), one: 'gateway', list: 'law catalogue' }],
    ],
  };
}

function clauseCodes(clause: PublishedClause, at: number, known: Known): AgreementProblem[] {
  const named = nameClause(clause.id, at);
  const check = (below: string, codes: readonly string[], vocabulary: Vocabulary, ...besides: readonly string[]): AgreementProblem[] =>
    unknown(codes, vocabulary, ...besides).map((says) => clauseProblem(named, below, `names ${says}`));
  return [
    ...check('/from', clause.from, known.agencyTypes, 'any-party'),
    ...check('/to', clause.to, known.agencyTypes, 'any-party'),
    ...check('/purposes', clause.purposes, known.purposes),
    ...check('/fields', clause.fields, known.fields),
    ...known.conditions.flatMap(([kind, vocabulary]) =>
      Object.hasOwn(clause.conditions, kind) ? check(`/conditions/${kind}`, [clause.conditions[kind]].flat() as string[], vocabulary) : [],
    ),
  ];
}

function unknown(codes: readonly string[], { codes: known, one, list }: Vocabulary, ...besides: readonly string[]): string[] {
  return codes
    .filter((code) => !known.has(code) && !besides.includes(code))
    .map((code) => `${quoted(code)}, which is no ${one} that we know${nearest(code, [...known, ...besides])}: see ${list}`);
}

function repeated({ id }: PublishedClause, at: number, clauses: readonly PublishedClause[]): AgreementProblem[] {
  const first = clauses.findIndex((clause) => clause.id === id);
  if (first === at) return [];
  return [clauseProblem(nameClause(id, at), '/id', `is there twice, as numbers ${first + 1} and ${at + 1}: give each clause an id of its own, since decisions cite it`)];
}

/** A misspelling is answered with what was probably meant. */
function nearest(code: string, known: readonly string[]): string {
  const likely = known.find((candidate) => candidate.startsWith(code) || code.startsWith(candidate) || differsByOne(candidate, code));
  return likely === undefined ? '' : ` (did you mean "${likely}"?)`;
}

/** One letter more, less or other. */
function differsByOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const from = [...a].findIndex((letter, at) => letter !== b[at]);
  if (from === -1) return true;
  const [left, right] = [a.length >= b.length ? from + 1 : from, b.length >= a.length ? from + 1 : from];
  return a.slice(left) === b.slice(right);
}
