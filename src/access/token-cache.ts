import { createHash, type KeyObject } from 'node:crypto';
import type { Claims } from './token-claims.js';

const most = 10_000;
const longestMs = 5 * 60_000;

export type Verified = Claims & Readonly<{ kid: string; key: KeyObject; sessionId: string }>;
type Entry = Readonly<{ verified: Verified; until: number }>;

/** SHA-256 of a token: the only trace of it that is kept. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Tokens that were verified a moment ago, so that a signature is not checked again for each request. Bounded in number
 * (the oldest goes), never past `exp`, at most five minutes. It says nothing about the person: the directory is asked
 * every time.
 */
export class TokenCache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = () => Date.now()) {}

  get(digest: string): Verified | undefined {
    const entry = this.entries.get(digest);
    if (!entry) return undefined;
    if (entry.until > this.now()) return entry.verified;
    this.entries.delete(digest);
    return undefined;
  }

  keep(digest: string, verified: Verified): void {
    if (this.entries.size >= most) this.entries.delete(this.entries.keys().next().value!);
    this.entries.set(digest, { verified, until: Math.min(verified.expires * 1_000, this.now() + longestMs) });
  }

  forget(digest: string): void {
    this.entries.delete(digest);
  }
}
