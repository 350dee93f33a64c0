import type { Caller } from '../access/index.js';
import { uuidv7 } from '../platform/index.js';
import { strictestMarking, type Freeze } from '../disclosure/index.js';
import type { Tx } from '../platform/database.js';
import type { ReferralState } from './referral.js';

export type ListedReferral = {
  id: string; concern: string | null; fromAgency: string; toAgency: string; toTeam: string; purpose: string; forum: string | null;
  state: ReferralState; version: number; sentAt: string; dueOn: string;
};
type Inbox = { box: 'in' | 'out'; state?: string | undefined; before?: string | undefined; concern?: string | undefined; limit: number };

/** Freezes a referral: exactly the rows of the decision, under exactly its ledger entry (the database checks that they match). */
export const insertReferral = async (tx: Tx, caller: Caller, frozen: Freeze, due: string): Promise<void> => {
  const { referralId, decisionId, entry, concern, recipient, answer, items, aliases } = frozen;
  const request = answer.answered[0]!.request;
  // The strictest marking of what goes: that of all that was asked for would tell of what stays behind.
  const marking = strictestMarking(concern.items.filter(({ id }) => items.some((sent) => sent.id === id)).map((item) => item.marking));
  await tx.query(`INSERT INTO accord.referrals (id, concern_id, decision_id, entry_id, agency_id, team_id, sent_by, recipient_agency, recipient_team, purpose, forum, marking, state, due_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'sent', $13)`,
  [referralId, concern.id, decisionId, entry.id, caller.agencyId, concern.teamId, caller.staffId,
    recipient.agency.id, recipient.team, request.purpose, request.forum ?? null, marking, due]);
  await tx.query('INSERT INTO accord.referral_items (referral_id, content_id, entry_id) SELECT $1, c, $2 FROM unnest($3::uuid[]) c',
    [referralId, entry.id, items.map(({ id }) => id)]);
  await tx.query('INSERT INTO accord.referral_subjects (referral_id, subject_id, alias) SELECT $1, s.key::uuid, s.value::uuid FROM jsonb_each_text($2::jsonb) s',
    [referralId, JSON.stringify(aliases)]);
  await insertEvent(tx, caller, { referralId, version: 1, event: 'sent', entryId: entry.id });
};

type NewEvent = { referralId: string; version: number; event: string; entryId: string; code?: string | undefined; field?: string | undefined; contentId?: string | null };
export const insertEvent = async (tx: Tx, caller: Caller, { referralId, version, event, entryId, code, field, contentId }: NewEvent): Promise<void> => {
  await tx.query(`INSERT INTO accord.referral_events (id, referral_id, version, event, code, field, content_id, entry_id, agency_id, staff_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [uuidv7(), referralId, version, event, code ?? null, field ?? null, contentId ?? null, entryId, caller.agencyId, caller.staffId]);
};

/** Moves on from exactly this version. False when somebody else was quicker. */
export const moveReferral = async (tx: Tx, id: string, from: number, state: ReferralState): Promise<boolean> =>
  (await tx.query('UPDATE accord.referrals SET state = $3, version = version + 1, changed_at = now() WHERE id = $1 AND version = $2 RETURNING id', [id, from, state])).length === 1;

/** Markers of what a person's teams received or sent, newest first; whom a list keeps away sees none of it. */
export const listReferrals = (tx: Tx, caller: Caller, { box, state, before, concern, limit }: Inbox): Promise<ListedReferral[]> =>
  tx.query<ListedReferral>(`SELECT id, CASE WHEN agency_id IN (SELECT accord.mine()) THEN concern_id END AS concern, accord.holder_of(agency_id) AS "fromAgency", accord.holder_of(recipient_agency) AS "toAgency", recipient_team AS "toTeam", purpose, forum,
      state, version, sent_at AS "sentAt", to_char(due_on, 'YYYY-MM-DD') AS "dueOn"
    FROM accord.referrals
    WHERE CASE WHEN $1 = 'in' THEN recipient_agency IN (SELECT accord.mine()) AND recipient_team = ANY ($2) ELSE agency_id IN (SELECT accord.mine()) AND (team_id = ANY ($2) OR sent_by = $3 OR $4) END
      AND ($5::text IS NULL OR state = $5) AND ($6::uuid IS NULL OR id < $6)
      -- The concern is the sender's own: nobody else finds anything by it.
      AND ($8::uuid IS NULL OR (agency_id IN (SELECT accord.mine()) AND concern_id = $8)) ORDER BY id DESC LIMIT $7`,
  [box, caller.teams, caller.staffId, caller.roles.includes('agency-lead'), state ?? null, before ?? null, limit, concern ?? null]);
