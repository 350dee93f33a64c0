import { Inject, Injectable, Optional, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { LOG, note, problem, routePattern, sameNotes, withoutWords, type HttpRequest, type Log } from '../platform/index.js';
import { attachCaller, type Caller } from './caller.js';
import { declarationOf, type GuardedRoute } from './declared-routes.js';
import { IdentifyCaller, type Stranger } from './identify-caller.js';
import { REFUSED_ATTEMPTS, type RecordRefusedAttempt, type RefusedAttempt } from './refused-attempts.js';
import { mayUse, rolesThatMay } from './roles.js';
import type { Verified } from './token-cache.js';
import { invalidToken, TokenGuard } from './token.guard.js';

/** The one door into every handler: declared? whose token? who is that today? may their role press this button? */
@Injectable()
export class RouteGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenGuard,
    private readonly callers: IdentifyCaller,
    @Inject(LOG) private readonly log: Log,
    @Optional() @Inject(REFUSED_ATTEMPTS) private readonly record?: RecordRefusedAttempt,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declaration = declarationOf(context.getHandler());
    if (!declaration) throw problem('forbidden', { detail: 'This operation is not declared, so nobody may use it.' });
    if (declaration.gives === 'public') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const token = await this.tokens.verify(context);
    const found = await this.whoIs(request, token);
    if (typeof found === 'string') {
      await this.remember(request, declaration, token, found);
      throw invalidToken('Nobody active works here under this token.');
    }
    note(request, { actorId: found.staffId, agencyId: found.agencyId });
    sameNotes(request, found);
    if (!mayUse(found.roles, declaration.can)) {
      await this.remember(request, declaration, token, 'role-may-not', found);
      throw problem('forbidden', { can: declaration.can, roles: rolesThatMay(declaration.can) });
    }
    attachCaller(request, found);
    return true;
  }

  private async whoIs(request: HttpRequest, token: Verified): Promise<Caller | Stranger> {
    try {
      return await this.callers.identify(token);
    } catch (error) {
      throw this.unavailable(request, error, 'the directory of people could not be asked');
    }
  }

  private unavailable(request: HttpRequest, error: unknown, says: string): Error {
    this.log.error({ requestId: request.id, route: routePattern(request), ...withoutWords(error) }, says);
    return problem('unavailable');
  }

  /** A refusal that cannot be recorded is not answered as one: 503, as with anything the ledger cannot take. */
  private async remember(
    request: HttpRequest,
    { can, gives }: GuardedRoute,
    { issuer, subject }: Verified,
    reason: RefusedAttempt['reason'],
    caller?: Caller,
  ): Promise<void> {
    if (!this.record) return;
    const params = { ...(request.params as Record<string, string>) };
    try {
      await this.record({
        ...(caller ? { caller } : {}),
        issuer,
        subject,
        can,
        gives,
        method: request.method,
        route: routePattern(request),
        reason,
        params,
        requestId: request.id,
      });
    } catch (error) {
      throw this.unavailable(request, error, 'a refused attempt could not be recorded');
    }
  }
}
