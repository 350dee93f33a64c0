export { AccessModule } from './access.module.js';
export { CallerIs, type Caller } from './caller.js';
export { declarationOf, declaredRoutes, undeclaredRoutes, type DeclaredRoute } from './declared-routes.js';
export { roles, rolesThatMay, type Permission, type Role } from './roles.js';
export { Route } from './route.js';
export { REFUSED_ATTEMPTS, type RecordRefusedAttempt, type RefusedAttempt } from './refused-attempts.js';
export { StaffDirectory, type KnownPerson } from './staff-directory.js';
