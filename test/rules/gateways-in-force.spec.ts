/** An uncommenced gateway is never cited, whatever is approved: for any overlay of changes and any request. */
import fc from 'fast-check';
import { changedLaw, type GatewayChange } from '../../src/law/index.js';
import { decide, type DecisionRequest } from '../../src/rules/index.js';
import { law } from './matrix.js';
import { requests } from './requests.arbitrary.js';

const runs = { numRuns: 300 };
const day = fc.date({ min: new Date('2023-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
const change = fc.record({ commencedOn: fc.option(day, { nil: null }), endsOn: fc.option(day, { nil: null }), kind: fc.constantFrom('duty', 'power') }, { requiredKeys: [] });
const overlays: fc.Arbitrary<GatewayChange[]> = fc.array(fc.record({ gatewayId: fc.constantFrom(...law.gateways.map(({ id }) => id)), change }), { maxLength: 40 })
  .map((changes) => changes.map((one, at) => ({ number: at + 1, ...one })));
/** Dates as the catalogue has them: a what-if of its own is another matter. */
const asked = requests.map(({ commencements: _whatIf, ...request }) => request as DecisionRequest);

/** The last change that speaks of a day, or else the release: worked out apart from the code that lays changes upon the law. */
const dayOf = (changes: readonly GatewayChange[], id: string, member: 'commencedOn' | 'endsOn'): string | null => {
  const last = changes.filter((one) => one.gatewayId === id && member in one.change).at(-1);
  return last ? (last.change[member] as string | null) : (law.gateways.find((gateway) => gateway.id === id)?.[member] ?? null);
};

it('every gateway that is cited is in force on the day', () => {
  let cited = 0;
  fc.assert(fc.property(asked, overlays, (request, changes) => {
    const { gateway } = decide(request, changedLaw(law, changes));
    if (gateway === null || !law.gateways.some(({ id }) => id === gateway)) return;
    cited += 1;
    const [from, until] = [dayOf(changes, gateway, 'commencedOn'), dayOf(changes, gateway, 'endsOn')];
    expect({ gateway, begun: from !== null && from <= request.asOf, ended: until !== null && until < request.asOf }).toEqual({ gateway, begun: true, ended: false });
  }), runs);
  expect(cited).toBeGreaterThan(20);
});

it('one that is switched off is not cited, however often it was switched on before', () => {
  fc.assert(fc.property(asked, overlays, (request, changes) => {
    const before = decide(request, changedLaw(law, changes)).gateway;
    if (before === null) return;
    const off = [...changes, { number: changes.length + 1, gatewayId: before, change: { commencedOn: null } }];
    if (law.gateways.some(({ id }) => id === before)) expect(decide(request, changedLaw(law, off)).gateway).not.toBe(before);
  }), runs);
});

it('with every gateway switched off, none is cited', () => {
  const off = changedLaw(law, law.gateways.map(({ id }, at) => ({ number: at + 1, gatewayId: id, change: { commencedOn: null } })));
  fc.assert(fc.property(asked, (request) => expect(law.gateways.map(({ id }) => id)).not.toContain(decide(request, off).gateway)), runs);
});

it('a decision names the law that it was taken under; that law is frozen and leaves the release as it was', () => {
  const changed = changedLaw(law, [{ number: 7, gatewayId: 'cda-1998-s115', change: { commencedOn: null } }]);
  expect(changed.version).toBe(`${law.version}, change 7`);
  expect(law.gateways.find(({ id }) => id === 'cda-1998-s115')!.commencedOn).toBe('1998-09-30');
  expect(() => Object.assign(changed.gateways[0]!, { commencedOn: '1998-09-30' })).toThrow(TypeError);
  expect(changedLaw(law, [])).toBe(law);
});
