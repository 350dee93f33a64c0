import type { Approver, FieldCode } from './request.js';

export type Outcome = 'permit' | 'permit-redacted' | 'needs-approval' | 'refuse' | 'must-notify';

/** Does anything leave under this outcome? */
export const mayLeave = (outcome: Outcome): boolean => outcome === 'permit' || outcome === 'permit-redacted' || outcome === 'must-notify';

/**
 * The answer. Nothing leaves but where `mayLeave` says so; under `needs-approval` the `permitted`
 * fields are what may go once every approval listed has been given.
 */
export interface Decision {
  readonly outcome: Outcome;
  /** A gateway's id, or the basis relied on where there is none, or null where neither was reached. */
  readonly gateway: string | null;
  readonly duty: boolean;
  readonly permitted: readonly FieldCode[];
  /** Field → reason code. A field that waits for an approval is neither permitted nor withheld. */
  readonly withheld: Readonly<Record<FieldCode, string>>;
  readonly approvals: readonly Approver[];
  readonly obligations: readonly string[];
  readonly reasons: readonly string[];
  /** Ids of the agreement's clauses relied on. */
  readonly clauses: readonly string[];
}
