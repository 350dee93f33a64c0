/** The law of this release as loaded and checked at start: `@Inject(LAW) law: LoadedLaw`. What holds at the moment is the LawBook's to say. */
export const LAW = Symbol('LAW');
