import { agreementProblems, type CheckedWith } from './check-agreement.js';
import { loadLaw } from './load-law.js';

type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- any JSON

const law = loadLaw();

const clause = (more: object = {}): Loose => ({
  id: 'c-1', text: 'Partners share who is at risk.', source: 'Clause 1', from: ['police'], to: ['housing'], purposes: ['crime-prevention'], fields: ['person.identity'], conditions: {}, ...more,
});

const draft = (clauses: readonly object[], more: object = {}): Loose => ({
  id: 'a-draft', version: '1', title: 'A draft', source: 'Ours', verified: 'fictional', parties: { kinds: ['police', 'district-council', 'county-council', 'unitary-council', 'refuge', 'victim-service'] },
  controllerRelationship: 'independent-controllers', inForceFrom: '2027-01-01', reviewOn: '2028-01-01', retention: 'platform-copy', handlingConditions: [], clauses, ...more,
});

/** Each problem as one line. */
const problemsOf = (content: unknown, how: CheckedWith = {}): string[] => agreementProblems(content, law, how).map(({ pointer, clause: id, detail }) => `${pointer} [${id ?? '-'}] ${detail}`);
const inClause = (more: object): string[] => problemsOf(draft([clause(more)]));

describe('an agreement that may be used', () => {
  it('has no problems', () => expect(problemsOf(draft([clause()]), { today: '2026-11-22' })).toEqual([]));
  it('may be reviewed today, and name its agencies', () =>
    expect(problemsOf(draft([clause()], { reviewOn: '2027-01-01', parties: { kinds: ['police', 'district-council'], agencies: ['downshire-police'] } }), { today: '2027-01-01' })).toEqual([]));
  it('is every one that is published here', () => {
    for (const agreement of law.agreements) expect([agreement.id, problemsOf(agreement)]).toEqual([agreement.id, []]);
  });
});

describe('what is wrong with one clause, named by its id', () => {
  it.each([
    ['an unknown field', { fields: ['person.identity', 'person.shoe-size'] }, '/clauses/0/fields [c-1] Clause "c-1" names "person.shoe-size", which is no field that we know: see fields of the field matrix'],
    ['a misspelt field', { fields: ['person.identty'] }, '/clauses/0/fields [c-1] Clause "c-1" names "person.identty", which is no field that we know (did you mean "person.identity"?): see fields of the field matrix'],
    ['an unknown purpose', { purposes: ['fun'] }, '/clauses/0/purposes [c-1] Clause "c-1" names "fun", which is no purpose that we know: see purposes of the field matrix'],
    ['an excluded purpose', { purposes: ['immigration-enforcement'] }, '/clauses/0/purposes [c-1] Clause "c-1" names "immigration-enforcement", which is no purpose that we know: see purposes of the field matrix'],
    ['an unknown agency type', { from: ['polis'] }, '/clauses/0/from [c-1] Clause "c-1" names "polis", which is no agency type that we know: see agencyTypes of the vocabularies'],
    ['an unknown gateway', { conditions: { gateways: ['cda-1998-s116'] } }, '/clauses/0/conditions/gateways [c-1] Clause "c-1" names "cda-1998-s116", which is no gateway that we know (did you mean "cda-1998-s115"?): see law catalogue'],
    ['an unknown approver', { conditions: { approvalBy: 'the-boss' } }, '/clauses/0/conditions/approvalBy [c-1] Clause "c-1" names "the-boss", which is no approver that we know: see approvers of the vocabularies'],
    ['a condition with no value', { conditions: { forums: [] } }, '/clauses/0/conditions/forums [c-1] Clause "c-1" has a condition "forums" with no value: it must be a list of at least one code, each once'],
    ['a condition that is null', { conditions: { relevanceRecorded: null } }, '/clauses/0/conditions/relevanceRecorded [c-1] Clause "c-1" has a condition "relevanceRecorded" with no value: it must be true, or left out'],
    ['a value of the wrong type', { conditions: { maxAgeMonths: 'twelve' } }, '/clauses/0/conditions/maxAgeMonths [c-1] Clause "c-1" has a condition "maxAgeMonths" with a value that is not right: it must be a whole number of months, 1 or more'],
    ['a list in a list', { conditions: { wishes: [['given']] } }, '/clauses/0/conditions/wishes/0 [c-1] Clause "c-1" has a condition "wishes" with a value that is not right: it must be a list of at least one code, each once'],
    ['an unknown kind of condition', { conditions: { moon: 'full' } }, '/clauses/0/conditions/moon [c-1] Clause "c-1" has "moon", which is not a kind of condition: there are maxAgeMonths, relevanceRecorded, subjectRoles, wishes, forums, riskAtLeast, approvalBy, itemKinds, recipientWorksOnCase and gateways'],
    ['an unknown part', { 'to/from': [] }, '/clauses/0/to~1from [c-1] Clause "c-1" has a value that is no code, which is not a part of it that anybody knows: there are id, text, source, from, to, purposes, fields and conditions'],
    ['a part left out', { purposes: undefined }, '/clauses/0/purposes [c-1] Clause "c-1" has no "purposes": it must be a list of purposes, each once'],
    ['nobody who sends', { from: [] }, '/clauses/0/from [c-1] Clause "c-1" names nobody who may send: an empty list is nobody; for everybody write "any-party"'],
    ['nobody who receives', { to: [] }, '/clauses/0/to [c-1] Clause "c-1" names nobody who may receive: an empty list is nobody; for everybody write "any-party"'],
    ['no purpose', { purposes: [] }, '/clauses/0/purposes [c-1] Clause "c-1" names no purpose, and so never applies: name what it is for'],
    ['no field', { fields: [] }, '/clauses/0/fields [c-1] Clause "c-1" names no field, and so lets nothing go: name the fields'],
    ['somebody who is no party', { to: ['housing', 'probation'] }, '/clauses/0/to [c-1] Clause "c-1" names probation, which is no party of this agreement: add it to the parties\' kinds, or take it out of the clause'],
    ['a field that no purpose needs', { fields: ['person.identity', 'health.detail'] }, '/clauses/0/fields [c-1] Clause "c-1" names health.detail, not needed for crime-prevention by the field matrix, so that it never goes: leave it out, or name a purpose that needs it'],
    ['a field that is never shared', { fields: ['reporter.identity', 'intelligence.source'] }, '/clauses/0/fields [c-1] Clause "c-1" names reporter.identity and intelligence.source, and the rules never let that go to these recipients for crime-prevention: leave it out'],
    ['a safe address for somebody not trusted with it', { purposes: ['domestic-abuse-risk'], fields: ['person.safe-address'] }, '/clauses/0/fields [c-1] Clause "c-1" names person.safe-address, and the rules never let that go to these recipients for domestic-abuse-risk: leave it out'],
    ['a purpose that no clause governs', { purposes: ['emergency-life'] }, '/clauses/0/fields [c-1] Clause "c-1" names person.identity for emergency-life, which no clause governs: that goes without an agreement, so leave it out of the clause'],
    ['support against wishes', { purposes: ['victim-support'], conditions: { wishes: ['refused'] } }, '/clauses/0/conditions [c-1] Clause "c-1" is for victim-support, which needs wishes "given", and asks for other wishes: its conditions can never be met, so add "given"'],
    ['a role and wishes of nobody', { purposes: ['strategic-analysis'], fields: ['depersonalised'], conditions: { wishes: ['given'], subjectRoles: ['suspect'] } }, '/clauses/0/conditions [c-1] Clause "c-1" lets only depersonalised data go, which is about nobody, and asks for subjectRoles and wishes of a person: drop the condition'],
    ['a gateway that serves another purpose', { conditions: { gateways: ['cja-2003-s325'] } }, '/clauses/0/conditions [c-1] Clause "c-1" asks for the gateway cja-2003-s325, which does not serve crime-prevention: its conditions can never be met, so name a gateway that does'],
    ['a gateway that is a duty', { purposes: ['asb-case-review'], conditions: { gateways: ['asbcpa-2014-sch4-p7'] } }, '/clauses/0/conditions [c-1] Clause "c-1" asks for the gateway asbcpa-2014-sch4-p7, which is a duty, and duties need no clause: name a power, or leave the clause out'],
  ])('%s', (_what, more, line) => expect(inClause(more)).toEqual([line]));

  it('is named by its number where it has no id, or one unfit to be repeated', () => {
    expect(problemsOf(draft([clause(), clause({ id: undefined })]))).toEqual(['/clauses/1/id [-] Clause number 2 has no "id": it must be a short name of lower-case letters, digits and hyphens, such as "marac-3"']);
    expect(problemsOf(draft([clause({ id: 'Jane Doe, 4 High Street' })]))).toEqual([expect.stringMatching(/^\/clauses\/0\/id \[-\] Clause number 1 has "id" with a value that is not right/)]);
    expect(problemsOf(draft([clause({ fields: ['Jane Doe'] })]))).toEqual([expect.not.stringContaining('Jane')]);
  });

  it.each([[null], ['text'], [7], [[]]])('is not even a clause: %j', (entry) => expect(problemsOf(draft([entry as object]))).toEqual([expect.stringMatching(/^\/clauses\/0 \[-\] Clause number 1 must be a JSON object$/)]));
});

describe('what is wrong with the agreement', () => {
  it.each<[string, object, CheckedWith, string[]]>([
    ['retention', { retention: 'for-ever' }, {}, ['/retention [-] The agreement\'s retention is "for-ever", which is no retention that we know: see retention of the vocabularies']],
    ['a party of unknown kind', { parties: { kinds: ['police', 'district-council', 'employer'] } }, {}, ['/parties/kinds [-] The agreement\'s parties name "employer", which is no agency type that we know: see agencyTypes of the vocabularies']],
    ['no agency at all', { parties: { kinds: ['police', 'district-council'], agencies: [] } }, {}, ['/parties/agencies [-] The agreement names no agency that is a party, and so nobody is: name the agencies, or leave "agencies" out']],
    ['no review date', { reviewOn: undefined }, {}, ['/reviewOn [-] The agreement has no "reviewOn": it must be a real date, YYYY-MM-DD, the last day in force unless reviewed']],
    ['a review date that is no date', { reviewOn: '2028-02-30' }, {}, ['/reviewOn [-] The agreement has "reviewOn" with a value that is not right: it must be a real date, YYYY-MM-DD, the last day in force unless reviewed']],
    ['a review before it begins', { reviewOn: '2026-12-31' }, {}, ["/reviewOn [-] The agreement's review date 2026-12-31 is before 2027-01-01, from which it is in force: it would never hold; give a later review date"]],
    ['a review in the past', { inForceFrom: '2020-01-01', reviewOn: '2026-11-21' }, { today: '2026-11-22' }, ["/reviewOn [-] The agreement's review date 2026-11-21 is in the past, so that it would have lapsed already: give a date from 2026-11-22 on"]],
    ['under itself', { under: 'a-draft' }, {}, ['/under [-] The agreement says that it stands under itself: name the agreement above it, or leave it out']],
    ['superseding itself', { supersedes: '1' }, {}, ['/supersedes [-] The agreement says that it supersedes its own version: name the version before it, or leave it out']],
    ['an unknown part', { password: 'x' }, {}, [expect.stringMatching(/^\/password \[-\] The agreement has "password", which is not a part of it that anybody knows/) as unknown as string]],
    ['no clauses', { clauses: [] }, {}, ['/clauses [-] The agreement has "clauses" with no value: it must be a list of at least one clause']],
  ])('%s', (_what, more, how, lines) => expect(problemsOf({ ...draft([clause()]), ...more }, how)).toEqual(lines));

  it.each([[null], ['x'], [[]], [undefined]])('%j is no agreement', (content) => expect(problemsOf(content)).toEqual([' [-] The agreement must be a JSON object']));

  it('names every problem at once', () =>
    expect(problemsOf(draft([clause({ fields: ['x'] }), clause({ id: 'c-2', purposes: ['y'], conditions: { forums: ['pub'] } })], { retention: 'z' }))).toHaveLength(4));
});
