import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requests } from '../../test/rules/requests.arbitrary.js';
import { allWishes, gradings, law, markings } from '../../test/support/sharing.js';
import { decide, type DecisionRequest, type Grading } from '../rules/index.js';
import { oldest, strictestGrading, strictestMarking, strictestWishes } from './strictest.js';

const seed = 7;
const atLeastOne = <T>(from: readonly T[]): fc.Arbitrary<T[]> => fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: 5 });
/** Fields that leave now under a request. */
const leaves = (request: DecisionRequest): readonly string[] => {
  const { outcome, permitted } = decide(request, law);
  return ['permit', 'permit-redacted', 'must-notify'].includes(outcome) ? permitted : [];
};

describe('the strictest marking', () => {
  it('is the highest', () => {
    fc.assert(fc.property(atLeastOne(markings), (given) => {
      const strictest = strictestMarking(given);
      expect(given).toContain(strictest);
      for (const one of given) expect(markings.indexOf(strictest)).toBeGreaterThanOrEqual(markings.indexOf(one));
    }), { seed });
  });

  it('of nothing is the lowest, so that it never hides another reason', () => {
    expect(strictestMarking([])).toBe('official');
  });
});

describe('the strictest wishes', () => {
  it('are among those given, whatever their order', () => {
    fc.assert(fc.property(atLeastOne(allWishes), (given) => {
      expect(given).toContain(strictestWishes(given));
      expect(strictestWishes(given.toReversed())).toBe(strictestWishes(given));
    }), { seed });
  });

  it.each([['refused', 'given'], ['withdrawn', 'given'], ['refused', 'unable'], ['unsafe-to-ask', 'given'], ['not-sought', 'given'], ['withdrawn', 'by-representative']] as const)('%s is not outvoted by %s', (strict, other) => {
    expect(strictestWishes([other, strict, other])).toBe(strict);
  });

  it('are not-sought where nobody has been asked', () => {
    expect(strictestWishes([])).toBe('not-sought');
  });

  it('let nothing leave that the wishes of any one of them would keep', () => {
    fc.assert(fc.property(requests, fc.constantFrom(...allWishes), fc.constantFrom(...allWishes), (request, one, other) => {
      const together = leaves({ ...request, wishes: strictestWishes([one, other]) });
      for (const wishes of [one, other]) expect(leaves({ ...request, wishes })).toEqual(expect.arrayContaining([...together]));
    }), { seed, numRuns: 1200 });
  });
});

describe('the strictest grading', () => {
  it('is never better than any of those given, in no part of it', () => {
    fc.assert(fc.property(fc.array(gradings, { minLength: 1, maxLength: 4 }), (given) => {
      const strictest = strictestGrading(given)!;
      for (const { source, information, handling, action, sanitisation } of given) {
        expect(strictest.source).toBeGreaterThanOrEqual(source!);
        expect(strictest.information! >= information!).toBe(true);
        if (handling === 'C') expect(strictest.handling).toBe('C');
        if (action === 'A1') expect(strictest.action).toBe('A1');
        if (sanitisation === 'S2') expect(strictest.sanitisation).toBe('S2');
      }
    }), { seed });
  });

  it('of a graded and an ungraded item is none: the whole is then ungraded', () => {
    fc.assert(fc.property(gradings, (graded) => {
      expect(strictestGrading([graded, null])).toBeUndefined();
      expect(strictestGrading([null, graded])).toBeUndefined();
    }), { seed, numRuns: 20 });
    expect(strictestGrading([])).toBeUndefined();
  });

  it('lets no intelligence leave that the grading of any one item would keep', () => {
    fc.assert(fc.property(requests, gradings, gradings, (request, one, other) => {
      const asked = { ...request, fields: [...new Set([...request.fields, 'intelligence.item'])] };
      const goes = (intelligence: Grading): boolean => leaves({ ...asked, intelligence }).includes('intelligence.item');
      if (goes(strictestGrading([one, other])!)) expect([goes(one), goes(other)]).toEqual([true, true]);
    }), { seed, numRuns: 800 });
  });
});

describe('the oldest date', () => {
  it('is the earliest, and none as soon as one item has none', () => {
    expect(oldest(['2026-02-01', '2019-12-31', '2026-01-31'])).toBe('2019-12-31');
    expect(oldest(['2026-02-01', null])).toBeUndefined();
    expect(oldest([])).toBeUndefined();
  });
});
