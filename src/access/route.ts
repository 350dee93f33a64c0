import { declared, type Documented, type Gives } from '../platform/index.js';
import type { Permission } from './roles.js';

/** What a handler declares: the button it is (`can`) and what its answer may carry (`gives`). */
type RouteOptions = Documented & Readonly<{ can: Permission; gives: Exclude<Gives, 'public'> }>;
type PublicRouteOptions = Documented & Readonly<{ gives: 'public' }>;

/**
 * Every handler has one; the service refuses to start otherwise.
 *
 *     @Get(':concernId') @Route({ can: 'concern:read', gives: 'content', summary: 'Read a concern', answers: ConcernView })
 */
export const Route = (options: RouteOptions | PublicRouteOptions): MethodDecorator =>
  declared({ can: 'can' in options ? options.can : 'public', gives: options.gives }, options);
