import { isInHealthOrSocialCare } from './bodies.js';
import { isPatientField } from './field.rule.js';
import { firstToSpeak, refuse, type Rule, silent } from './finding.js';
import type { FieldCode } from './request.js';

const depersonalised: FieldCode = 'depersonalised';

/** Where the statute itself asks for consent, no harm overrides its absence. Source: step 8. */
const consentRequired: Rule = ({ facts, gateway }) =>
  gateway?.requiresConsent === true && facts.wishes !== 'given'
    ? refuse('statute-requires-consent', 'offer-support')
    : silent;

/** A duty with a detriment exception yields where sharing would harm the child more than not sharing. Source: step 8. */
const detriment: Rule = ({ facts, gateway }) =>
  gateway?.detrimentException === true && facts.moreDetrimental === true ? refuse('s16la-3-detriment') : silent;

/** The serious violence power never carries patient information. Source: step 8. */
const patientInformation: Rule = ({ facts, gateway }) =>
  gateway?.excludes?.includes('patient-info') === true && facts.fields.some(isPatientField)
    ? refuse('s16-4a-patient-info', 'offer-depersonalised')
    : silent;

/** Nor anything personal from health or social care. Source: step 8. */
const personalFromCare: Rule = ({ facts, gateway }) =>
  gateway?.excludes?.includes('personal-from-hsc') === true &&
  isInHealthOrSocialCare(facts.discloser) &&
  facts.fields.some((field) => field !== depersonalised)
    ? refuse('s16-4b-hsc-personal-info', 'offer-depersonalised')
    : silent;

/** A gateway for depersonalised data alone serves nobody who does not ask for it. Source: step 8. */
const depersonalisedOnly: Rule = ({ facts, gateway }) =>
  gateway !== null &&
  gateway.data.every((kind) => kind === depersonalised) &&
  !facts.fields.includes(depersonalised)
    ? refuse('depersonalised-only', 'offer-depersonalised')
    : silent;

/** The gateway's own terms, in this order. Source: step 8. */
export const gatewayTerms: Rule = firstToSpeak(
  consentRequired,
  detriment,
  patientInformation,
  personalFromCare,
  depersonalisedOnly,
);
