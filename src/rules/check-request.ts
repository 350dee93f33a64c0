import { agreement } from './check-clauses.js';
import {
  type Check, code, count, date, flag, isAbsent, listOf, mapOf, objectOf, oneOf, oneOrListOf, own, plainObject, readShape,
  refuseUnknownKeys, text,
} from './checks.js';
import { agencyTypes, approvers, fields, forums, itemKinds, personRoles, purposes, riskLevels, wishes } from './codes.js';
import { InvalidRequest } from './invalid-request.js';
import type { Law } from './law.js';
import { prepareLaw } from './prepare-law.js';
import type { DecisionRequest } from './request.js';

const riskAssessment = objectOf(new Map<string, Check>([
  ['dashTicks', count],
  ['professionalJudgement', text],
  ['policeIncidentsIn12Months', count],
  ['lastReferralOn', date],
  ['incidentOn', date],
]));

const intelligence = objectOf(new Map<string, Check>([
  ['source', oneOf(1, 2, 3)],
  ['information', oneOf('A', 'B', 'C', 'D', 'E')],
  ['handling', oneOf('P', 'C')],
  ['action', oneOf('A1', 'A2', 'A3')],
  ['sanitisation', oneOf('S1', 'S2')],
]));

const flags = (...names: readonly string[]): Check => objectOf(new Map(names.map((name) => [name, flag])));

/** Every key a request may have. Source: "Request". */
const shape: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['asOf', date],
  ['discloser', agencyTypes],
  ['recipient', agencyTypes],
  ['recipientActingFor', agencyTypes],
  ['commissioned', flag],
  ['agreementStatus', code((law) => law.codes.agreementStatuses, 'agreement statuses')],
  ['agreement', agreement],
  ['purpose', purposes],
  ['forum', forums],
  ['regime', code((law) => law.codes.regimes, 'regimes')],
  ['fields', listOf(fields)],
  ['necessityRecorded', flag],
  ['marking', code((law) => law.codes.markings, 'markings')],
  ['wishes', wishes],
  ['overrideReason', text],
  ['seriousHarm', flag],
  ['childAtRisk', flag],
  ['approvalsGiven', listOf(approvers)],
  ['leadApproved', flag],
  ['subjectRole', personRoles],
  ['riskLevel', riskLevels],
  ['itemDates', mapOf((law) => law.fields, 'fields', date)],
  ['itemKinds', mapOf((law) => law.fields, 'fields', oneOrListOf(itemKinds))],
  ['recipientWorksOnCase', flag],
  ['relevanceRecorded', listOf(fields)],
  ['recipientOnMustNotReceiveList', flag],
  ['onwardUse', flag],
  ['moreDetrimental', flag],
  ['subjectAge', count],
  ['fgmKnown', flag],
  ['requesterRole', code((law) => law.codes.requesterRoles, 'requester roles')],
  ['riskAssessment', riskAssessment],
  ['intelligence', intelligence],
  ['boardRequestConditions', flags('c1', 'c2', 'c3', 'c4')],
  ['victimInformationRequest', flags('lineOfEnquiry', 'noticeGiven', 'noticeExempt', 'substantialProbative')],
  ['commencements', mapOf((law) => law.gatewayIds, 'gateways', date, true)],
]);

/** Source: decision procedure, introduction. */
const required = [
  'asOf', 'discloser', 'recipient', 'agreementStatus', 'purpose', 'fields', 'necessityRecorded', 'marking',
] as const;

/**
 * Reads a request from outside: every required key present, every code known to its vocabulary, every date real. The answer
 * is a new object without absent values and with repeated fields once: fit to be stored and replayed. A missing key is named
 * before an unknown one, an unknown one before a bad value.
 * @throws InvalidRequest naming the first offending key
 */
export function checkRequest(input: unknown, law: Law): DecisionRequest {
  const given = plainObject(input, 'request');
  for (const name of required) {
    if (isAbsent(own(given, name))) throw new InvalidRequest(name, 'is missing');
  }
  refuseUnknownKeys(given, shape, '');
  return readShape(given, shape, '', prepareLaw(law)) as unknown as DecisionRequest;
}
