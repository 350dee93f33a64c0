export { AccessModule } from './access.module.js';
export { callerOf, CallerIs, type Caller } from './caller.js';
export { declarationOf, declaredRoutes, undeclaredRoutes, type DeclaredRoute, type RouteDeclaration } from './declared-routes.js';
export { mayUse, permissions, roles, rolesThatMay, type Permission, type Role } from './roles.js';
export { Route, type PublicRouteOptions, type RouteOptions } from './route.js';
export { REFUSED_ATTEMPTS, type RecordRefusedAttempt, type RefusedAttempt } from './refused-attempts.js';
export { StaffDirectory, type KnownPerson } from './staff-directory.js';
