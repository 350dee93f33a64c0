import type { Wishes } from '../rules/index.js';
import type { Said } from './facts.js';

/** One sharing as wishes see it: what it is for, and the partner it is with (whoever answers for that agency today). */
type SharingWith = Readonly<{ purpose: string; partner: string }>;

const covers = ({ scope, holders }: Said, { purpose, partner }: SharingWith): boolean =>
  (scope?.purposes?.includes(purpose) ?? true) && (scope?.agencies === undefined || (holders ?? []).includes(partner));

/** What was last said about this sharing: the newest whose scope covers it. `said` stands newest first. */
export const lastSaidOf = (said: readonly Said[], sharing: SharingWith): Said | undefined => said.find((one) => covers(one, sharing));

/** The wish that counts for one sharing. What covers it not at all was not asked: agreement to one partner is none to another. */
export const wishesFor = (said: readonly Said[], sharing: SharingWith): Wishes => lastSaidOf(said, sharing)?.state ?? 'not-sought';
