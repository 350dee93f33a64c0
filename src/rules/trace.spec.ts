import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { law } from '../../test/rules/matrix.js';
import { requests } from '../../test/rules/requests.arbitrary.js';
import { decide, type DecisionRequest, locks, traceOf } from './index.js';

const usual: DecisionRequest = {
  asOf: '2026-11-22', discloser: 'police', recipient: 'adult-social-care', agreementStatus: 'active', purpose: 'safeguarding-adult',
  fields: ['person.identity', 'concern.summary'], necessityRecorded: true, marking: 'official', wishes: 'given',
};
const states = (differences: Partial<DecisionRequest>): string[] => traceOf({ ...usual, ...differences }, law).map(({ state }) => state);
const codes = (differences: Partial<DecisionRequest>): Record<string, readonly string[]> =>
  Object.fromEntries(traceOf({ ...usual, ...differences }, law).filter((each) => each.codes.length > 0).map((each) => [each.lock, each.codes]));

describe('the five locks of a decision', () => {
  it.each<[string, Partial<DecisionRequest>, string[]]>([
    ['all open', {}, ['open', 'open', 'open', 'open', 'open']],
    ['no necessity: shut at the basis, before anything else', { necessityRecorded: false }, ['not-reached', 'shut', 'not-reached', 'not-reached', 'not-reached']],
    ['a person’s list: shut in confidence', { recipientOnMustNotReceiveList: true }, ['not-reached', 'not-reached', 'not-reached', 'shut', 'not-reached']],
    ['no agreement', { agreementStatus: 'none' }, ['open', 'shut', 'not-reached', 'not-reached', 'not-reached']],
    ['no power', { discloser: 'school', wishes: 'refused', purpose: 'victim-support' }, ['shut', 'not-reached', 'not-reached', 'not-reached', 'not-reached']],
    ['no gateway, but the person agrees', { discloser: 'school', purpose: 'victim-support' }, ['open', 'open', 'open', 'open', 'open']],
    ['below the threshold of the MARAC', { purpose: 'domestic-abuse-risk', forum: 'marac' }, ['open', 'open', 'shut', 'not-reached', 'not-reached']],
    ['refused by the person', { wishes: 'refused' }, ['open', 'open', 'open', 'shut', 'not-reached']],
    ['overridden, a lead to approve', { wishes: 'refused', seriousHarm: true, overrideReason: 'x' }, ['open', 'open', 'open', 'waits', 'open']],
    ['one field not needed', { fields: ['person.identity', 'family-court', 'health.detail'] }, ['open', 'open', 'open', 'part', 'part']],
    ['nothing needed', { fields: ['health.detail'] }, ['open', 'open', 'open', 'open', 'shut']],
    ['nothing asked for', { fields: [] }, ['open', 'open', 'open', 'open', 'shut']],
    ['never shared', { fields: ['family-court'] }, ['open', 'open', 'open', 'shut', 'not-reached']],
    ['a patient’s confidence', { discloser: 'nhs-trust', wishes: 'not-sought', fields: ['health.summary'] }, ['open', 'open', 'open', 'waits', 'not-reached']],
    ['an agreement without a clause for it', { agreement: { id: 'a', clauses: [] } }, ['open', 'open', 'open', 'open', 'shut']],
    ['a duty', { discloser: 'nhs-trust', recipient: 'childrens-social-care', purpose: 'child-protection-enquiry', agreementStatus: 'lapsed', wishes: 'refused' }, ['duty', 'open', 'open', 'open', 'open']],
    ['an adult notified without a name', { recipient: 'home-office-nrm', purpose: 'modern-slavery-notification', wishes: 'refused' }, ['duty', 'open', 'open', 'part', 'open']],
    ['not under the duty to notify', { discloser: 'school', recipient: 'home-office-nrm', purpose: 'modern-slavery-notification' }, ['shut', 'not-reached', 'not-reached', 'not-reached', 'not-reached']],
    ['a subject access request', { purpose: 'subject-access', fields: ['person.identity', 'reporter.identity'] }, ['not-reached', 'open', 'not-reached', 'waits', 'open']],
    ['a third party to be told about an offender', { recipient: 'mappa-third-party' }, ['not-reached', 'not-reached', 'not-reached', 'waits', 'not-reached']],
  ])('%s', (_what, differences, expected) => expect(states(differences)).toEqual(expected));

  it('name the gateway, and what shut or holds a lock', () => {
    expect(codes({ wishes: 'refused' })).toEqual({ power: ['cda-1998-s115'], basis: ['cda-1998-s115'], confidence: ['consent-refused-no-override'] });
    expect(codes({ discloser: 'gp', wishes: 'not-sought', recipient: 'refuge', fields: ['health.summary', 'health.detail'] }))
      .toEqual({ basis: ['public-task'], confidence: ['caldicott-guardian'], minimum: ['not-necessary'] });
    expect(codes({ agreementStatus: 'suspended' })).toEqual({ power: ['cda-1998-s115'], basis: ['agreement-not-active'] });
  });

  const always = (claim: (request: DecisionRequest) => void): void => fc.assert(fc.property(requests, claim), { numRuns: 1000, seed: 11 });

  it('are told in their order, whatever is asked, and agree with the decision', () => always((request) => {
    const decision = decide(request, law);
    const traced = traceOf(request, law);
    expect(traced.map(({ lock }) => lock)).toEqual([...locks]);
    const has = (state: string): boolean => traced.some((each) => each.state === state);
    if (decision.outcome === 'refuse') expect(has('shut')).toBe(true);
    if (decision.outcome === 'permit') expect(traced.every(({ state }) => state === 'open' || state === 'duty')).toBe(true);
    if (decision.outcome === 'permit-redacted') expect([has('part'), has('shut'), has('waits')]).toEqual([true, false, false]);
    if (decision.outcome === 'needs-approval') expect([has('waits'), has('shut')]).toEqual([true, false]);
    expect(has('duty')).toBe(decision.duty && traced[0]!.state === 'duty');
  }));

  it('bear no code that the decision does not', () => always((request) => {
    const { gateway, reasons, approvals, withheld } = decide(request, law);
    const known = [gateway, ...reasons, ...approvals, ...Object.values(withheld)];
    for (const { codes: told } of traceOf(request, law)) expect(known).toEqual(expect.arrayContaining([...told]));
  }));
});
