import { Injectable, type ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { problem, type HttpRequest } from '../platform/index.js';
import { KeysOutOfReach } from './key-ring.js';
import { TokenCache, digestOf, type Verified } from './token-cache.js';
import { bearerToken } from './token-claims.js';
import { TokenStrategy } from './token.strategy.js';
import { TrustedIssuers } from './trusted-issuers.js';

const invalid = { 'WWW-Authenticate': 'Bearer realm="accord", error="invalid_token"' };

/** A token was sent that is not good here. Which of its faults it was helps only whoever forges: not said. */
export const invalidToken = (detail = 'The token is not valid here, or has expired.'): Error =>
  problem('unauthenticated', { detail }, invalid);

/** Answers whose token this is. Verified once, then remembered for a while by its digest. */
@Injectable()
export class TokenGuard extends AuthGuard() {
  private readonly cache = new TokenCache();

  constructor(
    private readonly issuers: TrustedIssuers,
    strategy: TokenStrategy,
  ) {
    super({ defaultStrategy: strategy.name, property: 'verifiedToken', session: false });
  }

  async verify(context: ExecutionContext): Promise<Verified> {
    const request = context.switchToHttp().getRequest<HttpRequest & { verifiedToken?: Verified }>();
    if (request.headers.authorization === undefined) throw problem('unauthenticated', { detail: 'No bearer token was sent.' });
    const token = bearerToken(request);
    if (!token) throw invalidToken();
    const digest = digestOf(token);
    const known = this.stillTrusted(digest);
    if (known) return known;
    await super.canActivate(context);
    const verified = request.verifiedToken!;
    this.cache.keep(digest, verified);
    return verified;
  }

  override handleRequest<User>(error: unknown, user: User, info: unknown): User {
    if (error instanceof KeysOutOfReach || info instanceof KeysOutOfReach)
      throw problem('unavailable', { detail: 'The issuer’s keys are out of reach, so the token cannot be checked.' });
    if (error) throw error as Error;
    if (!user) throw invalidToken();
    return user;
  }

  // A key that the issuer has withdrawn or replaced takes its tokens with it.
  private stillTrusted(digest: string): Verified | undefined {
    const verified = this.cache.get(digest);
    if (!verified || this.issuers.of(verified.issuer)?.keys.known(verified.kid) === verified.key) return verified;
    this.cache.forget(digest);
    return undefined;
  }
}
