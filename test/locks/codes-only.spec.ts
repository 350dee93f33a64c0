/** The ledger is read by more people than the words are: nothing of them may stand in it, nor in anything kept beside it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import { asAdmin, threeCases } from './attacker.js';

let admin: pg.Client;
beforeAll(async () => {
  admin = await asAdmin();
});
afterAll(() => admin.end());

/** Every text that anybody has written, of at least two words. */
const texts = async (): Promise<string[]> => (await admin.query<{ text: string }>(`
  SELECT DISTINCT t.text FROM accord.contents, LATERAL (VALUES (body ->> 'text'), (body ->> 'source'), (body ->> 'observer')) t(text) WHERE t.text LIKE '%_ _%'`)).rows.map(({ text }) => text);

it('no word of any content stands in a leaf, a decision, an answer kept for repeats, or any other marker', async () => {
  await threeCases(admin);
  const written = await texts();
  expect(written.length).toBeGreaterThan(50);
  const { rows: tables } = await admin.query<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'accord' AND table_name NOT IN ('contents', 'migrations') ORDER BY 1`);
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM accord.${admin.escapeIdentifier(name)} t`);
    const all = rows.map(({ row }) => row).join('\n');
    expect([name, written.filter((text) => all.includes(JSON.stringify(text).slice(1, -1)))]).toEqual([name, []]);
  }
});

it('every leaf is made of codes, ids and numbers: nothing in it is a sentence', async () => {
  // Two members are the law catalogue's own: how its source was verified, and which editions decided.
  const { rows } = await admin.query<{ leaf: object }>(`SELECT leaf::jsonb #- '{because,gateway,verified}' #- '{because,law}' AS leaf FROM accord.ledger_entries`);
  const sentences = (value: unknown): string[] => {
    if (typeof value === 'string') return /\S\s+\S/.test(value) ? [value] : [];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentences) : [];
  };
  expect([...new Set(rows.flatMap(({ leaf }) => sentences(leaf)))]).toEqual([]);
});
