import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadLaw } from '../law/index.js';
import { after, dueOn, sideOf, type ReferralState, type ReferralStep, type Side } from './referral.js';

const states: ReferralState[] = ['sent', 'question-asked', 'accepted', 'declined', 'closed'];
const steps: ReferralStep[] = ['accept', 'ask', 'answer', 'decline', 'record-outcome'];
const other: Record<Side, Side> = { sender: 'recipient', recipient: 'sender' };

describe('a referral', () => {
  /** State by step; an empty place is a step that the state does not permit. */
  const table: Record<ReferralState, Record<ReferralStep, ReferralState | ''>> = {
    'sent': { 'accept': 'accepted', 'ask': 'question-asked', 'answer': '', 'decline': 'declined', 'record-outcome': '' },
    'question-asked': { 'accept': 'accepted', 'ask': 'question-asked', 'answer': 'sent', 'decline': 'declined', 'record-outcome': '' },
    'accepted': { 'accept': '', 'ask': 'accepted', 'answer': 'accepted', 'decline': '', 'record-outcome': 'closed' },
    'declined': { 'accept': '', 'ask': '', 'answer': '', 'decline': '', 'record-outcome': '' },
    'closed': { 'accept': '', 'ask': '', 'answer': '', 'decline': '', 'record-outcome': '' },
  };
  it.each(states.flatMap((state) => steps.map((step) => [state, step, table[state][step]] as const)))('%s: %s → %s', (state, step, next) => {
    expect(after(state, step, sideOf(step))?.state ?? '').toBe(next);
  });

  it.each(steps)('%s is for one side alone', (step) => {
    for (const state of states) expect(after(state, step, other[sideOf(step)])).toBeUndefined();
  });

  it('is answered by its sender, and everything else is the recipient’s', () => {
    expect(steps.filter((step) => sideOf(step) === 'sender')).toEqual(['answer']);
  });

  it('that is over stays over, whatever is tried', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...steps)), (tried) => {
      let state: ReferralState = 'sent';
      let over = false;
      for (const step of tried) {
        const next = after(state, step, sideOf(step));
        if (over) expect(next).toBeUndefined();
        state = next?.state ?? state;
        over = state === 'declined' || state === 'closed';
      }
    }), { seed: 29 });
  });
});

const { clocks } = loadLaw();

describe('the day by which to answer', () => {
  it.each([
    // 2026-11-22 is a Sunday.
    ['a Sunday', '2026-11-22', 'crime-prevention', '2026-11-27'], ['a Monday', '2026-11-23', 'crime-prevention', '2026-11-30'], ['a Friday', '2026-11-27', 'crime-prevention', '2026-12-04'], ['a Saturday', '2026-11-28', 'crime-prevention', '2026-12-04'],
    ['a Thursday, for a child', '2026-11-26', 'safeguarding-child', '2026-11-27'], ['a Friday, for a child', '2026-11-27', 'safeguarding-child', '2026-11-30'], ['a Saturday, for a child', '2026-11-28', 'child-protection-enquiry', '2026-11-30'], ['a Sunday, for a duty', '2026-11-29', 'fgm-report', '2026-11-30'],
    ['a Friday, for a notification', '2026-11-27', 'modern-slavery-notification', '2026-11-30'], ['any day, for a life', '2026-11-28', 'emergency-life', '2026-11-28'], ['the last day of a year', '2026-12-31', 'crime-prevention', '2027-01-08'], ['a leap day', '2028-02-28', 'safeguarding-child', '2028-02-29'],
    ['the day before the clocks change', '2026-03-28', 'safeguarding-child', '2026-03-30'], ['the day they change back', '2026-10-25', 'safeguarding-child', '2026-10-26'],
  ])('of %s', (_, sent, purpose, due) => {
    expect(dueOn(sent, purpose, clocks)).toBe(due);
  });

  it('is a working day after it, unless a life is at stake, and never far away', () => {
    fc.assert(fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2040-12-31'), noInvalidDate: true }), fc.constantFrom('crime-prevention', 'safeguarding-child', 'nothing-known'), (day, purpose) => {
      const sent = day.toISOString().slice(0, 10);
      const due = dueOn(sent, purpose, clocks);
      expect([0, 6]).not.toContain(new Date(`${due}T12:00:00Z`).getUTCDay());
      const days = (Date.parse(due) - Date.parse(sent)) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(1);
      expect(days).toBeLessThanOrEqual(13);
    }), { seed: 31 });
  });
});
