import type { Queryable } from '../platform/database.js';

type ApprovedChange = { number: number; gatewayId: string; change: Readonly<Record<string, unknown>> };

/** What a release brought, as it was recorded when its schema was migrated. */
export const loadBase = async (db: Queryable, version: string): Promise<{ content: string; digest: string } | undefined> =>
  (await db.query<{ content: string; digest: string }>('SELECT content, digest FROM accord.law_bases WHERE version = $1', [version]))[0];

/** Changes of gateways up to a version of the law, in the order in which they were approved. */
export const loadChanges = (db: Queryable, upTo: number): Promise<ApprovedChange[]> =>
  db.query<ApprovedChange>('SELECT number, gateway_id AS "gatewayId", change FROM accord.gateway_changes WHERE number <= $1 ORDER BY number', [upTo]);

export const loadLawNumber = async (db: Queryable): Promise<number> => (await db.query<{ number: number }>('SELECT accord.law_number() AS number'))[0]!.number;

/** The exact text of an agreement that all its parties signed, by the digest that they signed over or by its name. */
export const loadSigned = async (db: Queryable, by: { digest: string } | { id: string; version: string }): Promise<string | undefined> => {
  const named = 'digest' in by ? { digest: by.digest, id: null, version: null } : { digest: null, ...by };
  return (await db.query<{ content: string }>(`SELECT content FROM accord.agreement_versions
    WHERE state = 'signed' AND (digest = $1 OR (agreement_id = $2 AND version = $3)) LIMIT 1`, [named.digest, named.id, named.version]))[0]?.content;
};
