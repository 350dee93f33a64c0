import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { item, law, sharing, sharings, subject, terms } from '../../test/support/sharing.js';
import { answer, leaving, type Answer } from './answer.js';

const seed = 13;
const runs = { seed, numRuns: 300 };
const opens = (outcome: string): boolean => ['permit', 'permit-redacted', 'must-notify'].includes(outcome);
const decisionOf = ({ answered }: Answer, id: string) => answered.find(({ items }) => items.some((row) => row.id === id))!.decision;

describe('an answer', () => {
  it('with one data subject is that decision, word for word', () => {
    fc.assert(fc.property(sharings.filter(({ subjects, items }) => subjects.length === 1 && items.length > 0), (given) => {
      const it = answer(given, law);
      expect(it.answered).toHaveLength(1);
      // A permission under which nothing goes is a refusal.
      const own = it.answered[0]!.decision;
      if (it.items.some(({ outcome }) => outcome === 'shared') || !opens(own.outcome)) expect(it.decision).toEqual(own);
      else expect(it.decision).toMatchObject({ outcome: 'refuse', permitted: [], reasons: [...own.reasons, 'nothing-to-share'] });
    }), runs);
  });

  it('says of every field that it is permitted, withheld or waiting, and never two of them', () => {
    fc.assert(fc.property(sharings, (given) => {
      const { decision, answered } = answer(given, law);
      for (const field of answered.flatMap(({ request }) => request.fields)) {
        const [permitted, withheld] = [decision.permitted.includes(field), Object.hasOwn(decision.withheld, field)];
        expect({ field, both: permitted && withheld }).toEqual({ field, both: false });
        const mayWait = answered.some(({ decision: own }) => own.outcome === 'needs-approval') || decision.outcome === 'refuse' || decision.outcome === 'must-notify';
        if (!permitted && !withheld) expect({ field, mayWait }).toEqual({ field, mayWait: true });
      }
    }), runs);
  });

  it('says of every row that it is shared, withheld for a reason, or waiting', () => {
    fc.assert(fc.property(sharings, (given) => {
      const { items } = answer(given, law);
      expect(items.map(({ id }) => id).sort()).toEqual(given.items.map(({ id }) => id).sort());
      for (const row of items) expect({ row, told: (row.outcome === 'withheld') === (row.reason !== undefined) }).toEqual({ row, told: true });
    }), runs);
  });

  it('lets a row leave only if every field whose rules it stands under is permitted for its person', () => {
    fc.assert(fc.property(sharings, (given) => {
      const it = answer(given, law);
      for (const { id } of leaving(it)) {
        const own = decisionOf(it, id);
        expect(opens(own.outcome)).toBe(true);
        for (const field of given.items.find((row) => row.id === id)!.carries) expect(own.permitted).toContain(field);
      }
    }), runs);
  });

  it('lets nothing leave that is refused or waits, and says "shared" of nothing that stays', () => {
    fc.assert(fc.property(sharings, (given) => {
      const it = answer(given, law);
      if (!opens(it.decision.outcome)) expect(leaving(it)).toEqual([]);
      expect(leaving(it)).toEqual(it.items.filter(({ outcome }) => outcome === 'shared'));
    }), runs);
  });

  it('sends nothing to a team with somebody who must not receive it', () => {
    fc.assert(fc.property(sharings, (given) => {
      const it = answer({ ...given, recipientKeptAway: true }, law);
      expect([it.decision.outcome === 'refuse' || it.answered.length === 0, leaving(it)]).toEqual([true, []]);
    }), { seed, numRuns: 200 });
  });

  it('is the same for the same facts', () => {
    fc.assert(fc.property(sharings, (given) => expect(answer(structuredClone(given), law)).toEqual(answer(given, law))), { seed, numRuns: 100 });
  });

  it('never lets more leave because another row was asked for with it', () => {
    fc.assert(fc.property(sharings.filter(({ items }) => items.length > 1), (given) => {
      const [, ...fewer] = given.items;
      const all = new Set(leaving(answer(given, law)).map(({ id }) => id));
      const some = new Set(leaving(answer({ ...given, items: fewer }, law)).map(({ id }) => id));
      // Fewer rows can only ease the strictest of everything.
      for (const { id } of fewer) if (all.has(id)) expect({ id, given: some.has(id) }).toEqual({ id, given: true });
    }), runs);
  });
});

describe('the sum over several people', () => {
  const two = [subject('a'), subject('b', { roles: ['person-alleged-to-cause-harm'] })];
  it('withholds a field from all that is withheld for one of them', () => {
    const it = answer(sharing({ subjects: two, terms: terms({ fields: ['person.identity', 'reporter.identity'] }), items: [item('person.identity', { about: 'a' }), item('reporter.identity', { about: 'b' })] }), law);
    expect(it.decision).toMatchObject({ outcome: 'permit-redacted', permitted: ['person.identity'], withheld: { 'reporter.identity': 'reporter-protected' } });
    expect(leaving(it).map(({ field }) => field)).toEqual(['person.identity']);
  });

  it('is refused only where each part is, and then records the non-disclosure', () => {
    const it = answer(sharing({ subjects: two, terms: terms({ necessity: false }), items: [item('person.identity', { about: 'a' }), item('person.identity', { about: 'b' })] }), law);
    expect(it.decision.outcome).toBe('refuse');
    expect(it.decision.obligations).toContain('record-non-disclosure');
    expect(it.decision.permitted).toEqual([]);
  });

  it('waits as a whole for an approval that one part needs', () => {
    const grading = { source: 1, information: 'A', handling: 'C', action: 'A1' } as const;
    const waiting = answer(sharing({
      subjects: [subject('a', { roles: ['associate'] }), subject('b', { roles: ['associate'] })], terms: terms({ fields: ['person.identity', 'intelligence.item'], relevanceRecorded: ['intelligence.item'] }),
      items: [item('person.identity', { about: 'a' }), item('intelligence.item', { about: 'b', grading })],
    }), law);
    expect(waiting.answered.map(({ decision }) => decision.outcome)).toEqual(['permit', 'needs-approval']);
    expect([waiting.decision.outcome, waiting.items.map(({ outcome }) => outcome), leaving(waiting)]).toEqual(['needs-approval', ['waiting', 'waiting'], []]);
  });
});
