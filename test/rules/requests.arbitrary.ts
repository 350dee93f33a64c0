import fc from 'fast-check';
import type { DecisionRequest } from '../../src/rules/index.js';
import { law } from './matrix.js';

const codes = (list: keyof typeof law.vocabularies): string[] => law.vocabularies[list]!.map(({ code }) => code);
const agencies = [...codes('agencyTypes'), ...codes('outsideRecipients')];
const fields = Object.keys(law.fields);
const purposes = [...Object.keys(law.purposes), ...codes('excludedPurposes'), 'subject-access'];
const date = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
const some = (from: string[]) => fc.array(fc.constantFrom(...from), { maxLength: 5 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const clause = fc.record({
  id: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  from: fc.oneof(fc.constant(['any-party']), some(agencies)),
  to: fc.oneof(fc.constant(['any-party']), some(agencies)),
  purposes: fc.oneof(fc.constant(Object.keys(law.purposes)), some(purposes)),
  fields: fc.oneof(fc.constant(fields), some(fields)),
  conditions: fc.record(
    { maxAgeMonths: fc.nat(36), riskAtLeast: fc.constantFrom('standard', 'medium', 'high'), approvalBy: fc.constantFrom(...codes('approvers')), forums: some(codes('forums')), odd: fc.constant(1) },
    { requiredKeys: [] },
  ),
});

/** Any valid request, weighted towards those that get past the hard stops. */
export const requests: fc.Arbitrary<DecisionRequest> = fc.record({
  asOf: date,
  discloser: fc.constantFrom(...codes('agencyTypes')),
  recipient: fc.constantFrom(...agencies),
  recipientActingFor: maybe(fc.constantFrom(...agencies)),
  agreementStatus: fc.constantFrom('active', 'active', 'active', 'lapsed', 'suspended', 'none'),
  agreement: maybe(fc.record({ id: fc.constant('a'), version: fc.constant('1'), clauses: fc.array(clause, { maxLength: 4 }) })),
  purpose: fc.constantFrom(...Object.keys(law.purposes), ...purposes),
  forum: maybe(fc.constantFrom(...codes('forums'))),
  regime: maybe(fc.constantFrom('uk-gdpr', 'law-enforcement')),
  fields: fc.array(fc.constantFrom(...fields), { maxLength: 8 }),
  necessityRecorded: fc.constantFrom(true, true, true, true, false),
  marking: fc.constantFrom('official', 'official', 'official-sensitive', 'official-sensitive', 'secret'),
  wishes: maybe(fc.constantFrom('given', 'given', ...codes('wishes'))),
  overrideReason: maybe(fc.constantFrom('a reason', ' ')),
  seriousHarm: maybe(fc.boolean()),
  childAtRisk: maybe(fc.boolean()),
  approvalsGiven: maybe(some(codes('approvers'))),
  leadApproved: maybe(fc.boolean()),
  riskLevel: maybe(fc.constantFrom('standard', 'medium', 'high')),
  itemDates: maybe(fc.dictionary(fc.constantFrom(...fields), date, { noNullPrototype: true })),
  subjectAge: maybe(fc.nat(90)),
  fgmKnown: maybe(fc.boolean()),
  riskAssessment: maybe(fc.record({ dashTicks: fc.nat(24), lastReferralOn: date, incidentOn: date }, { requiredKeys: [] })),
  intelligence: maybe(fc.record({ source: fc.constantFrom(1, 2, 3), information: fc.constantFrom('A', 'B', 'E'), handling: fc.constantFrom('P', 'C'), action: fc.constantFrom('A1', 'A2') }, { requiredKeys: ['source', 'information', 'handling'] })),
  boardRequestConditions: maybe(fc.record({ c1: fc.constant(true), c2: fc.constant(true), c3: fc.boolean() })),
  victimInformationRequest: maybe(fc.record({ lineOfEnquiry: fc.constant(true), noticeGiven: fc.constant(true), substantialProbative: fc.boolean() })),
  commencements: maybe(fc.dictionary(fc.constantFrom(...law.gateways.map(({ id }) => id)), fc.option(date), { noNullPrototype: true })),
}).map((request) => JSON.parse(JSON.stringify(request)) as DecisionRequest);
