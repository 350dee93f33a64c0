import { loadLaw } from './load-law.js';

/** The codes of a vocabulary, asked for only when a field is checked or documented: the law is loaded at start. */
export const codesOf = (list: string) => (): string[] => loadLaw().vocabularies[list]!.map(({ code }) => code);
export const fieldCodes = (): string[] => Object.keys(loadLaw().fields);
