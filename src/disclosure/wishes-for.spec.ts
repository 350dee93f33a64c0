import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allWishes, law, said, sharing, sharings, subject } from '../../test/support/sharing.js';
import { answer, leaving } from './answer.js';
import { questionsOf, type Sharing } from './ask.js';
import type { Said, WishesScope } from './facts.js';
import { wishesFor } from './wishes-for.js';

const seed = 17;
const toPolice = { purpose: 'crime-prevention', partner: 'downshire-police' };
const scoped = (state: Said['state'], scope: WishesScope | null): Said => said(state, { scope });

describe('the wish that counts for one sharing', () => {
  it.each<[string, Said[], Said['state']]>([
    ['nothing was said', [], 'not-sought'],
    ['the newest of everything', [scoped('refused', null), scoped('given', null)], 'refused'],
    ['agreement for this partner', [scoped('given', { agencies: ['copperbeck-homes', 'downshire-police'] })], 'given'],
    ['agreement for another partner is none for this one', [scoped('given', { agencies: ['copperbeck-homes'] })], 'not-sought'],
    ['agreement for another purpose is none for this one', [scoped('given', { purposes: ['victim-support'] })], 'not-sought'],
    ['both parts of a scope must cover', [scoped('given', { purposes: ['crime-prevention'], agencies: ['copperbeck-homes'] })], 'not-sought'],
    ['a refusal within its scope, though everything was agreed to before', [scoped('refused', { agencies: ['downshire-police'] }), scoped('given', null)], 'refused'],
    ['a refusal does not reach beyond its scope', [scoped('refused', { agencies: ['copperbeck-homes'] }), scoped('given', null)], 'given'],
    ['agreement for this partner, newer than a refusal of everything', [scoped('given', { agencies: ['downshire-police'] }), scoped('refused', null)], 'given'],
    ['a newer one of everything overrides all older', [scoped('withdrawn', null), scoped('given', { agencies: ['downshire-police'] })], 'withdrawn'],
    ['whoever answers today for the agency that was named', [said('given', { scope: { agencies: ['old-borough'] }, holders: ['downshire-police'] })], 'given'],
    ['an agency that another answers for today is nobody’s partner', [said('given', { scope: { agencies: ['downshire-police'] }, holders: ['new-force'] })], 'not-sought'],
  ])('%s', (_, all, counts) => {
    expect(wishesFor(all, toPolice)).toBe(counts);
  });
});

it('words that come back are decided by the wishes about the partner who sends them', () => {
  const [from, to] = [sharing().to, sharing().from];
  const back = sharing({ from, to, subjects: [subject('s1', { said: [scoped('given', { agencies: [from.id] })] })] });
  expect(questionsOf(back)[0]!.request.wishes).toBe('not-sought');
  expect(questionsOf({ ...back, partner: from.id })[0]!.request.wishes).toBe('given');
});

const scopes: fc.Arbitrary<WishesScope> = fc.record({
  purposes: fc.subarray(['crime-prevention', 'safeguarding-child', 'domestic-abuse-risk', 'child-protection-enquiry', 'asb-resolution'], { minLength: 1 }),
  agencies: fc.subarray(['downshire-police', 'downshire-childrens-services', 'wealdmere-borough-council', 'copperbeck-homes'], { minLength: 1 }),
}, { requiredKeys: [] });
const history = fc.array(fc.tuple(fc.constantFrom(...allWishes, 'given' as const, 'given' as const), fc.option(scopes, { nil: null })).map(([state, scope]) => scoped(state, scope)), { maxLength: 4 });

/** Rows that leave under a sharing. */
const goes = (it: Sharing): string[] => leaving(answer(it, law)).map(({ id }) => id);
const withHistory = (it: Sharing, of: Said[]): Sharing => ({ ...it, subjects: it.subjects.map((one, at) => (at === 0 ? { ...one, said: of } : one)) });
/** Covers no more than both do. */
const narrowed = (scope: WishesScope | null, by: WishesScope): WishesScope => {
  const both = (one: string[] | undefined, other: string[] | undefined): string[] | undefined => (one && other ? one.filter((name) => other.includes(name)) : (one ?? other));
  return JSON.parse(JSON.stringify({ purposes: both(scope?.purposes, by.purposes), agencies: both(scope?.agencies, by.agencies) })) as WishesScope;
};

describe('nothing more leaves', () => {
  it('when an agreement is narrowed', () => {
    let bit = 0;
    fc.assert(fc.property(sharings, history, history, scopes, fc.option(scopes, { nil: null }), (it, newer, older, by, scope) => {
      const given = (of: WishesScope | null): Sharing => withHistory(it, [...newer, scoped('given', of), ...older]);
      const [wide, narrow] = [goes(given(scope)), goes(given(narrowed(scope, by)))];
      expect(wide).toEqual(expect.arrayContaining(narrow));
      if (narrow.length < wide.length) bit += 1;
    }), { seed, numRuns: 400 });
    expect(bit).toBeGreaterThan(0);
  });

  it('when a refusal or a withdrawal is added, of whatever scope', () => {
    let bit = 0;
    fc.assert(fc.property(sharings, history, fc.constantFrom('refused' as const, 'withdrawn' as const), fc.option(scopes, { nil: null }), (it, before, state, scope) => {
      const [free, bound] = [goes(withHistory(it, before)), goes(withHistory(it, [scoped(state, scope), ...before]))];
      expect(free).toEqual(expect.arrayContaining(bound));
      if (bound.length < free.length) bit += 1;
    }), { seed, numRuns: 400 });
    expect(bit).toBeGreaterThan(0);
  });
});
