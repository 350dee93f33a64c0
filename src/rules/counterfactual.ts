import { approvalsNamed, type Change, costOf, isElsewhere, withChange } from './change.js';
import { checkRequest } from './check-request.js';
import { decide } from './decide.js';
import type { Decision, Outcome } from './decision.js';
import { isNeverReleased } from './field.rule.js';
import { freezeThrough } from './frozen.js';
import type { Law } from './law.js';
import { type Alternatives, remediesFor } from './obstacles.js';
import { prepareLaw } from './prepare-law.js';
import type { DecisionRequest, FieldCode } from './request.js';

/** One lawful way: make all these changes, and the decision is `then`, under this gateway or basis. */
export interface Way {
  readonly changes: readonly Change[];
  readonly then: Outcome;
  readonly gateway: string | null;
}

/** What would permit one field (null: anything at all of a request that was refused). */
export interface Counterfactual {
  readonly field: FieldCode | null;
  /** Fewest changes first, then the cheapest. Empty: see `nothing`. */
  readonly ways: readonly Way[];
  /** No lawful change would permit it. False with no ways: more than three things would have to change. */
  readonly nothing: boolean;
}

/** More changes together than this are another request, not a change to this one. */
const mostChanges = 3;

/**
 * The smallest lawful changes of facts that would permit what was refused, withheld or held back, each found by search and
 * verified by `decide` itself. Nothing is listed for a field that may go as it stands.
 * @throws InvalidRequest as `decide` does
 */
export function counterfactuals(request: DecisionRequest, law: Law, alternatives: Alternatives = {}): readonly Counterfactual[] {
  const search = new Search(freezeThrough(checkRequest(request, law)), law, alternatives);
  const found = search.request.fields.filter((field) => !search.lets(field, [])).map((field) => search.waysFor(field));
  if (search.decisionWith([]).outcome !== 'refuse') return found;
  return [search.wholeOf(found), ...found];
}

/** Gateways that would serve this request and are not in force on the day: never a way, but worth knowing where no power is. */
export function notInForceYet(request: DecisionRequest, law: Law): readonly string[] {
  const { gateway } = decide(request, law);
  if (gateway !== null) return [];
  return law.gateways
    .filter(({ commencedOn, purposes }) => (commencedOn === null || commencedOn > request.asOf) && purposes.includes(request.purpose))
    .map(({ id }) => id)
    .filter((id) => decide({ ...request, commencements: { ...request.commencements, [id]: request.asOf } }, law).gateway === id);
}

/** Breadth first, one request at a time; each set of changes is decided once, whichever field asks. */
class Search {
  readonly #decided = new Map<string, Decision>();
  readonly #requests = new Map<string, DecisionRequest>();

  constructor(readonly request: DecisionRequest, private readonly law: Law, private readonly alternatives: Alternatives) {}

  waysFor(field: FieldCode): Counterfactual {
    const root = this.decisionWith([]);
    if (isNeverReleased(field)) return { field, ways: [], nothing: true };
    if (root.reasons.at(-1) === 'must-not-receive') return this.#anotherRepresentative(field);
    const ways: Way[] = [];
    const seen = new Set<string>();
    let frontier: readonly (readonly Change[])[] = [[]];
    for (let size = 1; size <= mostChanges && frontier.length > 0; size += 1) {
      const [reached, missed] = this.#oneMore(frontier, field, seen);
      ways.push(...reached);
      // A way that keeps to this sharing ends the search; one that asks for another leaves it open for those that keep to it.
      if (ways.some(({ changes }) => !changes.some(isElsewhere))) frontier = [];
      else frontier = ways.length === 0 ? missed : missed.filter((changes) => !changes.some(isElsewhere));
    }
    ways.sort((a, b) => costOf(a.changes) - costOf(b.changes));
    return { field, ways, nothing: ways.length === 0 && frontier.every((changes) => this.#onFrom(changes, field).length === 0) };
  }

  /** Every set of the frontier with one change more: those that let the field go, and those that do not. */
  #oneMore(frontier: readonly (readonly Change[])[], field: FieldCode, seen: Set<string>): [Way[], Change[][]] {
    const larger = new Map(frontier.flatMap((made) => this.#onFrom(made, field)).map((changes) => [keyOf(changes), changes]));
    const fresh = [...larger].filter(([key]) => !seen.has(key));
    for (const [key] of fresh) seen.add(key);
    const reached = fresh.filter(([, changes]) => this.lets(field, changes));
    const least = new Map(reached.map(([, changes]) => this.#leastOf(changes, field)).map((changes) => [keyOf(changes), changes]));
    return [
      [...least.values()].map((changes) => this.#way(changes)),
      fresh.filter((each) => !reached.includes(each)).map(([, changes]) => changes),
    ];
  }

  /** Anything at all: the smallest of what was found for the fields. */
  wholeOf(found: readonly Counterfactual[]): Counterfactual {
    const ways = new Map(found.flatMap((each) => each.ways.map((way) => [keyOf(way.changes), way])));
    const fewest = Math.min(...[...ways.values()].map(({ changes }) => changes.length));
    return {
      field: null,
      ways: [...ways.values()].filter(({ changes }) => changes.length === fewest).sort((a, b) => costOf(a.changes) - costOf(b.changes)),
      nothing: found.every(({ nothing }) => nothing),
    };
  }

  /** Whether a field may go once these changes are made; or waits for nothing but the approvals that they name. */
  lets(field: FieldCode, changes: readonly Change[]): boolean {
    const { outcome, permitted, withheld, approvals } = this.decisionWith(changes);
    if (outcome === 'needs-approval') {
      const named = approvalsNamed(changes);
      return named.length > 0 && !Object.hasOwn(withheld, field) && approvals.every((approver) => named.includes(approver));
    }
    return outcome !== 'refuse' && permitted.includes(field);
  }

  decisionWith(changes: readonly Change[]): Decision {
    const key = keyOf(changes);
    let decision = this.#decided.get(key);
    if (decision === undefined) {
      decision = decide(this.#requestWith(changes), this.law);
      this.#decided.set(key, decision);
    }
    return decision;
  }

  /** Sets that are one change larger. A set asks for another sharing, or a new agreement, at most once, and changes no fact twice. */
  #onFrom(made: readonly Change[], field: FieldCode): Change[][] {
    const stand = { request: this.#requestWith(made), decision: this.decisionWith(made), field, law: prepareLaw(this.law), alternatives: this.alternatives };
    const moved = made.some((change) => isElsewhere(change) || change.kind === 'agreement-in-force');
    return remediesFor(stand)
      .filter((change) => !(moved && (isElsewhere(change) || change.kind === 'agreement-in-force')) && !made.some((before) => sameFact(before, change)))
      .map((change) => [...made, change].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)));
  }

  /** A later change may make an earlier one idle: what is told is the part that suffices. */
  #leastOf(changes: readonly Change[], field: FieldCode): readonly Change[] {
    const idle = changes.findIndex((change) => this.lets(field, changes.filter((other) => other !== change)));
    return idle < 0 ? changes : this.#leastOf(changes.toSpliced(idle, 1), field);
  }

  #requestWith(changes: readonly Change[]): DecisionRequest {
    const key = keyOf(changes);
    let request = this.#requests.get(key);
    if (request === undefined) {
      request = changes.reduce((sofar, change) => withChange(sofar, change, this.alternatives.agreements), this.request);
      this.#requests.set(key, request);
    }
    return request;
  }

  #way(changes: readonly Change[]): Way {
    const { outcome, gateway } = this.decisionWith(changes);
    return { changes: [...changes].sort((a, b) => costOf([a]) - costOf([b])), then: outcome, gateway };
  }

  /** A person's list beats every permit: the one thing to do is to find somebody who is not on it. */
  #anotherRepresentative(field: FieldCode): Counterfactual {
    const changes: Change[] = [{ kind: 'alternative-representative' }];
    const ways = this.lets(field, changes) ? [this.#way(changes)] : [];
    return { field, ways, nothing: ways.length === 0 };
  }
}

const textOf = ({ kind, field = '', value = '' }: Change): string => `${kind} ${field} ${value}`;
const keyOf = (changes: readonly Change[]): string => changes.map(textOf).join('\n');

/** Two values of one fact cannot both be so; approvals are several facts. */
function sameFact(a: Change, b: Change): boolean {
  return a.kind === b.kind && a.field === b.field && (a.kind !== 'approval' || a.value === b.value);
}
