export { type Agreement, type AgreementInHand, agreementInHand, agreementStatus, agreementStatusBetween, isParty } from './agreement.js';
export { changedLaw, type GatewayChange } from './changed-law.js';
export { codesOf, fieldCodes } from './codes.js';
export { ConfigInvalid } from './config-problem.js';
export { LawBook, type Standing } from './law-book.js';
export { LawModule } from './law.module.js';
export { LAW } from './law.token.js';
export { loadLaw, plainEnglish } from './load-law.js';
export type { CataloguedGateway, LoadedLaw } from './loaded-law.js';
