export { wishesFaults, type WishesSetting } from './check-wishes.js';
export { namesOne, type NewSubject } from './subject.js';
export { KeptAwayBody, MustNotReceiveBody, SubjectBody, SubjectView, WishesBody } from './subject.dto.js';
export { insertMustNotReceive, insertSubjectFacts, insertSubjects, insertWish, knownSubjects, shutsOutOversight, unknownKeptAway } from './subject.store.js';
