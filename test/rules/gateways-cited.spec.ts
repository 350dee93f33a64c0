import fc from 'fast-check';
import { type AgreementClause, decide, type DecisionRequest, type Gateway, type Law } from '../../src/rules/index.js';
import { metWhenever } from '../../src/law/clause-implication.js';
import { law } from './matrix.js';
import { clausesFor, sharings } from './sharings.arbitrary.js';
import { faringBetter } from './standing.js';

const runs = { numRuns: 400, endOnFailure: true };
const date = fc.date({ min: new Date('2024-06-01'), max: new Date('2027-06-30'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));

/** The catalogue with other dates: some never commenced, some over, some still to come. */
const catalogues: fc.Arbitrary<Law> = fc
  .array(fc.record({ commencedOn: fc.option(date), endsOn: fc.option(date) }), { minLength: law.gateways.length, maxLength: law.gateways.length })
  .map((dates) => ({ ...law, gateways: law.gateways.map((gateway, at) => ({ ...gateway, ...dates[at] })) }));

/** An agreement that names every gateway in every clause: it has no say in whether one is in force. */
const insisting = (request: DecisionRequest): DecisionRequest => {
  const gateways = law.gateways.map(({ id }) => id);
  const clauses = [{ id: 'all', from: ['any-party'], to: ['any-party'], purposes: [request.purpose], fields: request.fields, conditions: { gateways } }];
  return request.purpose in law.purposes ? { ...request, agreement: { id: 'a', version: '1', clauses } } : request;
};

const isInForce = (gateway: Gateway | undefined, { asOf, commencements }: DecisionRequest): boolean => {
  if (gateway === undefined) return false;
  const since = commencements !== undefined && Object.hasOwn(commencements, gateway.id) ? commencements[gateway.id] : gateway.commencedOn;
  return typeof since === 'string' && since <= asOf && (asOf <= (gateway.endsOn ?? asOf));
};

describe('a gateway', () => {
  const bases = ['consent', 'public-task', 'recognised-legitimate-interest'];

  it('that has not commenced, or has ended, is never cited, whatever the agreement', () =>
    fc.assert(fc.property(sharings, catalogues, (request, catalogue) => {
      for (const asked of [request, insisting(request)]) {
        const { gateway } = decide(asked, catalogue);
        if (gateway !== null && !bases.includes(gateway)) expect(isInForce(catalogue.gateways.find(({ id }) => id === gateway), asked)).toBe(true);
      }
    }), runs));

  it('taken to be not in force is not cited either', () =>
    fc.assert(fc.property(sharings, fc.constantFrom(...law.gateways), (request, { id }) => {
      expect(decide({ ...request, commencements: { [id]: null } }, law).gateway).not.toBe(id);
    }), runs));

  it('none in force: every public body is refused or relies on consent, except where no power is asked for', () =>
    fc.assert(fc.property(sharings, (request) => {
      const { gateway, duty } = decide(request, { ...law, gateways: law.gateways.map((each) => ({ ...each, commencedOn: null })) });
      expect([...bases, null]).toContain(gateway);
      expect(duty).toBe(false);
    }), runs));
});

describe('conditions of which one follows from another', () => {
  const pairs = fc.constantFrom('domestic-abuse-risk', 'safeguarding-adult', 'crime-prevention', 'mappa').chain((purpose) =>
    fc.tuple(sharings, clausesFor(purpose, ['person.identity', 'risk.assessment']), clausesFor(purpose, ['person.identity', 'risk.assessment'])).map(([request, one, other]) => ({ request: { ...request, purpose }, one, other })));
  const under = (request: DecisionRequest, ...conditions: AgreementClause['conditions'][]): ReturnType<typeof decide> => {
    const clauses = conditions.map((each, at) => ({ id: `c-${at}`, from: ['any-party'], to: ['any-party'], purposes: [request.purpose], fields: request.fields, conditions: each }));
    return decide({ ...request, agreement: { id: 'a', version: '1', clauses } }, law);
  };

  it('the wider permits whatever the narrower does, and beside it the narrower changes no field', () =>
    fc.assert(fc.property(pairs, ({ request, one: { conditions: one }, other: { conditions: other } }) => {
      for (const [wider, narrower] of [[one, { ...one, ...other }], [other, one], [{}, one]] as const) {
        if (!metWhenever(wider, narrower)) continue;
        const alone = under(request, wider);
        expect(faringBetter(request, alone, under(request, narrower))).toEqual([]);
        expect(under(request, wider, narrower)).toMatchObject({ outcome: alone.outcome, permitted: alone.permitted, withheld: alone.withheld });
      }
    }), runs));
});
