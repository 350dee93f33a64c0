import { refuse, type Rule, silent } from './finding.js';

/**
 * A power is used only under an agreement in force. A lapsed, suspended or missing agreement never blocks a duty or an
 * emergency. Source: step 5.
 */
export const agreementInForce: Rule = ({ facts, gateway }) => {
  if (facts.isEmergency || gateway?.kind === 'duty' || facts.agreementStatus === 'active') return silent;
  return refuse(facts.agreementStatus === 'none' ? 'recipient-not-partner' : 'agreement-not-active');
};
