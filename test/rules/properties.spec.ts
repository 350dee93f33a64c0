import fc from 'fast-check';
import { checkRequest, type Decision, decide, type DecisionRequest } from '../../src/rules/index.js';
import { expectSound, law } from './matrix.js';
import { requests } from './requests.arbitrary.js';
import { sharings } from './sharings.arbitrary.js';
import { leaves } from './standing.js';

/** What must hold of every decision, whatever is asked. */
const runs = { numRuns: 500, endOnFailure: true };
const always = (claim: (request: DecisionRequest, decision: Decision) => void): void =>
  fc.assert(fc.property(fc.oneof(requests, sharings), (request) => claim(request, decide(request, law))), runs);

describe('every decision', () => {
  it('is sound: logged; a refusal permits nothing, says why, and is recorded', () => always((_request, decision) => expectSound(decision)));

  it('permits nothing that was not asked for, and withholds nothing else', () =>
    always(({ fields }, { permitted, withheld }) => {
      for (const field of [...permitted, ...Object.keys(withheld)]) expect(fields).toContain(field);
    }));

  it('says of every field asked for that it is permitted, withheld with a reason, or waiting for a named approver, unless all is refused', () =>
    always(({ fields }, { outcome, permitted, withheld, approvals }) => {
      const left = fields.filter((field) => !permitted.includes(field) && !Object.hasOwn(withheld, field));
      if (outcome !== 'refuse' && left.length > 0) expect(approvals.length).toBeGreaterThan(0);
      for (const approver of approvals) expect(law.vocabularies.approvers.map(({ code }) => code)).toContain(approver);
      for (const reason of Object.values(withheld)) expect(law.reasons[reason]?.kind).toBe('withholding');
    }));

  it('permits nothing when it refuses, cites no clause, and says why', () =>
    always((_request, { outcome, permitted, clauses, reasons }) => {
      if (outcome === 'refuse') expect({ permitted, clauses, why: reasons.length > 0 }).toEqual({ permitted: [], clauses: [], why: true });
    }));

  it('is the same when asked again', () => always((request, decision) => expect(JSON.stringify(decide(structuredClone(request), law))).toBe(JSON.stringify(decision))));

  it('permits in full, in part, or not at all, as its outcome says', () =>
    always((_request, { outcome, permitted, withheld, approvals }) => {
      if (outcome === 'permit') expect([permitted.length > 0, Object.keys(withheld), approvals]).toEqual([true, [], []]);
      if (outcome === 'permit-redacted') expect([permitted.length > 0, Object.keys(withheld).length > 0, approvals]).toEqual([true, true, []]);
      if (outcome === 'needs-approval') expect(approvals.length).toBeGreaterThan(0);
    }));

  it('never releases what is never shared', () =>
    always(({ purpose }, { permitted }) => {
      for (const field of ['gender-recognition', 'family-court', 'immigration-status', 'intelligence.source', 'reporter.identity', 'third-party.identity']) {
        expect(permitted).not.toContain(field);
      }
      if (purpose !== 'subject-access' && purpose !== 'victim-info-request') expect(permitted).not.toContain('counselling.notes');
    }));

  it('cites a gateway only in force, on the day', () =>
    always(({ asOf, commencements }, { gateway }) => {
      const cited = law.gateways.find(({ id }) => id === gateway);
      if (cited === undefined) return;
      const since = commencements && Object.hasOwn(commencements, cited.id) ? commencements[cited.id] : cited.commencedOn;
      expect(since).toBeTruthy();
      expect(since! <= asOf).toBe(true);
    }));

  it('is explained: every code is in the reasons, in plain English', () =>
    always((_request, { outcome, gateway, withheld, approvals, obligations, reasons }) => {
      const known = (code: string): boolean => Object.hasOwn(law.reasons, code) || law.gateways.some(({ id }) => id === code);
      const codes = [outcome, ...(gateway === null ? [] : [gateway]), ...Object.values(withheld), ...approvals, ...obligations, ...reasons];
      expect(codes.filter((code) => !known(code))).toEqual([]);
    }));

  it('comes out the same again, byte for byte, from the request as stored', () =>
    always((request, decision) => {
      const stored = JSON.parse(JSON.stringify(checkRequest(request, law))) as DecisionRequest;
      expect(JSON.stringify(decide(stored, law))).toBe(JSON.stringify(decision));
    }));

  it('leaves the request as it was', () =>
    always((request) => {
      const before = JSON.stringify(request);
      decide(request, law);
      expect(JSON.stringify(request)).toBe(before);
    }));
});

describe('a change of facts', () => {
  const narrows = (change: Partial<DecisionRequest>): void =>
    always((request, decision) => {
      const after = leaves(decide({ ...request, ...change }, law));
      for (const field of after) expect(leaves(decision)).toContain(field);
    });

  it('the must-not-receive list lets nothing leave', () =>
    always((request) => {
      expect(decide({ ...request, recipientOnMustNotReceiveList: true }, law)).toMatchObject({ outcome: 'refuse', permitted: [], reasons: ['must-not-receive'] });
    }));

  it('without necessity nothing leaves', () =>
    always((request) => expect(leaves(decide({ ...request, necessityRecorded: false }, law))).toEqual([])));

  it('without approvals no more leaves', () => narrows({ approvalsGiven: [], leadApproved: false }));
  it('without an override reason no more leaves', () => narrows({ overrideReason: '' }));
  it('under an agreement without clauses no more leaves', () => narrows({ agreement: { id: 'a', version: '1', clauses: [] } }));

  it('a lapsed agreement never blocks a duty or an emergency', () =>
    always((request, decision) => {
      const isEmergency = request.purpose === 'emergency-life';
      if (!decision.duty && !isEmergency) return;
      for (const agreementStatus of ['lapsed', 'suspended', 'none'] as const) {
        expect(decide({ ...request, agreementStatus }, law)).toEqual(decision);
      }
    }));

  it('fields asked for twice count once', () =>
    always((request, decision) => expect(decide({ ...request, fields: [...request.fields, ...request.fields] }, law)).toEqual(decision)));

  it('a clause more never takes a field away', () =>
    always((request, decision) => {
      if (request.agreement === undefined) return;
      const wider = { id: 'wider', from: ['any-party'], to: ['any-party'], purposes: [request.purpose], fields: request.fields, conditions: {} };
      const after = decide({ ...request, agreement: { ...request.agreement, clauses: [...request.agreement.clauses, wider] } }, law);
      for (const field of leaves(decision)) expect(after.permitted).toContain(field);
    }));
});
