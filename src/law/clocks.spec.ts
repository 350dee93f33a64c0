import { describe, expect, it } from '@jest/globals';
import { loadLaw } from './load-law.js';
import { workingDaysAfter } from './clocks.js';

const { clocks, reasons } = loadLaw();

describe('working days', () => {
  it.each([
    ['the same day', '2026-11-23', 0, '2026-11-23'],
    ['even on a Sunday', '2026-11-22', 0, '2026-11-22'],
    ['the next day', '2026-11-23', 1, '2026-11-24'],
    ['over a weekend', '2026-11-27', 1, '2026-11-30'],
    ['from a Saturday', '2026-11-28', 1, '2026-11-30'],
    ['over Christmas, when Boxing Day falls on a Saturday', '2026-12-24', 1, '2026-12-29'],
    ['over Easter', '2027-03-25', 1, '2027-03-30'],
  ])('%s', (_, day, days, due) => expect(workingDaysAfter(day, days, clocks)).toBe(due));
});

it('obligations with a clock are obligations that the rules speak of', () => {
  for (const code of Object.keys(clocks.tasks.byObligation)) expect({ code, kind: reasons[code]?.kind }).toEqual({ code, kind: 'obligation' });
});
