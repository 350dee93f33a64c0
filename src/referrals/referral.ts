import { workingDaysAfter, type Clocks } from '../law/index.js';

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

/** The date by which the recipient should have answered, YYYY-MM-DD. Source: `config/clocks.json`. */
export const dueOn = (today: string, purpose: string, clocks: Clocks): string => {
  const { byPurpose, otherwise } = clocks.referrals;
  return workingDaysAfter(today, Object.hasOwn(byPurpose, purpose) ? byPurpose[purpose]! : otherwise, clocks);
};
