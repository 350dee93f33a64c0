/** What takes two people, tried by one: transactions as the service would bind them, and what stopped each. */
import pg from 'pg';
import type { Entry } from '../../src/ledger/entry.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { insertSql, rowOf } from './attacker.js';

export type Who = { id: string; agency: string };
/** Writes an entry of this transaction, of the person themselves unless told otherwise. @returns its id */
export type Enter = (more?: Partial<Entry>, who?: Who) => Promise<string>;
export type Act = (enter: Enter) => Promise<pg.QueryResult>;

/** How the database words its own refusals; every other stands in a migration. */
export const [noRight, rowSecurity, selfConfirmed] = [/^permission denied for /, /violates row-level security policy/, /violates check constraint "nobody_/];
/** An update that found no row: nothing was said, and nothing was done. */
export const unseen = 'not seen';

export class TakesTwo {
  /** `connection`: asked for at the first attack, because a spec's database may take a while. */
  constructor(private readonly connection: () => pg.Client, private readonly operation: Entry['operation']) {}

  get service(): pg.Client {
    return this.connection();
  }

  /** One transaction of somebody. @returns 'done' once it is committed, `unseen`, or the message that stopped it: its code alone would not tell a lock from a slip of the attacker's */
  async tries(who: Who, act: Act): Promise<string> {
    await this.service.query('BEGIN');
    try {
      await this.service.query(`SELECT set_config('accord.agency', $1, true), set_config('accord.actor', $2, true)`, [who.agency, who.id]);
      const { command, rowCount } = await act((more, by = who) => this.#enter(by, more));
      await this.service.query('COMMIT');
      return command === 'UPDATE' && rowCount === 0 ? unseen : 'done';
    } catch (error) {
      await this.service.query('ROLLBACK');
      return (error as Error).message;
    }
  }

  says(who: Who, sql: string, values: unknown[] = []): Promise<string> {
    return this.tries(who, () => this.service.query(sql, values));
  }

  /** An entry that somebody committed before, in a transaction of its own. */
  async older(who: Who, more?: Partial<Entry>): Promise<string> {
    let id = '';
    await this.tries(who, async (enter) => {
      id = await enter(more);
      return this.service.query('SELECT 1');
    });
    return id;
  }

  async #enter(who: Who, more: Partial<Entry> = {}): Promise<string> {
    const entry: Entry = {
      id: uuidv7(), at: new Date().toISOString(), operation: this.operation, outcome: 'permit', actor: { staff: who.id, agency: who.agency, roles: ['ig-officer'], session: 'test' }, visibleTo: [who.agency], ...more,
    };
    await this.service.query(insertSql, [JSON.stringify([rowOf(entry, undefined)])]);
    return entry.id;
  }
}
