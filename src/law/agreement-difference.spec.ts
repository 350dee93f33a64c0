import { readFileSync } from 'node:fs';
import { agreementDifference } from './agreement-difference.js';
import type { Agreement, PublishedClause } from './agreement.js';
import { labelsOf } from './code-labels.js';
import { conditionSentences, lineNames, partNames } from './difference-sentences.js';
import { implications } from './clause-implication.js';
import { loadLaw } from './load-law.js';

const law = loadLaw();
const words = labelsOf(law);
const published = law.agreements.find(({ id }) => id === 'marac-referral-form')!;
const [risk, victim, ...others] = published.clauses as [PublishedClause, PublishedClause, ...PublishedClause[]];

const says = (after: Partial<Agreement>, before: Partial<Agreement> = {}): string[] => agreementDifference({ ...published, ...before }, { ...published, ...after }, words).map((each) => each.says);
const inClause = (change: Partial<PublishedClause>): string[] => says({ clauses: [{ ...risk, ...change }, victim, ...others] });

describe('the difference of two versions', () => {
  it('is nothing where nothing changed but version and signatures', () =>
    expect(says({ version: '2.0', signatures: [{ agency: 'downshire-police', signedOn: '2026-11-22' }] })).toEqual([]));

  it('does not heed the order of codes', () =>
    expect(says({ parties: { kinds: published.parties.kinds.toReversed() }, clauses: [risk, { ...victim, fields: victim.fields.toReversed() }, ...others] })).toEqual([]));

  it('tells one clause with its values before and after', () =>
    expect(agreementDifference(published, { ...published, clauses: [{ ...risk, fields: [...risk.fields, 'safety-plan'], to: ['registered-housing-provider'] }, victim, ...others] }, words)).toEqual([
      { part: 'fields', clause: 'marac-form-risk', says: 'Clause marac-form-risk now also lets safety-plan go to Registered housing provider.', before: ['risk.assessment'], after: ['risk.assessment', 'safety-plan'] },
      { part: 'to', clause: 'marac-form-risk', says: 'Clause marac-form-risk now also lets Registered housing provider receive.', before: ['any-party'], after: ['registered-housing-provider'] },
      { part: 'to', clause: 'marac-form-risk', says: 'Clause marac-form-risk no longer lets any party receive.', before: ['any-party'], after: ['registered-housing-provider'] },
    ]));

  it.each<[string, Partial<PublishedClause>, string[]]>([
    ['a field less', { fields: [] }, ['Clause marac-form-risk no longer lets risk.assessment go.']],
    ['another purpose', { purposes: ['domestic-abuse-risk', 'crime-prevention'] }, ['Clause marac-form-risk now also serves the purpose crime-prevention.']],
    ['a purpose less', { purposes: [] }, ['Clause marac-form-risk no longer serves the purpose domestic-abuse-risk.']],
    ['other senders', { from: ['police', 'gp'] }, ['Clause marac-form-risk now also lets Police, General practice send.', 'Clause marac-form-risk no longer lets any party send.']],
    ['a condition more', { conditions: { ...risk.conditions, relevanceRecorded: true } }, ['Clause marac-form-risk now applies only if relevance is recorded.']],
    ['a condition less', { conditions: {} }, ['Clause marac-form-risk no longer asks that it is shared at MARAC: multi-agency risk assessment conference.']],
    ['a condition changed', { conditions: { forums: ['marac', 'mash'] } }, ['Clause marac-form-risk now applies only if it is shared at MARAC: multi-agency risk assessment conference or MASH: multi-agency safeguarding hub; before, only if it is shared at MARAC: multi-agency risk assessment conference.']],
    ['an approver', { conditions: { ...risk.conditions, approvalBy: 'agency-lead' } }, ['Clause marac-form-risk now applies only if Lead of the disclosing agency approves.']],
    ['words', { text: 'Other words.' }, ['Clause marac-form-risk is worded anew, or its source is.']],
  ])('%s', (_what, change, lines) => expect(inClause(change)).toEqual(lines));

  it.each<[string, Partial<Agreement>, Partial<Agreement>, string[]]>([
    ['parties', { parties: { kinds: ['police', 'prison'] } }, { parties: { kinds: ['police', 'gp'] } }, ['New parties: Prison.', 'No longer parties: General practice.']],
    ['agencies', { parties: { kinds: ['police'], agencies: ['a-one'] } }, { parties: { kinds: ['police'], agencies: ['a-two'] } }, ['New parties: a-one.', 'No longer parties: a-two.']],
    ['agencies at last', { parties: { kinds: ['police'], agencies: ['a-one'] } }, { parties: { kinds: ['police'] } }, ['Only the agencies listed are parties now: a-one.']],
    ['agencies no longer', { parties: { kinds: ['police'] } }, { parties: { kinds: ['police'], agencies: ['a-one'] } }, ['Every agency of the kinds named is a party now, no longer only those listed.']],
    ['dates and terms', { reviewOn: '2029-01-01', retention: 'mopi-3', controllerRelationship: 'joint-controllers' }, {}, ['Controllers: joint-controllers, where it was independent-controllers.', 'Review on: 2029-01-01, where it was 2028-01-01.', 'Retention: 6 years clear, where it was Transferred to its owners on closure; residue 1 year.']],
    ['a part more, and a part less', { under: 'county-misp-demo' }, { dpia: 'Done.' }, ['Stands under: county-misp-demo, where there was none.', 'Data protection impact assessment: none now, where it was Done..']],
    ['handling', { handlingConditions: ['Shred it.'] }, { handlingConditions: ['Keep it.'] }, ['No longer a handling condition: “Keep it.”', 'New handling condition: “Shred it.”']],
    ['clauses', { clauses: [victim] }, { clauses: [risk] }, [
      'Clause marac-form-risk is gone: it let risk.assessment go from any party to any party for domestic-abuse-risk, only if it is shared at MARAC: multi-agency risk assessment conference.',
      'Clause marac-form-victim is new: it lets person.identity, person.address, person.contact go from any party to any party for domestic-abuse-risk, only if it is shared at MARAC: multi-agency risk assessment conference and the person is Victim or possible victim.',
    ]],
    ['the order of clauses', { clauses: [victim, risk] }, { clauses: [risk, victim] }, ['The clauses stand in another order, which decides whose approval is asked for first.']],
  ])('%s', (_what, after, before, lines) => {
    const undo = 'dpia' in before ? (({ dpia: _gone, ...rest }) => rest)(published) : published;
    expect(agreementDifference({ ...published, ...before }, { ...undo, ...after }, words).map((each) => each.says)).toEqual(lines);
  });

  it('overlooks no part that the schema knows, and no kind of condition', () => {
    const schema = JSON.parse(readFileSync(new URL('../../config/schema/agreement.schema.json', import.meta.url), 'utf8')) as { properties: object };
    const untold = ['id', 'version', 'signatures'];
    expect([...Object.keys(partNames), ...Object.keys(lineNames), 'parties', 'clauses', ...untold].sort()).toEqual(Object.keys(schema.properties).sort());
    expect(Object.keys(conditionSentences).sort()).toEqual(Object.keys(implications).sort());
  });
});
