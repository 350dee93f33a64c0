import { DataSource } from 'typeorm';
import pg from 'pg';
import { problem } from './problem.js';

/** Whoever can take one statement: a pool, or a transaction. Rows come as plain objects. */
export interface Queryable {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** One transaction on one connection, with the caller's identity bound to it. Only `inTransaction` makes them. */
export class Tx implements Queryable {
  readonly #client: pg.PoolClient;
  constructor(client: pg.PoolClient) {
    this.#client = client;
  }
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#client.query<Row>(sql, values as unknown[])).rows;
  }
}

/** Who the session says it is; row security reads both. */
export type Identity = Readonly<{ agencyId: string; staffId: string }>;

const bind = `SELECT set_config('accord.agency', $1, true), set_config('accord.actor', $2, true)`;

/**
 * The service's database: one TypeORM data source, and its pool for statements that are clearer as SQL.
 * Everything that is read for a caller runs in `inTransaction`, because row security asks who is asking.
 */
export class Database {
  constructor(readonly source: DataSource) {}

  get #pool(): pg.Pool {
    return (this.source.driver as unknown as { master: pg.Pool }).master;
  }

  /** One statement with no identity bound: sees only what belongs to no agency (the directory, the catalogue of tables). */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(sql, values as unknown[])).rows;
  }

  /**
   * Runs `work` in one transaction as this caller and returns its value only after COMMIT was acknowledged without any
   * notice. A notice at COMMIT can mean that durability was given up (a cancelled wait for a standby), so it is a failure:
   * the connection is destroyed and 503 thrown, though the change may then have happened.
   */
  async inTransaction<T>(who: Identity, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let fault: Error | undefined;
    const onNotice = (): void => void (fault ??= new Error('notice at commit'));
    try {
      // BEGIN and the identity travel as two queued statements: node-pg sends the second without waiting for our code.
      const begun = client.query('BEGIN');
      const bound = client.query(bind, [who.agencyId, who.staffId]);
      await Promise.all([begun, bound]);
      const value = await work(new Tx(client));
      client.on('notice', onNotice);
      const committed = await client.query('COMMIT');
      if (committed.command !== 'COMMIT' || fault) throw problem('unavailable', { detail: 'The change could not be confirmed as durable. Read it again before you repeat it.' });
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((worse: Error) => (fault = worse));
      throw error;
    } finally {
      client.removeListener('notice', onNotice);
      client.release(fault);
    }
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}

/** Opens the data source as the service's own role. Errors of the driver are passed on as they are. */
export const openDatabase = async (url: string, poolSize = 10): Promise<Database> => {
  const source = new DataSource({
    type: 'postgres', url, schema: 'accord', entities: [], synchronize: false, migrationsRun: false, logging: false,
    extra: { max: poolSize, options: '-c search_path=accord,pg_temp', connectionTimeoutMillis: 5000, statement_timeout: 15_000, idle_in_transaction_session_timeout: 15_000 },
  });
  await source.initialize();
  return new Database(source);
};

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
/** True for a unique index's refusal: somebody was there first. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';
