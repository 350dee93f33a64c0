import type { Caller } from '../access/index.js';
import type { Standing } from '../law/index.js';
import type { Queryable } from '../platform/database.js';
import type { ConcernFacts, RecipientFacts, ReferralFacts } from './facts.js';

/** Each is one round trip. `owner` is for the ledger alone: an owner hears of refused attempts on its records. */
type FoundConcern = Standing & { concern: ConcernFacts | null; recipient: RecipientFacts | null; owner: string | null };
type FoundReferral = Standing & { referral: ReferralFacts | null; owner: string | null };
type Wanted = { team?: string | undefined; version?: number | undefined };

/** A concern of the caller's own agency (null when there is none for them), its items as at a version, and the team it might go to. */
export const loadConcern = async (db: Queryable, caller: Caller, concernId: string, { team, version }: Wanted): Promise<FoundConcern> =>
  (await db.query<{ found: FoundConcern }>('SELECT accord.concern_for($1, $2, $3, $4, $5) AS found',
    [caller.agencyId, caller.staffId, concernId, team ?? null, version ?? null]))[0]!.found;

/** A referral to or from the caller's agency; null for everybody else. */
export const loadReferral = async (db: Queryable, caller: Caller, referralId: string): Promise<FoundReferral> =>
  (await db.query<{ found: FoundReferral }>('SELECT accord.referral_for($1, $2, $3) AS found', [caller.agencyId, caller.staffId, referralId]))[0]!.found;

/** Held until the commit: what was recorded before is seen by the facts loaded next, and nothing is recorded meanwhile (wishes, lists, amendments). */
export const holdConcern = async (tx: Queryable, concernId: string): Promise<void> => {
  await tx.query('SELECT 1 FROM accord.concerns WHERE id = $1 FOR SHARE', [concernId]);
};

export const ownerOf = async (db: Queryable, kind: 'concern' | 'decision', id: string): Promise<string | null> =>
  (await db.query<{ owner: string | null }>('SELECT accord.owner_of($1, $2) AS owner', [kind, id]))[0]!.owner;

export type ConcernFilter = { state?: string | undefined; before?: string | undefined; limit: number };

/** Concerns that the caller may read, newest first. Markers decide the list, never words. */
export const loadConcerns = async (db: Queryable, caller: Caller, { state, before, limit }: ConcernFilter): Promise<ConcernFacts[]> =>
  (await db.query<{ found: ConcernFacts[] }>('SELECT accord.concerns_for($1, $2, $3, $4, $5, $6, $7) AS found',
    [caller.agencyId, caller.staffId, caller.teams, caller.roles.includes('agency-lead'), state ?? null, before ?? null, limit]))[0]!.found;

/** Labels of the rows within the caller's reach that a text repeats, by its fingerprints. */
export const loadCarried = async (tx: Queryable, rows: readonly { id: string; fingerprints: readonly string[] }[]): Promise<string[]> =>
  (await tx.query<{ carries: string[] }>('SELECT l.carries FROM accord.labels_of(ARRAY(SELECT p.source FROM accord.pasted_from($1) p)) l', [JSON.stringify(rows)])).flatMap(({ carries }) => carries);
