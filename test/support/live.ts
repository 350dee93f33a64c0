/** The service that `npm test` started around the demonstration county: its callers, and its tables seen from above. */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { openDemoKeys } from '../../src/demo/index.js';
import { sendingTo, type Send } from './tiny-client.js';

export const baseUrl = (): string => process.env.BASE_URL!;
export const port = (): number => Number(new URL(baseUrl()).port);

/** `session` is how the ledger knows this sign-in, and no other test's. */
export type SignedIn = { send: Send; session: string; authorization: string };

/** Signs a member of staff in (staff id, persona key or subject), with a session of their own. */
export const signIn = async (who: string): Promise<SignedIn> => {
  const jti = randomUUID();
  const { mint } = await openDemoKeys(process.env.ISSUER_STATE!);
  const authorization = `Bearer ${await mint(who, { claims: { jti } })}`;
  return { send: sendingTo(baseUrl(), authorization), session: createHash('sha256').update(jti).digest('hex').slice(0, 32), authorization };
};

export type LedgerRow = {
  id: string; operation: string; outcome: string; agency_id: string; actor_id: string; visible_to: string[]; covers: string[];
  leaf: { because: Record<string, unknown>; actor: { session: string } };
};

/** The administrator's own look at the database: past row security, for tests alone. */
export class FromAbove {
  readonly #pool = new pg.Pool({ connectionString: process.env.ADMIN_URL!, max: 2 });

  async rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(sql, values)).rows;
  }

  async one<Row extends object>(sql: string, values: unknown[] = []): Promise<Row> {
    const [row] = await this.rows<Row>(sql, values);
    if (!row) throw new Error(`the demonstration county has no such row: ${sql}`);
    return row;
  }

  entriesOf(session: string): Promise<LedgerRow[]> {
    return this.rows<LedgerRow>(
      `SELECT id, operation, outcome, agency_id, actor_id, visible_to, covers, leaf::jsonb AS leaf FROM accord.ledger_entries
        WHERE leaf::jsonb -> 'actor' ->> 'session' = $1 ORDER BY id`, [session]);
  }

  /** A referral and its concern, by the teams' names: what the demonstration's stories made. */
  referral(fromTeam: string, toTeam: string): Promise<{ id: string; concern_id: string; decision_id: string; subject_id: string; version: number }> {
    return this.one(`SELECT r.id, r.concern_id, r.decision_id, r.version, (SELECT min(s.subject_id::text) FROM accord.concern_subjects s WHERE s.concern_id = r.concern_id) AS subject_id
      FROM accord.referrals r WHERE r.team_id = $1 AND r.recipient_team = $2 ORDER BY r.id LIMIT 1`, [fromTeam, toTeam]);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
