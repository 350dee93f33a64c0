import { loadLaw } from './load-law.js';

/** The codes of a vocabulary, asked for only when a field is checked or documented: the law is loaded at start. */
export const codesOf = (list: string) => (): string[] => loadLaw().vocabularies[list]!.map(({ code }) => code);
/** What information may be asked for: purposes of the law, and those that the partnership excludes. */
export const purposeCodes = (): string[] => [...Object.keys(loadLaw().purposes), ...codesOf('excludedPurposes')()];
export const fieldCodes = (): string[] => Object.keys(loadLaw().fields);
