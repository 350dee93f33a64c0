import type { Caller } from '../access/index.js';
import type { Database } from '../platform/database.js';
import type { Decision } from '../rules/index.js';
import type { ItemAnswer } from './answer.js';
import type { Handled } from './consult.js';
import type { ShareTerms } from './facts.js';
import type { KeptRequest } from './replay.js';

/** A decision as it was taken, with the input of each data subject's question. Codes, dates and ids; no words. */
export type Decided = {
  id: string; concernId: string; madeBy: string; at: string; recipientTeam: string; ruleset: string; catalogue: string; agreement: string | null; entryId: string; referralId: string | null;
  /** The concern today: who may look at the decision is whoever may look at that. */
  concern: Handled;
  record: { share: ShareTerms; decision: Decision; items: ItemAnswer[]; dataSubjects: { subject: string | null; condition: string | null; request: KeptRequest; decision: Decision; items: string[] }[] };
};

/** A decision of the caller's own agency; undefined for any other, and for whom a list keeps away. */
export const loadDecided = (database: Database, caller: Caller, decisionId: string): Promise<Decided | undefined> =>
  database.inTransaction(caller, async (tx) => (await tx.query<Decided>(
    `SELECT d.id, d.concern_id AS "concernId", d.made_by AS "madeBy", to_json(d.at) #>> '{}' AS at, d.recipient_team AS "recipientTeam", d.ruleset, d.catalogue, d.agreement,
        d.entry_id AS "entryId", d.record, jsonb_build_object('teamId', c.team_id, 'writtenBy', c.written_by, 'state', c.state) AS concern,
        (SELECT r.id FROM accord.referrals r WHERE r.decision_id = d.id LIMIT 1) AS "referralId"
      FROM accord.decisions d JOIN accord.concerns c ON c.id = d.concern_id WHERE d.id = $1`, [decisionId]))[0]);
