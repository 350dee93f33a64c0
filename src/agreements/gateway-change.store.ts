import type { Queryable, Tx } from '../platform/database.js';
import type { Change } from './gateway-change.js';

export type GatewayChangeState = 'proposed' | 'approved' | 'rejected';
export type Officer = { staff: string; name: string; position: string; agency: string };
/** `proposerBinds`: whoever proposed it may still. */
export type GatewayChangeRow = {
  id: string; gatewayId: string; change: Change; reason: string; state: GatewayChangeState; release: string; basedOn: number; number: number | null; answer: string | null;
  /** `proposedFor`: who answers today for the proposer's agency. */
  proposedBy: Officer; proposedFor: string | null; proposedAt: string; proposedEntry: string; proposerBinds: boolean; decidedBy: Officer | null; decidedAt: string | null; decidedEntry: string | null;
};

const select = `
  SELECT c.id, c.gateway_id AS "gatewayId", c.change, c.reason, c.state, c.release, c.based_on AS "basedOn", c.number, c.answer,
    c.proposed_entry AS "proposedEntry", c.decided_entry AS "decidedEntry",
    to_char(c.proposed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "proposedAt", to_char(c.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "decidedAt",
    jsonb_build_object('staff', p.id, 'name', p.name, 'position', p.position, 'agency', c.proposed_in) AS "proposedBy", accord.holder_of(c.proposed_in) AS "proposedFor", accord.is_binding(c.proposed_by, c.proposed_in) AS "proposerBinds",
    CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('staff', d.id, 'name', d.name, 'position', d.position, 'agency', c.decided_in) END AS "decidedBy"
  FROM accord.gateway_changes c JOIN accord.staff p ON p.id = c.proposed_by LEFT JOIN accord.staff d ON d.id = c.decided_by`;

type Asked = { state?: GatewayChangeState | undefined; gateway?: string | undefined; after?: string | undefined };

/** Newest first. */
export const listChanges = (db: Queryable, { state, gateway, after }: Asked, limit: number): Promise<GatewayChangeRow[]> =>
  db.query<GatewayChangeRow>(`${select} WHERE ($1::text IS NULL OR c.state = $1) AND ($2::text IS NULL OR c.gateway_id = $2) AND ($3::uuid IS NULL OR c.id < $3) ORDER BY c.id DESC LIMIT $4`,
    [state ?? null, gateway ?? null, after ?? null, limit]);

export const loadChange = async (db: Queryable, id: string): Promise<GatewayChangeRow | undefined> =>
  (await db.query<GatewayChangeRow>(`${select} WHERE c.id = $1`, [id]))[0];

/** The last approved change of each gateway's verification. */
export const lastVerifications = (db: Queryable): Promise<GatewayChangeRow[]> =>
  db.query<GatewayChangeRow>(`${select} WHERE c.number IN (SELECT max(v.number) FROM accord.gateway_changes v WHERE v.change ? 'verified' GROUP BY v.gateway_id)`);

/** Nobody changes the law, and no decision is kept, until this transaction ends. @returns the number of today's law */
export const holdLaw = async (tx: Tx): Promise<number> => {
  await tx.query('SELECT accord.hold_law(true)');
  return (await tx.query<{ number: number }>('SELECT accord.law_number() AS number'))[0]!.number;
};

/** Has the gateway been changed since the law of that number? */
export const changedSince = async (tx: Tx, gateway: string, number: number): Promise<boolean> =>
  (await tx.query('SELECT 1 FROM accord.gateway_changes WHERE gateway_id = $1 AND number > $2', [gateway, number])).length > 0;

type Proposed = Pick<GatewayChangeRow, 'id' | 'gatewayId' | 'change' | 'reason' | 'release' | 'basedOn'>;

export const insertChange = async (tx: Tx, by: { staffId: string; agencyId: string }, entry: string, { id, gatewayId, change, reason, release, basedOn }: Proposed): Promise<void> => {
  await tx.query(`INSERT INTO accord.gateway_changes (id, gateway_id, change, reason, release, based_on, proposed_by, proposed_in, proposed_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, gatewayId, JSON.stringify(change), reason, release, basedOn, by.staffId, by.agencyId, entry]);
};

export const decideChange = async (tx: Tx, by: { staffId: string; agencyId: string }, entry: string, { id, state, answer }: { id: string; state: GatewayChangeState; answer?: string | undefined }): Promise<void> => {
  await tx.query('UPDATE accord.gateway_changes SET state = $2, answer = $3, decided_by = $4, decided_in = $5, decided_entry = $6 WHERE id = $1', [id, state, answer ?? null, by.staffId, by.agencyId, entry]);
};

/** Every agency that works today: a change of the law changes the decisions of all of them. */
export const agenciesAtWork = async (tx: Tx): Promise<string[]> => (await tx.query<{ id: string }>(`
  SELECT id FROM accord.agencies, (SELECT (now() AT TIME ZONE 'Europe/London')::date AS day) today
  WHERE accord.holder_of(id) = id AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day) ORDER BY id`)).map(({ id }) => id);

/** Every agency that has not ended, those yet to begin among them: whoever is to work under a law finds who made it. */
export const agenciesToCome = async (tx: Tx): Promise<string[]> => (await tx.query<{ id: string }>(`
  SELECT id FROM accord.agencies WHERE coalesce(valid_to >= (now() AT TIME ZONE 'Europe/London')::date, true) ORDER BY id`)).map(({ id }) => id);
