export type { NewSubject, Wish } from './subject.js';
export { KeptAwayBody, MustNotReceiveBody, SubjectBody, SubjectView, WishesBody } from './subject.dto.js';
export { insertMustNotReceive, insertSubjects, insertWish, knownSubjects, unknownKeptAway, type KeptAway } from './subject.store.js';
