import type { Caller } from './caller.js';

/** What the directory knows; the session is the token's. */
export type KnownPerson = Omit<Caller, 'sessionId'>;

/**
 * Asked on EVERY request, so that a disabled person or a changed role takes effect on the next one. The agencies
 * slice provides it; it lives here because access must not depend on a slice.
 */
export abstract class StaffDirectory {
  /** Null when nobody active works under this issuer and subject. */
  abstract identify(issuer: string, subject: string): Promise<KnownPerson | null>;
}
