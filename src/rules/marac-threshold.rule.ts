import { firstAnniversary } from './dates.js';
import { highRiskTicks } from './facts.js';
import { type Finding, refuse, type Rule, silent } from './finding.js';
import type { RiskAssessment } from './request.js';

const repeat: Finding = Object.freeze({ reasons: ['marac-repeat'] });

/**
 * A case is heard at MARAC if it is visibly high risk, or a professional has written why it is, or it is escalating, or it is
 * a repeat. Below the threshold support is offered; other routes stay open. Source: step 6.
 */
export const maracThreshold: Rule = ({ facts }) => {
  if (facts.purpose !== 'domestic-abuse-risk' || facts.forum !== 'marac') return silent;
  const risk = facts.riskAssessment ?? {};
  if (isRepeat(risk)) return repeat;
  const open =
    (risk.dashTicks ?? 0) >= highRiskTicks ||
    risk.professionalJudgement !== undefined ||
    (risk.policeIncidentsIn12Months ?? 0) >= 3;
  return open ? silent : refuse('marac-threshold-not-met', 'offer-support');
};

/** On or after the last referral, and on or before its first anniversary. */
function isRepeat({ incidentOn, lastReferralOn }: RiskAssessment): boolean {
  if (incidentOn === undefined || lastReferralOn === undefined) return false;
  return incidentOn >= lastReferralOn && incidentOn <= firstAnniversary(lastReferralOn);
}
