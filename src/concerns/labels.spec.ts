import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allFields, gradings, markings } from '../../test/support/sharing.js';
import { inherit, type Labels, type Source } from './labels.js';

const labels: fc.Arbitrary<Labels> = fc.record({
  carries: fc.uniqueArray(fc.constantFrom(...allFields), { minLength: 1, maxLength: 4 }), marking: fc.constantFrom(...markings), grading: fc.option(gradings, { nil: null }), controller: fc.constantFrom('weald', 'police', 'refuge'),
});
const sources = (most = 4): fc.Arbitrary<Source[]> => fc.array(fc.tuple(labels, fc.uuid()).map(([it, id]) => ({ ...it, id })), { maxLength: most });
const isIntelligence = ({ carries }: Labels): boolean => carries.includes('intelligence.item');
const runs = { seed: 17, numRuns: 500 };

describe('the labels of a copied text', () => {
  it('are its own where it was copied from nothing', () => {
    fc.assert(fc.property(labels, (own) => expect(inherit(own, [])).toEqual({ ...own, grading: own.grading })), runs);
  });

  it('are never less strict than its own, nor than any source’s', () => {
    fc.assert(fc.property(labels, sources(), (own, from) => {
      const all = inherit(own, from);
      for (const one of [own, ...from]) {
        expect(all.carries).toEqual(expect.arrayContaining(one.carries));
        expect(markings.indexOf(all.marking)).toBeGreaterThanOrEqual(markings.indexOf(one.marking));
        if (isIntelligence(one) && one.grading === null) expect(all.grading).toBeNull();
        if (isIntelligence(one) && one.grading?.handling === 'C' && all.grading) expect(all.grading.handling).toBe('C');
      }
    }), runs);
  });

  it('only grow with each further source', () => {
    fc.assert(fc.property(labels, sources(3), sources(1), (own, from, more) => {
      const [few, many] = [inherit(own, from), inherit(own, [...from, ...more])];
      expect(many.carries).toEqual(expect.arrayContaining(few.carries));
      expect(markings.indexOf(many.marking)).toBeGreaterThanOrEqual(markings.indexOf(few.marking));
      if (few.controller !== own.controller) expect(many.controller).toBe(few.controller);
    }), runs);
  });

  it('of a copy of a copy are no less than those of a copy of both', () => {
    fc.assert(fc.property(labels, labels, sources(2), (first, second, from) => {
      const between: Source = { ...inherit(first, from), id: 'between' };
      const [chained, direct] = [inherit(second, [between]), inherit(second, [{ ...first, id: 'x' }, ...from])];
      expect(new Set(chained.carries)).toEqual(new Set(direct.carries));
      expect(chained.marking).toBe(direct.marking);
    }), runs);
  });

  it('keep the owner of what was somebody else’s', () => {
    const own: Labels = { carries: ['concern.summary'], marking: 'official', grading: null, controller: 'weald' };
    expect(inherit(own, [{ ...own, id: 'mine' }, { ...own, id: 'theirs', controller: 'refuge' }]).controller).toBe('refuge');
    expect(inherit(own, [{ ...own, id: 'mine' }]).controller).toBe('weald');
  });

  it('keep a protected address protected in a note', () => {
    const note: Labels = { carries: ['concern.summary'], marking: 'official', grading: null, controller: 'weald' };
    expect(inherit(note, [{ id: 'a', carries: ['person.safe-address'], marking: 'official-sensitive', grading: null, controller: 'weald' }]))
      .toEqual({ carries: ['concern.summary', 'person.safe-address'], marking: 'official-sensitive', grading: null, controller: 'weald' });
  });
});
