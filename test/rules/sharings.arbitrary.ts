import fc from 'fast-check';
import type { AgreementClause, DecisionRequest } from '../../src/rules/index.js';
import { law } from './matrix.js';

/*
 * Sharings that mostly get past the hard stops, under agreements whose clauses mostly concern them: what `requests` draws at random
 * seldom meets a clause and its conditions. Duties, emergencies, approvals, dates and relevance are all drawn often.
 */

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
const date = fc.date({ min: new Date('2024-06-01'), max: new Date('2027-06-30'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
const approvers = ['agency-lead', 'caldicott-guardian', 'originator', 'data-protection-officer', 'mappa-panel'];
const roles = ['victim-or-possible-victim', 'suspect', 'child-of-household'];
const forums = ['marac', 'mash', 'community-marac'];
const disclosers = ['police', 'nhs-trust', 'gp', 'idva-service', 'housing', 'adult-social-care', 'childrens-social-care', 'unitary-council', 'registered-housing-provider', 'school', 'probation'];
const recipients = [...disclosers, 'safeguarding-adults-board', 'home-office-nrm', 'district-council', 'mappa-third-party', 'private-landlord'];
/** The first eight have duties. */
const purposes = [
  'asb-case-review', 'child-protection-enquiry', 'direct-care', 'fgm-report', 'safeguarding-board-request', 'strategic-analysis', 'homeless-referral', 'modern-slavery-notification',
  'domestic-abuse-risk', 'domestic-abuse-risk', 'safeguarding-child', 'crime-prevention', 'safeguarding-adult', 'serious-violence', 'mappa', 'victim-support', 'emergency-life', 'victim-info-request', 'child-sexual-abuse-report', 'subject-access',
];

const conditions = (gateways: readonly string[]): fc.Arbitrary<Record<string, unknown>> => fc.record(
  {
    maxAgeMonths: fc.constantFrom(1, 12, 36), relevanceRecorded: fc.constant(true), subjectRoles: fc.subarray(roles, { minLength: 1 }), wishes: fc.subarray(['given', 'not-sought', 'refused'], { minLength: 1 }),
    forums: fc.subarray(forums, { minLength: 1 }), riskAtLeast: fc.constantFrom('standard', 'medium', 'high'), approvalBy: fc.constantFrom(...approvers.slice(0, 3)),
    itemKinds: fc.subarray(['conviction', 'caution'], { minLength: 1 }), recipientWorksOnCase: fc.constant(true), gateways: fc.subarray([...gateways], { minLength: 1 }), odd: fc.constant(1),
  },
  { requiredKeys: [] },
).chain((all) => fc.subarray(Object.keys(all), { maxLength: 2 }).map((kinds) => Object.fromEntries(kinds.map((kind) => [kind, (all as Record<string, unknown>)[kind]]))));

/** A clause that mostly concerns the purpose. */
export const clausesFor = (purpose: string, fields: readonly string[]): fc.Arbitrary<AgreementClause> => {
  const serving = law.gateways.filter((gateway) => gateway.purposes.includes(purpose)).map(({ id }) => id);
  return fc.record({
    id: fc.nat(99_999).map((number) => `c-${number}`),
    from: mostly(['any-party'], fc.subarray(disclosers)), to: mostly(['any-party'], fc.subarray(recipients)),
    purposes: mostly([purpose], fc.subarray(purposes)), fields: fc.subarray([...fields], { minLength: 1 }), conditions: conditions([...serving, 'cda-1998-s115', 'vital-interests']),
  });
};

const asked = (purpose: string): string[] => [...new Set([...(law.purposes[purpose] ?? ['person.identity', 'concern.summary']), 'intelligence.item', 'health.summary', 'person.safe-address', 'counselling.notes', 'gender-recognition'])];

/** Everything but purpose, fields and agreement. */
const circumstances = (fields: readonly string[]) => fc.record({
  asOf: date, discloser: fc.constantFrom(...disclosers), recipient: fc.constantFrom(...recipients), agreementStatus: mostly('active', fc.constantFrom('lapsed', 'suspended', 'none')),
  forum: maybe(fc.constantFrom(...forums)), necessityRecorded: mostly(true, fc.constant(false)), marking: mostly('official-sensitive', fc.constantFrom('official', 'secret')),
  wishes: maybe(fc.constantFrom('given', 'given', 'refused', 'withdrawn', 'unsafe-to-ask')), overrideReason: maybe(fc.constant('a reason')), seriousHarm: maybe(fc.boolean()), childAtRisk: maybe(fc.constant(true)),
  approvalsGiven: fc.subarray(approvers), leadApproved: maybe(fc.boolean()), subjectRole: maybe(fc.constantFrom(...roles)), riskLevel: maybe(fc.constantFrom('standard', 'medium', 'high')),
  itemDates: fc.dictionary(fc.constantFrom(...fields), date, { noNullPrototype: true }), relevanceRecorded: fc.subarray([...fields]), recipientWorksOnCase: maybe(fc.boolean()),
  itemKinds: fc.dictionary(fc.constantFrom(...fields), fc.subarray(['conviction', 'caution'], { minLength: 1 }), { noNullPrototype: true, maxKeys: 3 }),
  subjectAge: maybe(fc.nat(60)), fgmKnown: maybe(fc.constant(true)), moreDetrimental: maybe(fc.boolean()), requesterRole: maybe(fc.constantFrom('victim', 'person-alleged-to-cause-harm')),
  riskAssessment: mostly({ dashTicks: 16 }, fc.constant({ dashTicks: 3 })),
  intelligence: maybe(fc.constantFrom({ information: 'A', handling: 'P' }, { information: 'B', handling: 'C', action: 'A1' }, { information: 'E', handling: 'P' })),
  boardRequestConditions: fc.constant({ c1: true, c2: true, c3: true }), victimInformationRequest: fc.constant({ lineOfEnquiry: true, noticeGiven: true, substantialProbative: true }),
});

export const sharings: fc.Arbitrary<DecisionRequest> = fc.constantFrom(...purposes).chain((purpose) => {
  const fields = asked(purpose);
  return fc.record({
    rest: circumstances(fields), fields: fc.subarray(fields, { minLength: 1 }), clauses: maybe(fc.array(clausesFor(purpose, fields), { maxLength: 5 })),
  }).map(({ rest, fields: some, clauses }) => {
    const agreement = clauses === undefined ? undefined : { id: 'a', version: '1', clauses };
    return JSON.parse(JSON.stringify({ ...rest, purpose, fields: some, agreement })) as DecisionRequest;
  });
});
