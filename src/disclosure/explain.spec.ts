import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { law, sharing, sharings, terms } from '../../test/support/sharing.js';
import { answer } from './answer.js';
import { explain } from './explain.js';

describe('what a decision says for people', () => {
  it('is why, and what would make it lawful', () => {
    const { decision } = answer(sharing({ terms: terms({ necessity: false }) }), law);
    const told = explain(decision, law);
    expect(told.because.map(({ code }) => code)).toEqual(decision.reasons);
    expect(told.lawfulIf.length).toBeGreaterThan(0);
  });

  it('is nothing where nothing was held against it', () => {
    expect(explain(answer(sharing(), law).decision, law)).toEqual({ because: [], lawfulIf: [] });
  });

  it('has words for every code that any decision can bring, each code once', () => {
    fc.assert(fc.property(sharings, (given) => {
      const { decision } = answer(given, law);
      const { because, lawfulIf } = explain(decision, law);
      const codes = because.map(({ code }) => code);
      expect(new Set(codes).size).toBe(codes.length);
      expect(codes).toEqual(expect.arrayContaining([...decision.reasons, ...Object.values(decision.withheld), ...decision.approvals]));
      for (const { code, says } of [...because, ...lawfulIf]) expect({ code, says: says.length > 8 && says !== code }).toEqual({ code, says: true });
    }), { seed: 3, numRuns: 300 });
  });
});
