import { listIncludes } from './bodies.js';
import { conditionsMet } from './clause-conditions.js';
import type { Matter } from './finding.js';
import type { AgreementClause, Approver, FieldCode } from './request.js';

/** What an agreement says of one field that step 10 lets go. */
export interface ClauseFinding {
  readonly withheld?: string;
  readonly awaits?: Approver;
  /** Ids of the clauses relied on, in the agreement's order. */
  readonly cited?: readonly string[];
}

const unlimited: ClauseFinding = Object.freeze({});

/**
 * An agreement limits what a power may do; it never limits a duty or an emergency. A field goes if a clause names this
 * discloser, recipient, purpose and field, with its conditions met and its approval given. Source: "Agreement clauses".
 */
export function clauseFinding(field: FieldCode, between: readonly AgreementClause[] | undefined, matter: Matter): ClauseFinding {
  if (between === undefined) return unlimited;
  const naming = between.filter((clause) => clause.fields.includes(field));
  if (naming.length === 0) return { withheld: 'not-in-agreement' };
  const met = naming.filter((clause) => conditionsMet(clause, field, matter));
  const first = met[0];
  if (first === undefined) return { withheld: 'clause-condition-not-met' };
  const relied = met.filter((clause) => approvalAwaited(clause, matter) === undefined);
  const awaits = relied.length === 0 ? approvalAwaited(first, matter) : undefined;
  return awaits === undefined ? { cited: relied.map((clause) => clause.id) } : { awaits };
}

/** The clauses that name this discloser, recipient and purpose; undefined where no agreement limits the decision. */
export function clausesBetween(matter: Matter): readonly AgreementClause[] | undefined {
  const { facts, gateway } = matter;
  if (facts.agreement === undefined || gateway?.kind === 'duty' || facts.isEmergency) return undefined;
  return facts.agreement.clauses.filter((clause) => names(clause, matter));
}

/** The clauses that are about this discloser, recipient, purpose and field, whether their conditions are met or not. */
export function clausesNaming(field: FieldCode, matter: Matter): readonly AgreementClause[] {
  return matter.facts.agreement?.clauses.filter((clause) => clause.fields.includes(field) && names(clause, matter)) ?? [];
}

function names(clause: AgreementClause, { facts, law }: Matter): boolean {
  return (
    clause.purposes.includes(facts.purpose) &&
    (clause.from.includes('any-party') || listIncludes(clause.from, facts.discloser, law)) &&
    (clause.to.includes('any-party') || listIncludes(clause.to, facts.recipient, law))
  );
}

/** The approval that a clause still waits for, if any. */
function approvalAwaited(clause: AgreementClause, { facts }: Matter): Approver | undefined {
  const approver = clause.conditions['approvalBy'];
  return typeof approver !== 'string' || facts.approvalsGiven.has(approver) ? undefined : approver;
}
