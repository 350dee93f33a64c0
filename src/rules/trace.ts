import { agreementInForce } from './agreement-in-force.rule.js';
import { checkRequest } from './check-request.js';
import { clauseFinding, clausesBetween } from './clauses.js';
import { beforeGateway, underGateway } from './decide.js';
import { readFacts } from './facts.js';
import { fieldFinding } from './field.rule.js';
import { findGateway } from './find-gateway.js';
import type { Finding, Matter, Rule } from './finding.js';
import { gatewayTerms } from './gateway-terms.rule.js';
import { hardStops } from './hard-stops.rule.js';
import type { Law } from './law.js';
import { maracThreshold } from './marac-threshold.rule.js';
import { power } from './power.rule.js';
import { preconditions } from './preconditions.rule.js';
import { prepareLaw } from './prepare-law.js';
import type { DecisionRequest } from './request.js';
import { subjectAccess } from './subject-access.rule.js';
import { supportReferral, wishes } from './wishes.rule.js';

/** The five locks that must all open, in this order. Source: sharing rules, finding 3. */
export const locks = ['power', 'basis', 'condition', 'confidence', 'minimum'] as const;
export type Lock = (typeof locks)[number];

/**
 * `duty`: the law opens it itself. `part`: for some fields only. `waits`: for an approval. `not-reached`: the decision ended
 * before anybody asked.
 */
export type LockState = 'open' | 'duty' | 'shut' | 'waits' | 'part' | 'not-reached';

/** One lock of one decision, and the codes that set it so: a gateway or basis, reasons, withholdings, approvals. */
export interface TracedLock {
  readonly lock: Lock;
  readonly state: LockState;
  readonly codes: readonly string[];
}

/** The lock at which a step of the decision procedure stands. Step 1 has several, see `lockOfHardStop`. */
const lockOfRule: ReadonlyMap<Rule, Lock> = new Map<Rule, Lock>([
  [subjectAccess, 'confidence'],
  [preconditions, 'power'],
  [agreementInForce, 'basis'],
  [maracThreshold, 'condition'],
  [power, 'power'],
  [gatewayTerms, 'condition'],
  [wishes, 'confidence'],
  [supportReferral, 'confidence'],
]);

/** What is wrong with what it is for shuts the basis; who receives it and how secret it is are matters of confidence. */
function lockOfHardStop(code: string | undefined): Lock {
  return code === 'no-necessity-record' || code === 'purpose-excluded' || code === 'purpose-incompatible' ? 'basis' : 'confidence';
}

/** Withholdings that say "not needed" rather than "in confidence". */
const aboutTheMinimum: ReadonlySet<string> = new Set(['not-necessary', 'not-in-agreement', 'clause-condition-not-met']);

/** Locks in the making. */
class Locks {
  readonly #traced = new Map<Lock, TracedLock>();

  set(lock: Lock, state: LockState, codes: Iterable<string> = []): void {
    this.#traced.set(lock, { lock, state, codes: [...new Set(codes)] });
  }

  asList(): TracedLock[] {
    return locks.map((lock) => this.#traced.get(lock) ?? { lock, state: 'not-reached', codes: [] });
  }
}

/**
 * Which locks a decision opened, which one shut it, and which were never reached: the same rules, taken once more in the same
 * order. Apart from `decide`, so that deciding itself stays as fast as it is.
 * @throws InvalidRequest as `decide` does
 */
export function traceOf(request: DecisionRequest, law: Law): readonly TracedLock[] {
  const facts = readFacts(checkRequest(request, law));
  const prepared = prepareLaw(law);
  const traced = new Locks();
  const first = endOf(beforeGateway, { facts, law: prepared, gateway: null });
  if (first !== undefined) {
    atOnce(first, facts.fields.length, traced);
    return traced.asList();
  }
  const matter: Matter = { facts, law: prepared, gateway: findGateway(facts, prepared) };
  const ended = endOf(underGateway, matter);
  const basis = underGateway.map((rule) => rule(matter).basis).find((code) => code !== undefined);
  if (ended === undefined) {
    opened(matter, basis, traced);
    fieldByField(matter, traced);
  } else if (ended.finding.ends === 'refuse') {
    shut(ended, { ...matter, basis }, traced);
  } else {
    opened(matter, basis, traced);
    splitWithheld(ended.finding, facts.fields.length, traced);
  }
  return traced.asList();
}

interface End {
  readonly rule: Rule;
  readonly finding: Finding;
}

function endOf(rules: readonly Rule[], matter: Matter): End | undefined {
  for (const rule of rules) {
    const finding = rule(matter);
    if (finding.ends !== undefined) return { rule, finding };
  }
  return undefined;
}

/** Steps 1 and 2 end a decision before any lock was tried in its turn. */
function atOnce({ rule, finding }: End, asked: number, traced: Locks): void {
  if (rule === hardStops) {
    const lock = lockOfHardStop(finding.reasons?.at(-1));
    traced.set(lock, finding.ends === 'refuse' ? 'shut' : 'waits', [...(finding.reasons ?? []), ...(finding.approvals ?? [])]);
    return;
  }
  splitWithheld(finding, asked, traced);
  traced.set('basis', 'open', finding.reasons);
  traced.set('confidence', 'waits', [...(finding.withheld?.values() ?? []), ...(finding.approvals ?? [])]);
}

/** Everything up to the fields stands open. */
function opened({ gateway, facts, law }: Matter, basis: string | undefined, traced: Locks): void {
  traced.set('power', gateway?.kind === 'duty' ? 'duty' : 'open', gateway === null ? [] : [gateway.id]);
  traced.set('basis', 'open', gateway === null ? (basis === undefined ? [] : [basis]) : [gateway.id]);
  traced.set('condition', 'open', maracThreshold({ facts, law, gateway }).reasons);
}

/** A refusal of steps 4 to 9: what stands before the lock that shut was opened as far as its step was taken. */
function shut({ rule, finding }: End, matter: Matter & { basis: string | undefined }, traced: Locks): void {
  const lock = lockOfRule.get(rule)!;
  const passedPower = underGateway.indexOf(rule) > underGateway.indexOf(power);
  if (lock !== 'power' && (matter.gateway !== null || passedPower)) {
    opened(matter, matter.basis, traced);
    if (lock === 'basis') traced.set('condition', 'not-reached');
  }
  traced.set(lock, 'shut', finding.reasons?.slice(-1));
}

/** A decision of one step over all fields: subject access, a modern slavery notification. */
function splitWithheld({ withheld }: Finding, asked: number, traced: Locks): void {
  const codes = [...(withheld?.values() ?? [])];
  const kept = codes.filter((code) => !aboutTheMinimum.has(code));
  const unneeded = codes.filter((code) => aboutTheMinimum.has(code));
  traced.set('confidence', stateOf(kept.length, asked, false), kept);
  traced.set('minimum', kept.length === asked ? 'not-reached' : stateOf(unneeded.length, asked - kept.length, false), unneeded);
}

/** Step 10: how many fields confidence kept, how many the minimum. */
function fieldByField(matter: Matter, traced: Locks): void {
  const kept: string[] = [];
  const unneeded: string[] = [];
  const lead = wishes(matter);
  const awaited = { confidence: new Set(lead.approvals), minimum: new Set<string>() };
  let held = 0;
  const between = clausesBetween(matter);
  for (const field of matter.facts.fields) {
    const { withheld, awaits } = fieldFinding(field, matter);
    if (withheld !== undefined) {
      (aboutTheMinimum.has(withheld) ? unneeded : kept).push(withheld);
    } else if (awaits !== undefined) {
      held += 1;
      for (const approver of awaits) awaited.confidence.add(approver);
    } else {
      const clause = clauseFinding(field, between, matter);
      if (clause.withheld !== undefined) unneeded.push(clause.withheld);
      if (clause.awaits !== undefined) awaited.minimum.add(clause.awaits);
    }
  }
  const asked = matter.facts.fields.length;
  const waiting = awaited.confidence.size + awaited.minimum.size > 0;
  const reached = asked - kept.length - held;
  const confidence = awaited.confidence.size > 0 ? 'waits' : stateOf(kept.length, asked, waiting);
  traced.set('confidence', confidence, [...(lead.reasons ?? []), ...kept, ...awaited.confidence]);
  if (asked === 0 && !waiting) traced.set('minimum', 'shut', ['nothing-to-share']);
  else if (reached > 0) traced.set('minimum', awaited.minimum.size > 0 ? 'waits' : stateOf(unneeded.length, reached, waiting), [...unneeded, ...awaited.minimum]);
}

/** Shut for all that came to it, for some, or for none. While something waits, nothing has ended yet. */
function stateOf(withheld: number, asked: number, waiting: boolean): LockState {
  if (withheld === 0) return 'open';
  return withheld === asked && !waiting ? 'shut' : 'part';
}
