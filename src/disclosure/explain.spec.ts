import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencyFacts, item, law, sharing, sharings, subject, terms } from '../../test/support/sharing.js';
import { changeKinds, locks } from '../rules/index.js';
import { answer } from './answer.js';
import type { Sharing } from './ask.js';
import { explain, explainAnswer, type ExplainedAnswer } from './explain.js';

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

describe('why, lock by lock, and the smallest change', () => {
  const explained = (given: Sharing): ExplainedAnswer => explainAnswer(answer(given, law), law);

  it('is all open where all may go, with the condition for each person, and nothing to change', () => {
    const it = explained(sharing());
    expect(it.locks.map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'open']);
    expect(it.locks[2]!.because).toEqual([{ code: 'art9-2a', says: expect.stringContaining('consent') }]);
    expect([it.whatWouldPermit, it.notInForceYet, it.locksBySubject.map(({ subject: who }) => who)]).toEqual([[], [], ['s1']]);
  });

  it('says in plain English what to do', () => {
    const it = explained(sharing({ terms: terms({ necessity: false }) }));
    expect(it.locks[1]).toEqual({ lock: 'basis', state: 'shut', says: expect.stringMatching(/^Basis: shut/), because: [{ code: 'no-necessity-record', says: expect.any(String) }] });
    expect(it.whatWouldPermit[0]).toEqual({
      subjects: ['s1'], field: null, says: null,
      ways: [{ changes: [{ kind: 'record-necessity', field: null, values: [], says: 'Record why the sharing is necessary and proportionate.' }], then: 'permit', gateways: ['cda-1998-s115'] }],
    });
  });

  it('offers recipients of the same agreement as one choice, by their names', () => {
    const given = sharing({ from: agencyFacts({ id: 'school', type: 'school' }), to: agencyFacts({ id: 'refuge', type: 'refuge' }), terms: terms({ purpose: 'safeguarding-child' }), subjects: [subject('s1', { wishes: 'refused' })] });
    const recipients = explained(given).whatWouldPermit.flatMap(({ ways }) => ways).flatMap(({ changes }) => changes).filter(({ kind }) => kind === 'other-recipient');
    expect(recipients).toEqual([]);
    const [whole] = explained({ ...given, subjects: [subject('s1', { wishes: 'not-sought' })] }).whatWouldPermit;
    const [choice] = whole!.ways.flatMap(({ changes }) => changes).filter(({ kind }) => kind === 'other-recipient');
    expect(choice!.values).toContain('police');
    expect(choice!.says).toContain('Police');
    expect(choice!.values).not.toContain('home-office');
  });

  it('is open in part where it is open for one person and shut for another', () => {
    const two = [subject('a', { roles: ['associate'] }), subject('b', { roles: ['associate'] })];
    const it = explained(sharing({ subjects: two, terms: terms({ fields: ['person.identity', 'family-court'] }), items: [item('person.identity', { about: 'a' }), item('family-court', { about: 'b' })] }));
    expect(it.locks[3]!.state).toBe('part');
    expect(it.whatWouldPermit).toEqual([
      { subjects: ['b'], field: null, ways: [], says: 'Nothing would permit this lawfully.' }, { subjects: ['b'], field: 'family-court', ways: [], says: 'Nothing would permit this lawfully.' },
    ]);
  });

  it('of a part that waits for another person’s approval is that approval', () => {
    const grading = { source: 1, information: 'A', handling: 'C', action: 'A1' } as const;
    const it = explained(sharing({
      subjects: [subject('a', { roles: ['associate'] }), subject('b', { roles: ['associate'] })], terms: terms({ fields: ['person.identity', 'intelligence.item'], relevanceRecorded: ['intelligence.item'] }),
      items: [item('person.identity', { about: 'a' }), item('intelligence.item', { about: 'b', grading })],
    }));
    expect(it.whatWouldPermit.map(({ subjects, field, ways }) => [subjects, field, ways.map(({ changes }) => changes.map(({ values }) => values))])).toEqual([
      [['b'], 'intelligence.item', [[['originator']]]], [['a'], null, [[['originator']]]],
    ]);
  });

  it('is shut at the minimum where all may go but nothing was chosen', () => {
    const it = explained(sharing({ items: [] }));
    expect(it.locks.map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open', 'shut']);
    expect(it.locks[4]!.because.map(({ code }) => code)).toEqual(['nothing-to-share']);
  });

  it('has a sentence for each state of each lock, and for each change', () => {
    const missing = [...locks.flatMap((lock) => ['open', 'shut', 'part', 'not-reached'].map((state) => `lock-${lock}-${state}`)), 'lock-power-duty', 'lock-confidence-waits', 'lock-minimum-waits', ...changeKinds.map((kind) => `change-${kind}`)]
      .filter((code) => !Object.hasOwn(law.reasons, code));
    expect(missing).toEqual([]);
  });

  it('is told once for several people, and leaves no gap in a sentence', () => {
    fc.assert(fc.property(sharings, (given) => {
      const { locks: whole, locksBySubject, whatWouldPermit } = explained(given);
      for (const lock of [...whole, ...locksBySubject.flatMap((each) => each.locks)]) expect(lock.says).toMatch(/^[A-Z][a-z]+: .*\.$/);
      const keys = whatWouldPermit.map(({ field, ways, says }) => JSON.stringify([field, ways, says]));
      expect(new Set(keys).size).toBe(keys.length);
      for (const { kind, says } of whatWouldPermit.flatMap(({ ways }) => ways).flatMap(({ changes }) => changes)) {
        expect({ kind, says }).toEqual({ kind, says: expect.stringMatching(/^[A-Z][^{}]{15,}\.$/) });
        expect(says).not.toMatch(/ {2}|: \.| [,:]/);
      }
    }), { seed: 7, numRuns: 60 });
  });
});
