/** At the same time. Whichever comes first, what is true afterwards is what some order of the two would have made. */
import { describe, expect, it } from '@jest/globals';
import { against, approve, approved, asks, complete, guardian, healthFields, lead, nurse, officer, otherLead, patient, referralsOf, refuse, statesOf, toAdults, trustCase, type Asked } from '../support/approvals.js';
import { signedBetween, suspendedBy } from '../support/agreements.js';
import { item } from '../support/cases.js';
import { ledger, ledgerAbout, stored } from '../support/ledger.js';
import { as, sentence, type Reply } from '../support/service.js';

const adultsLead = as('bronwen-istead');
const rounds = [1, 2, 3];
const statuses = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).sort();
const entriesFor = async (decision: string, operation: string): Promise<string[]> =>
  (await stored(`SELECT id FROM accord.ledger_entries WHERE operation = $2 AND leaf::jsonb ->> 'decision' = $1`, [decision, operation])).map(({ id }) => id);
const frozenIn = async (referral: string): Promise<string[]> => (await stored('SELECT content_id AS id FROM accord.referral_items WHERE referral_id = $1', [referral])).map(({ id }) => id).sort();
const approvedRows = async (decision: string): Promise<string[]> => (await stored('SELECT unnest(contents) AS id FROM accord.approvals WHERE decision_id = $1', [decision])).map(({ id }) => id).sort();

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
  expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', decision: asked.decision, because: { reason: expect.stringContaining(part) } });
  expect(state).toMatchObject({ state: 'given', used_by: null });
  expect(await referralsOf(asked.concern)).toEqual([]);
  return false;
};

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
    const agreement = await signedBetween([nurse.agency, adultsLead.agency]);
    const asked = await approved(await asks(await nurse.raises(trustCase()), toAdults({ agreement })), guardian);
    const [reply] = await Promise.all([complete(nurse, asked.decision), suspendedBy(agreement, nurse.agency, 'babatunde-erskine-vale')]);
    if (await sentOrStopped(asked, reply, 'agreement')) {
      const shut = await adultsLead.opens(reply.body.referralId);
      expect(shut.body).toMatchObject({ status: 403, code: 'refused' });
      expect(await ledger(shut.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse' });
    }
    expect((await complete(nurse, asked.decision)).status).toBe(409);
  });
});
