import type { Caller } from './caller.js';

/**
 * What the directory knows; the session is the token's. `agencyId` is whom the person acts for today: the agency they are
 * `employedBy`, or whoever succeeded it.
 */
export type KnownPerson = Omit<Caller, 'sessionId'> & Readonly<{ employedBy: string }>;

/**
 * Asked on EVERY request, so that a disabled person or a changed role takes effect on the next one. The agencies
 * slice provides it; it lives here because access must not depend on a slice.
 */
export abstract class StaffDirectory {
  /** Null when nobody active works under this issuer and subject. */
  abstract identify(issuer: string, subject: string): Promise<KnownPerson | null>;
}
