import fc from 'fast-check';
import { type Decision, decide, type DecisionRequest } from '../../src/rules/index.js';
import { law } from './matrix.js';
import { clausesFor, sharings } from './sharings.arbitrary.js';
import { faringBetter, leaves, newlyPermitted } from './standing.js';

/** Laws of the core about two requests that differ in one fact. Each change either never permits more, or never permits less. */
const runs = { numRuns: 300, endOnFailure: true };

type Change = (request: DecisionRequest, pick: number) => Partial<DecisionRequest>;

const after = (request: DecisionRequest, change: Partial<DecisionRequest>): Decision => decide({ ...request, ...change }, law);

const neverMore = (change: Change): void =>
  fc.assert(fc.property(sharings, fc.nat(20), (request, pick) => {
    expect(newlyPermitted(decide(request, law), after(request, change(request, pick)))).toEqual([]);
  }), runs);

/** Nor does any field that stayed wait for an approval now. */
const norWaiting = (change: Change): void =>
  fc.assert(fc.property(sharings, fc.nat(20), (request, pick) => {
    expect(faringBetter(request, decide(request, law), after(request, change(request, pick)))).toEqual([]);
  }), runs);

/** Nor does anything leave at once that did not before. */
const norSooner = (change: Change): void =>
  fc.assert(fc.property(sharings, fc.nat(20), (request, pick) => {
    const before = leaves(decide(request, law));
    expect(leaves(after(request, change(request, pick))).filter((field) => !before.includes(field))).toEqual([]);
  }), runs);

/** A list without one of its entries; the entry chosen by number. */
const less = <T>(list: readonly T[] | undefined, pick: number): T[] => (list ?? []).filter((_entry, at, all) => at !== pick % all.length);
const without = (record: Readonly<Record<string, string>> | undefined, pick: number): Record<string, string> => Object.fromEntries(less(Object.entries(record ?? {}), pick));

const [marked, markings] = [{ official: 0, 'official-sensitive': 1, secret: 2, 'top-secret': 3 }, ['official', 'official-sensitive', 'secret', 'top-secret'] as const];

describe('never more is permitted', () => {
  const changes: readonly (readonly [string, Change])[] = [
    ['by a must-not-receive', () => ({ recipientOnMustNotReceiveList: true })],
    ['by suspending the agreement', ({ agreementStatus }) => (agreementStatus === 'active' ? { agreementStatus: 'suspended' } : {})],
    ['by letting the agreement lapse', ({ agreementStatus }) => (agreementStatus === 'active' ? { agreementStatus: 'lapsed' } : {})],
    ['by leaving the agreement', ({ agreementStatus }) => (agreementStatus === 'active' ? { agreementStatus: 'none' } : {})],
    ['by raising the marking', ({ marking }, pick) => ({ marking: markings[Math.min(3, marked[marking] + (pick % 3) + 1)]! })],
    ['without the necessity', () => ({ necessityRecorded: false })],
    ['without one of the approvals', ({ approvalsGiven }, pick) => ({ approvalsGiven: less(approvalsGiven, pick) })],
    ["without the lead's approval", () => ({ leadApproved: false })],
    ['without an override reason', () => ({ overrideReason: '' })],
  ];
  it.each(changes)('%s', (_what, change) => neverMore(change));
  it.each(changes)('nor sooner: %s', (_what, change) => norSooner(change));

  // An approval, or a reason, that is missing is asked for before the agreement is read (step 10): a field that the clauses keep anyway
  // then waits rather than stays. It is permitted no sooner for that.
  it.each(changes.filter(([what]) => !/approval|override/.test(what)))('nor does it wait: %s', (_what, change) => norWaiting(change));

  it('without the record that one field is relevant', () => norWaiting(({ relevanceRecorded }, pick) => ({ relevanceRecorded: less(relevanceRecorded, pick) })));
  it("without one item's date", () => norWaiting(({ itemDates }, pick) => ({ itemDates: without(itemDates, pick) })));
  it('without what kinds of item a field holds', () => norWaiting(() => ({ itemKinds: {} })));
  it('without knowing that the recipient works on the case', () => norWaiting(() => ({ recipientWorksOnCase: false })));
  it('with one clause less', () => norWaiting(({ agreement }, pick) => (agreement === undefined ? {} : { agreement: { ...agreement, clauses: less(agreement.clauses, pick) } })));
  it('with one condition more in a clause', () =>
    norWaiting(({ agreement }, pick) => (agreement === undefined ? {} : { agreement: { ...agreement, clauses: agreement.clauses.map((clause, at) => (at === pick % agreement.clauses.length ? { ...clause, conditions: { riskAtLeast: 'high', ...clause.conditions, odd: 1 } } : clause)) } })));
});

describe('an agreement', () => {
  const statuses = ['lapsed', 'suspended', 'none'] as const;

  it('never blocks a duty or an emergency, in force or not, whatever its clauses', () =>
    fc.assert(fc.property(sharings, fc.constantFrom(...statuses), (request, agreementStatus) => {
      const decision = decide({ ...request, agreementStatus: 'active' }, law);
      if (!decision.duty && request.purpose !== 'emergency-life') return;
      expect(after(request, { agreementStatus })).toEqual(decision);
      expect(after(request, { agreementStatus, agreement: { id: 'none', version: '1', clauses: [] } })).toEqual(decision);
      expect(decision.clauses).toEqual([]);
    }), runs));

  it('that is not in force lets nothing go under a power', () =>
    fc.assert(fc.property(sharings, fc.constantFrom(...statuses), (request, agreementStatus) => {
      const decision = after(request, { agreementStatus });
      if (decision.duty || ['emergency-life', 'subject-access', 'modern-slavery-notification'].includes(request.purpose)) return;
      expect(leaves(decision)).toEqual([]);
    }), runs));

  it('with one clause more, wherever it stands, never permits less', () =>
    fc.assert(fc.property(sharings.filter(({ agreement }) => agreement !== undefined).chain((request) => fc.tuple(fc.constant(request), clausesFor(request.purpose, request.fields))), fc.nat(5), ([request, clause], at) => {
      const agreement = { ...request.agreement!, clauses: request.agreement!.clauses.toSpliced(at, 0, clause) };
      expect(faringBetter(request, after(request, { agreement }), decide(request, law))).toEqual([]);
    }), runs));

  it('never permits more than no agreement would', () =>
    fc.assert(fc.property(sharings, (request) => {
      const { agreement: _none, ...unlimited } = request;
      expect(faringBetter(request, decide(unlimited, law), decide(request, law))).toEqual([]);
    }), runs));

  it('is cited only by clauses it has, that name the field, the purpose and both parties or bodies', () =>
    fc.assert(fc.property(sharings, (request) => {
      const { clauses, permitted } = decide(request, law);
      const all = request.agreement?.clauses ?? [];
      for (const id of clauses) {
        const cited = all.filter((clause) => clause.id === id);
        expect(cited.some(({ fields, purposes }) => purposes.includes(request.purpose) && fields.some((field) => permitted.includes(field)))).toBe(true);
      }
    }), runs));
});

describe('the sharings drawn', () => {
  it('are of every kind that these laws are about', () => {
    const drawn = fc.sample(sharings, { numRuns: 3000, seed: 1 }).map((request) => ({ request, decision: decide(request, law) }));
    const counted = {
      permit: drawn.filter(({ decision }) => decision.outcome === 'permit').length,
      redacted: drawn.filter(({ decision }) => decision.outcome === 'permit-redacted').length,
      waiting: drawn.filter(({ decision }) => decision.outcome === 'needs-approval').length,
      refused: drawn.filter(({ decision }) => decision.outcome === 'refuse').length,
      duty: drawn.filter(({ decision }) => decision.duty && leaves(decision).length > 0).length,
      emergency: drawn.filter(({ request, decision }) => request.purpose === 'emergency-life' && leaves(decision).length > 0).length,
      underClauses: drawn.filter(({ decision }) => decision.clauses.length > 0).length,
      unmet: drawn.filter(({ decision }) => Object.values(decision.withheld).includes('clause-condition-not-met')).length,
      unnamed: drawn.filter(({ decision }) => Object.values(decision.withheld).includes('not-in-agreement')).length,
    };
    for (const [kind, times] of Object.entries(counted)) expect([kind, times > 30]).toEqual([kind, true]);
  });
});
