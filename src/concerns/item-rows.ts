import { uuidv7 } from '../platform/index.js';
import type { Marking } from '../rules/index.js';
import type { IndicatorBody, ItemBody } from './concern.dto.js';
import { inherit, type Labels, type Source } from './labels.js';
import { fingerprintsOf, looksPasted } from '../disclosure/index.js';

/** One content row about to be written: its words (`body`) and, beside them, its markers. */
export type ItemRow = Labels & {
  id: string; itemId: string; version: number; field: string; kind: 'statement' | 'indicator' | 'harm-types'; recordKind: string | null; about: string | null;
  statement: string; confidence: string; datedOn: string | null; copiedFrom: readonly string[]; fingerprints: readonly string[]; removed: boolean; body: Record<string, unknown>;
};
/** What it is written into: the agency that owns it, the secret that keys fingerprints, and who each label of a subject stands for. */
export type Setting = { agency: string; secret: string; subjects: ReadonlyMap<string, string> };
type Successor = { itemId: string; version: number };

/** What a row is unless its kind says otherwise: new, about nobody in particular, marked as nearly everything is. */
const base = (setting: Setting, field: string, successor: Successor = { itemId: uuidv7(), version: 1 }): Omit<ItemRow, 'kind' | 'statement' | 'body'> => ({
  id: uuidv7(), ...successor, field, carries: [field], controller: setting.agency, about: null, confidence: 'medium', datedOn: null,
  marking: 'official-sensitive', grading: null, recordKind: null, copiedFrom: [], fingerprints: [], removed: false,
});
const aboutOf = (setting: Setting, label: string | undefined): string | null => (label === undefined ? null : (setting.subjects.get(label) ?? null));

export const statementRow = (setting: Setting, item: ItemBody, successor?: Successor): ItemRow => ({
  ...base(setting, item.field, successor), kind: 'statement', recordKind: item.itemKind ?? null, about: aboutOf(setting, item.about),
  statement: item.statement, confidence: item.confidence, datedOn: item.on ?? null, ...(item.marking ? { marking: item.marking as Marking } : {}), grading: item.grading ?? null,
  copiedFrom: item.copiedFrom ?? [], fingerprints: fingerprintsOf(`${item.text}\n${item.source}`, setting.secret), body: { text: item.text, source: item.source },
});

/** What was seen goes with the summary of the concern: it is decided as such. */
export const indicatorRow = (setting: Setting, { code, basis, on, observer, about }: IndicatorBody): ItemRow => ({
  ...base(setting, 'concern.summary'), kind: 'indicator', about: aboutOf(setting, about), datedOn: on ?? null,
  statement: basis === 'inferred' ? 'opinion' : basis === 'reported' ? 'third-party-report' : 'fact',
  ...(observer ? { fingerprints: fingerprintsOf(observer, setting.secret) } : {}),
  body: { code, basis, ...(on ? { on } : {}), ...(observer ? { observer } : {}) },
});

export const harmTypesRow = (setting: Setting, harmTypes: readonly string[], successor?: Successor): ItemRow => ({
  ...base(setting, 'concern.summary', successor), kind: 'harm-types', statement: 'opinion', body: { harmTypes },
});

/** A row that ends an item: its versions stay, the item is no more. */
export const removalRow = (setting: Setting, field: string, successor: Successor): ItemRow => ({
  ...base(setting, field, successor), kind: 'statement', statement: 'fact', removed: true, body: {},
});

/** The prints as sets: compared list by list, a hundred long texts in one request stood still for seconds. */
type Prints = ReadonlyMap<ItemRow, ReadonlySet<string>>;
const peersOf = (row: ItemRow, prints: Prints): Source[] =>
  [...prints.keys()].filter((other) => other !== row && looksPasted(row.fingerprints, prints.get(other)!))
    .map(({ id, field, marking, grading, controller }) => ({ id, carries: [field], marking, grading, controller }));

/**
 * Every row with the labels of what it was copied from: named by its writer, recognised among earlier rows (`found`, by row id),
 * or standing beside it in the same request.
 */
export const labelled = (rows: readonly ItemRow[], found: ReadonlyMap<string, readonly Source[]>): ItemRow[] => {
  const prints: Prints = new Map(rows.map((row) => [row, new Set(row.fingerprints)]));
  return rows.map((row) => {
    const earlier = found.get(row.id) ?? [];
    return { ...row, ...inherit(row, [...earlier, ...peersOf(row, prints)]), copiedFrom: [...new Set([...row.copiedFrom, ...earlier.map(({ id }) => id)])] };
  });
};
