import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { law } from '../../test/rules/matrix.js';
import { requests } from '../../test/rules/requests.arbitrary.js';
import { approvalsNamed, type Change, withChange } from './change.js';
import { isNeverReleased } from './field.rule.js';
import { type Counterfactual, counterfactuals, decide, type DecisionRequest, freezeThrough, notInForceYet, type Way } from './index.js';

const usual: DecisionRequest = {
  asOf: '2026-11-22', discloser: 'police', recipient: 'adult-social-care', agreementStatus: 'active', purpose: 'safeguarding-adult',
  fields: ['concern.summary'], necessityRecorded: true, marking: 'official', wishes: 'given',
};
const told = (differences: Partial<DecisionRequest>): readonly Counterfactual[] => counterfactuals({ ...usual, ...differences }, law);
const write = ({ kind, field, value }: Change): string => [kind, ...(field ? [field] : []), ...(value ? [value] : [])].join(' ');
const waysFor = (differences: Partial<DecisionRequest>, field: string | null = 'concern.summary'): string[] =>
  told(differences).find((each) => each.field === field)!.ways.map(({ changes }) => changes.map(write).join(' + '));
const clause = (conditions: object, more: object = {}): DecisionRequest['agreement'] => ({
  id: 'a', version: '1', clauses: [{ id: 'c', from: ['any-party'], to: ['any-party'], purposes: ['safeguarding-adult'], fields: ['concern.summary'], conditions: conditions as Record<string, unknown>, ...more }],
});
const nothing = { ways: [], nothing: true };

describe('the smallest change that would permit', () => {
  it('is not looked for where all may go', () => expect(told({})).toEqual([]));

  it.each<[string, Partial<DecisionRequest>, string[]]>([
    ['no necessity', { necessityRecorded: false }, ['record-necessity']],
    ['refused, no high harm', { wishes: 'refused' }, ['come-to-agree']],
    ['withdrawn, high harm', { wishes: 'withdrawn', seriousHarm: true }, ['come-to-agree']],
    ['could not be asked, no high harm', { wishes: 'unable' }, ['ask-wishes']],
    ['not safe to ask, high harm', { wishes: 'unsafe-to-ask', seriousHarm: true }, ['record-override', 'ask-wishes']],
    ['no necessity, and refused', { necessityRecorded: false, wishes: 'refused' }, ['record-necessity + come-to-agree']],
    ['suspended', { agreementStatus: 'suspended' }, ['resume-agreement']],
    ['lapsed', { agreementStatus: 'lapsed' }, ['review-agreement']],
    ['a relevance that nobody recorded', { agreement: clause({ relevanceRecorded: true }) }, ['record-relevance concern.summary']],
    ['an undated item whose relevance nobody recorded', { agreement: clause({ relevanceRecorded: true, maxAgeMonths: 12 }) }, ['record-relevance concern.summary + date-item concern.summary']],
    ['an approval', { agreement: clause({ approvalBy: 'agency-lead' }) }, ['approval agency-lead']],
    ['below the MARAC’s threshold', { purpose: 'domestic-abuse-risk', forum: 'marac' }, ['record-judgement', 'other-forum']],
    ['the board’s conditions', { recipient: 'safeguarding-adults-board', purpose: 'safeguarding-board-request' }, ['record-board-conditions']],
    ['a police request without enquiry or notice', { discloser: 'refuge', recipient: 'police', purpose: 'victim-info-request' }, ['record-line-of-enquiry + record-notice']],
  ])('%s', (_what, differences, expected) => {
    expect(waysFor(differences).filter((way) => !/other-(purpose|recipient)/.test(way))).toEqual(expected);
  });

  it('of patient information is the guardian’s approval or the person’s agreement; a reason, only against high harm', () => {
    const patient = { discloser: 'nhs-trust', wishes: 'not-sought', fields: ['health.summary'] } as const;
    expect(waysFor(patient, 'health.summary')).toEqual(['ask-wishes', 'approval caldicott-guardian']);
    expect(waysFor({ ...patient, seriousHarm: true }, 'health.summary')).toEqual(['record-override', 'ask-wishes', 'approval caldicott-guardian']);
  });

  it('of a field that is held up by another is to leave that one out', () => {
    expect(waysFor({ discloser: 'nhs-trust', wishes: 'not-sought', fields: ['concern.summary', 'health.summary'] })).toEqual(['leave-out health.summary', 'ask-wishes', 'approval caldicott-guardian']);
  });

  it('of counselling notes is what the police must state, and two approvals', () => {
    const asked = { discloser: 'refuge', recipient: 'police', purpose: 'victim-info-request', fields: ['counselling.notes'], victimInformationRequest: { lineOfEnquiry: true, noticeGiven: true } } as const;
    expect(told(asked).at(-1)).toEqual({ field: 'counselling.notes', nothing: false, ways: [expect.objectContaining({ then: 'permit' })] });
    expect(waysFor(asked, 'counselling.notes')).toEqual(['record-probative-value + approval agency-lead + approval data-protection-officer']);
  });

  it('of a decision that always waits is the approval, and says that it still waits for it', () => {
    expect(told({ recipient: 'mappa-third-party' })).toEqual([{ field: 'concern.summary', nothing: false, ways: [{ changes: [{ kind: 'approval', value: 'mappa-panel' }], then: 'needs-approval', gateway: null }] }]);
  });

  it('where there is no power is the person’s agreement, another purpose or another recipient, each with its gateway', () => {
    const ways = told({ discloser: 'school', recipient: 'refuge', wishes: 'not-sought' }).at(-1)!.ways;
    expect(ways[0]).toEqual({ changes: [{ kind: 'ask-wishes' }], then: 'permit', gateway: 'consent' });
    expect(ways.find(({ changes }) => changes[0]!.value === 'asb-resolution')).toBeUndefined();
    expect(ways).toContainEqual({ changes: [{ kind: 'other-recipient', value: 'police' }], then: 'permit', gateway: 'cda-1998-s115' });
  });

  it('may be another agreement in force, if there is one', () => {
    const other = { ...clause({})!, id: 'b' };
    const ways = counterfactuals({ ...usual, agreement: clause({}, { fields: [] })! }, law, { agreements: [other], recipients: [] }).at(-1)!.ways;
    expect(ways.map(({ changes }) => changes.map(write))).toEqual([['other-agreement b'], ['agreement-in-force']]);
  });

  it.each<[string, Partial<DecisionRequest>]>([
    ['never shared', { fields: ['family-court'] }],
    ['who reported it', { fields: ['reporter.identity'] }],
    ['an excluded purpose', { purpose: 'debt' }],
    ['marked secret', { marking: 'secret' }],
    ['suspected to be false', { purpose: 'crime-prevention', recipient: 'police', discloser: 'prison', fields: ['intelligence.item'], intelligence: { source: 1, information: 'E', handling: 'P' } }],
    ['more detrimental than not sharing', { moreDetrimental: true, discloser: 'nhs-trust', recipient: 'police', purpose: 'child-welfare', commencements: { 'ca-2004-s16la': '2026-01-01' } }],
    ['an item that is too old', { agreement: clause({ maxAgeMonths: 12 }, { to: ['adult-social-care'] }), itemDates: { 'concern.summary': '2020-01-01' }, recipientActingFor: 'refuge' }],
    ['a person in another role', { agreement: clause({ subjectRoles: ['suspect'] }, { to: ['adult-social-care'] }), subjectRole: 'reporter' }],
  ])('%s: nothing would', (_what, differences) => {
    const last = told(differences).at(-1)!;
    expect(last).toEqual({ field: last.field, ...nothing });
  });

  it('where somebody is on the person’s list is another representative, and nothing else', () => {
    expect(waysFor({ recipientOnMustNotReceiveList: true }, null)).toEqual(['alternative-representative']);
    expect(told({ recipientOnMustNotReceiveList: true, necessityRecorded: false })).toEqual([{ field: null, ...nothing }, { field: 'concern.summary', ...nothing }]);
  });

  it('never routes round what the person wishes', () => {
    for (const wishes of ['refused', 'withdrawn'] as const) {
      for (const way of waysFor({ wishes })) expect(way).not.toMatch(/other-/);
    }
  });

  it('of a report that is no report is a safeguarding purpose, if that is what it is for; not one that sets wishes aside', () => {
    const ways = waysFor({ recipient: 'police', purpose: 'fgm-report', discloser: 'nhs-trust', wishes: 'not-sought' });
    expect(ways).toEqual(expect.arrayContaining(['other-purpose safeguarding-child', 'other-purpose safeguarding-adult']));
    for (const purpose of ['child-protection-enquiry', 'child-welfare']) expect(ways).not.toContain(`other-purpose ${purpose}`);
  });

  it('names laws that are not in force yet, apart from what can be done', () => {
    const report = { ...usual, recipient: 'police', discloser: 'school', purpose: 'child-sexual-abuse-report', wishes: 'not-sought' } as const;
    expect(notInForceYet(report, law)).toEqual(['cpa-2026-csa-duty']);
    expect(notInForceYet(usual, law)).toEqual([]);
  });
});

describe('whatever is asked', () => {
  const catalogue = new Map(law.gateways.map((gateway) => [gateway.id, gateway]));
  // One seed: each property meets the same requests, and each is searched once.
  const searched = new Map<string, readonly Counterfactual[]>();
  const foundFor = (request: DecisionRequest): readonly Counterfactual[] => {
    const key = JSON.stringify(request);
    const found = searched.get(key) ?? counterfactuals(request, law);
    searched.set(key, found);
    return found;
  };
  const always = (claim: (request: DecisionRequest, found: readonly Counterfactual[]) => void, numRuns: number): void =>
    fc.assert(fc.property(requests, (request) => claim(request, foundFor(freezeThrough(request)))), { numRuns, seed: 23 });
  const made = (request: DecisionRequest, changes: readonly Change[]): DecisionRequest => changes.reduce((sofar, change) => withChange(sofar, change), request);
  const lets = (request: DecisionRequest, changes: readonly Change[], field: string): boolean => {
    const { outcome, permitted, withheld, approvals } = decide(made(request, changes), law);
    const named = approvalsNamed(changes);
    if (outcome === 'needs-approval') return named.length > 0 && !Object.hasOwn(withheld, field) && approvals.every((each) => named.includes(each));
    return outcome !== 'refuse' && permitted.includes(field);
  };
  const subsets = (changes: readonly Change[]): Change[][] => changes.reduce<Change[][]>((all, change) => [...all, ...all.map((set) => [...set, change])], [[]]).filter(({ length }) => length < changes.length);
  const each = (found: readonly Counterfactual[]): [string, Way][] => found.flatMap(({ field, ways }) => (field === null ? [] : ways.map((way): [string, Way] => [field, way])));

  it('each change, made, permits that field, or leaves it waiting for what it names alone', () => always((request, found) => {
    for (const [field, { changes, then, gateway }] of each(found)) {
      expect(lets(request, changes, field)).toBe(true);
      expect(decide(made(request, changes), law)).toMatchObject({ outcome: then, gateway });
    }
  }, 120));

  it('no part of it does', () => always((request, found) => {
    for (const [field, { changes }] of each(found)) for (const fewer of subsets(changes)) expect(lets(request, fewer, field)).toBe(false);
  }, 120));

  it('every field that may not go is spoken of, and no other', () => always((request, found) => {
    const spoken = found.map(({ field }) => field).filter((field) => field !== null);
    expect(new Set(spoken)).toEqual(new Set(request.fields.filter((field) => !lets(request, [], field))));
    expect(found.some(({ field }) => field === null)).toBe(decide(request, law).outcome === 'refuse');
    for (const { ways, nothing: none } of found) if (none) expect(ways).toEqual([]);
  }, 120));

  it('nothing is suggested for what nothing permits, nor any law that is not in force', () => always((request, found) => {
    const never = ['gender-recognition', 'family-court', 'immigration-status', 'intelligence.source', 'reporter.identity', 'third-party.identity'];
    for (const [field, { gateway }] of each(found)) {
      expect(never).not.toContain(field);
      const since = request.commencements && Object.hasOwn(request.commencements, gateway ?? '') ? request.commencements[gateway!] : catalogue.get(gateway ?? '')?.commencedOn;
      if (catalogue.has(gateway ?? '')) expect(since! <= request.asOf).toBe(true);
    }
    if (request.marking === 'secret') expect(each(found)).toEqual([]);
  }, 120));

  it('where it says that nothing would, nothing does that a careful colleague might try', () => always((request, found) => {
    const tries: Change[] = [
      { kind: 'record-necessity' }, { kind: 'record-judgement' }, { kind: 'record-board-conditions' }, { kind: 'record-line-of-enquiry' }, { kind: 'record-notice' }, { kind: 'record-probative-value' },
      ...(request.wishes === 'given' ? [] : [{ kind: 'ask-wishes' } as const]),
      ...law.vocabularies.approvers.map(({ code }) => ({ kind: 'approval', value: code }) as const),
      ...(request.agreementStatus === 'suspended' ? [{ kind: 'resume-agreement' } as const] : request.agreementStatus === 'lapsed' ? [{ kind: 'review-agreement' } as const] : []),
    ];
    for (const { field } of found.filter((one) => one.nothing && one.field !== null && !isNeverReleased(one.field))) {
      tries.push({ kind: 'record-relevance', field: field! });
      for (const [at, first] of tries.entries()) {
        expect([field, first, lets(request, [first], field!)]).toEqual([field, first, false]);
        for (const second of tries.slice(at + 1)) expect([field, first, second, lets(request, [first, second], field!)]).toEqual([field, first, second, false]);
      }
    }
  }, 40));
});
