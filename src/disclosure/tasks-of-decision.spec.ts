import { describe, expect, it } from '@jest/globals';
import { loadLaw } from '../law/index.js';
import { noticesOf, tasksOf, type Made } from './tasks-of-decision.js';

const { clocks } = loadLaw();
const made = (more: Partial<Made> = {}): Made => ({ agency: 'sharing', staff: 's', concern: 'c', decision: 'd', referral: 'r', recipient: { agency: 'receiving', team: 't' }, entry: 'e', obligations: [], today: '2026-11-20', ...more });
const emergency = ['review-within-one-working-day', 'notify-lead-and-ig', 'inform-subject', 'log-decision'];

describe('the tasks of a decision', () => {
  it('are its obligations that the clocks know, each with its owner and its working day', () => {
    expect(tasksOf(made({ obligations: [...emergency, 'constructor'] }), clocks)).toMatchObject([
      { obligation: 'review-within-one-working-day', staff: undefined, role: 'agency-lead', named: true, dueOn: '2026-11-23', referral: 'r', setBy: 's' },
      { obligation: 'notify-lead-and-ig', staff: undefined, role: 'agency-lead', named: false, dueOn: '2026-11-20' },
      { obligation: 'inform-subject', staff: 's', role: undefined, named: false, dueOn: '2026-11-27' },
    ]);
  });

  it('of what did not go are neither a review nor telling anybody that they were overridden', () => {
    const refused = made({ referral: undefined, recipient: undefined, obligations: [...emergency, 'offer-support'] });
    expect(tasksOf(refused, clocks).map(({ obligation }) => obligation)).toEqual(['offer-support']);
    expect(noticesOf(refused, tasksOf(refused, clocks))).toEqual([]);
  });
});

describe('who hears of it', () => {
  const told = (obligations: string[]): unknown[] => noticesOf(made({ obligations }), tasksOf(made({ obligations }), clocks)).map(({ agency, kind, to }) => [agency, kind, to]);

  it('is the team that received it', () => expect(told(['inform-subject'])).toEqual([['receiving', 'referral-received', { team: 't' }]]));

  it('of an emergency leads and officers here and leads there besides; the other agency learns no id of the sender’s own', () => {
    expect(told(emergency)).toEqual([
      ['sharing', 'emergency-disclosure', { role: 'agency-lead' }], ['sharing', 'emergency-disclosure', { role: 'ig-officer' }], ['receiving', 'emergency-disclosure', { role: 'agency-lead' }], ['receiving', 'referral-received', { team: 't' }],
    ]);
    const [, , there] = noticesOf(made({ obligations: emergency }), tasksOf(made({ obligations: emergency }), clocks));
    expect(there).toEqual({ agency: 'receiving', kind: 'emergency-disclosure', to: { role: 'agency-lead' }, concern: 'c', referral: 'r', entry: 'e' });
  });
});
