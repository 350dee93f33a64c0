/** Sharings for specs of the pure files: a plain one to bend, and any by chance. */
import fc from 'fast-check';
import type { Sharing } from '../../src/disclosure/ask.js';
import type { AgencyFacts, ItemFacts, Said, ShareTerms, SubjectFacts } from '../../src/disclosure/facts.js';
import { isParty, loadLaw, type AgreementInHand } from '../../src/law/index.js';
import type { Grading, Marking, Wishes } from '../../src/rules/index.js';

export const law = loadLaw();
export const today = '2026-11-22';

export const agencyFacts = (changes: Partial<AgencyFacts> = {}): AgencyFacts =>
  ({ id: 'wealdmere-borough-council', type: 'district-council', commissioned: false, actingFor: null, validFrom: '1974-04-01', validTo: null, ...changes });
export const police = agencyFacts({ id: 'downshire-police', type: 'police' });
export const childrens = agencyFacts({ id: 'downshire-childrens-services', type: 'childrens-social-care' });

let sayings = 0;
export const said = (state: Wishes, changes: Partial<Said> = {}): Said =>
  ({ id: `said-${(sayings += 1)}`, state, scope: null, holders: changes.scope?.agencies ?? null, on: null, by: 'somebody', askedBy: 'somebody', reasonId: null, safeContactId: null, aware: null, afraidOf: [], ...changes });

/** `wishes`: of everything, as recorded once. */
export const subject = (id: string, { wishes = 'given', ...changes }: Partial<SubjectFacts> & { wishes?: Wishes } = {}): SubjectFacts => ({
  id, label: id, roles: ['victim-or-possible-victim'], age: 40, atRisk: false, seriousHarm: false, childAtRisk: false, fgmKnown: false, risk: {}, key: 'ab'.repeat(32), said: [said(wishes)], judgementId: null, mustNotReceive: [], ...changes,
});

let made = 0;
export const item = (field: string, changes: Partial<ItemFacts> = {}): ItemFacts => {
  const id = `row-${(made += 1)}`;
  return {
    id, itemId: `item-${made}`, version: 1, field, carries: [field], kind: 'statement', recordKind: null, about: null, statement: 'fact', confidence: 'high', datedOn: '2026-11-01',
    marking: 'official-sensitive', grading: null, controller: 'wealdmere-borough-council', ...changes,
  };
};

/** The published texts that two agencies are party to, as if every party had signed them. */
export const agreementsBetween = (from: AgencyFacts, to: AgencyFacts): AgreementInHand[] =>
  law.agreements.filter((agreement) => isParty(agreement, from, law) && isParty(agreement, to, law)).map((agreement) => ({ agreement, digest: agreement.id, suspended: false }));

export const terms = (changes: Partial<ShareTerms> = {}): ShareTerms =>
  ({ team: 'police-public-protection', purpose: 'crime-prevention', agreement: 'county-misp-demo', fields: ['person.identity', 'concern.summary'], necessity: true, override: false, ...changes });

export const sharing = (changes: Partial<Sharing> = {}): Sharing => ({
  asOf: today, from: agencyFacts(), to: police, terms: terms(), subjects: [subject('s1')], items: [item('person.identity', { about: 's1' }), item('concern.summary', { about: 's1' })], recipientKeptAway: false,
  agreements: agreementsBetween(changes.from ?? agencyFacts(), changes.to ?? police), ...changes,
});

const codes = (list: string): string[] => law.vocabularies[list]!.map(({ code }) => code);
export const allFields = Object.keys(law.fields);
export const allWishes = codes('wishes') as Wishes[];
export const markings: readonly Marking[] = ['official', 'official-sensitive', 'secret', 'top-secret'];
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 2 });

export const gradings: fc.Arbitrary<Grading> = fc.record({
  source: fc.constantFrom(1, 2, 3), information: fc.constantFrom('A', 'B', 'C', 'D', 'E'), handling: fc.constantFrom('P', 'C'), action: fc.constantFrom('A1', 'A2', 'A3'), sanitisation: fc.constantFrom('S1', 'S2'),
}, { requiredKeys: ['source', 'information', 'handling'] }) as fc.Arbitrary<Grading>;

const idva = agencyFacts({ id: 'lanternfold-idva-service', type: 'idva-service', commissioned: true });
const others: fc.Arbitrary<AgencyFacts> = fc.constantFrom(agencyFacts({ id: 'quillhaven-surgery', type: 'gp' }), agencyFacts({ id: 'copperbeck-homes', type: 'registered-housing-provider' }));

/** Mostly pairs that have something to share, so that not all is refused at the first step. */
const pairs: fc.Arbitrary<{ from: AgencyFacts; to: AgencyFacts; purpose: string }> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom({ from: agencyFacts(), to: police, purpose: 'crime-prevention' }, { from: police, to: childrens, purpose: 'safeguarding-child' }, { from: childrens, to: police, purpose: 'child-protection-enquiry' }, { from: idva, to: police, purpose: 'domestic-abuse-risk' }, { from: police, to: agencyFacts(), purpose: 'asb-resolution' }) },
  { weight: 1, arbitrary: fc.record({ from: others, to: others, purpose: fc.constantFrom(...Object.keys(law.purposes)) }) },
);

const subjectsOf = (names: readonly string[]): fc.Arbitrary<SubjectFacts[]> => fc.tuple(...names.map((name) => fc.record({
  roles: fc.subarray(codes('personRoles'), { minLength: 1, maxLength: 2 }), age: maybe(fc.nat(99)), atRisk: fc.boolean(), seriousHarm: fc.boolean(), childAtRisk: fc.boolean(), wishes: fc.constantFrom(...allWishes, ...Array.from({ length: 14 }, () => 'given' as const)),
  risk: fc.constantFrom({}, {}, { level: 'high', dashTicks: 16 }, { level: 'medium' }),
}).map((changes) => subject(name, changes as Partial<SubjectFacts>))));

const rowsAbout = (names: readonly string[]): fc.Arbitrary<ItemFacts[]> => fc.array(fc.record({
  field: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('person.identity', 'concern.summary', 'person.address', 'intelligence.item', 'reporter.identity', 'health.summary') }, { weight: 1, arbitrary: fc.constantFrom(...allFields) }), more: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(allFields, { maxLength: 2 }) }), about: maybe(fc.constantFrom(...names)), datedOn: maybe(fc.constantFrom('2026-11-01', '2025-06-01', '2019-01-01')),
  marking: fc.oneof({ weight: 30, arbitrary: fc.constantFrom('official', 'official-sensitive') }, { weight: 1, arbitrary: fc.constant('secret') }), grading: maybe(gradings), recordKind: maybe(fc.constantFrom(...codes('itemKinds'))), controller: fc.constantFrom('wealdmere-borough-council', 'downshire-police'),
}).map(({ field, more, ...rest }) => item(field, { ...rest, carries: [...new Set([field, ...more])] } as Partial<ItemFacts>)), { maxLength: 6 });

/** Any sharing: one to three people, up to six rows, some copied, under any purpose. */
export const sharings: fc.Arbitrary<Sharing> = fc.constantFrom(['s1'], ['s1', 's2'], ['s1', 's2', 's3']).chain((names) => fc.record({
  asOf: fc.constant(today), pair: pairs, subjects: subjectsOf(names), rows: rowsAbout(names), extra: fc.subarray(allFields, { maxLength: 2 }), recipientKeptAway: fc.constantFrom(...Array.from({ length: 20 }, () => false), true),
  stated: fc.record({
    forum: fc.constantFrom(...codes('forums'), ...Array.from({ length: 20 }, () => undefined)), agreement: fc.constantFrom(undefined, 'county-misp-demo', 'county-misp-demo', 'county-misp-demo', 'lincolnshire-domestic-abuse', 'no-such'),
    regime: fc.constantFrom('uk-gdpr' as const, 'law-enforcement' as const, undefined), necessity: fc.constantFrom(true, true, true, true, true, true, true, false), override: fc.boolean(), relevanceRecorded: fc.constantFrom(undefined, allFields),
  }),
}).map(({ rows, extra, stated, pair: { from, to, purpose }, ...rest }) => ({
  ...rest, from, to, agreements: agreementsBetween(from, to), items: rows, terms: terms({ ...(JSON.parse(JSON.stringify(stated)) as Partial<ShareTerms>), purpose, ...(stated.agreement ? { agreement: stated.agreement } : {}), fields: [...new Set([...rows.map(({ field }) => field), ...extra])] }),
})));
