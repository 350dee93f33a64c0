export { ConcernsModule } from './concerns.module.js';
export { RaiseConcernBody } from './concern.dto.js';
export { RaiseConcern } from './raise-concern.js';
