import { type ConditionCode, type DataSubject, isAtRisk, type Sharing, specialCategoryCondition } from '../../src/rules/index.js';
import { law, readJson } from './matrix.js';

interface Row {
  readonly scenario: string;
  readonly subject: DataSubject;
  readonly sharing: Sharing;
  readonly condition: ConditionCode;
}

const rows = readJson<Row[]>('special-category.json');

describe('the special-category condition, for each data subject', () => {
  it.each(rows.map((row) => [row.scenario, row] as const))('%s', (_scenario, { subject, sharing, condition }) => {
    expect(specialCategoryCondition(subject, sharing, law)).toBe(condition);
    expect(law.reasons[condition]?.kind).toBe('condition');
  });

  it('calls an adult at risk only on both counts', () => {
    expect(isAtRisk({ careAndSupportNeeds: true, unableToProtectThemselves: true })).toBe(true);
    expect(isAtRisk({ careAndSupportNeeds: true, unableToProtectThemselves: false })).toBe(false);
    expect(isAtRisk({ careAndSupportNeeds: false, unableToProtectThemselves: true })).toBe(false);
  });
});
