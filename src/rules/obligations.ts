import type { Facts } from './facts.js';
import { isPatientField } from './field.rule.js';
import type { Rule } from './finding.js';
import type { FieldCode, Purpose } from './request.js';

/** Purposes for which law-enforcement data leaves Part 3 of the DPA 2018, and must be authorised by law to do so. Source: step 11. */
const outsidePart3: ReadonlySet<Purpose> = new Set([
  'victim-support',
  'domestic-abuse-risk',
  'asb-resolution',
  'safeguarding-adult',
  'safeguarding-child',
]);

/** Whether a purpose is a law-enforcement purpose, for data held under Part 3. Source: step 11. */
export function isLawEnforcementPurpose(purpose: Purpose): boolean {
  return !outsidePart3.has(purpose);
}

/** What must be done along with the decision, judged by what was asked for rather than by what goes. Source: step 11. */
export const obligations: Rule = ({ facts }) => ({
  obligations: [
    ...(facts.fields.some(needsPolicyDocument) ? ['check-appropriate-policy-document'] : []),
    ...lawEnforcement(facts),
    ...(facts.purpose === 'domestic-abuse-risk' && facts.fields.includes('child.identity')
      ? ['consider-childrens-social-care-referral']
      : []),
    ...(facts.isEmergency ? ['review-within-one-working-day', 'notify-lead-and-ig'] : []),
  ],
});

function needsPolicyDocument(field: FieldCode): boolean {
  return isPatientField(field) || field.startsWith('offence.') || field === 'intelligence.item';
}

function lawEnforcement(facts: Facts): readonly string[] {
  if (facts.regime !== 'law-enforcement') return [];
  return [isLawEnforcementPurpose(facts.purpose) ? 's36-3-law-enforcement-purpose' : 's36-4-authorised-by-law'];
}
