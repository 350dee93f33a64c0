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
  readonly #afterwards: (() => void)[];
  constructor(client: pg.PoolClient, afterwards: (() => void)[] = []) {
    this.#client = client;
    this.#afterwards = afterwards;
  }
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#client.query<Row>(sql, values as unknown[])).rows;
  }

  /** For what the world outside the database is told: once, and only of what really happened. */
  onceCommitted(tell: () => void): void {
    this.#afterwards.push(tell);
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
    try {
      return (await this.#pool.query<Row>(sql, values as unknown[])).rows;
    } catch (error) {
      throw isLost(error) ? unavailable(error) : error;
    }
  }

  /**
   * Runs `work` in one transaction as this caller and returns its value only after COMMIT was acknowledged without any
   * notice. A notice at COMMIT can mean that durability was given up (a cancelled wait for a standby), so it is a failure:
   * the connection is destroyed and 503 thrown, though the change may then have happened.
   */
  async inTransaction<T>(who: Identity, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: Error) => Promise.reject(isLost(error) ? unavailable(error) : error));
    let fault: Error | undefined;
    const onNotice = (): void => void (fault ??= new Error('notice at commit'));
    try {
      // BEGIN and the identity travel as two queued statements: node-pg sends the second without waiting for our code.
      const begun = client.query('BEGIN');
      const bound = client.query(bind, [who.agencyId, who.staffId]);
      await Promise.all([begun, bound]);
      const afterwards: (() => void)[] = [];
      const value = await work(new Tx(client, afterwards));
      client.on('notice', onNotice);
      const committed = await client.query('COMMIT');
      if (committed.command !== 'COMMIT' || fault) throw problem('unavailable', { detail: 'The change could not be confirmed as durable. Read it again before you repeat it.' });
      for (const tell of afterwards) tell();
      return value;
    } catch (error) {
      if (isLost(error)) fault = error as Error; // nothing can be asked of this connection any more, not even to roll back
      else await client.query('ROLLBACK').catch((worse: Error) => (fault = worse));
      throw isLost(error) ? unavailable(error) : error;
    } finally {
      client.removeListener('notice', onNotice);
      client.release(fault);
    }
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }
}

/** Opens the data source as the service's own role. A statement has eight seconds by the server's clock, and nine by ours: a server that hangs keeps none. */
export const openDatabase = async (url: string, poolSize = 10): Promise<Database> => {
  const source = new DataSource({
    type: 'postgres', url, schema: 'accord', entities: [], synchronize: false, migrationsRun: false, logging: false,
    extra: { max: poolSize, options: '-c search_path=accord,pg_temp', connectionTimeoutMillis: 5000, statement_timeout: 8000, query_timeout: 9000, idle_in_transaction_session_timeout: 15_000 },
  });
  await source.initialize();
  return new Database(source);
};

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;
/** The server went away, hung, had no room or took too long: SQLSTATE classes 08, 53 and 57, the network's codes, and what the driver says without one. */
const isLost = (error: unknown): boolean => /^(08|53|57)...$|^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_)/.test(codeOf(error) ?? '')
  || /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/.test((error as Error | undefined)?.message ?? '');
const unavailable = (cause: unknown): Error => Object.assign(problem('unavailable', { detail: 'The database did not answer. Nothing was disclosed; a change may or may not have happened.' }), { cause });
/** True where a change that came between made the transaction's own decision untrue (SQLSTATE AC001, this schema's own), or two waited for each other (class 40): take it again. */
export const isOvertaken = (error: unknown): boolean => /^(AC001|40...)$/.test(codeOf(error) ?? '');
/** True for a unique index's refusal: somebody was there first. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';
/** True for a check's refusal, a trigger's included: what was true when it was looked at is so no more. */
export const isAgainstCheck = (error: unknown): boolean => codeOf(error) === '23514';
