import type { Agreement } from './agreement.js';
import type { AgreementLaw } from './agreement-law.js';
import { agreementProblems } from './check-agreement.js';
import { ConfigInvalid } from './config-problem.js';
import type { ConfigFiles } from './loaded-law.js';

type Codes = ReadonlySet<string>;

/** The files themselves, once nothing is wrong between them. */
export function checkedReferences(files: ConfigFiles): ConfigFiles {
  const problems = referenceProblems(files);
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return files;
}

/**
 * What a schema cannot see: codes that one file uses and another must know, and ids that must not repeat. A misspelt agency
 * type in a clause would otherwise lie unnoticed until the day it refuses a lawful sharing.
 * @returns every problem, each naming its file and JSON pointer
 */
export function referenceProblems(files: ConfigFiles): string[] {
  const known = knownCodes(files);
  return [
    ...vocabularyProblems(files),
    ...gatewayProblems(files, known),
    ...matrixProblems(files, known),
    ...clockProblems(files, known),
    ...agreementsProblems(files),
    ...repeated('agreements', '/id', files.agreements.map(({ agreement }) => agreement.id)),
  ];
}

interface KnownCodes {
  readonly agencies: Codes;
  readonly purposes: Codes;
  readonly fields: Codes;
  readonly list: (name: string) => Codes;
}

function knownCodes(files: ConfigFiles): KnownCodes {
  const list = (name: string): Codes => new Set((files.vocabularies.lists[name] ?? []).map((term) => term.code));
  return {
    agencies: list('agencyTypes'),
    purposes: new Set(Object.keys(files.matrix.purposes)),
    fields: new Set(Object.keys(files.matrix.fields)),
    list,
  };
}

function vocabularyProblems({ vocabularies: { lists } }: ConfigFiles): string[] {
  const file = 'vocabularies.json';
  const agencies = new Set(lists.agencyTypes.map((term) => term.code));
  return [
    ...Object.entries(lists).flatMap(([name, terms]) => repeated(file, `/lists/${name}`, terms.map((term) => term.code))),
    ...lists.agencyTypes.flatMap(({ unitOf, standsFor }, at) =>
      unknown(file, `/lists/agencyTypes/${at}`, [...(unitOf === undefined ? [] : [unitOf]), ...(standsFor ?? [])], agencies),
    ),
  ];
}

function gatewayProblems({ catalogue }: ConfigFiles, known: KnownCodes): string[] {
  const file = 'law-catalogue.json';
  return [
    ...repeated(file, '/gateways', catalogue.gateways.map((gateway) => gateway.id)),
    ...catalogue.gateways.flatMap(({ from, to, purposes }, at) => [
      ...unknown(file, `/gateways/${at}/from`, from, known.agencies, 'any'),
      ...unknown(file, `/gateways/${at}/to`, to, known.agencies, 'any', 'any-partner'),
      ...unknown(file, `/gateways/${at}/purposes`, purposes, known.purposes),
    ]),
  ];
}

function matrixProblems({ matrix }: ConfigFiles, known: KnownCodes): string[] {
  const file = 'field-matrix.json';
  return [
    ...Object.entries(matrix.purposes).flatMap(([purpose, fields]) => unknown(file, `/purposes/${purpose}`, fields, known.fields)),
    ...unknown(file, '/purposes', Object.keys(matrix.purposes), known.list('purposes')),
  ];
}

function clockProblems({ clocks, reasons }: ConfigFiles, known: KnownCodes): string[] {
  return Object.entries(clocks.tasks.byObligation).flatMap(([obligation, { outcomes }]) => [
    ...unknown('clocks.json', '/tasks/byObligation', [obligation], new Set(Object.keys(reasons.reasons))),
    ...unknown('clocks.json', `/tasks/byObligation/${obligation}/outcomes`, outcomes, known.list('taskOutcomes')),
  ]);
}

/** Each agreement by itself, as a draft would be checked, then what only the set of them shows. */
function agreementsProblems({ catalogue, matrix, vocabularies, agreements }: ConfigFiles): string[] {
  const law: AgreementLaw = { version: '', gateways: catalogue.gateways, fields: matrix.fields, purposes: matrix.purposes, vocabularies: vocabularies.lists };
  return agreements.flatMap(({ file, agreement }) => [
    ...(file.endsWith(`/${agreement.id}.json`) ? [] : [`${file} /id must be the name of the file`]),
    ...(standsUnderItself(agreement, agreements.map((each) => each.agreement)) ? [`${file} /under The agreement stands under itself, by way of those above it: leave one "under" out`] : []),
    ...agreementProblems(agreement, law).map(({ pointer, detail }) => `${file} ${pointer} ${detail}`),
  ]);
}

/** By way of others: an agreement that names itself is found without them. */
function standsUnderItself(agreement: Agreement, all: readonly Agreement[]): boolean {
  const above = new Set<Agreement>();
  let next = all.find(({ id }) => id === agreement.under);
  while (next !== undefined && next !== agreement && !above.has(next)) {
    above.add(next);
    next = all.find(({ id }) => id === next?.under);
  }
  return next === agreement && agreement.under !== agreement.id;
}

function unknown(file: string, pointer: string, codes: readonly string[], known: Codes, ...besides: readonly string[]): string[] {
  return codes
    .filter((code) => !known.has(code) && !besides.includes(code))
    .map((code) => `${file} ${pointer} names ${JSON.stringify(code)}, which no vocabulary knows`);
}

function repeated(file: string, pointer: string, codes: readonly string[]): string[] {
  return codes.filter((code, at) => codes.indexOf(code) !== at).map((code) => `${file} ${pointer} repeats ${JSON.stringify(code)}`);
}
