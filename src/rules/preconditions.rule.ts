import { firstToSpeak, refuse, type Rule, silent } from './finding.js';
import { modernSlaveryNotification } from './modern-slavery.rule.js';

/** A safeguarding adults board's request binds only on conditions 1 and 2 and either 3 or 4 of Care Act s.45. Source: step 4. */
const boardRequest: Rule = ({ facts, gateway }) => {
  if (facts.purpose !== 'safeguarding-board-request' || gateway === null) return silent;
  const { c1, c2, c3, c4 } = facts.boardRequestConditions ?? {};
  return c1 === true && c2 === true && (c3 === true || c4 === true) ? silent : refuse('s45-conditions-not-met');
};

/** The duty to report FGM is about a girl under 18 and an act known of; others may still be at risk. Source: step 4. */
const fgmReport: Rule = ({ facts }) => {
  if (facts.purpose !== 'fgm-report') return silent;
  const engaged = facts.isUnder18 && facts.fgmKnown === true;
  return engaged ? silent : refuse('fgm-duty-not-engaged', 'consider-risk-to-others');
};

/**
 * Police may ask for a victim's information only in pursuit of a reasonable line of enquiry and after notice to the victim (or
 * exempt from it), and for counselling notes only if they say why these are of substantial probative value. Source: step 4.
 */
const victimInformationRequest: Rule = ({ facts }) => {
  if (facts.purpose !== 'victim-info-request') return silent;
  const asked = facts.victimInformationRequest ?? {};
  if (asked.lineOfEnquiry !== true) return refuse('vir-no-line-of-enquiry');
  if (asked.noticeGiven !== true && asked.noticeExempt !== true) return refuse('vir-notice-missing');
  const presumedUnnecessary = facts.fields.includes('counselling.notes') && asked.substantialProbative !== true;
  return presumedUnnecessary ? refuse('vir-counselling-presumption') : silent;
};

/** Preconditions of particular purposes, in this order. Source: step 4. */
export const preconditions: Rule = firstToSpeak(
  boardRequest,
  fgmReport,
  modernSlaveryNotification,
  victimInformationRequest,
);
