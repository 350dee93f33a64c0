import type { Facts } from './facts.js';
import { type Finding, outstanding, refuse, type Rule, silent } from './finding.js';
import type { Purpose } from './request.js';

/** Purposes that go ahead whatever the person wishes. Source: step 9. */
const regardlessOfWishes: ReadonlySet<Purpose> = new Set([
  'child-protection-enquiry',
  'safeguarding-board-request',
  'fgm-report',
  'child-sexual-abuse-report',
  'strategic-analysis',
  'mappa',
  'victim-info-request',
  'child-welfare',
]);

export function goesRegardlessOfWishes(purpose: Purpose): boolean {
  return regardlessOfWishes.has(purpose);
}

/** Whether the person's wishes weigh at all: not for some purposes, for a child at risk, or in an emergency. Source: step 9. */
function wishesMatter(facts: Facts): boolean {
  return !goesRegardlessOfWishes(facts.purpose) && facts.childAtRisk !== true && !facts.isEmergency;
}

/** A refusal or withdrawal is overridden only against high harm, for a written reason, by a lead; the person is told. Source: step 9. */
function againstWishes(facts: Facts): Finding {
  if (facts.isHighHarmWithReason) {
    return {
      approvals: outstanding(facts, 'agency-lead'),
      obligations: ['inform-subject'],
      reasons: ['override'],
    };
  }
  return facts.wishes === 'withdrawn'
    ? refuse('consent-withdrawn', 'notify-recipients-of-withdrawal')
    : refuse('consent-refused-no-override', 'offer-support');
}

/** Not asking is allowed only against high harm and for a written reason. Source: step 9. */
function withoutAsking(facts: Facts): Finding {
  return facts.isHighHarmWithReason
    ? { obligations: ['record-why-not-informed'] }
    : refuse('no-reason-for-not-seeking');
}

export const wishes: Rule = ({ facts }) => {
  if (!wishesMatter(facts)) return silent;
  if (facts.wishes === 'refused' || facts.wishes === 'withdrawn') return againstWishes(facts);
  if (facts.wishes === 'unsafe-to-ask' || facts.wishes === 'unable') return withoutAsking(facts);
  return silent;
};

/** A victim is referred for support only if they agree, whatever the harm. Source: step 9, last sentence. */
export const supportReferral: Rule = ({ facts }) =>
  facts.purpose === 'victim-support' && facts.wishes !== 'given' ? refuse('support-referral-needs-agreement') : silent;
