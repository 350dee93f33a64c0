import type { KeyObject } from 'node:crypto';
import type { Issuer } from '../platform/index.js';
import { keysOf } from './jwk.js';

const timeoutMs = 3_000;
const largestSet = 256 * 1024;

/** How often an issuer may be asked: `cooldownMs` between askings, `staleMs` until a known set is asked for anew. */
export type Patience = Readonly<{ cooldownMs: number; firstRetryMs: number; staleMs: number }>;
const patience: Patience = { cooldownMs: 30_000, firstRetryMs: 1_000, staleMs: 10 * 60_000 };

const fetchSet = async (uri: string): Promise<unknown> => {
  const response = await fetch(uri, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: 'application/jwk-set+json, application/json' },
  });
  if (!response.ok || !response.body) throw new Error('the key set cannot be read');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    if ((size += chunk.byteLength) > largestSet) throw new Error('the key set is too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
};

/** The issuer's keys cannot be had now: not the caller's fault. */
export class KeysOutOfReach extends Error {}

/**
 * The verification keys of one issuer, as KeyObjects. An unknown kid makes it ask again, but not more often than the
 * cooldown, so that strangers cannot make us hammer the issuer; when asking fails the last good keys stay.
 */
export class KeyRing {
  private keys = new Map<string, KeyObject>();
  private everRead = false;
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly issuer: Pick<Issuer, 'jwksUri' | 'algorithm'>,
    private readonly wait: Patience = patience,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The key now known under this kid, without asking anybody. */
  known(kid: string): KeyObject | undefined {
    return this.keys.get(kid);
  }

  /** The key of this kid, asking the issuer when it is new; undefined when the issuer has none. */
  async find(kid: string): Promise<KeyObject | undefined> {
    const since = this.now() - this.askedAt;
    if (this.keys.has(kid)) {
      if (since > this.wait.staleMs) void this.ask();
      return this.keys.get(kid);
    }
    if (this.asking || since > (this.everRead ? this.wait.cooldownMs : this.wait.firstRetryMs)) await this.ask();
    if (!this.everRead) throw new KeysOutOfReach();
    return this.keys.get(kid);
  }

  /** Asks once, however many are waiting. Never rejects. */
  ask(): Promise<void> {
    this.askedAt = this.now();
    return (this.asking ??= this.read().finally(() => (this.asking = undefined)));
  }

  private async read(): Promise<void> {
    try {
      const fresh = keysOf(await fetchSet(this.issuer.jwksUri), this.issuer.algorithm);
      // The same key keeps its object: whoever holds it can tell by identity that it is still trusted.
      for (const [kid, key] of fresh) if (this.keys.get(kid)?.equals(key)) fresh.set(kid, this.keys.get(kid)!);
      this.keys = fresh;
      this.everRead = true;
    } catch {
      // The last good keys stay; /metrics and the log of refusals show the rest.
    }
  }
}
