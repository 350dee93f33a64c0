import type { LoadedLaw } from './loaded-law.js';

/** What a decision depends on, besides the rules themselves and the agreement: recorded whole, so that it can be taken again under a later release. */
const parts = ['version', 'gateways', 'fields', 'purposes', 'vocabularies'] as const;

/** The text under which the law of a release is recorded. */
export const recordOf = (law: LoadedLaw): string => JSON.stringify(Object.fromEntries(parts.map((part) => [part, law[part]])));
