/** States of a referral. Each step names who may take it; the state guards its own transitions. */
export const referralStates = ['sent', 'question-asked', 'accepted', 'declined', 'closed'] as const;
export type ReferralState = (typeof referralStates)[number];
export type ReferralStep = 'accept' | 'ask' | 'answer' | 'decline' | 'record-outcome';
export type Side = 'sender' | 'recipient';

type Move = { by: Side; from: readonly ReferralState[]; to: (now: ReferralState) => ReferralState; event: string };
const moves: Readonly<Record<ReferralStep, Move>> = {
  'accept': { by: 'recipient', from: ['sent', 'question-asked'], to: () => 'accepted', event: 'accepted' },
  'ask': { by: 'recipient', from: ['sent', 'question-asked', 'accepted'], to: (now) => (now === 'sent' ? 'question-asked' : now), event: 'question-asked' },
  'answer': { by: 'sender', from: ['question-asked', 'accepted'], to: (now) => (now === 'question-asked' ? 'sent' : now), event: 'answered' },
  'decline': { by: 'recipient', from: ['sent', 'question-asked'], to: () => 'declined', event: 'declined' },
  'record-outcome': { by: 'recipient', from: ['accepted'], to: () => 'closed', event: 'outcome-recorded' },
};

/** Where a step leads, or undefined where this state or side does not permit it. */
export const after = (state: ReferralState, step: ReferralStep, side: Side): { state: ReferralState; event: string } | undefined => {
  const { by, from, to, event } = moves[step];
  return by === side && from.includes(state) ? { state: to(state), event } : undefined;
};
export const sideOf = (step: ReferralStep): Side => moves[step].by;

/** Working days until an answer is due, by purpose: at once where a life is at risk, the next for a child or a duty. */
const workingDays: ReadonlyMap<string, number> = new Map([
  ['emergency-life', 0],
  ['child-protection-enquiry', 1], ['safeguarding-child', 1], ['fgm-report', 1], ['modern-slavery-notification', 1], ['child-sexual-abuse-report', 1],
]);
const otherwise = 5;

/** The date by which the recipient should have answered, YYYY-MM-DD; weekends are left out, bank holidays are not known here. */
export const dueOn = (today: string, purpose: string): string => {
  const date = new Date(`${today}T12:00:00Z`);
  for (let left = workingDays.get(purpose) ?? otherwise; left > 0; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() !== 0 && date.getUTCDay() !== 6) left -= 1;
  }
  return date.toISOString().slice(0, 10);
};
