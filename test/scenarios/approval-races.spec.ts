/** At the same time. Whichever comes first, what is true afterwards is what some order of the two would have made. */
import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { asAdmin } from '../locks/attacker.js';
import { against, approve, approved, asks, complete, guardian, healthFields, lead, nurse, officer, otherLead, patient, referralsOf, refuse, statesOf, toAdults, trustCase, type Asked } from '../support/approvals.js';
import { protocolBetween } from '../support/agreements.js';
import { item } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, sentence, type Reply } from '../support/service.js';

const adultsLead = as('bronwen-istead');
const rounds = [1, 2, 3];
const statuses = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).sort();
const entriesFor = async (decision: string, operation: string): Promise<string[]> =>
  (await stored(`SELECT id FROM accord.ledger_entries WHERE operation = $2 AND leaf::jsonb ->> 'decision' = $1`, [decision, operation])).map(({ id }) => id);
const frozenIn = async (referral: string): Promise<string[]> => (await stored('SELECT content_id AS id FROM accord.referral_items WHERE referral_id = $1', [referral])).map(({ id }) => id).sort();
const approvedRows = async (decision: string): Promise<string[]> => (await stored('SELECT unnest(about_rows) AS id FROM accord.approvals WHERE decision_id = $1', [decision])).map(({ id }) => id).sort();

/** What must hold of a completion that met something else: it sent exactly what was approved, or nothing at all and said why. */
const sentOrStopped = async (asked: Asked, reply: Reply, part: string): Promise<boolean> => {
  const [state] = await statesOf(asked.decision);
  if (reply.status === 201) {
    expect(state).toMatchObject({ state: 'used', used_by: reply.body.referralId });
    expect(await frozenIn(reply.body.referralId)).toEqual(await approvedRows(asked.decision));
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'disclosure', outcome: 'permit', referral: reply.body.referralId, fields: [...healthFields].sort() });
    return true;
  }
  expect(reply.body).toMatchObject({ status: 409, code: 'conflict', changed: expect.arrayContaining([expect.objectContaining({ part })]) });
  expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', decision: asked.decision, because: { reason: 'changed-since-approval', changed: expect.arrayContaining([part]) } });
  expect(state).toMatchObject({ state: 'given', used_by: null });
  expect(await referralsOf(asked.concern)).toEqual([]);
  return false;
};

/** Holds a row while `first` and then `second` queue for it, then lets go: they run in exactly that order. */
const inOrder = async (concern: string, first: () => Promise<Reply>, second: () => Promise<Reply>): Promise<[Reply, Reply]> => {
  const holder = await asAdmin();
  const waiting = async (many: number): Promise<void> => {
    const sql = `WITH RECURSIVE behind(pid) AS (SELECT pg_backend_pid() UNION SELECT a.pid FROM pg_stat_activity a JOIN behind b ON b.pid = ANY (pg_blocking_pids(a.pid))) SELECT count(*)::int - 1 AS n FROM behind`;
    for (let tries = 0; tries < 200 && (await holder.query<{ n: number }>(sql)).rows[0]!.n < many; tries += 1) await sleep(10);
  };
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM accord.concerns WHERE id = $1 FOR UPDATE', [concern]);
    const one = first();
    await waiting(1);
    const other = second();
    await waiting(2);
    await holder.query('COMMIT');
    return await Promise.all([one, other]);
  } finally {
    await holder.end();
  }
};

describe('what comes first counts:', () => {
  const changes: [string, string, (asked: Asked) => Promise<Reply>][] = [
    ['an amendment', 'items', ({ concern }) => concern.amend({ changes: [{ itemId: concern.item('health.summary').itemId, ...item('health.summary', { text: sentence() }) }] })],
    ['a list', 'recipient', ({ concern }) => concern.keepAway([{ agency: adultsLead.agency }])],
    ['a withdrawn agreement to it', 'wishes', ({ concern }) => concern.wishes('refused')],
  ];

  it.each(changes)('%s before the completion stops it', async (_what, part, change) => {
    const asked = await approved(await patient(), guardian);
    const [changed, reply] = await inOrder(asked.concern.id, () => change(asked), () => complete(nurse, asked.decision));
    expect([changed.status, await sentOrStopped(asked, reply, part)]).toEqual([200, false]);
  });

  it.each(changes)('%s after it finds it sent, exactly as approved', async (_what, part, change) => {
    const asked = await approved(await patient(), guardian);
    const [reply, changed] = await inOrder(asked.concern.id, () => complete(nurse, asked.decision), () => change(asked));
    expect([changed.status, await sentOrStopped(asked, reply, part)]).toEqual([200, true]);
  });
});

describe.each(rounds)('round %i:', () => {
  it('two approvers at once: one answers', async () => {
    const { decision, approvals: [one] } = await against();
    const replies = await Promise.all([approve(lead, one!.id), approve(otherLead, one!.id)]);
    expect(statuses(replies)).toEqual([200, 409]);
    const [given, late] = [replies.find(({ status }) => status === 200)!, replies.find(({ status }) => status === 409)!];
    expect(await entriesFor(decision, 'approval')).toEqual([given.body.entryId]);
    expect(await ledger(late.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', because: { reason: 'answered-before' } });
    expect(await statesOf(decision)).toMatchObject([{ state: 'given', answered_by: (await ledger(given.body.entryId)).actor }]);
  });

  it('approval against refusal: one of them holds', async () => {
    const asked = await against();
    const replies = await Promise.all([approve(lead, asked.approvals[0]!.id), refuse(otherLead, asked.approvals[0]!.id)]);
    expect(statuses(replies)).toEqual([200, 409]);
    const held = replies.find(({ status }) => status === 200)!;
    expect(await entriesFor(asked.decision, 'approval')).toEqual([held.body.entryId]);
    expect(await ledger(held.body.entryId)).toMatchObject({ outcome: held.body.state === 'given' ? 'permit' : 'refuse', because: { answer: held.body.state } });
    expect((await complete(officer, asked.decision)).status).toBe(held.body.state === 'given' ? 201 : 409);
  });

  it('two completions: exactly one referral', async () => {
    const asked = await approved(await patient(), guardian);
    const replies = await Promise.all([complete(nurse, asked.decision), complete(as('babatunde-erskine-vale'), asked.decision), complete(nurse, asked.decision)]);
    expect(statuses(replies)).toEqual([201, 409, 409]);
    const sent = replies.find(({ status }) => status === 201)!;
    expect(await referralsOf(asked.concern)).toEqual([sent.body.referralId]);
    expect(await statesOf(asked.decision)).toMatchObject([{ state: 'used', used_by: sent.body.referralId }]);
    expect((await ledgerAbout(asked.concern.id, 'disclosure')).map(({ id }) => id)).toEqual([sent.body.entryId]);
    for (const late of replies.filter(({ status }) => status === 409)) expect(await ledger(late.body.entryId)).toMatchObject({ operation: 'refusal', because: { reason: 'approval-used' } });
  });

  it('completion against the answer it waits for: sent, or still waiting', async () => {
    const asked = await patient();
    const [given, reply] = await Promise.all([approve(guardian, asked.approvals[0]!.id), complete(nurse, asked.decision)]);
    expect(given.status).toBe(200);
    if (reply.status !== 201) {
      expect(reply.body).toMatchObject({ status: 409, code: 'approval-needed' });
      expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'needs-approval', because: { reason: 'approval-outstanding' } });
      expect((await complete(nurse, asked.decision)).status).toBe(201);
    }
    expect(await referralsOf(asked.concern)).toHaveLength(1);
  });

  it('completion against amendment: the approved version, or none', async () => {
    const asked = await approved(await patient(), guardian);
    const { itemId } = asked.concern.item('health.summary');
    const [reply, amended] = await Promise.all([complete(nurse, asked.decision), asked.concern.amend({ changes: [{ itemId, ...item('health.summary', { text: sentence() }) }] })]);
    expect(amended.status).toBe(200);
    expect(await ledger(amended.body.entryId)).toMatchObject({ operation: 'alteration', concern: asked.concern.id });
    await sentOrStopped(asked, reply, 'items');
    expect((await complete(nurse, asked.decision)).status).toBe(409);
  });

  it('completion against a list that keeps the recipient away: nobody on it reads a word either way', async () => {
    const asked = await approved(await patient(), guardian);
    const [reply, kept] = await Promise.all([complete(nurse, asked.decision), asked.concern.keepAway([{ agency: adultsLead.agency }])]);
    expect(kept.status).toBe(200);
    expect(await ledger(kept.body.entryId)).toMatchObject({ operation: 'alteration', because: { event: 'must-not-receive-recorded' } });
    if (await sentOrStopped(asked, reply, 'recipient')) expect((await adultsLead.opens(reply.body.referralId)).status).toBe(404);
  });

  it('completion against the suspension of its agreement: nothing is opened under it either way', async () => {
    const signed = await protocolBetween([nurse.agency, adultsLead.agency]);
    const asked = await approved(await asks(await nurse.raises(trustCase()), toAdults({ agreement: signed.id })), guardian);
    const [reply] = await Promise.all([complete(nurse, asked.decision), signed.step(as('babatunde-erskine-vale'), 'suspension')]);
    if (await sentOrStopped(asked, reply, 'agreement')) {
      const shut = await adultsLead.opens(reply.body.referralId);
      expect(shut.body).toMatchObject({ status: 403, code: 'refused' });
      expect(await ledger(shut.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse' });
    }
    expect((await complete(nurse, asked.decision)).status).toBe(409);
  });
});
