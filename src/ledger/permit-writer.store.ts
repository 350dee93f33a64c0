import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { problem } from '../platform/index.js';
import type { Entry } from './entry.js';
import { insertSql, rowOf } from './entry.store.js';

/** What is read once the entry is durable. `key` proves that the reader is who wrote the entry. */
export type ReadAfter = (key: string) => { sql: string; values: readonly unknown[] };
type Row = Record<string, unknown>;
type Waiting = { row: object; key: string; then: ReadAfter | undefined; settled: boolean; resolve: (rows: Row[]) => void; reject: (error: Error) => void };
/** A connection, and how often the server has remarked on something: a remark at a commit may mean that it is not durable. */
type Line = { client: pg.Client; remarks: number; lost: boolean };

const deadlineMs = 5000;
const largestBatch = 64;
const unwritable = (): Error => problem('unavailable', { detail: 'The ledger could not be written, so nothing was disclosed.' });
/** The row itself was refused (SQLSTATE classes 22 and 23: bad data, broken constraint): the others of its batch may still be good. */
const blamesARow = (error: unknown): boolean => /^2[23]/.test((error as { code?: string } | undefined)?.code ?? '');

/**
 * Writes ledger entries ahead of the reads that they permit. Entries of concurrent requests share one INSERT and one
 * commit, and their reads follow in the same flight on a pipelined connection: one round trip for entry and read together.
 * A read is a statement and a transaction of its own, so the database sees the entry as committed before, or not at all.
 */
export class PermitWriter {
  #queue: Waiting[] = [];
  #idle: Line[] = [];
  #connections = 0;
  #closed = false;

  /** At most two batches are in flight: while they commit, the next one gathers. */
  constructor(private readonly url: string, private readonly most = 2) {}

  /**
   * @returns the rows of `then` (none without it), only after the entry is durable.
   * @throws Problem `unavailable` if the entry could not be confirmed within five seconds of asking, or was confirmed with a warning.
   */
  write(entry: Entry, then?: ReadAfter): Promise<Row[]> {
    const key = randomBytes(16).toString('base64url');
    const keyHash = createHash('sha256').update(key).digest('hex');
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(unwritable());
      const waiting = waitFor({ row: rowOf(entry, keyHash), key, then, resolve, reject });
      this.#queue.push(waiting);
      setImmediate(() => this.#pump());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map(({ client }) => client.end()));
  }

  #pump(): void {
    // Whoever has been told no already is not written any more.
    this.#queue = this.#queue.filter(({ settled }) => !settled);
    while (this.#queue.length > 0 && (this.#idle.length > 0 || this.#connections < this.most)) {
      const batch = this.#queue.splice(0, largestBatch);
      const line = this.#idle.pop();
      if (!line) this.#connections += 1;
      void this.#send(batch, line).finally(() => this.#pump());
    }
  }

  async #connect(): Promise<Line> {
    const client = new pg.Client({
      connectionString: this.url, pipeline: true, connectionTimeoutMillis: deadlineMs - 500, options: '-c search_path=accord,pg_temp -c statement_timeout=4000',
    });
    const line: Line = { client, remarks: 0, lost: false };
    client.on('error', () => this.#forget(line)); // a connection lost while a batch is on it shows itself to the batch
    client.on('notice', () => (line.remarks += 1));
    await client.connect();
    return line;
  }

  /** A connection that died while nobody used it: the next batch must not find out. */
  #forget(line: Line): void {
    line.lost = true;
    const at = this.#idle.indexOf(line);
    if (at < 0) return;
    this.#idle.splice(at, 1);
    this.#connections -= 1;
  }

  async #send(batch: readonly Waiting[], idle: Line | undefined): Promise<void> {
    let line = idle;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(unwritable()), deadlineMs)));
    // It may pass while the connection is still being made and nobody listens yet: that is for the race below to say, not for the process to die of.
    late.catch(() => undefined);
    try {
      line ??= await this.#connect();
      await Promise.race([this.#flight(line, batch), late]);
      if (line.lost) this.#connections -= 1;
      else if (this.#closed) void line.client.end();
      else this.#idle.push(line);
    } catch {
      // Whatever went wrong, nothing is released and the connection is not trusted again.
      for (const { reject } of batch) reject(unwritable());
      this.#connections -= 1;
      if (line) cut(line.client);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One bad row costs its own request alone: the rest of its batch is sent again, each by itself. */
  async #flight(line: Line, batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#insertAndRead(line, batch);
    } catch (error) {
      if (!blamesARow(error)) throw error;
      if (batch.length === 1) batch[0]!.reject(unwritable());
      else await Promise.all(batch.map((one) => this.#flight(line, [one])));
    }
  }

  /** Insert and reads leave together; answers are given out only once the insert was acknowledged without a notice. */
  async #insertAndRead(line: Line, batch: readonly Waiting[]): Promise<void> {
    const { client, remarks } = line;
    const written = client.query({ name: 'accord-ledger-insert', text: insertSql, values: [JSON.stringify(batch.map(({ row }) => row))] });
    const reads = Promise.allSettled(batch.map(({ then, key }) => (then ? this.#read(client, then(key)) : Promise.resolve([]))));
    const { rowCount } = await written;
    if (line.remarks !== remarks || rowCount !== batch.length) throw unwritable();
    (await reads).forEach((result, index) => (result.status === 'fulfilled' ? batch[index]!.resolve(result.value) : batch[index]!.reject(unwritable())));
  }

  async #read(client: pg.Client, { sql, values }: ReturnType<ReadAfter>): Promise<Row[]> {
    return (await client.query<Row>({ name: nameOf(sql), text: sql, values: values as unknown[] })).rows;
  }
}

/** Who asks is answered within the deadline, whatever became of the batch, the queue or the connection. */
const waitFor = (asked: Omit<Waiting, 'settled'>): Waiting => {
  const settle = <T>(tell: (value: T) => void) => (value: T): void => {
    clearTimeout(timer);
    waiting.settled = true;
    tell(value);
  };
  const waiting: Waiting = { ...asked, settled: false, resolve: settle(asked.resolve), reject: settle(asked.reject) };
  const timer = setTimeout(() => waiting.reject(unwritable()), deadlineMs);
  return waiting;
};

const names = new Map<string, string>();
/** A prepared statement's name says what it is: two statements must never share one. */
const nameOf = (sql: string): string => {
  const name = names.get(sql) ?? `accord-read-${createHash('sha256').update(sql).digest('hex').slice(0, 16)}`;
  names.set(sql, name);
  return name;
};

/** Drops a connection at once: a goodbye would wait for statements that may never come back. */
const cut = (client: pg.Client): void => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
