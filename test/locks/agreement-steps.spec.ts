/** Nobody signs, resumes or confirms past the triggers, whatever the service was told to write. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { draft, leadOf, officerOf, pair, proposed, signed, terms, type Drafted } from '../support/agreements.js';
import type { Person } from '../support/service.js';
import { asService, claim, enter, newKey, permitFor, refusedWith } from './attacker.js';

jest.setTimeout(30_000);
const [sender, receiver] = pair;
const [denied, unsound] = ['42501', '23514'];
let service: pg.Client;
let open: Drafted;
let running: Drafted;

beforeAll(async () => {
  service = await asService();
  [open, running] = [await proposed(), await signed()];
});
afterAll(() => service.end());
beforeEach(async () => {
  await service.query('ROLLBACK');
  await service.query('RESET ALL');
});

/** An honest entry of somebody's, as a step asks for. */
const entryOf = async (who: Person): Promise<string> => {
  const entry = permitFor({ concern: randomUUID(), owner: who.agency, actor: who.id }, [], { operation: 'agreement-change', concern: undefined, fields: undefined } as object);
  await enter(service, entry, newKey());
  return entry.id;
};
const be = (who: Person): Promise<unknown> => claim(service, { agency: who.agency, actor: who.id });
const insert = 'INSERT INTO accord.agreement_steps (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)';
const step = async (it: Drafted, who: Person, what: string, more: { agency?: string; digest?: string; entry?: string; by?: string } = {}): Promise<unknown[]> =>
  [randomUUID(), it.id, it.version, more.agency ?? who.agency, what, more.digest ?? it.digest, 'Why not.', more.by ?? who.id, more.entry ?? await entryOf(who)];

describe('refused', () => {
  it('a state that no signatures brought about', async () => {
    await be(officerOf(sender));
    for (const state of ['signed', 'declined']) {
      expect(await refusedWith(service, 'UPDATE accord.agreement_versions SET state = $2, entry_id = $3 WHERE agreement_id = $1', [open.id, state, await entryOf(officerOf(sender))])).toBe(denied);
    }
    expect(await refusedWith(service, `INSERT INTO accord.agreement_versions (agreement_id, version, state, drafted_in, drafted_by, content, digest, entry_id) VALUES ('x-y', '1', 'signed', 'x', $1, '{}', 'x', $1)`, [randomUUID()])).toBe(denied);
  });

  it('a text that is rewritten after it was proposed, or signed', async () => {
    await be(officerOf(sender));
    for (const { id } of [open, running]) {
      const text = JSON.stringify(terms({ id }));
      expect(await refusedWith(service, `UPDATE accord.agreement_versions SET content = $2, digest = encode(sha256(convert_to($2, 'UTF8')), 'hex'), entry_id = $3 WHERE agreement_id = $1`, [id, text, await entryOf(officerOf(sender))])).toBe(unsound);
    }
  });

  it('a change of a draft without an entry of its own', async () => {
    const mine = await draft();
    await be(officerOf(sender));
    expect(await refusedWith(service, `UPDATE accord.agreement_versions SET state = 'proposed' WHERE agreement_id = $1`, [mine.id])).toBe(denied);
    expect(await refusedWith(service, `UPDATE accord.agreement_versions SET state = 'proposed', entry_id = $2 WHERE agreement_id = $1`, [mine.id, await entryOf(officerOf(receiver))])).toBe(denied);
  });

  it('a step for another agency, by somebody else’s entry, over another text, or by a caseworker', async () => {
    await be(officerOf(receiver));
    expect(await refusedWith(service, insert, await step(open, officerOf(receiver), 'sign', { agency: sender }))).toBe(denied);
    expect(await refusedWith(service, insert, await step(open, officerOf(receiver), 'sign', { entry: await entryOf(leadOf(receiver)) }))).toBe(denied);
    expect(await refusedWith(service, insert, await step(open, officerOf(receiver), 'sign', { by: leadOf(receiver).id }))).toBe(denied);
    expect(await refusedWith(service, insert, await step(open, officerOf(receiver), 'sign', { digest: 'f'.repeat(64) }))).toBe(unsound);
    expect(await refusedWith(service, insert, await step(open, officerOf(receiver), 'leave'))).toBe(unsound);
    expect(await refusedWith(service, insert, await step(running, officerOf(receiver), 'resume'))).toBe(unsound);
    await be(officerOf('saltrise-refuge'));
    expect(await refusedWith(service, insert, await step(running, officerOf('saltrise-refuge'), 'suspend'))).toBe(denied);
  });

  it('a second signature by the first person, or by whoever drafted it', async () => {
    const it = await proposed();
    const moved = await step(it, leadOf(sender), 'sign');
    await be(leadOf(sender));
    await service.query(insert, moved);
    const confirm = `UPDATE accord.agreement_steps SET state = 'done', confirmed_by = $2, confirmed_entry = $3 WHERE id = $1`;
    expect(await refusedWith(service, confirm, [moved[0], leadOf(sender).id, await entryOf(leadOf(sender))])).toBe(unsound);
    await be(officerOf(sender));
    expect(await refusedWith(service, confirm, [moved[0], officerOf(sender).id, await entryOf(officerOf(sender))])).toBe(unsound);
    expect(await refusedWith(service, `UPDATE accord.agreement_steps SET state = 'done' WHERE id = $1`, [moved[0]])).toBe(denied);
  });

  it('a party added, a leaving undone, a suspension lifted by hand', async () => {
    await be(officerOf(sender));
    expect(await refusedWith(service, `INSERT INTO accord.agreement_parties (agreement_id, version, agency_id) VALUES ($1, '1.0', 'downshire-police')`, [running.id])).toBe(denied);
    expect(await refusedWith(service, 'UPDATE accord.agreement_parties SET left_at = NULL WHERE agreement_id = $1', [running.id])).toBe(denied);
    expect(await refusedWith(service, 'UPDATE accord.agreement_steps SET lifted_by = id WHERE agreement_id = $1', [running.id])).toBe(denied);
    expect(await refusedWith(service, 'DELETE FROM accord.agreement_steps WHERE agreement_id = $1', [running.id])).toBe(denied);
  });
});

it('nobody sees a draft, a proposal, its parties or half a signature of others', async () => {
  const [mine, theirs] = [await draft(), await proposed()];
  await theirs.sign(officerOf(receiver));
  const seen = async (who: Person): Promise<number[]> => {
    await be(who);
    const counts: number[] = [];
    for (const table of ['agreement_versions', 'agreement_parties', 'agreement_steps']) counts.push(Number((await service.query(`SELECT count(*) AS n FROM accord.${table} WHERE agreement_id = ANY ($1)`, [[mine.id, theirs.id]])).rows[0].n));
    return counts;
  };
  expect(await seen(officerOf('saltrise-refuge'))).toEqual([0, 0, 0]);
  expect(await seen(officerOf(receiver))).toEqual([1, 2, 1]);
  expect(await seen(officerOf(sender))).toEqual([2, 2, 0]);
});
