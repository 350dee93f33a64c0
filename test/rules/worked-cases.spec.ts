import { decideRow, expectDecision, expectSound, readJson, type RuleCase } from './matrix.js';

/** The worked cases of the sharing rules, as given: input and the right outcome. */
const cases = readJson<RuleCase[]>('../data/cases.json');

describe('the worked cases of the sharing rules, as given', () => {
  it('are all here', () => {
    expect(cases).toHaveLength(36);
  });

  it.each(cases.map((row) => [row.id, row.scenario, row] as const))('%s %s', (_id, _scenario, row) => {
    const decision = decideRow({}, row);
    expectDecision(decision, row.expect);
    expectSound(decision);
  });
});
