export { DecisionsModule } from './decisions.module.js';
export { TakeAgain } from './take-again.js';
export type { Supposed } from './what-if.js';
