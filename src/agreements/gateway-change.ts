import type { CataloguedGateway, LoadedLaw } from '../law/index.js';

/** The members of a gateway that are to read otherwise. */
export type Change = Readonly<Record<string, unknown>>;

/** What a gateway says by saying nothing. */
const unsaid: Change = { orRecipientActingForOne: false, liftsConfidence: false, detrimentException: false, requiresConsent: false, excludes: [] };

/** In the order in which people read them. */
const labels: Readonly<Record<string, string>> = {
  title: 'title', statute: 'where it is written', kind: 'kind', commencedOn: 'commencement', endsOn: 'end', from: 'who may disclose', to: 'to whom',
  orRecipientActingForOne: 'also to somebody acting for one of them', purposes: 'purposes', data: 'kinds of data', excludes: 'never', liftsConfidence: 'lifts the duty of confidence',
  detrimentException: 'not where it would do more harm', requiresConsent: 'needs consent', verified: 'verified', note: 'note',
};

const reads = (gateway: CataloguedGateway, member: string): unknown => (gateway as unknown as Change)[member] ?? unsaid[member] ?? null;

const same = (one: unknown, other: unknown): boolean =>
  (Array.isArray(one) && Array.isArray(other) ? one.toSorted().join('\n') === other.toSorted().join('\n') : one === other);

/** Of what was asked for, the members that do not read so already. */
export const differing = (gateway: CataloguedGateway, asked: Change): Change =>
  Object.fromEntries(Object.entries(asked).filter(([member, value]) => value !== undefined && !same(value, reads(gateway, member))));

/** First and last day count; without a commencement a gateway is never in force. */
export const inForceOn = ({ commencedOn, endsOn }: Pick<CataloguedGateway, 'commencedOn' | 'endsOn'>, day: string): boolean =>
  commencedOn !== null && commencedOn <= day && (!endsOn || day <= endsOn);

const dayInWords = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const special: Readonly<Record<string, string>> = { any: 'anybody', 'any-partner': 'any partner with an agreement in force' };

const says = (member: string, value: unknown, law: LoadedLaw): string => {
  if (member === 'commencedOn') return value === null ? 'not commenced: never cited' : `in force from ${dayInWords.format(new Date(String(value)))}`;
  if (member === 'endsOn') return value === null ? 'no end known' : `last day in force ${dayInWords.format(new Date(String(value)))}`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!Array.isArray(value)) return value === null ? 'nothing' : String(value);
  const terms = [...law.vocabularies.agencyTypes, ...(law.vocabularies['purposes'] ?? [])];
  const named = value.map((code: string) => special[code] ?? terms.find((term) => term.code === code)?.label ?? code);
  return named.length === 0 ? 'nothing' : named.join('; ');
};

/** A change as people read it: each member before and after, in plain English. */
export const changeInWords = (gateway: CataloguedGateway, change: Change, law: LoadedLaw): { member: string; label: string; before: string; after: string }[] =>
  Object.entries(labels).filter(([member]) => member in change)
    .map(([member, label]) => ({ member, label, before: says(member, reads(gateway, member), law), after: says(member, change[member], law) }));
