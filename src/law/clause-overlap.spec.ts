import { readFileSync } from 'node:fs';
import type { Agreement, PublishedClause } from './agreement.js';
import { implications, metWhenever } from './clause-implication.js';
import { overlapProblems } from './clause-overlap.js';
import { loadLaw } from './load-law.js';

const law = loadLaw();
const kinds = ['police', 'county-council', 'district-council', 'unitary-council', 'refuge', 'victim-service'];

/** Two clauses that differ from the usual one as said. */
function pair(first: Partial<PublishedClause>, second: Partial<PublishedClause>): string[] {
  const usual = { text: 'x', source: 'x', from: ['police'], to: ['district-council'], purposes: ['crime-prevention'], fields: ['person.identity'], conditions: {} };
  const clauses = [{ id: 'one', ...usual, ...first }, { id: 'two', ...usual, ...second }];
  return overlapProblems({ parties: { kinds }, clauses } as unknown as Agreement, law).map(({ pointer, detail }) => `${pointer} ${detail}`);
}

describe('clauses that let the same go', () => {
  it('twice: the later has no effect', () =>
    expect(pair({}, {})).toEqual(['/clauses/1 Clause "two" has no effect where it lets person.identity go from police to district-council, unitary-council, housing and environmental-health for crime-prevention, since clause "one" lets the same go: take it out of one of the two, or make their conditions differ'.replace('district-council, unitary-council, housing and environmental-health', 'district-council, housing, community-safety and 2 more')]));

  it('with and without a condition: the condition never binds, whichever stands first', () => {
    const says = 'asks for approvalBy before it lets person.identity go from police to district-council, housing, community-safety and 2 more for crime-prevention, and clause "NAME" lets the same go without any condition, so that what is asked never binds: take it out of clause "NAME", or drop the condition';
    const approval = { conditions: { approvalBy: 'agency-lead' } };
    expect(pair({}, approval)).toEqual([`/clauses/1 Clause "two" ${says.replaceAll('NAME', 'one')}`]);
    expect(pair(approval, {})).toEqual([`/clauses/0 Clause "one" ${says.replaceAll('NAME', 'two')}`]);
  });

  it('under narrower conditions: the narrower has no effect', () => {
    const problems = pair({ conditions: { maxAgeMonths: 12, forums: ['marac', 'mash'] } }, { conditions: { maxAgeMonths: 6, forums: ['marac'], relevanceRecorded: true } });
    expect(problems).toEqual([expect.stringMatching(/^\/clauses\/1 Clause "two" has no effect .* since clause "one" lets the same go whenever its conditions are met/)]);
  });

  it.each<[string, Partial<PublishedClause>, Partial<PublishedClause>]>([
    ['a body and its unit', { to: ['district-council'] }, { to: ['housing'] }],
    ['a council and the unitary council that stands for it', { to: ['county-council'] }, { to: ['unitary-council'] }],
    ['any party and one of them', { from: ['any-party'] }, { from: ['police'] }],
    ['any party and any party', { from: ['any-party'], to: ['any-party'] }, { from: ['any-party'], to: ['any-party'] }],
    ['one of several purposes and fields', { purposes: ['mappa', 'crime-prevention'] }, { fields: ['person.address', 'person.identity'] }],
  ])('%s', (_what, first, second) => expect(pair(first, second)).toHaveLength(1));

  it.each<[string, Partial<PublishedClause>, Partial<PublishedClause>]>([
    ['other fields', {}, { fields: ['person.address'] }],
    ['other purposes', {}, { purposes: ['mappa'] }],
    ['other recipients', {}, { to: ['refuge'] }],
    ['two units of one body', { to: ['housing'] }, { to: ['community-safety'] }],
    ['recipients that share only what is no party', { to: ['probation', 'refuge'] }, { to: ['probation', 'victim-service'] }],
    ['conditions of different kinds', { conditions: { forums: ['marac'] } }, { conditions: { wishes: ['given'] } }],
    ['values of which neither includes the other', { conditions: { subjectRoles: ['suspect', 'carer'] } }, { conditions: { subjectRoles: ['suspect', 'convicted'] } }],
    ['approvals by different people', { conditions: { approvalBy: 'agency-lead' } }, { conditions: { approvalBy: 'caldicott-guardian' } }],
    ['a narrower condition of one kind and a wider of another', { conditions: { maxAgeMonths: 6, riskAtLeast: 'medium' } }, { conditions: { maxAgeMonths: 12, riskAtLeast: 'high' } }],
  ])('not: %s', (_what, first, second) => expect(pair(first, second)).toEqual([]));
});

describe('conditions that follow from others', () => {
  it.each([
    [{}, { moon: 1 }, true], [{ moon: 1 }, { moon: 1 }, false], [{ riskAtLeast: 'medium' }, { riskAtLeast: 'high' }, true], [{ riskAtLeast: 'high' }, { riskAtLeast: 'medium' }, false],
    [{ maxAgeMonths: 6 }, { maxAgeMonths: 12 }, false], [{ gateways: ['a', 'b'] }, { gateways: ['a'] }, true],
  ])('%j is met whenever %j is: %s', (wider, narrower, follows) => expect(metWhenever(wider, narrower)).toBe(follows));

  it('are known for every kind that the schema knows', () => {
    const schema = JSON.parse(readFileSync(new URL('../../config/schema/agreement.schema.json', import.meta.url), 'utf8')) as { properties: { clauses: { items: { properties: { conditions: { properties: object } } } } } };
    expect(Object.keys(implications).sort()).toEqual(Object.keys(schema.properties.clauses.items.properties.conditions.properties).sort());
  });
});
