import type { ConcernFacts, Said, Words } from '../disclosure/index.js';
import type { ConcernView, IndicatorView, ItemView, ListedConcernView } from './concern.dto.js';

const harmTypesOf = ({ items }: ConcernFacts, words: Words): string[] =>
  items.filter(({ kind }) => kind === 'harm-types').flatMap(({ id }) => (words.get(id)?.['harmTypes'] as string[] | undefined) ?? []);

const textOf = (words: Words, row: string | null | undefined): string | null => (row ? ((words.get(row)?.['text'] as string | undefined) ?? null) : null);

type WishesView = ConcernView['subjects'][number]['wishes'];
const notSought: WishesView = { state: 'not-sought', scope: null, askedOn: null, askedBy: null, recordedBy: null, reason: null, safeContact: null, aware: null, afraidOf: [] };
const wishesView = ({ state, scope, on, askedBy, by, reasonId, safeContactId, aware, afraidOf }: Said, labels: ReadonlyMap<string, string>, words: Words): WishesView => ({
  state, scope, askedOn: on, askedBy, recordedBy: by, reason: textOf(words, reasonId), safeContact: textOf(words, safeContactId), aware, afraidOf: afraidOf.flatMap((id) => labels.get(id) ?? []),
});

const subjectView = (subject: ConcernFacts['subjects'][number], labels: ReadonlyMap<string, string>, words: Words): ConcernView['subjects'][number] => {
  const { id, label, roles, age, atRisk, seriousHarm, childAtRisk, fgmKnown, said, judgementId, mustNotReceive } = subject;
  const { level, professionalJudgement: _recorded, ...risk } = subject.risk;
  const judgement = textOf(words, judgementId);
  const wishesHistory = said.map((one) => wishesView(one, labels, words));
  return {
    id, label, roles, age, atRisk, seriousHarm, childAtRisk, fgmKnown, riskLevel: level ?? null, riskAssessment: { ...risk, ...(judgement ? { professionalJudgement: judgement } : {}) },
    wishes: wishesHistory[0] ?? notSought, wishesHistory, mustNotReceive,
  };
};

/** The whole concern for its own agency: every row whose words the door let through, and none other. */
export const concernView = (concern: ConcernFacts, words: Words): ConcernView => ({
  id: concern.id, state: concern.state, version: concern.version, team: concern.teamId, harmTypes: harmTypesOf(concern, words),
  subjects: concern.subjects.map((subject) => subjectView(subject, new Map(concern.subjects.map(({ id, label }) => [id, label])), words)),
  indicators: concern.items.filter(({ id, kind }) => kind === 'indicator' && words.has(id)).map(({ id, about }) => ({ ...(words.get(id) as Omit<IndicatorView, 'about'>), about })),
  items: concern.items.filter(({ id, kind }) => kind === 'statement' && words.has(id)).map((item): ItemView => ({
    itemId: item.itemId, contentId: item.id, field: item.field, version: item.version, carries: item.carries, about: item.about,
    text: words.get(item.id)!['text'] as string, source: words.get(item.id)!['source'] as string, statement: item.statement, confidence: item.confidence, on: item.datedOn,
    marking: item.marking, grading: item.grading as ItemView['grading'], controller: item.controller,
  })),
  history: concern.events.map(({ version, event, reason, staff, at }) => ({ version, event, reason, staff, at })),
});

const textsOf = ({ items }: ConcernFacts, words: Words, field: string): string[] =>
  items.filter((item) => item.field === field && item.kind === 'statement').flatMap(({ id }) => (words.get(id)?.['text'] as string | undefined) ?? []);

/** The beginning of a text, by whole characters: half of one is no text. */
const beginningOf = (text: string | undefined): string | null => (text === undefined ? null : [...text.slice(0, 400)].slice(0, 200).join(''));

export const listedConcernView = (concern: ConcernFacts, words: Words): ListedConcernView => ({
  id: concern.id, state: concern.state, version: concern.version, team: concern.teamId, changedAt: concern.changedAt,
  harmTypes: harmTypesOf(concern, words), people: textsOf(concern, words, 'person.identity'), summary: beginningOf(textsOf(concern, words, 'concern.summary')[0]),
});
