import { type GeneratedPerson, personSomewhereInTheCounty } from './generated-people.js';
import { type Situation, situations } from './generated-situations.js';
import { type Random, randomFor } from './random.js';
import type { ConcernItem, DemoCounty, RaiseConcernBody, ShareBody, WishesState } from './shapes.js';

export interface GeneratedConcern {
  /** The same for the same seed and place in the sequence, whatever the size. */
  readonly key: string;
  readonly asStaff: string;
  readonly concern: RaiseConcernBody;
  readonly shares: readonly ShareBody[];
}

export const demoSeed = 20261122;

const wishesSeen: readonly WishesState[] = ['given', 'given', 'given', 'given', 'not-sought', 'not-sought', 'not-sought', 'refused', 'refused', 'unable'];
const shareable: readonly WishesState[] = ['given', 'not-sought'];

/**
 * Plausible concerns beyond the stories, one at a time, in bounded memory. Concern i depends on the seed and on i alone:
 * a longer run begins with the shorter one. Throws where the county lacks the people named in the situations.
 */
export function* generateConcerns(options: { seed: number; size: number; county: DemoCounty }): Generator<GeneratedConcern, void, undefined> {
  const idBySubject = new Map(options.county.staff.map((person) => [person.subject, person.id]));
  for (let index = 0; index < options.size; index += 1) {
    const random = randomFor(options.seed, 'concern', index);
    const situation = random.pick(situations);
    const asStaff = idBySubject.get(situation.by);
    if (asStaff === undefined) throw new Error(`the county has nobody called ${situation.by}`);
    yield { key: `generated/${options.seed}/${index}`, asStaff, ...whatHappened(options.seed, situation, random) };
  }
}

function whatHappened(seed: number, situation: Situation, random: Random): Pick<GeneratedConcern, 'concern' | 'shares'> {
  const person = personSomewhereInTheCounty(seed, random);
  const on = dayBefore('2026-11-22', random.whole(365));
  const wishes = random.pick(wishesSeen);
  const concern: RaiseConcernBody = {
    state: 'raised',
    team: situation.team,
    harmTypes: situation.harmTypes,
    subjects: [{ ref: 'S1', roles: [situation.role], age: person.age, riskLevel: random.pick(['standard', 'standard', 'medium']), wishes: wishesOn(wishes, on) }],
    indicators: situation.indicator === undefined ? [] : [{ code: situation.indicator, basis: random.pick(['observed', 'reported']), on, about: 'S1' }],
    items: itemsAbout(person, situation, random, on),
  };
  const shares = situation.share && shareable.includes(wishes) && random.chance(0.4) ? [situation.share] : [];
  return { concern, shares };
}

function wishesOn(state: WishesState, on: string): NonNullable<RaiseConcernBody['subjects'][number]['wishes']> {
  if (state === 'not-sought') return { state };
  if (state === 'unable') return { state, askedOn: on, reason: 'Could not take part in the conversation.' };
  return { state, askedOn: on };
}

function itemsAbout(person: GeneratedPerson, situation: Situation, random: Random, on: string): ConcernItem[] {
  const common = { about: 'S1', source: situation.source, on, marking: 'official-sensitive' } as const;
  const nhsNumber = situation.withNhsNumber === true ? `, NHS number ${person.nhsNumber}` : '';
  return [
    { ...common, field: 'person.identity', statement: 'fact', confidence: 'high', text: `${person.name}, born ${person.bornOn}${nhsNumber}.` },
    { ...common, field: 'person.address', statement: 'fact', confidence: 'high', text: `${person.address}.` },
    { ...common, field: 'person.contact', statement: 'fact', confidence: 'medium', text: person.phone },
    { ...common, field: 'concern.summary', statement: random.pick(['fact', 'fact', 'third-party-report']), confidence: random.pick(['high', 'medium']), text: `${random.pick(situation.openings)} ${random.pick(situation.details)}` },
  ];
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
