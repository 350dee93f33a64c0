import type { Caller } from '../access/index.js';
import type { Tx } from '../platform/database.js';
import type { WishesScope } from './facts.js';

/** Whom rows of one referral went to; `agency` answers for the recipient today, `alias` is the person's there, if any row is about them. */
export type PastRecipient = { referral: string; agency: string; team: string; purpose: string; alias: string | null };
/** `theWhole`: their wishes count for rows about nobody in particular as well. */
type Withdrawal = { concern: string; subject: string; scope: WishesScope | null; theWhole: boolean };

/**
 * Past recipients of rows about a person, within a scope; never who declined. Left out is whom a list of the concern keeps away: an agency,
 * or a team of which everybody is. They are told nothing, and nothing is written that they could miss.
 */
export const loadPastRecipients = (tx: Tx, { concern, subject, scope, theWhole }: Withdrawal): Promise<PastRecipient[]> =>
  tx.query<PastRecipient>(`SELECT r.id AS referral, h.holder AS agency, r.recipient_team AS team, r.purpose,
      (SELECT x.alias FROM accord.referral_subjects x WHERE x.referral_id = r.id AND x.subject_id = $2) AS alias
    FROM accord.referrals r CROSS JOIN LATERAL (SELECT accord.holder_of(r.recipient_agency) AS holder) h
    WHERE r.concern_id = $1 AND r.state <> 'declined'
      AND EXISTS (SELECT 1 FROM accord.referral_items f JOIN accord.items i ON i.id = f.content_id WHERE f.referral_id = r.id AND (i.about = $2 OR (i.about IS NULL AND $3)))
      AND ($4::text[] IS NULL OR r.purpose = ANY ($4)) AND ($5::text[] IS NULL OR h.holder IN (SELECT accord.holder_of(a) FROM unnest($5::text[]) a))
      AND NOT accord.keeps_away($1, NULL, h.holder)
      AND NOT coalesce((SELECT bool_and(accord.keeps_away($1, p.id, NULL)) FROM accord.team_members t JOIN accord.staff p ON p.id = t.staff_id
        WHERE t.team_id = r.recipient_team AND p.disabled_at IS NULL), false)
    ORDER BY r.id`, [concern, subject, theWhole, scope?.purposes ?? null, scope?.agencies ?? null]);

type Telling = Pick<PastRecipient, 'referral'> & { event: string; entry: string };

/** In each referral's history. */
export const recordTellings = async (tx: Tx, caller: Caller, tellings: readonly Telling[]): Promise<void> => {
  await tx.query(`WITH told AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS t(referral uuid, event uuid, entry uuid)),
      moved AS (UPDATE accord.referrals r SET version = r.version + 1, changed_at = now() FROM told WHERE r.id = told.referral RETURNING r.id, r.version)
    INSERT INTO accord.referral_events (id, referral_id, version, event, entry_id, agency_id, staff_id)
    SELECT told.event, moved.id, moved.version, 'wishes-withdrawn', told.entry, $2, $3 FROM told JOIN moved ON moved.id = told.referral`,
  [JSON.stringify(tellings), caller.agencyId, caller.staffId]);
};
