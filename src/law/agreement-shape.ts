import type { ErrorObject } from 'ajv';
import { agreementProblem, type AgreementProblem, clauseProblem, listed, nameClause, quoted } from './agreement-problem.js';
import { schemaErrors } from './schema-shelf.js';

const text = 'a text that is not blank';
const date = 'a real date, YYYY-MM-DD';
const agencyTypes = 'a list of agency types, each once, or of "any-party" alone';
const someCodes = 'a list of at least one code, each once';

/** What each part of an agreement must be, in the words of whoever fills it in. */
const right: Readonly<Record<string, string>> = {
  id: 'a short name of lower-case letters, digits and hyphens, such as "marac-3"', version: text, title: text, text, source: text, verified: text, under: text, supersedes: text, dpia: text, position: text,
  tier: 'tier-1, tier-2 or tier-3', parties: 'an object with the "kinds" of agency that are parties', kinds: 'a list of at least one agency type, each once',
  agencies: 'a list of agency ids, each once', agency: 'the id of an agency', controllerRelationship: 'independent-controllers, joint-controllers or controller-to-processor',
  inForceFrom: date, reviewOn: `${date}, the last day in force unless reviewed`, signedOn: date, suspendedOn: `${date}, or null`, reviewEveryMonths: 'a whole number of months, 1 or more',
  legalReferences: 'a list of texts', handlingConditions: 'a list of texts', notes: 'a list of texts', signatures: 'a list of signatures', retention: 'one retention code',
  clauses: 'a list of at least one clause', from: agencyTypes, to: agencyTypes, purposes: 'a list of purposes, each once', fields: 'a list of fields, each once',
  conditions: 'an object of conditions, or {} where there are none',
  maxAgeMonths: 'a whole number of months, 1 or more', relevanceRecorded: 'true, or left out', recipientWorksOnCase: 'true, or left out', riskAtLeast: 'standard, medium or high',
  approvalBy: 'one approver', subjectRoles: someCodes, wishes: someCodes, forums: someCodes, itemKinds: someCodes, gateways: someCodes,
};

/** What the schema finds, one problem for each part, in plain English. */
export function shapeProblems(content: unknown): AgreementProblem[] {
  const seen = new Map<string, AgreementProblem>();
  for (const error of schemaErrors('agreement', content)) {
    const problem = inPlainEnglish(error, content);
    if (!seen.has(problem.pointer)) seen.set(problem.pointer, problem);
  }
  return [...seen.values()];
}

function inPlainEnglish(error: ErrorObject, content: unknown): AgreementProblem {
  const path = partOf(error).split('/').slice(1).map(unescaped);
  const at = path[0] === 'clauses' && path.length > 1 ? Number(path[1]) : undefined;
  const below = at === undefined ? path : path.slice(2);
  const says = sentence(error, below);
  if (at === undefined) return agreementProblem(pointerOf(path), `The agreement ${says}`);
  const clause = nameClause((content as { clauses: readonly { id?: unknown }[] }).clauses[at]?.id, at);
  return clauseProblem(clause, pointerOf(below), says);
}

/** The pointer of the part that is wrong: of a missing or unknown part, its own rather than its holder's. */
function partOf({ keyword, instancePath, params }: ErrorObject): string {
  const part: unknown = keyword === 'required' ? params['missingProperty'] : keyword === 'additionalProperties' ? params['additionalProperty'] : undefined;
  return typeof part === 'string' ? `${instancePath}/${escaped(part)}` : instancePath;
}

function sentence({ keyword, data, parentSchema }: ErrorObject, path: readonly string[]): string {
  const part = path.findLast((step) => !/^\d+$/.test(step));
  if (part === undefined) return 'must be a JSON object';
  const isCondition = part !== 'conditions' && path.includes('conditions');
  if (keyword === 'additionalProperties') {
    const known = listed(Object.keys((parentSchema as { properties?: object }).properties ?? {}), 40);
    return `has ${quoted(part)}, which is not a ${isCondition ? 'kind of condition' : 'part of it that anybody knows'}: there are ${known}`;
  }
  const wrong = keyword === 'required' ? `has no "${part}"` : `has${isCondition ? ' a condition' : ''} "${part}" with ${isEmpty(data) ? 'no value' : 'a value that is not right'}`;
  return `${wrong}: it must be ${right[part] ?? 'as the form describes it'}`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

const pointerOf = (path: readonly string[]): string => path.map((step) => `/${escaped(step)}`).join('');
const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
