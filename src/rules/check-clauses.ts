import { type Check, code, count, flag, isAbsent, listOf, objectOf, plainObject, text, textOrNumber } from './checks.js';
import { approvers, fields, forums, gateways, itemKinds, personRoles, purposes, riskLevels, wishes } from './codes.js';
import { freezeThrough, isFrozenThrough } from './frozen.js';
import { InvalidRequest } from './invalid-request.js';
import type { PreparedLaw } from './prepare-law.js';

/*
 * The agreement as a request carries it. A whole agreement file may be passed: what a decision does not need is left out.
 * A list that is missing is empty, and an empty list names nothing.
 */

const parties = orNothing(listOf(code((law) => law.agencies, 'agency types', 'any-party')));

/** The kinds of condition that the engine knows. Others stay as they are: not met. */
const conditionKinds: ReadonlyMap<string, Check> = new Map([
  ['maxAgeMonths', count],
  ['relevanceRecorded', flag],
  ['subjectRoles', listOf(personRoles)],
  ['wishes', listOf(wishes)],
  ['forums', listOf(forums)],
  ['riskAtLeast', riskLevels],
  ['approvalBy', approvers],
  ['itemKinds', listOf(itemKinds)],
  ['recipientWorksOnCase', flag],
  ['gateways', listOf(gateways)],
]);

/** Keeps every condition written, known or not: dropping one would widen the clause. */
const conditions: Check = (value, key, law) => {
  if (isAbsent(value)) return {};
  const given = plainObject(value, key);
  for (const kind of Object.keys(given)) {
    conditionKinds.get(kind)?.(given[kind], `${key}.${kind}`, law);
  }
  return given;
};

const clauseShape: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['id', text],
  ['from', parties],
  ['to', parties],
  ['purposes', orNothing(listOf(purposes))],
  ['fields', orNothing(listOf(fields))],
  ['conditions', conditions],
]);

const clause: Check = (value, key, law) => {
  const given = plainObject(value, key);
  if (isAbsent(given['id'])) throw new InvalidRequest(`${key}.id`, 'is missing');
  const checked: Record<string, unknown> = {};
  for (const [name, check] of clauseShape) checked[name] = check(given[name], `${key}.${name}`, law);
  return checked;
};

const terms = objectOf(
  new Map<string, Check>([
    ['id', text],
    ['version', textOrNumber],
    ['clauses', listOf(clause)],
  ]),
  true,
);

const passed = new WeakMap<object, { law: PreparedLaw; terms: object }>();

/** An agreement that cannot change, such as those of the configuration, is checked once. */
export const agreement: Check = (value, key, law) => {
  const given = plainObject(value, key);
  const before = passed.get(given);
  if (before?.law === law) return before.terms;
  const checked = { clauses: [], ...(terms(given, key, law) as object) };
  if (isFrozenThrough(given)) {
    freezeThrough(checked);
    passed.set(given, { law, terms: checked });
    passed.set(checked, { law, terms: checked });
  }
  return checked;
};

/** A missing list is an empty one. */
function orNothing(list: Check): Check {
  return (value, key, law) => (isAbsent(value) ? [] : list(value, key, law));
}
