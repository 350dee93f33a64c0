export { AgenciesModule } from './agencies.module.js';
export { circleFrom, type Lifetime } from './succession.js';
