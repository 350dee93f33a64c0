import { monthsBefore } from './dates.js';
import type { Facts } from './facts.js';
import type { Matter } from './finding.js';
import type { Gateway } from './law.js';
import type { AgreementClause, FieldCode, RiskLevel } from './request.js';

type Condition = (required: unknown, field: FieldCode, facts: Facts, gateway: Gateway | null) => boolean;

const riskOrder: readonly RiskLevel[] = ['standard', 'medium', 'high'];

/** The conditions that a clause may carry, each with when it is met. Any other kind is not met. Source: "Agreement clauses". */
const conditions: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ['maxAgeMonths', (months, field, { itemDates, asOf }) => {
    const dated = itemDates?.[field];
    return dated !== undefined && typeof months === 'number' && dated > monthsBefore(asOf, months);
  }],
  ['relevanceRecorded', (required, field, facts) => required === true && facts.relevanceRecorded?.includes(field) === true],
  ['subjectRoles', (roles, _field, facts) => isAmong(facts.subjectRole, roles)],
  ['wishes', (wishes, _field, facts) => isAmong(facts.wishes, wishes)],
  ['forums', (forums, _field, facts) => isAmong(facts.forum, forums)],
  ['riskAtLeast', (level, _field, { riskLevel }) =>
    riskLevel !== undefined && riskOrder.includes(level as RiskLevel) &&
    riskOrder.indexOf(riskLevel) >= riskOrder.indexOf(level as RiskLevel)],
  // Asked for separately: an approval that is missing is requested, not a condition that failed.
  ['approvalBy', () => true],
  // Extension: Lincolnshire's clauses treat convictions and cautions, one field, differently. All kinds present must be named.
  ['itemKinds', (kinds, field, facts) => {
    const present = facts.itemKinds?.[field];
    return present !== undefined && present.length > 0 && present.every((kind) => isAmong(kind, kinds));
  }],
  // Extension: Islington's panel, where only organisations working on a case see or hear it.
  ['recipientWorksOnCase', (required, _field, facts) => required === true && facts.recipientWorksOnCase === true],
  // Extension: a clause may name the gateways it relies on. A sharing without a gateway, on a basis alone, meets none.
  ['gateways', (gateways, _field, _facts, gateway) => isAmong(gateway?.id, gateways)],
]);

/** Whether every condition of a clause is met for a field, leaving its approval aside. */
export function conditionsMet(clause: AgreementClause, field: FieldCode, matter: Matter): boolean {
  return Object.keys(clause.conditions).every((kind) => isMet(kind, clause, field, matter));
}

/** The kinds of condition of a clause that are not met for a field. */
export function conditionsUnmet(clause: AgreementClause, field: FieldCode, matter: Matter): readonly string[] {
  return Object.keys(clause.conditions).filter((kind) => !isMet(kind, clause, field, matter));
}

function isMet(kind: string, clause: AgreementClause, field: FieldCode, { facts, gateway }: Matter): boolean {
  return conditions.get(kind)?.(clause.conditions[kind], field, facts, gateway) === true;
}

function isAmong(value: string | undefined, list: unknown): boolean {
  return value !== undefined && Array.isArray(list) && list.includes(value);
}
