/** The writer of permits against a real database: one bad row is its own request's trouble alone. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Entry } from '../../src/ledger/entry.js';
import { PermitWriter } from '../../src/ledger/permit-writer.store.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { as } from '../support/service.js';

let permits: PermitWriter;
let admin: pg.Client;
beforeAll(async () => {
  permits = new PermitWriter(process.env['SERVICE_URL']!);
  admin = new pg.Client({ connectionString: process.env['ADMIN_URL'] });
  await admin.connect();
});
afterAll(() => Promise.all([permits.close(), admin.end()]));

const entry = (more: Partial<Entry> = {}): Entry => {
  const { id, agency } = as('idva');
  return { id: uuidv7(), at: new Date().toISOString(), operation: 'list', outcome: 'permit', actor: { staff: id, agency, roles: [], session: 's' }, visibleTo: [agency], ...more };
};
const isThere = async (ids: readonly string[]): Promise<number> => (await admin.query('SELECT FROM accord.ledger_entries WHERE id = ANY ($1)', [ids])).rowCount!;
const echo = (value: number) => (key: string) => ({ sql: 'SELECT $1::int AS value, $2::text AS key', values: [value, key] });

it('gives each caller the rows of its own statement', async () => {
  const rows = await Promise.all(Array.from({ length: 300 }, (_, index) => permits.write(entry(), echo(index))));
  expect(rows.map(([row]) => row!['value'])).toEqual(rows.map((_, index) => index));
  expect(new Set(rows.map(([row]) => row!['key'])).size).toBe(300);
});

it.each([
  ['a NUL byte', { because: { reason: '\u0000' } }],
  ['no such operation', { operation: 'peek' }],
  ['an id that is none', { concern: 'x' }],
  ['a time that is none, in a field that is text', { visibleTo: ['\u0000'] }],
])('a row with %s fails alone', async (_, poison) => {
  const good = Array.from({ length: 30 }, () => entry());
  const bad = entry(poison as Partial<Entry>);
  const answers = await Promise.allSettled([...good.slice(0, 15), bad, ...good.slice(15)].map((one, index) => permits.write(one, echo(index))));
  expect(answers.map(({ status }) => status)).toEqual(answers.map((__, index) => (index === 15 ? 'rejected' : 'fulfilled')));
  expect((answers[15] as PromiseRejectedResult).reason).toMatchObject({ code: 'unavailable' });
  expect([await isThere(good.map(({ id }) => id)), await isThere([bad.id])]).toEqual([30, 0]);
});

it('an entry that has no canonical form is refused before it is sent', async () => {
  await expect(permits.write(entry({ because: { n: 0.5 } }))).rejects.toThrow('whole numbers');
  await expect(permits.write(entry({ because: { n: '\ud800' } }))).rejects.toThrow('surrogate');
});

it('the same entry twice: the second is refused, and shows nothing', async () => {
  const one = entry();
  await permits.write(one);
  await expect(permits.write(one, echo(1))).rejects.toMatchObject({ code: 'unavailable' });
});

it('a read that fails is a refusal for its own caller alone; statements of one length are not confused', async () => {
  const answers = await Promise.allSettled([
    permits.write(entry(), () => ({ sql: 'SELECT 1 / $1::int AS a', values: [0] })),
    permits.write(entry(), () => ({ sql: 'SELECT 2 / $1::int AS a', values: [1] })),
    permits.write(entry(), () => ({ sql: 'SELECT 3 / $1::int AS a', values: [1] })),
  ]);
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused'))).toEqual(['refused', [{ a: 2 }], [{ a: 3 }]]);
});

it('nothing is written after closing', async () => {
  const closed = new PermitWriter(process.env['SERVICE_URL']!);
  await closed.write(entry());
  await closed.close();
  await expect(closed.write(entry())).rejects.toMatchObject({ code: 'unavailable' });
});

it('a database that is not there is a refusal within seconds', async () => {
  const url = Object.assign(new URL(process.env['SERVICE_URL']!), { port: '1' }).href;
  await expect(new PermitWriter(url).write(entry())).rejects.toMatchObject({ code: 'unavailable' });
});
