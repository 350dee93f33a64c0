import { describe, expect, it } from '@jest/globals';
import { dateInLondon } from './clock.js';

describe('today', () => {
  it.each([
    ['2026-07-01T23:30:00Z', '2026-07-02'], // British Summer Time: already tomorrow
    ['2026-12-01T23:30:00Z', '2026-12-01'],
    ['2026-12-31T23:59:59Z', '2026-12-31'],
  ])('at %s it is %s in London', (moment, date) => {
    expect(dateInLondon(new Date(moment))).toBe(date);
  });
});
