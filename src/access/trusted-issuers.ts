import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { CONFIG, type Config, type Issuer } from '../platform/index.js';
import { KeyRing } from './key-ring.js';
import { readUnverified, type Unverified } from './token-claims.js';

export type Trust = Readonly<{ issuer: Issuer; keys: KeyRing }>;

/** The configured issuers, each with its keys. Nothing that a token says can add to them. */
@Injectable()
export class TrustedIssuers implements OnApplicationBootstrap {
  private readonly trusts: ReadonlyMap<string, Trust>;

  constructor(@Inject(CONFIG) config: Pick<Config, 'issuers'>) {
    this.trusts = new Map(config.issuers.map((issuer) => [issuer.issuer, { issuer, keys: new KeyRing(issuer) }]));
  }

  /** Keys are fetched ahead of the first request, but a start never waits for somebody else's server. */
  onApplicationBootstrap(): void {
    for (const { keys } of this.trusts.values()) void keys.ask();
  }

  get all(): readonly Issuer[] {
    return [...this.trusts.values()].map(({ issuer }) => issuer);
  }

  of(issuer: string): Trust | undefined {
    return this.trusts.get(issuer);
  }

  /** The key that this token must verify with, chosen by the issuer it names and that issuer's own algorithm only. */
  async keyFor(token: string): Promise<{ unverified: Unverified; key: KeyObject } | undefined> {
    const unverified = readUnverified(token);
    const trust = unverified && this.of(unverified.issuer);
    if (!trust || unverified.header.alg !== trust.issuer.algorithm) return undefined;
    const key = await trust.keys.find(unverified.header.kid);
    return key && { unverified, key };
  }
}
