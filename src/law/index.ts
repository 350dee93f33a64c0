export { type Agreement, agreementStatus, agreementStatusBetween, isParty } from './agreement.js';
export { codesOf, fieldCodes } from './codes.js';
export { ConfigInvalid } from './config-problem.js';
export { loadLaw, plainEnglish } from './load-law.js';
export type { LoadedLaw } from './loaded-law.js';
export { LAW, LawModule } from './law.module.js';
