import type { Gives } from '../platform/index.js';
import type { Caller } from './caller.js';
import type { Permission } from './roles.js';

/** A signed-in attempt that was turned away before any handler ran. `params` are the address's, and may be anything. */
export type RefusedAttempt = Readonly<{
  caller?: Caller;
  issuer: string;
  subject: string;
  can: Permission;
  gives: Gives;
  method: string;
  route: string;
  reason: 'role-may-not' | 'person-unknown-or-disabled' | 'issuer-not-for-agency';
  params: Readonly<Record<string, string>>;
  requestId: string;
}>;

/** Optional provider, awaited before the refusal is answered; when it fails the answer is 503. */
export const REFUSED_ATTEMPTS = Symbol('REFUSED_ATTEMPTS');
export type RecordRefusedAttempt = (attempt: RefusedAttempt) => Promise<void>;
