import { firstToSpeak, refuse, type Rule, silent } from './finding.js';

/** A person who must not receive this information beats every permit; another representative may. Source: step 1. */
const mustNotReceive: Rule = ({ facts }) =>
  facts.recipientOnMustNotReceiveList === true ? refuse('must-not-receive', 'alternative-representative') : silent;

/** The partnership shares for no purpose that it has excluded, first-hand or onward. Source: step 1. */
const excludedPurpose: Rule = ({ facts, law }) => {
  if (!law.codes.excludedPurposes.has(facts.purpose)) return silent;
  return refuse(facts.onwardUse === true ? 'purpose-incompatible' : 'purpose-excluded');
};

/** Nothing marked secret or above belongs here: refusing is not enough, an incident is raised. Source: step 1. */
const classifiedTooHigh: Rule = ({ facts }) =>
  facts.marking === 'secret' || facts.marking === 'top-secret'
    ? refuse('classification-too-high', 'raise-incident')
    : silent;

/** Without a written reason why sharing is necessary and proportionate, nothing is shared. Source: step 1. */
const noNecessity: Rule = ({ facts }) => (facts.necessityRecorded ? silent : refuse('no-necessity-record'));

/** Telling a third party about a MAPPA offender is for the MAPPA panel alone, asked every time. Source: step 1. */
const mappaThirdParty: Rule = ({ facts }) =>
  facts.recipient === 'mappa-third-party'
    ? { ends: 'needs-approval', approvals: ['mappa-panel'], reasons: ['mappa-ch10-disclosure'] }
    : silent;

/** Hard stops, in this order. Source: step 1. */
export const hardStops: Rule = firstToSpeak(
  mustNotReceive,
  excludedPurpose,
  classifiedTooHigh,
  noNecessity,
  mappaThirdParty,
);
