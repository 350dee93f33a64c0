/** Whoever holds the service's database password, with a driver of their own and nothing of the service's code in the way. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Entry, leafOf } from '../../src/ledger/entry.js';
import { insertSql, rowOf } from '../../src/ledger/entry.store.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { as, canary, type Concern } from '../support/service.js';
import { item, maracCase, tenantCase, toPolice } from '../support/cases.js';

export { insertSql, leafOf, rowOf };
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const newKey = (): string => randomBytes(16).toString('base64url');

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};
export const asService = (): Promise<pg.Client> => connect(process.env['SERVICE_URL']!);
/** One connection that its users get in turn, as they would from the service's pool. */
export const onePooled = (): pg.Pool => new pg.Pool({ connectionString: process.env['SERVICE_URL'], max: 1 });
export const asAdmin = (): Promise<pg.Client> => connect(process.env['ADMIN_URL']!);

export type Row = { id: string; field: string; agency_id: string; concern_id: string };
export type Case = { secret: string; concern: string; owner: string; actor: string; rows: Row[]; row(field: string): Row };

/** A concern in the database whose every text contains `secret`, a word that stands nowhere else. */
const caseOf = async (admin: pg.Client, secret: string, raised: Concern): Promise<Case> => {
  const { rows } = await admin.query<Row>('SELECT id, field, agency_id, concern_id FROM accord.contents WHERE concern_id = $1 AND body::text LIKE $2', [raised.id, `%${secret}%`]);
  return { secret, concern: raised.id, owner: raised.owner.agency, actor: raised.owner.id, rows, row: (field) => rows.find((one) => one.field === field)! };
};

const withSecret = (secret: string, fields: readonly string[]): object[] => fields.map((field) => item(field, { text: `${secret} ${canary()} ${canary()}` }));

/** The adviser's case, part of which was sent to the police; and two that have nothing to do with them. */
export const threeCases = async (admin: pg.Client): Promise<{ sent: Case; kept: Case; foreign: Case; referral: string; police: string; officer: string; frozen: string[] }> => {
  const secrets = [canary(), canary(), canary()];
  const fields = ['person.identity', 'person.address', 'concern.summary'];
  const idva = as('idva');
  const sent = await idva.raises(maracCase({ items: withSecret(secrets[0]!, fields) }));
  const kept = await idva.raises(maracCase({ items: withSecret(secrets[1]!, fields) }));
  const foreign = await as('housing-officer').raises(tenantCase({ items: withSecret(secrets[2]!, fields) }));
  const receipt = await sent.refers(toPolice({ fields: ['person.identity', 'concern.summary'] }));
  const { rows } = await admin.query<{ id: string }>('SELECT content_id AS id FROM accord.referral_items WHERE referral_id = $1', [receipt.referralId]);
  const police = as('police-marac-lead');
  return {
    sent: await caseOf(admin, secrets[0]!, sent), kept: await caseOf(admin, secrets[1]!, kept), foreign: await caseOf(admin, secrets[2]!, foreign),
    referral: receipt.referralId, police: police.agency, officer: police.id, frozen: rows.map(({ id }) => id),
  };
};

/** An honest permit to read rows of one concern, unless told otherwise. */
export const permitFor = (it: Pick<Case, 'concern' | 'owner' | 'actor'>, rows: readonly Pick<Row, 'id' | 'field'>[], more: Partial<Entry> = {}): Entry => ({
  id: uuidv7(), at: new Date().toISOString(), operation: 'consultation', outcome: 'permit',
  actor: { staff: it.actor, agency: it.owner, roles: ['caseworker'], session: 'test' }, visibleTo: [it.owner], owner: it.owner, concern: it.concern,
  fields: [...new Set(rows.map(({ field }) => field))], released: rows.map(({ id, field }) => ({ field, content: id, version: 1 })), ...more,
});

/** Writes an entry as the service does, with its key; `change` bends the row after it was made. */
export const enter = async (client: pg.Client, entry: Entry, key: string | undefined, change: object = {}): Promise<void> => {
  await client.query(insertSql, [JSON.stringify([{ ...rowOf(entry, key === undefined ? undefined : sha256(key)), ...change }])]);
};

export type Claims = { permit?: string | undefined; permit_key?: string | undefined; agency?: string | undefined; actor?: string | undefined };
/** Says anything at all of oneself, for the session (or, `local`, for the transaction). */
export const claim = async (client: pg.ClientBase, claims: Claims, local = false): Promise<void> => {
  for (const [name, value] of Object.entries(claims)) await client.query('SELECT set_config($1, $2, $3)', [`accord.${name}`, value ?? '', local]);
};

/** Ids of all words that this session can see. */
export const seen = async (client: Pick<pg.ClientBase, 'query'> | pg.Pool): Promise<string[]> => (await client.query<{ id: string }>('SELECT id FROM accord.contents')).rows.map(({ id }) => id).sort();
export const idsOf = (rows: readonly Pick<Row, 'id'>[]): string[] => rows.map(({ id }) => id).sort();

const attempt = async (client: pg.Client, sql: string, values?: unknown[]): Promise<string> => {
  try {
    await client.query(sql, values);
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

/** The SQLSTATE that a statement was refused with, or 'done'. A deadlock with another spec is nobody's refusal: outside a transaction it is asked again. */
export const refusedWith = async (client: pg.Client, sql: string, values?: unknown[]): Promise<string> => {
  const [deadlock, abortedTransaction] = ['40P01', '25P02'];
  let code = await attempt(client, sql, values);
  for (let tries = 1; code === deadlock && tries < 10; tries += 1) code = await attempt(client, sql, values);
  return code === abortedTransaction ? deadlock : code;
};
