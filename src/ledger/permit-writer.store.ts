import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { problem } from '../platform/index.js';
import type { Entry } from './entry.js';
import { insertSql, rowOf } from './entry.store.js';

/** What is read once the entry is durable. `key` proves that the reader is who wrote the entry. */
export type ReadAfter = (key: string) => { sql: string; values: readonly unknown[] };
type Row = Record<string, unknown>;
type Waiting = { row: object; key: string; then: ReadAfter | undefined; resolve: (rows: Row[]) => void; reject: (error: Error) => void };

const deadlineMs = 5000;
const largestBatch = 64;
const unwritable = (): Error => problem('unavailable', { detail: 'The ledger could not be written, so nothing was disclosed.' });

/**
 * Writes ledger entries ahead of the reads that they permit. Entries of concurrent requests share one INSERT and one
 * commit, and their reads follow in the same flight on a pipelined connection: one round trip for entry and read together.
 * A read is a statement and a transaction of its own, so the database sees the entry as committed before, or not at all.
 */
export class PermitWriter {
  #queue: Waiting[] = [];
  #idle: pg.Client[] = [];
  #connections = 0;
  #closed = false;

  /** At most two batches are in flight: while they commit, the next one gathers. */
  constructor(private readonly url: string, private readonly most = 2) {}

  /**
   * @returns the rows of `then` (none without it), only after the entry is durable.
   * @throws Problem `unavailable` if the entry could not be confirmed within five seconds, or was confirmed with a warning.
   */
  write(entry: Entry, then?: ReadAfter): Promise<Row[]> {
    const key = randomBytes(16).toString('base64url');
    const keyHash = createHash('sha256').update(key).digest('hex');
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(unwritable());
      this.#queue.push({ row: rowOf(entry, keyHash), key, then, resolve, reject });
      setImmediate(() => this.#pump());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map((client) => client.end()));
  }

  #pump(): void {
    while (this.#queue.length > 0 && (this.#idle.length > 0 || this.#connections < this.most)) {
      const batch = this.#queue.splice(0, largestBatch);
      const client = this.#idle.pop();
      if (!client) this.#connections += 1;
      void this.#send(batch, client).finally(() => this.#pump());
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, pipeline: true, connectionTimeoutMillis: deadlineMs, options: '-c search_path=accord,pg_temp -c statement_timeout=4000' });
    client.on('error', () => undefined); // a lost connection shows itself to the batch that is on it
    await client.connect();
    return client;
  }

  async #send(batch: readonly Waiting[], idle: pg.Client | undefined): Promise<void> {
    let client = idle;
    const failed: { timer?: NodeJS.Timeout } = {};
    const late = new Promise<never>((_, reject) => (failed.timer = setTimeout(() => reject(unwritable()), deadlineMs)));
    try {
      client ??= await Promise.race([this.#connect(), late]);
      await Promise.race([this.#flight(client, batch), late]);
      if (this.#closed) void client.end();
      else this.#idle.push(client);
    } catch {
      // Whatever went wrong, nothing is released and the connection is not trusted again.
      for (const { reject } of batch) reject(unwritable());
      this.#connections -= 1;
      void client?.end().catch(() => undefined);
    } finally {
      clearTimeout(failed.timer);
    }
  }

  /** Insert and reads leave together; answers are given out only once the insert was acknowledged without a notice. */
  async #flight(client: pg.Client, batch: readonly Waiting[]): Promise<void> {
    let warned = false;
    const onNotice = (): void => void (warned = true);
    client.on('notice', onNotice);
    try {
      const written = client.query({ name: 'accord-ledger-insert', text: insertSql, values: [JSON.stringify(batch.map(({ row }) => row))] });
      const reads = batch.map(({ then, key }) => (then ? this.#read(client, then(key)) : Promise.resolve([])));
      const settled = Promise.allSettled(reads);
      const { rowCount } = await written;
      if (warned || rowCount !== batch.length) throw unwritable();
      (await settled).forEach((result, index) => (result.status === 'fulfilled' ? batch[index]!.resolve(result.value) : batch[index]!.reject(unwritable())));
    } finally {
      client.removeListener('notice', onNotice);
    }
  }

  async #read(client: pg.Client, { sql, values }: ReturnType<ReadAfter>): Promise<Row[]> {
    return (await client.query<Row>({ name: `accord-read-${sql.length}`, text: sql, values: values as unknown[] })).rows;
  }
}
