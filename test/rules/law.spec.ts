import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreementStatus, ConfigInvalid, isParty, loadLaw, plainEnglish } from '../../src/law/index.js';
import { law, readJson } from './matrix.js';

const config = fileURLToPath(new URL('../../config', import.meta.url));

/** The content of a file, to be spoilt at will. */
type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- any JSON

/** A copy of the configuration with one file changed. */
function changed(file: string, change: (content: Loose) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'accord-config-'));
  cpSync(config, folder, { recursive: true });
  const path = join(folder, file);
  const content = JSON.parse(readFileSync(path, 'utf8')) as Loose;
  change(content);
  writeFileSync(path, JSON.stringify(content));
  return folder;
}

function problemsOf(folder: string): readonly string[] {
  try {
    loadLaw(folder);
    return [];
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.problems;
    throw error;
  }
}

describe('the law as configured', () => {
  it('has the gateways of the sharing rules, each as given, in the same order', () => {
    const given = readJson<Record<string, unknown>[]>('../data/gateways.json');
    expect(law.gateways.map(({ title: _t, statute: _s, note: _n, endsOn: _e, ...gateway }) => gateway)).toEqual(given);
  });

  it('has the fields and purposes of the sharing rules', () => {
    const given = readJson<{ fields: object; purposes: object }>('../data/field-matrix.json');
    expect({ fields: law.fields, purposes: law.purposes }).toEqual(given);
  });

  it('is frozen through and through', () => {
    expect(() => (law.gateways as unknown[]).push({})).toThrow(TypeError);
    expect(() => Object.assign(law.agreements[0]!.clauses[0]!.conditions, { forums: [] })).toThrow(TypeError);
    expect(() => Object.assign(law.purposes, { debt: [] })).toThrow(TypeError);
  });

  it('is read once', () => expect(loadLaw()).toBe(law));

  it('explains reasons, gateways and, for want of better, whatever it is asked', () => {
    expect(plainEnglish('no-necessity-record')).toMatchObject({ kind: 'reason', lawfulIf: expect.stringContaining('Record') });
    expect(plainEnglish('cda-1998-s115').says).toContain('Crime and Disorder Act 1998');
    expect(plainEnglish('constructor')).toEqual({ kind: 'reason', says: 'constructor', lawfulIf: null });
  });

  it('explains every approver and every purpose has a label', () => {
    for (const { code } of law.vocabularies.approvers) expect(law.reasons[code]?.kind).toBe('approval');
    const labelled = law.vocabularies['purposes']!.map(({ code }) => code);
    expect(labelled.sort()).toEqual([...Object.keys(law.purposes), 'subject-access'].sort());
  });
});

describe('a configuration that cannot be used', () => {
  it('names every schema error of every file at once, by file and pointer', () => {
    const folder = changed('law-catalogue.json', (catalogue) => {
      catalogue['gateways'][0].commencedOn = '1998-02-30';
      delete catalogue['gateways'][1].verified;
      catalogue['gateways'][2].kind = 'whim';
    });
    writeFileSync(join(folder, 'reasons.json'), '{');
    const problems = problemsOf(folder);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/^law-catalogue\.json \/gateways\/0\/commencedOn /);
    expect(problems[1]).toMatch(/^law-catalogue\.json \/gateways\/1 .*verified/);
    expect(problems[2]).toMatch(/^law-catalogue\.json \/gateways\/2\/kind /);
    expect(problems[3]).toMatch(/^reasons\.json \/ /);
  });

  it.each([
    ['a misspelt agency type', 'agreements/lincolnshire-domestic-abuse.json', (a: Loose) => a.clauses[7].from.push('polis'), '/clauses/7/from'],
    ['an unknown field', 'agreements/lincolnshire-domestic-abuse.json', (a: Loose) => a.clauses[0].fields.push('person.shoe-size'), '/clauses/0/fields'],
    ['an unknown kind of condition', 'agreements/islington-community-marac.json', (a: Loose) => { a.clauses[0].conditions.moon = true; }, '/clauses/0/conditions/moon'],
    ['an unknown forum', 'agreements/islington-community-marac.json', (a: Loose) => { a.clauses[0].conditions.forums = ['pub']; }, '/clauses/0/conditions/forums'],
    ['a clause twice', 'agreements/county-misp-demo.json', (a: Loose) => a.clauses.push(a.clauses[0]), '/clauses/35/id'],
    ['an outsider as a party', 'agreements/county-misp-demo.json', (a: Loose) => a.parties.kinds.push('employer'), '/parties/kinds'],
    ['an agreement under itself, by way of another', 'agreements/county-misp-demo.json', (a: Loose) => { a.under = 'county-misp-demo'; }, '/under'],
    ['an id that is not the file name', 'agreements/county-misp-demo.json', (a: Loose) => { a.id = 'another'; }, '/id'],
    ['a gateway for an unknown purpose', 'law-catalogue.json', (c: Loose) => c.gateways[0].purposes.push('fun'), '/gateways/0/purposes'],
    ['a purpose that needs an unknown field', 'field-matrix.json', (m: Loose) => m.purposes.mappa.push('fun'), '/purposes/mappa'],
    ['an outcome of a task that has no words', 'clocks.json', (c: Loose) => c.tasks.byObligation['offer-support'].outcomes.push('fun'), '/tasks/byObligation/offer-support/outcomes'],
    ['a clock for an obligation that no rule knows', 'clocks.json', (c: Loose) => { c.tasks.byObligation.fun = { workingDays: 1, owner: 'sharer', outcomes: ['seen'] }; }, '/tasks/byObligation'],
    ['a unit of an unknown body', 'vocabularies.json', (v: Loose) => { v.lists.agencyTypes[7].unitOf = 'fun'; }, '/lists/agencyTypes/7'],
  ])('%s', (_what, file, change, pointer) => {
    expect(problemsOf(changed(file, change))).toEqual([expect.stringContaining(`${file} ${pointer} `)]);
  });
});

it('names two agreements that stand under each other', () => {
  const folder = changed('agreements/county-misp-demo.json', (a: Loose) => { a.under = 'lincolnshire-domestic-abuse'; });
  const other = join(folder, 'agreements/lincolnshire-domestic-abuse.json');
  writeFileSync(other, JSON.stringify({ ...JSON.parse(readFileSync(other, 'utf8')) as object, under: 'county-misp-demo' }));
  expect(problemsOf(folder)).toEqual([
    expect.stringMatching(/^agreements\/county-misp-demo\.json \/under /), expect.stringMatching(/^agreements\/lincolnshire-domestic-abuse\.json \/under /),
  ]);
});

it('names the clauses of every agreement at once, beside what is wrong elsewhere', () => {
  const folder = changed('agreements/county-misp-demo.json', (a: Loose) => { a.clauses[2].conditions.approvalBy = null; });
  writeFileSync(join(folder, 'reasons.json'), '{');
  expect(problemsOf(folder)).toEqual([
    expect.stringMatching(/^reasons\.json \/ /),
    'agreements/county-misp-demo.json /clauses/2/conditions/approvalBy Clause "downshire-1b" has a condition "approvalBy" with no value: it must be one approver',
  ]);
});

describe('where an agreement stands', () => {
  const agreement = { ...law.agreements.find(({ id }) => id === 'lincolnshire-domestic-abuse')!, inForceFrom: '2024-04-01', reviewOn: '2027-04-01' };

  it.each([
    ['2024-03-31', 'none'], ['2024-04-01', 'active'], ['2027-04-01', 'active'], ['2027-04-02', 'lapsed'],
  ])('on %s: %s', (asOf, status) => expect(agreementStatus(agreement, asOf)).toBe(status));

  it('is suspended from the first day of the suspension', () => {
    const suspended = { ...agreement, suspendedOn: '2026-01-01' };
    expect(agreementStatus(suspended, '2025-12-31')).toBe('active');
    expect(agreementStatus(suspended, '2026-01-01')).toBe('suspended');
    expect(agreementStatus(suspended, '2030-01-01')).toBe('suspended');
  });

  it('has as parties units and unitary councils, by their councils; outsiders never', () => {
    const among = (types: readonly string[]): string[] => types.filter((type) => isParty(agreement, { type }, law));
    expect(among(['police', 'housing', 'childrens-social-care', 'unitary-council', 'refuge'])).toHaveLength(5);
    expect(among(['prison', 'private-landlord', 'employer', 'data-subject'])).toEqual([]);
  });

  it('may name its parties one by one', () => {
    const named = { ...agreement, parties: { kinds: ['police'], agencies: ['downshire-police'] } };
    expect(isParty(named, { type: 'police', id: 'downshire-police' }, law)).toBe(true);
    expect(isParty(named, { type: 'police', id: 'upshire-police' }, law)).toBe(false);
    expect(isParty(named, { type: 'police' }, law)).toBe(false);
  });
});
