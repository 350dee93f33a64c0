import { describe, expect, it } from '@jest/globals';
import { after, type ConcernState, type ConcernStep } from './concern.js';

describe('a concern', () => {
  it.each<[ConcernState, ConcernStep, ConcernState | undefined]>([
    ['draft', 'raise', 'raised'], ['draft', 'amend', 'draft'], ['draft', 'withdraw', 'withdrawn'],
    ['raised', 'raise', undefined], ['raised', 'amend', 'raised'], ['raised', 'withdraw', 'withdrawn'],
    ['withdrawn', 'raise', undefined], ['withdrawn', 'amend', undefined], ['withdrawn', 'withdraw', undefined],
  ])('%s: %s → %s', (state, step, next) => {
    expect(after(state, step)).toBe(next);
  });
});
