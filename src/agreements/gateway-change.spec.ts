import { describe, expect, it } from '@jest/globals';
import { loadLaw, type CataloguedGateway } from '../law/index.js';
import { changeInWords, differing, inForceOn } from './gateway-change.js';

const law = loadLaw();
const gateway = law.gateways.find(({ id }) => id === 'cda-1998-s115')!;

describe('what differs', () => {
  it('is what does not read so already; what is not said says no, and lists have no order', () => {
    expect(differing(gateway, { kind: 'power', endsOn: null, liftsConfidence: false, excludes: [], to: gateway.to.toReversed(), note: undefined })).toEqual({});
    expect(differing(gateway, { kind: 'duty', endsOn: '2027-03-31', requiresConsent: true, purposes: ['crime-prevention'] })).toEqual({ kind: 'duty', endsOn: '2027-03-31', requiresConsent: true, purposes: ['crime-prevention'] });
    expect(differing(gateway, { orRecipientActingForOne: false })).toEqual({ orRecipientActingForOne: false });
  });
});

describe('in force', () => {
  const dated = (commencedOn: string | null, endsOn?: string | null): Pick<CataloguedGateway, 'commencedOn' | 'endsOn'> => ({ commencedOn, ...(endsOn === undefined ? {} : { endsOn }) });
  it.each([
    ['without commencement', dated(null), false], ['without commencement, with an end', dated(null, '2030-01-01'), false], ['from its first day', dated('2026-11-23'), true], ['not the day before', dated('2026-11-24'), false],
    ['to its last day', dated('2020-01-01', '2026-11-23'), true], ['not the day after', dated('2020-01-01', '2026-11-22'), false], ['without an end', dated('2020-01-01', null), true],
  ])('%s', (_, days, expected) => expect(inForceOn(days, '2026-11-23')).toBe(expected));
});

it('a change reads in plain English, member by member', () => {
  const change = { endsOn: '2027-03-31', commencedOn: null, from: ['police', 'school'], excludes: ['patient-info'], liftsConfidence: true, purposes: ['crime-prevention'] };
  const told = changeInWords(gateway, change, law);
  expect(told.map(({ member }) => member)).toEqual(['commencedOn', 'endsOn', 'from', 'purposes', 'excludes', 'liftsConfidence']);
  expect(told.slice(0, 3)).toEqual([
    { member: 'commencedOn', label: 'commencement', before: 'in force from 30 September 1998', after: 'not commenced: never cited' },
    { member: 'endsOn', label: 'end', before: 'no end known', after: 'last day in force 31 March 2027' },
    { member: 'from', label: 'who may disclose', before: 'anybody', after: expect.stringMatching(/^Police.*; .*School/i) },
  ]);
  expect(told.slice(4)).toEqual([{ member: 'excludes', label: 'never', before: 'nothing', after: 'patient-info' }, { member: 'liftsConfidence', label: 'lifts the duty of confidence', before: 'no', after: 'yes' }]);
});
