import { describe, expect, it } from '@jest/globals';
import { circleFrom, dayAfter, holderOn, lineOn, successionFault, type Lifetime } from './succession.js';

/** Surrey: twelve councils end on 31 March 2027, two unitary councils answer for their records from 1 April. */
const district = (id: string, successor: string): Lifetime => ({ id, validFrom: '1974-04-01', validTo: '2027-03-31', successor });
const surrey: Lifetime[] = [
  { id: 'east-surrey', validFrom: '2027-04-01' }, { id: 'west-surrey', validFrom: '2027-04-01', validTo: null, successor: null },
  ...['elmbridge', 'epsom-and-ewell', 'mole-valley', 'reigate-and-banstead', 'tandridge'].map((id) => district(id, 'east-surrey')),
  ...['guildford', 'runnymede', 'spelthorne', 'surrey-heath', 'waverley', 'woking', 'surrey-county'].map((id) => district(id, 'west-surrey')),
];

describe('who answers for an agency’s records', () => {
  it.each([
    ['2027-03-31', 'elmbridge', 'elmbridge'], ['2027-04-01', 'elmbridge', 'east-surrey'], ['2027-03-31', 'woking', 'woking'], ['2027-04-01', 'woking', 'west-surrey'],
    ['2040-01-01', 'tandridge', 'east-surrey'], ['2026-11-23', 'east-surrey', 'east-surrey'], ['2027-04-01', 'nobody-known', 'nobody-known'],
  ])('on %s, for %s: %s', (day, agency, holder) => {
    expect(holderOn(surrey, agency, day)).toBe(holder);
  });

  it('follows a successor that was itself succeeded, one step at a time', () => {
    const again = surrey.map((one) => (one.id === 'west-surrey' ? { ...one, validTo: '2035-03-31', successor: 'surrey' } : one)).concat({ id: 'surrey', validFrom: '2035-04-01' });
    expect(lineOn(again, 'woking', '2035-03-31')).toEqual(['woking', 'west-surrey']);
    expect(lineOn(again, 'woking', '2035-04-01')).toEqual(['woking', 'west-surrey', 'surrey']);
  });

  it('stays with an agency that has ended until its successor has begun, and for good where there is none', () => {
    const late = [{ id: 'a', validFrom: '2000-01-01', validTo: '2026-01-31', successor: 'b' }, { id: 'b', validFrom: '2026-03-01' }, { id: 'c', validFrom: '2000-01-01', validTo: '2026-01-31' }];
    expect([holderOn(late, 'a', '2026-02-15'), holderOn(late, 'a', '2026-03-01'), holderOn(late, 'c', '2026-03-01')]).toEqual(['a', 'b', 'c']);
  });

  it('ends even where a circle slipped in', () => {
    const circle = ['a', 'b', 'c'].map((id, at) => ({ id, validFrom: '2000-01-01', validTo: '2001-01-01', successor: ['b', 'c', 'a'][at]! }));
    expect(lineOn(circle, 'a', '2026-01-01')).toEqual(['a', 'b', 'c']);
    expect(circleFrom(circle, 'b')).toEqual(['b', 'c', 'a', 'b']);
    expect(circleFrom([...circle, { id: 'd', validFrom: '2000-01-01', validTo: '2001-01-01', successor: 'a' }], 'd')).toBeNull();
    expect(circleFrom(surrey, 'woking')).toBeNull();
  });
});

describe('an agency may end', () => {
  const faultOf = (id: string, lastDay: string, successor: string): string | null => successionFault(surrey, { id, lastDay, successor });

  it('where its successor works on the day after', () => {
    expect(faultOf('woking', '2027-03-31', 'west-surrey')).toBeNull();
    expect(faultOf('woking', '2028-06-30', 'west-surrey')).toBeNull();
  });

  it.each([
    ['a gap before the successor begins', 'woking', '2027-03-30', 'west-surrey', /work on the day after/], ['a successor that has ended by then', 'woking', '2027-03-31', 'guildford', /work on the day after/],
    ['itself', 'woking', '2027-03-31', 'woking', /none succeeds itself/], ['nobody', 'woking', '2027-03-31', 'surrey-heaths', /of the partnership/],
    ['one that it succeeds', 'west-surrey', '2027-03-01', 'woking', /circle: west-surrey → woking → west-surrey/],
  ])('but not with %s', (_, id, lastDay, successor, fault) => {
    expect(faultOf(id, lastDay, successor)).toMatch(fault);
  });

  it('and the day after is one of the calendar', () => {
    expect(['2027-03-31', '2028-02-28', '2026-12-31'].map(dayAfter)).toEqual(['2027-04-01', '2028-02-29', '2027-01-01']);
  });
});
