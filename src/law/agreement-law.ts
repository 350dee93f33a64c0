import type { LoadedLaw } from './loaded-law.js';

/** What agreements are checked against: catalogue, field matrix and vocabularies. Any LoadedLaw will do. */
export type AgreementLaw = Pick<LoadedLaw, 'version' | 'gateways' | 'fields' | 'purposes' | 'vocabularies'>;
