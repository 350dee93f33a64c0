export {
  type Agreement, agreementStatus, agreementStatusBetween, isParty, type PossibleParty, type PublishedClause,
} from './agreement.js';
export { ConfigInvalid } from './config-problem.js';
export { loadLaw, plainEnglish } from './load-law.js';
export type { CataloguedGateway, LoadedLaw, Reason, ReasonKind, VocabularyTerm } from './loaded-law.js';
export { LAW, LawModule } from './law.module.js';
