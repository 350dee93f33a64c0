import { readdirSync } from 'node:fs';
import { decideRow, expectDecision, expectSound, readJson, type RuleMatrix } from './matrix.js';

/** One matrix a step of the decision procedure, one a published agreement: rows that an IG officer could sign. */
const files = readdirSync(new URL('steps', import.meta.url)).sort();

describe.each(files.map((file) => [file, readJson<RuleMatrix>(`steps/${file}`)] as const))('%s', (_file, { step, usual, cases }) => {
  it.each(cases.map((row) => [row.id, row.scenario, row] as const))(`${step} · %s · %s`, (_id, _scenario, row) => {
    const decision = decideRow(usual, row);
    expectDecision(decision, row.expect);
    expectSound(decision);
  });
});
