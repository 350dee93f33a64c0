import type { Agreement, PublishedClause } from './agreement.js';
import type { AgreementLaw } from './agreement-law.js';
import { type AgreementProblem, clauseProblem, listed, nameClause } from './agreement-problem.js';
import { metWhenever } from './clause-implication.js';
import { Reach } from './clause-reach.js';

type Numbered = readonly [clause: PublishedClause, at: number];

/** What two clauses both let go: the same fields, for the same purposes, from and to the same kinds of party. */
interface Common {
  readonly fields: readonly string[];
  readonly purposes: readonly string[];
  readonly parties: string;
}

/**
 * Clauses of which one has no effect, because another lets the same go whenever it would; and conditions that never bind,
 * because another clause lets the same go without any. Each pair is named once, with the clause to be mended.
 */
export function overlapProblems(agreement: Agreement, law: AgreementLaw): AgreementProblem[] {
  const reach = new Reach(agreement, law);
  const numbered = agreement.clauses.map((clause, at): Numbered => [clause, at]);
  return numbered.flatMap((later, at) => numbered.slice(0, at).flatMap((earlier) => pairProblem(earlier, later, reach)));
}

function pairProblem(earlier: Numbered, later: Numbered, reach: Reach): AgreementProblem[] {
  if (earlier[0].id === later[0].id) return [];
  const [idle, wider] = metWhenever(earlier[0].conditions, later[0].conditions) ? [later, earlier] : [earlier, later];
  if (!metWhenever(wider[0].conditions, idle[0].conditions)) return [];
  const common = inCommon(idle[0], wider[0], reach);
  return common === undefined ? [] : [clauseProblem(nameClause(idle[0].id, idle[1]), '', sentence(idle[0], nameClause(wider[0].id, wider[1]).name, wider[0], common))];
}

function inCommon(one: PublishedClause, other: PublishedClause, reach: Reach): Common | undefined {
  const fields = one.fields.filter((field) => other.fields.includes(field));
  const purposes = one.purposes.filter((purpose) => other.purposes.includes(purpose));
  if (fields.length === 0 || purposes.length === 0) return undefined;
  const [from, to] = [reach.ofBoth(one.from, other.from), reach.ofBoth(one.to, other.to)];
  if (from.length === 0 || to.length === 0) return undefined;
  const named = (types: readonly string[]): string => (types.length === reach.parties.length ? 'any party' : listed(types, 4));
  return { fields, purposes, parties: `from ${named(from)} to ${named(to)}` };
}

function sentence(idle: PublishedClause, wider: string, { conditions }: PublishedClause, { fields, purposes, parties }: Common): string {
  const sharing = `${listed(fields)} go ${parties} for ${listed(purposes)}`;
  const kinds = Object.keys(idle.conditions);
  if (Object.keys(conditions).length === 0 && kinds.length > 0) {
    return `asks for ${listed(kinds)} before it lets ${sharing}, and ${wider} lets the same go without any condition, so that what is asked never binds: take it out of ${wider}, or drop the condition`;
  }
  const why = kinds.length === 0 ? 'lets the same go' : 'lets the same go whenever its conditions are met';
  return `has no effect where it lets ${sharing}, since ${wider} ${why}: take it out of one of the two, or make their conditions differ`;
}
