/** Everything that the completion line of a request may say beyond the request itself. Ids and codes only. */
export type Notes = { requestId?: string; actorId?: string; agencyId?: string; ledgerId?: string; outcome?: string };

// Keyed by object, so that nothing has to be carried along and nothing outlives the request.
const kept = new WeakMap<object, Notes>();

/** The notes of a request (or of its caller, once `sameNotes` has tied them together). */
export const notesOf = (about: object): Notes => {
  let notes = kept.get(about);
  if (!notes) kept.set(about, (notes = {}));
  return notes;
};

/** `note(caller, { ledgerId })`: adds to the completion line of the request that this caller is making. */
export const note = (about: object, facts: Notes): void => {
  Object.assign(notesOf(about), facts);
};

/** From now on `other` speaks for the same request as `about`. */
export const sameNotes = (about: object, other: object): void => {
  kept.set(other, notesOf(about));
};
