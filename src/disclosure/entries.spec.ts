import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { item, law, sharing, sharings, subject, terms } from '../../test/support/sharing.js';
import { pseudonym } from '../ledger/index.js';
import { answer } from './answer.js';
import { becauseOf, fieldsOf, rowsOf, subjectRefs } from './entries.js';

const secret = 's'.repeat(32);

describe('an entry', () => {
  it('knows people by pseudonyms: their own, and one for the alias that a recipient knows', () => {
    const key = 'cd'.repeat(32);
    const [ref] = subjectRefs(secret, [subject('s1', { key })], { s1: 'alias-1' });
    expect(ref).toEqual({ refs: [pseudonym(secret, key, 's1'), pseudonym(secret, key, 'alias-1')], roles: ['victim-or-possible-victim'] });
    expect(JSON.stringify(ref)).not.toMatch(/s1|alias/);
    expect(subjectRefs(secret, [subject('s1', { key })])[0]!.refs).toHaveLength(1);
  });

  it('knows nobody who was erased', () => {
    expect(subjectRefs(secret, [subject('gone', { key: null }), subject('s2')]).length).toBe(1);
  });

  it('gives two people of one id under two keys two names, and one person in two referrals two names', () => {
    const names = [subjectRefs(secret, [subject('s1', { key: 'aa'.repeat(32) })]), subjectRefs(secret, [subject('s1', { key: 'bb'.repeat(32) })]), subjectRefs(secret, [subject('s1')], { s1: 'x' }), subjectRefs(secret, [subject('s1')], { s1: 'y' })]
      .map(([ref]) => ref!.refs.at(-1));
    expect(new Set(names).size).toBe(4);
  });

  it('lists rows exactly, and each of their fields once', () => {
    const rows = rowsOf([item('concern.summary', { id: 'r1', version: 3 }), item('concern.summary', { id: 'r2' })]);
    expect(rows).toEqual([{ field: 'concern.summary', content: 'r1', version: 3 }, { field: 'concern.summary', content: 'r2', version: 1 }]);
    expect(fieldsOf(rows)).toEqual(['concern.summary']);
  });
});

describe('why', () => {
  it('names gateway, agreement, clauses, ruleset and the five locks', () => {
    const because = becauseOf(answer(sharing(), law), law);
    expect(because).toMatchObject({
      purpose: 'crime-prevention', necessity: 'recorded', wishes: 'given', basis: expect.stringMatching(/power|duty/), gateway: { id: expect.any(String), verified: expect.any(String) },
      agreement: { id: 'county-misp-demo', status: 'active', clauses: expect.arrayContaining([expect.any(String)]) }, ruleset: expect.any(String), law: law.version, inputDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      locks: { power: 'open', basis: expect.any(String), confidence: 'open', minimum: 'all-needed' },
    });
  });

  it('of a refusal at the first step says that the locks were not reached', () => {
    const { locks } = becauseOf(answer(sharing({ terms: terms({ necessity: false }) }), law), law) as { locks: Record<string, unknown> };
    expect(locks).toMatchObject({ basis: 'not-reached', confidence: 'not-reached', minimum: 'not-reached' });
  });

  it('changes its digest with any fact that the rules were asked with', () => {
    const digest = (changes: Parameters<typeof sharing>[0]): unknown => becauseOf(answer(sharing(changes), law), law)['inputDigest'];
    expect(digest({})).not.toBe(digest({ subjects: [subject('s1', { age: 41 })] }));
    expect(digest({})).not.toBe(digest({ asOf: '2026-11-23' }));
  });

  it('is codes, ids and digests only: no key, no id of a person or of a row', () => {
    fc.assert(fc.property(sharings, (given) => {
      const text = JSON.stringify(becauseOf(answer(given, law), law));
      for (const { id, key } of given.subjects) expect(text.includes(`"${id}"`) || text.includes(key!)).toBe(false);
      for (const { id } of given.items) expect(text).not.toContain(`"${id}"`);
    }), { seed: 5, numRuns: 150 });
  });
});
