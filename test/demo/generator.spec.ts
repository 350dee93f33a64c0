import { describe, expect, it } from '@jest/globals';

import { demoSeed, downshire, generateConcerns } from '../../src/demo/index.js';

const make = (size: number, seed = demoSeed): unknown[] => [...generateConcerns({ seed, size, county: downshire })];

describe('the generator of concerns', () => {
  it('gives the same concerns for the same seed and others for another', () => {
    expect(make(50)).toEqual(make(50));
    expect(make(50, 7)).not.toEqual(make(50));
  });

  it('begins a longer run with the shorter one', () => {
    expect(make(200).slice(0, 30)).toEqual(make(30));
  });

  it('makes one at a time, so that a hundred thousand fit in memory', () => {
    const endless = generateConcerns({ seed: demoSeed, size: Number.MAX_SAFE_INTEGER, county: downshire });
    const keys = Array.from({ length: 1000 }, () => endless.next().value?.key);
    expect(new Set(keys).size).toBe(1000);
  });

  it('spreads over many agencies and lets some people be known to several', () => {
    const concerns = [...generateConcerns({ seed: demoSeed, size: 2000, county: downshire })];
    expect(new Set(concerns.map(({ asStaff }) => asStaff)).size).toBeGreaterThanOrEqual(10);
    const seenBy = new Map<string, Set<string>>();
    for (const { asStaff, concern } of concerns) {
      const who = concern.items[0]?.text.replace(/, NHS.*$/, '.') ?? '';
      seenBy.set(who, (seenBy.get(who) ?? new Set()).add(asStaff));
    }
    expect([...seenBy.values()].some((staff) => staff.size > 1)).toBe(true);
  });

  it('makes nothing for nothing and refuses a county without its people', () => {
    expect(make(0)).toEqual([]);
    expect(() => [...generateConcerns({ seed: 1, size: 1, county: { agencies: [], teams: [], staff: [] } })]).toThrow(/nobody/);
  });

  it('is pinned: a change of words or order is a change of the demonstration', () => {
    const [first] = generateConcerns({ seed: demoSeed, size: 1, county: downshire });
    expect(first).toMatchObject({ key: `generated/${demoSeed}/0`, concern: { state: 'raised' } });
    expect(first?.concern.items.map(({ field }) => field)).toEqual(['person.identity', 'person.address', 'person.contact', 'concern.summary']);
  });
});
