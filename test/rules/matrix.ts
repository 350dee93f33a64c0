import { readFileSync } from 'node:fs';
import { loadLaw } from '../../src/law/index.js';
import { type Decision, decide, type DecisionRequest } from '../../src/rules/index.js';

/** A row that an information governance officer can read and sign: facts in, the decision that must come out. */
export interface RuleCase {
  readonly id: string;
  readonly scenario: string;
  /** What is asked, or what differs from the matrix's usual request. A null takes a key away. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Part of the decision. Lists of obligations, reasons and approvals must contain these; a leading `!` says: not this one. */
  readonly expect: Readonly<Record<string, unknown>>;
}

/** A matrix: the usual request, and rows that differ from it. */
export interface RuleMatrix {
  readonly step: string;
  readonly usual: Readonly<Record<string, unknown>>;
  readonly cases: readonly RuleCase[];
}

export const law = loadLaw();

/** Reads JSON that lies beside the specs. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as T;
}

/** The usual request with the row's differences: nested objects are replaced whole. A configured agreement goes by its id. */
export function requestOf(usual: RuleMatrix['usual'], row: RuleCase): DecisionRequest {
  const request: Record<string, unknown> = { ...usual, ...row.request };
  if (typeof request['agreement'] === 'string') {
    request['agreement'] = law.agreements.find(({ id }) => id === request['agreement']);
  }
  return request as unknown as DecisionRequest;
}

export function decideRow(usual: RuleMatrix['usual'], row: RuleCase): Decision {
  return decide(requestOf(usual, row), law);
}

/** Lists in which order and further entries do not matter to the row. */
const containing = new Set(['obligations', 'reasons']);

export function expectDecision(decision: Decision, expected: RuleCase['expect']): void {
  for (const [key, value] of Object.entries(expected)) {
    const actual = decision[key as keyof Decision];
    if (!containing.has(key)) {
      expect({ [key]: actual }).toEqual({ [key]: value });
      continue;
    }
    const codes = value as string[];
    expect(actual).toEqual(expect.arrayContaining(codes.filter((code) => !code.startsWith('!'))));
    for (const code of codes.filter((entry) => entry.startsWith('!'))) expect(actual).not.toContain(code.slice(1));
  }
}

/** What holds of every decision, whatever the case. Source: "Decision". */
export function expectSound(decision: Decision): void {
  expect(decision.obligations[0]).toBe('log-decision');
  expect(decision.obligations.includes('record-non-disclosure')).toBe(decision.outcome === 'refuse');
  if (decision.outcome === 'refuse') {
    expect(decision.permitted).toEqual([]);
    expect(decision.reasons.length).toBeGreaterThan(0);
  }
  for (const list of [decision.permitted, decision.approvals, decision.obligations, decision.reasons, decision.clauses]) {
    expect(new Set(list).size).toBe(list.length);
  }
  for (const field of decision.permitted) expect(Object.keys(decision.withheld)).not.toContain(field);
}
