import { checkRequest, decide, type DecisionRequest, InvalidRequest } from '../../src/rules/index.js';
import { law } from './matrix.js';

const good = {
  asOf: '2026-11-22', discloser: 'police', recipient: 'childrens-social-care', agreementStatus: 'active',
  purpose: 'safeguarding-child', fields: ['person.identity'], necessityRecorded: true, marking: 'official',
};
const clause = { id: 'c1', from: ['any-party'], to: ['any-party'], purposes: ['safeguarding-child'], fields: ['person.identity'] };
const withClause = (differences: object): object => ({ agreement: { id: 'a', version: '1', clauses: [{ ...clause, ...differences }] } });

/** The key that an error names; undefined if the request is valid. */
function keyRefused(request: unknown): string | undefined {
  try {
    checkRequest(request, law);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRequest) return error.key;
    throw error;
  }
}

describe('a request that lacks a required key', () => {
  const required = ['asOf', 'discloser', 'recipient', 'agreementStatus', 'purpose', 'fields', 'necessityRecorded', 'marking'];

  it.each(required)('%s: missing, null or blank', (key) => {
    const { [key as keyof typeof good]: _left, ...without } = good;
    expect(keyRefused(without)).toBe(key);
    expect(keyRefused({ ...good, [key]: null })).toBe(key);
    expect(keyRefused({ ...good, [key]: ' \t' })).toBe(key);
    expect(keyRefused({ ...without, [key.toUpperCase()]: 'x' })).toBe(key);
  });
});

describe('a request that bears what no vocabulary knows', () => {
  it.each([
    ['asOf', { asOf: '2026-02-30' }], ['asOf', { asOf: '2026-2-3' }], ['asOf', { asOf: '2026-11-22T00:00:00Z' }],
    ['asOf', { asOf: 20261122 }], ['asOf', { asOf: '2025-02-29' }], ['asOf', { asOf: '0000-01-01' }], ['asOf', { asOf: '2026-13-01' }],
    ['asOf', { asOf: '2026-11-22\n' }],
    ['discloser', { discloser: 'polis' }], ['discloser', { discloser: 'Police' }], ['discloser', { discloser: ' police' }],
    ['discloser', { discloser: 'any' }], ['discloser', { discloser: '__proto__' }], ['discloser', { discloser: 'constructor' }],
    ['discloser', { discloser: ['police'] }], ['recipient', { recipient: 'any-partner' }], ['recipient', { recipient: 'toString' }],
    ['recipientActingFor', { recipientActingFor: 'council' }], ['agreementStatus', { agreementStatus: 'expired' }],
    ['purpose', { purpose: 'safeguarding' }], ['purpose', { purpose: 'hasOwnProperty' }], ['purpose', { purpose: {} }],
    ['fields', { fields: 'person.identity' }], ['fields', { fields: { 0: 'person.identity', length: 1 } }],
    ['fields[1]', { fields: ['person.identity', 'person.shoe-size'] }], ['fields[0]', { fields: ['__proto__'] }],
    ['fields[0]', { fields: [null] }], ['fields[0]', { fields: [['person.identity']] }], ['fields[0]', { fields: [''] }],
    ['necessityRecorded', { necessityRecorded: 'yes' }], ['necessityRecorded', { necessityRecorded: 1 }],
    ['marking', { marking: 'OFFICIAL' }], ['forum', { forum: 'pub' }], ['regime', { regime: 'gdpr' }], ['wishes', { wishes: 'yes' }],
    ['overrideReason', { overrideReason: 7 }], ['overrideReason', { overrideReason: ['x'] }],
    ['seriousHarm', { seriousHarm: 'true' }], ['childAtRisk', { childAtRisk: 0 }], ['leadApproved', { leadApproved: 'yes' }],
    ['recipientOnMustNotReceiveList', { recipientOnMustNotReceiveList: 'no' }], ['commissioned', { commissioned: [] }],
    ['approvalsGiven[0]', { approvalsGiven: ['the-boss'] }], ['approvalsGiven', { approvalsGiven: 'agency-lead' }],
    ['subjectRole', { subjectRole: 'villain' }], ['riskLevel', { riskLevel: 'extreme' }], ['requesterRole', { requesterRole: 'friend' }],
    ['subjectAge', { subjectAge: '17' }], ['subjectAge', { subjectAge: -1 }], ['subjectAge', { subjectAge: 17.5 }],
    ['itemDates.person.identity', { itemDates: { 'person.identity': 'yesterday' } }],
    ['itemDates.person.shoe-size', { itemDates: { 'person.shoe-size': '2026-01-01' } }], ['itemDates', { itemDates: [] }],
    ['itemKinds.person.identity[0]', { itemKinds: { 'person.identity': 'rumour' } }],
    ['relevanceRecorded[0]', { relevanceRecorded: ['all'] }],
    ['riskAssessment.dashTicks', { riskAssessment: { dashTicks: '14' } }], ['riskAssessment.dashTicks', { riskAssessment: { dashTicks: 1e999 } }],
    ['riskAssessment.incidentOn', { riskAssessment: { incidentOn: '2026-02-29' } }],
    ['riskAssessment.professionalJudgement', { riskAssessment: { professionalJudgement: true } }],
    ['riskAssessment.ticks', { riskAssessment: { ticks: 14 } }], ['riskAssessment', { riskAssessment: 14 }],
    ['intelligence.source', { intelligence: { source: 4 } }], ['intelligence.source', { intelligence: { source: '1' } }],
    ['intelligence.information', { intelligence: { information: 'F' } }], ['intelligence.handling', { intelligence: { handling: 'p' } }],
    ['intelligence.action', { intelligence: { action: 'A4' } }], ['intelligence.sanitisation', { intelligence: { sanitisation: 'S3' } }],
    ['boardRequestConditions.c1', { boardRequestConditions: { c1: 'met' } }], ['boardRequestConditions.c5', { boardRequestConditions: { c5: true } }],
    ['victimInformationRequest.noticeGiven', { victimInformationRequest: { noticeGiven: 'y' } }],
    ['commencements.ca-2004-s16la', { commencements: { 'ca-2004-s16la': 'soon' } }],
    ['commencements.magna-carta', { commencements: { 'magna-carta': '1215-06-15' } }],
    ['recipientOnMustNotRecieveList', { recipientOnMustNotRecieveList: true }], ['constructor', { constructor: true }],
    ['agreement', { agreement: 'lincolnshire' }], ['agreement.clauses', { agreement: { clauses: {} } }],
    ['agreement.clauses[0]', { agreement: { clauses: ['c1'] } }], ['agreement.clauses[0].id', withClause({ id: ' ' })],
    ['agreement.clauses[0].from[0]', withClause({ from: ['any'] })], ['agreement.clauses[0].to[0]', withClause({ to: ['the-lot'] })],
    ['agreement.clauses[0].from', withClause({ from: 'police' })], ['agreement.clauses[0].purposes[0]', withClause({ purposes: ['any'] })],
    ['agreement.clauses[0].fields[0]', withClause({ fields: ['*'] })], ['agreement.clauses[0].conditions', withClause({ conditions: [] })],
    ['agreement.clauses[0].conditions.maxAgeMonths', withClause({ conditions: { maxAgeMonths: '12' } })],
    ['agreement.clauses[0].conditions.maxAgeMonths', withClause({ conditions: { maxAgeMonths: null } })],
    ['agreement.clauses[0].conditions.subjectRoles[0]', withClause({ conditions: { subjectRoles: ['villain'] } })],
    ['agreement.clauses[0].conditions.riskAtLeast', withClause({ conditions: { riskAtLeast: 'extreme' } })],
    ['agreement.clauses[0].conditions.gateways[1]', withClause({ conditions: { gateways: ['cda-1998-s115', 'cda-1998'] } })],
    ['agreement.clauses[0].conditions.approvalBy', withClause({ conditions: { approvalBy: 'the-boss' } })],
  ] as [string, object][])('%s: %j', (key, differences) => {
    expect(keyRefused({ ...good, ...differences })).toBe(key);
    expect(() => decide({ ...good, ...differences } as unknown as DecisionRequest, law)).toThrow(InvalidRequest);
  });

  it.each([undefined, null, 'request', 7, [], true])('is not an object: %j', (request) => {
    expect(keyRefused(request)).toBe('request');
  });

  it('names an own key `__proto__`, as JSON may carry one', () => {
    expect(keyRefused(JSON.parse(`{"__proto__":{"marking":"official"},${JSON.stringify(good).slice(1)}`))).toBe('__proto__');
  });

  it('takes no fact from a prototype', () => {
    expect(keyRefused(Object.create(good))).toBe('asOf');
  });

  it('never repeats a value, and keeps a hostile key to one line', () => {
    try {
      checkRequest({ ...good, ['a\nb\u2028' + 'x'.repeat(500)]: 'Jane Roe' }, law);
      throw new Error('not refused');
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidRequest);
      const { message } = error as InvalidRequest;
      expect(message).not.toMatch(/[\r\n\u2028]|Jane/);
      expect(message.length).toBeLessThan(120);
    }
  });
});

describe('a request that is valid', () => {
  it('comes back without what is absent, and with repeats once', () => {
    const asked = { ...good, fields: ['person.identity', 'person.contact', 'person.identity'], wishes: null, overrideReason: ' ', forum: '', subjectAge: 0 };
    expect(checkRequest(asked, law)).toEqual({ ...good, fields: ['person.identity', 'person.contact'], subjectAge: 0 });
  });

  it('may pass a whole agreement: what a decision does not need is left out, conditions never', () => {
    const conditions = JSON.parse('{"__proto__":true}') as object;
    const { agreement } = checkRequest({ ...good, agreement: { id: 'a', version: 2, title: 'x', clauses: [{ ...clause, text: 'x', conditions }] } }, law);
    expect(agreement).toEqual({ id: 'a', version: 2, clauses: [{ ...clause, conditions }] });
    expect(Object.keys(agreement?.clauses[0]?.conditions ?? {})).toEqual(['__proto__']);
  });

  it('reads a missing list of a clause, or missing clauses, as none', () => {
    expect(checkRequest({ ...good, agreement: { clauses: [{ id: 'c' }] } }, law).agreement?.clauses[0]).toEqual({
      id: 'c', from: [], to: [], purposes: [], fields: [], conditions: {},
    });
    expect(decide({ ...good, agreement: {} } as unknown as DecisionRequest, law).reasons).toEqual(['not-in-agreement']);
  });

  it('is not changed by being checked, and checks the same again', () => {
    const asked = Object.freeze({ ...good, fields: Object.freeze(['person.identity', 'person.identity']) });
    const once = checkRequest(asked, law);
    expect(checkRequest(once, law)).toEqual(once);
    expect(asked.fields).toHaveLength(2);
  });
});
