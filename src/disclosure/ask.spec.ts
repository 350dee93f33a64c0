import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { item, law, sharing, sharings, subject, terms } from '../../test/support/sharing.js';
import { checkRequest } from '../rules/index.js';
import { protectedSubjects, questionsOf } from './ask.js';

const child = subject('child', { roles: ['child-of-household'], age: 7, wishes: 'not-sought' });
const harmer = subject('harmer', { roles: ['person-alleged-to-cause-harm'], wishes: 'refused' });
const victim = subject('victim');

describe('the people whose wishes count', () => {
  it('are the victims and the children, not whoever may have harmed them', () => {
    expect(protectedSubjects([harmer, victim, child]).map(({ id }) => id)).toEqual(['victim', 'child']);
  });
  it('are all, where nobody is a victim', () => {
    expect(protectedSubjects([harmer]).map(({ id }) => id)).toEqual(['harmer']);
  });
});

describe('the questions of one sharing', () => {
  it('are one for each person whose rows are to go, in their role and at their age', () => {
    const questions = questionsOf(sharing({
      subjects: [victim, harmer, child], terms: terms({ fields: ['person.identity', 'child.identity'] }),
      items: [item('person.identity', { about: 'victim' }), item('person.identity', { about: 'harmer' }), item('child.identity', { about: 'child' })],
    }));
    expect(questions.map(({ subject: who, request }) => [who?.id, request.subjectRole, request.subjectAge, request.fields])).toEqual([
      ['victim', 'victim-or-possible-victim', 40, ['person.identity']], ['harmer', 'person-alleged-to-cause-harm', 40, ['person.identity']], ['child', 'child-of-household', 7, ['child.identity']],
    ]);
  });

  it('put what no row is about with the first victim', () => {
    const [first, ...others] = questionsOf(sharing({ subjects: [harmer, victim], items: [item('concern.summary')], terms: terms({ fields: ['concern.summary', 'health.summary'] }) }));
    expect([first!.subject?.id, first!.request.fields, others]).toEqual(['victim', ['concern.summary', 'health.summary'], []]);
  });

  it('ask for every field that a row’s text stands under, not for its own alone', () => {
    const [question] = questionsOf(sharing({ items: [item('concern.summary', { about: 's1', carries: ['concern.summary', 'person.safe-address'] })], terms: terms({ fields: ['concern.summary'] }) }));
    expect(question!.request.fields).toEqual(['concern.summary', 'person.safe-address']);
  });

  it('are asked with the strictest wishes of the victims, for everybody’s rows', () => {
    const unwilling = subject('unwilling', { wishes: 'refused' });
    const questions = questionsOf(sharing({ subjects: [victim, unwilling], items: [item('person.identity', { about: 'victim' }), item('person.identity', { about: 'unwilling' })] }));
    expect(questions.map(({ request }) => request.wishes)).toEqual(['refused', 'refused']);
  });

  it('leave a refusal by whoever may have harmed them out of account', () => {
    expect(questionsOf(sharing({ subjects: [victim, harmer] }))[0]!.request.wishes).toBe('given');
  });

  it('date a field by its oldest row, and not at all where one row has no date', () => {
    const rows = (second: string | null): string | undefined => questionsOf(sharing({ items: [item('concern.summary', { about: 's1', datedOn: '2026-11-01' }), item('concern.summary', { about: 's1', datedOn: second })] }))[0]!.request.itemDates?.['concern.summary'];
    expect([rows('2020-01-01'), rows(null)]).toEqual(['2020-01-01', undefined]);
  });

  it('know that what another agency controls goes onward', () => {
    expect(questionsOf(sharing({ items: [item('concern.summary', { about: 's1', controller: 'downshire-police' })] }))[0]!.request.onwardUse).toBe(true);
    expect(questionsOf(sharing())[0]!.request.onwardUse).toBeUndefined();
  });

  it('grade by what carries intelligence, even within a text of another field', () => {
    const grading = { source: 2, information: 'C', handling: 'P' } as const;
    const of = (rows: ReturnType<typeof item>[]) => questionsOf(sharing({ items: rows, terms: terms({ fields: ['concern.summary', 'intelligence.item'] }) }))[0]!.request.intelligence;
    expect(of([item('intelligence.item', { about: 's1', grading }), item('concern.summary', { about: 's1' })])).toEqual(grading);
    expect(of([item('intelligence.item', { about: 's1', grading }), item('concern.summary', { about: 's1', carries: ['concern.summary', 'intelligence.item'] })])).toBeUndefined();
  });

  it('are always questions that the rules take, that lose no row and no field', () => {
    fc.assert(fc.property(sharings, (given) => {
      const questions = questionsOf(given);
      for (const { request } of questions) expect(() => checkRequest(structuredClone(request), law)).not.toThrow();
      expect(questions.flatMap(({ items }) => items.map(({ id }) => id)).sort()).toEqual(given.items.map(({ id }) => id).sort());
      const asked = new Set(questions.flatMap(({ request }) => request.fields));
      for (const field of [...given.terms.fields, ...given.items.flatMap(({ carries }) => carries)]) expect(asked).toContain(field);
    }), { seed: 11, numRuns: 400 });
  });
});
