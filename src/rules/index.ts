export { isNamedIn } from './bodies.js';
export { type Change, changeKinds } from './change.js';
export { checkRequest } from './check-request.js';
export { type Counterfactual, counterfactuals, notInForceYet, type Way } from './counterfactual.js';
export { decide, rulesetVersion } from './decide.js';
export { type Decision, mayLeave, type Outcome } from './decision.js';
export { neverGoes, protectedFields } from './field.rule.js';
export { freezeThrough } from './frozen.js';
export { InvalidRequest } from './invalid-request.js';
export type { Field, Gateway, Law, Term, Vocabularies } from './law.js';
export type {
  AgencyType, AgreementClause, AgreementStatus, AgreementTerms, Approver, BoardRequestConditions, DecisionRequest, FieldCode,
  Grading, IsoDate, Marking, Purpose, Regime, RiskAssessment, RiskLevel, VictimInformationRequest, Wishes,
} from './request.js';
export {
  type ConditionCode, type DataSubject, isAtRisk, type Sharing, specialCategoryCondition,
} from './special-category-condition.js';
export type { Alternatives } from './obstacles.js';
export { type Lock, locks, type LockState, type TracedLock, traceOf } from './trace.js';
