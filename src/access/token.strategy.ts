import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { Strategy, type SecretOrKeyProvider, type StrategyOptionsWithRequest } from 'passport-jwt';
import { bearerToken, checkClaims, clockTolerance, readUnverified } from './token-claims.js';
import { digestOf, type Verified } from './token-cache.js';
import { TrustedIssuers } from './trusted-issuers.js';

let made = 0;

const provider =
  (issuers: TrustedIssuers): SecretOrKeyProvider =>
  (_request, token: string, done) => {
    issuers.keyFor(token).then(
      (found) => done(found ? null : new Error('no key for this token'), found?.key as unknown as string), // jsonwebtoken takes a KeyObject; its parsed form is what makes verifying cheap
      (error: unknown) => done(error),
    );
  };

const optionsFor = (issuers: TrustedIssuers): StrategyOptionsWithRequest => ({
  jwtFromRequest: bearerToken,
  secretOrKeyProvider: provider(issuers),
  passReqToCallback: true,
  algorithms: [...new Set(issuers.all.map(({ algorithm }) => algorithm))],
  issuer: issuers.all.map(({ issuer }) => issuer),
  audience: issuers.all.map(({ audience }) => audience),
  ignoreExpiration: false,
  jsonWebTokenOptions: { clockTolerance },
});

/**
 * passport-jwt verifies signature, `exp`, `nbf` and that issuer and audience are configured ones. The key it is given
 * already pins the issuer's own algorithm; `validate` pins the issuer's own audience and asks for the rest.
 */
@Injectable()
export class TokenStrategy extends PassportStrategy(Strategy) {
  /** passport keeps one strategy a name for the whole process; a second application must not take over the first's. */
  override readonly name = `accord-token-${(made += 1)}`;

  constructor(private readonly issuers: TrustedIssuers) {
    super(optionsFor(issuers));
    passport.use(this.name, this);
  }

  /** The verified token, or false. */
  async validate(request: { headers: Record<string, unknown> }, payload: Record<string, unknown>): Promise<Verified | false> {
    const token = bearerToken(request)!;
    const unverified = readUnverified(token);
    const trust = unverified && this.issuers.of(unverified.issuer);
    const claims = trust && checkClaims(payload, trust.issuer, Math.floor(Date.now() / 1_000));
    const key = trust && (await trust.keys.find(unverified.header.kid));
    if (!claims || !key) return false;
    return { ...claims, kid: unverified.header.kid, key, sessionId: claims.jti ?? digestOf(token) };
  }
}
