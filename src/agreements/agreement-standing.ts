import { agreementStatus, type Agreement } from '../law/index.js';

export const standings = ['draft', 'proposed', 'signed-not-begun', 'active', 'lapsed', 'suspended', 'superseded', 'declined', 'withdrawn'] as const;
export type Standing = (typeof standings)[number];

export type AgreementState = 'draft' | 'proposed' | 'signed' | 'declined' | 'withdrawn';
type Dated = Readonly<{ version: string; inForceFrom: string }>;

/** The version that counts on a day: the newest that has begun, whatever has become of it since. `signed`: the newest first. */
export const versionInForce = (signed: readonly Dated[], day: string): string | null => signed.find(({ inForceFrom }) => inForceFrom <= day)?.version ?? null;

/** Where a version stands on a day, for whoever reads it. Whether two agencies share under it is asked of `agreementInHand`. */
export const standingOf = (it: Readonly<{ state: AgreementState; suspended: boolean; content: Agreement }>, inForce: string | null, day: string): Standing => {
  if (it.state !== 'signed') return it.state;
  if (day < it.content.inForceFrom) return 'signed-not-begun';
  if (inForce !== it.content.version) return 'superseded';
  const status = agreementStatus(it.content, day, it.suspended);
  return status === 'none' ? 'signed-not-begun' : status;
};
