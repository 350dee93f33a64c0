/** What happens at once: a party stops or leaves while others send and open, and people of one agency or of two act at the same moment. */
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { clause, draft, leadOf, officerOf, pair, proposed, signed, terms, today, type Drafted } from '../support/agreements.js';
import { item, maracCase, toHousing, victim } from '../support/cases.js';
import { ledger, stored } from '../support/ledger.js';
import { as, type Concern, type Json, type Reply } from '../support/service.js';
import { during, type Made } from '../support/traffic.js';

// Many requests make one story here.
jest.setTimeout(40_000);
const [sender, receiver] = pair;
const adviser = as('idva');
const fields = ['person.identity', 'concern.summary'];
const under = ({ id }: Drafted, more: object = {}): object => toHousing({ agreement: id, fields, ...more });
const clockOf = async (): Promise<Date> => (await stored('SELECT clock_timestamp() AS at'))[0].at;
const recordedAt = async (entryId: string): Promise<Date> => (await stored('SELECT recorded_at AS at FROM accord.ledger_entries WHERE id = $1', [entryId]))[0].at;
const statuses = (replies: readonly Reply[]): number[] => replies.map(({ status }) => status).sort();
const all = new pg.Pool({ connectionString: process.env['ADMIN_URL'], max: 1 });
afterAll(() => all.end());

type InFlight = { it: Drafted; concern: Concern; referral: string; kinds: Record<string, () => Promise<Reply>> };
const inFlight = async (): Promise<InFlight> => {
  const it = await signed();
  const concern = await adviser.raises(maracCase());
  const { referralId: referral } = await concern.refers(under(it));
  const opens = (): Promise<Reply> => leadOf(receiver).opens(referral);
  return { it, concern, referral, kinds: { open: opens, send: () => concern.refer(under(it)), own: () => adviser.opens(referral) } };
};

/** Whatever gave content did so on an entry from before the acknowledgement; what was asked afterwards was refused, and says why. */
const expectStopped = async (made: readonly Made[], step: string, acknowledged: Date): Promise<void> => {
  const crossing = made.filter(({ what }) => what !== 'own');
  const gave = crossing.filter(({ reply }) => reply.status === 200 || reply.status === 201);
  expect(gave.length).toBeGreaterThan(3);
  expect(gave.filter(({ afterwards }) => afterwards)).toEqual([]);
  const stepAt = await recordedAt(step);
  for (const { what, reply } of gave) {
    const at = await recordedAt(reply.entryId);
    // A sending commits under the lock that the step waits for; an opening ends where the step's commit is seen.
    expect([what, at.getTime()]).toEqual([what, Math.min(at.getTime(), (what === 'send' ? stepAt : acknowledged).getTime())]);
  }
  const refused = crossing.filter(({ reply }) => reply.status !== 200 && reply.status !== 201);
  expect(refused.length).toBeGreaterThan(5);
  for (const { reply } of refused) {
    expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
    expect(reply.text).not.toContain('"items"');
    const { reasons } = (await ledger(reply.body.entryId)).because;
    expect(['recipient-not-partner', 'agreement-not-active']).toContain(reasons[0]);
  }
  // The sender's own words are not stopped, before or after.
  expect(statuses(made.filter(({ what }) => what === 'own').map(({ reply }) => reply))).toEqual(made.filter(({ what }) => what === 'own').map(() => 200));
};

describe('in flight, from the moment it is acknowledged', () => {
  it('a suspension stops sending and opening; a resumption lets them go on', async () => {
    const { it, referral, kinds } = await inFlight();
    let step = '';
    let acknowledged = new Date(0);
    const made = await during(kinds, async () => {
      const reply = await it.step(leadOf(receiver), 'suspension');
      step = reply.body.entryId;
      acknowledged = await clockOf();
    });
    await expectStopped(made, step, acknowledged);
    await it.byBoth(receiver, 'resumption');
    expect((await leadOf(receiver).opens(referral)).status).toBe(200);
  });

  it('a party that leaves neither sends nor opens', async () => {
    const { it, kinds } = await inFlight();
    let step = '';
    let acknowledged = new Date(0);
    const made = await during(kinds, async () => {
      const reply = await it.byBoth(receiver, 'departure');
      step = reply.body.entryId;
      acknowledged = await clockOf();
    });
    await expectStopped(made, step, acknowledged);
  });

  it('words that are sent about a referral stop with it', async () => {
    const it = await signed();
    const concern = await adviser.raises(maracCase());
    const referrals = await Promise.all(Array.from({ length: 6 }, async () => (await concern.refers(under(it))).referralId as string));
    const asked = referrals.map((referral) => leadOf(receiver).takes('questions', referral, 1, { topic: 'wishes', text: 'May we ring in the evening?' }));
    const [stopped, ...replies] = await Promise.all([it.step(officerOf(sender), 'suspension'), ...asked]);
    expect(stopped!.status).toBe(200);
    for (const reply of replies) expect([200, 403]).toContain(reply.status);
    const stepAt = await recordedAt(stopped!.body.entryId);
    for (const reply of replies.filter(({ status }) => status === 200)) expect((await recordedAt(reply.body.entryId)).getTime()).toBeLessThanOrEqual(stepAt.getTime());
    const late = (await concern.refer(under(it))).body;
    expect(late).toMatchObject({ code: 'refused' });
  });

  it('an opening that is held in the middle comes out without content', async () => {
    const { it, referral, concern } = await inFlight();
    const holder = await all.connect();
    await holder.query('BEGIN; LOCK TABLE accord.contents IN ACCESS EXCLUSIVE MODE');
    const held = leadOf(receiver).opens(referral);
    try {
      // Its entry is durable and its reading waits for the lock.
      for (let waiting = false; !waiting;) {
        waiting = (await stored(`SELECT 1 FROM accord.ledger_entries e WHERE e.referral_id = $1 AND e.operation = 'disclosure' AND e.actor_id = $2
          AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.relation = 'accord.contents'::regclass AND NOT l.granted)`, [referral, leadOf(receiver).id])).length > 0;
      }
      expect((await it.step(officerOf(sender), 'suspension')).body).toMatchObject({ state: 'done' });
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    const reply = await held;
    expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
    expect((await ledger(reply.body.entryId)).because.reasons).toContain('agreement-not-active');
    expect((await concern.read()).status).toBe(200);
  });

  it('duties and emergencies go on', async () => {
    const parties = { kinds: ['district-council', 'home-office-nrm'], agencies: ['heathcombe-district-council', 'demonstration-competent-authority'] };
    const [council, officers] = [['gwendolyn-achterberg', 'theodora-wickstead'].map(as), ['thaddeus-brightmore', 'tamsin-ouedrago'].map(as)];
    const body = terms({ parties, clauses: [clause({ purposes: ['safeguarding-adult'], fields: ['concern.summary'] })] });
    const drafted = (await council[0]!.post('/v1/agreements', body)).body;
    const path = `/v1/agreements/${String(body['id'])}`;
    await council[0]!.post(`${path}/versions/1.0/proposal`, undefined, { ifMatch: 1 });
    for (const who of [...council, ...officers]) expect((await who.post(`${path}/versions/1.0/signature`, { digest: drafted.digest })).status).toBe(200);
    const inspector = as('yusuf-karahanli');
    const notice = await inspector.raises({
      state: 'raised', team: 'heathcombe-environmental-health', harmTypes: ['adult:modern-slavery'], subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 28, wishes: { state: 'given' } }],
      indicators: [{ code: 'modern-slavery:lives-at-place-of-work', basis: 'observed', on: '2026-11-05', about: 'S1' }], items: [item('concern.summary')],
    });
    const duty = { team: 'competent-authority-referrals', purpose: 'modern-slavery-notification', agreement: body['id'], fields: ['concern.summary'], necessity: 'A duty to notify.' };
    const sent = await notice.refers(duty);
    const crisis = await adviser.raises(maracCase({ subjects: [victim({ wishes: { state: 'refused' } })] }));
    const other = await signed();
    const emergency = { team: 'copperbeck-marac', purpose: 'emergency-life', agreement: other.id, fields, necessity: 'A life is in danger.', overrideReason: 'A life is in danger.' };
    const rescue = await crisis.refers(emergency);
    const kinds = {
      notify: () => notice.refer(duty), receive: () => officers[1]!.opens(sent.referralId),
      rescue: () => crisis.refer(emergency), open: () => leadOf(receiver).opens(rescue.referralId),
    };
    const made = await during(kinds, async () => {
      await council[1]!.post(`${path}/suspension`, { reason: 'A review of handling is under way.' });
      await other.byBoth(receiver, 'departure');
    }, { sideBySide: 2, more: 2 });
    expect(made.filter(({ reply }) => reply.status !== 200 && reply.status !== 201).map(({ what, reply }) => [what, reply.body])).toEqual([]);
    const last = made.findLast(({ what, afterwards }) => what === 'rescue' && afterwards)!;
    expect(await ledger(last.reply.entryId)).toMatchObject({ operation: 'disclosure', gateway: 'vital-interests' });
  });
});

describe('people who act at the same moment', () => {
  const stepsOf = async (it: Drafted): Promise<Json[]> => stored('SELECT step, state, agency_id, moved_by, confirmed_by FROM accord.agreement_steps WHERE agreement_id = $1', [it.id]);

  it('two of one agency: one moves, the other confirms', async () => {
    const it = await proposed();
    const replies = await Promise.all([it.sign(officerOf(receiver)), it.sign(leadOf(receiver))]);
    expect(replies.map(({ body }) => body.state).sort()).toEqual(['awaiting-second-person', 'done']);
    expect(await stepsOf(it)).toMatchObject([{ step: 'sign', state: 'done' }]);
  });

  it('the same person twice: once', async () => {
    const it = await proposed();
    const replies = await Promise.all(Array.from({ length: 5 }, () => it.sign(leadOf(receiver))));
    expect(statuses(replies)).toEqual([200, 409, 409, 409, 409]);
    expect(await stepsOf(it)).toMatchObject([{ step: 'sign', state: 'moved', confirmed_by: null }]);
  });

  it('the last two parties: exactly one signature makes it signed', async () => {
    const it = await proposed();
    for (const agency of pair) await it.sign(officerOf(agency));
    const replies = await Promise.all(pair.map((agency) => it.sign(leadOf(agency))));
    expect(replies.map(({ body }) => body.state)).toEqual(['done', 'done']);
    expect(replies.map(({ body }) => body.agreementState).sort()).toEqual(['proposed', 'signed']);
    expect((await it.read()).body.status).toBe('active');
  });

  it('a last signature and a withdrawal: signed or withdrawn, never both', async () => {
    const it = await proposed();
    await it.signedBy(sender);
    await it.sign(officerOf(receiver));
    const [signature, withdrawal] = await Promise.all([it.sign(leadOf(receiver)), it.drafter.post(`${it.path}/withdrawal`)]);
    expect(statuses([signature, withdrawal])).toEqual([200, 409]);
    expect((await it.read()).body.state).toBe(signature.status === 200 ? 'signed' : 'withdrawn');
    expect((await stepsOf(it)).filter(({ state }) => state === 'moved')).toEqual([]);
  });

  it('a proposal and a redraft: what is signed is what was proposed', async () => {
    const body = terms();
    const it = await draft(body);
    const [rewritten, put] = await Promise.all([it.drafter.put(it.path, { ...body, title: 'Another text' }, { ifMatch: 1 }), it.propose()]);
    expect([rewritten.status, put.status].filter((status) => status === 200)).toHaveLength(1);
    const { body: shown } = await it.read();
    expect(shown).toMatchObject(put.status === 200 ? { state: 'proposed', digest: it.digest } : { state: 'draft', digest: rewritten.body.digest });
  });

  it('a signature and a refusal: over is over', async () => {
    const it = await proposed();
    await it.signedBy(sender);
    await it.sign(officerOf(receiver));
    const [signature, refusal] = await Promise.all([it.sign(leadOf(receiver)), officerOf(receiver).post(`${it.path}/refusal`, { reason: 'Not as it stands.' })]);
    expect(statuses([signature, refusal])).toEqual([200, 409]);
    expect((await it.read()).body.state).toBe(signature.status === 200 ? 'signed' : 'declined');
  });

  it('a suspension and a resumption: whoever would stop it prevails', async () => {
    const it = await signed();
    await it.step(officerOf(receiver), 'suspension');
    await it.step(officerOf(receiver), 'resumption');
    const [stop, go] = await Promise.all([it.step(officerOf(receiver), 'suspension'), it.step(leadOf(receiver), 'resumption')]);
    expect(statuses([stop, go])).toEqual([200, 200]);
    expect((await it.read()).body.status).toBe('suspended');
    const concern = await adviser.raises(maracCase());
    const refused = await concern.refer(under(it));
    expect(refused.body).toMatchObject({ code: 'refused' });
    expect((await ledger(refused.body.entryId)).because).toMatchObject({ agreement: { id: it.id, status: 'suspended' } });
  });

  it('a suspension that waits while the last signature of a new version is confirmed stops that version too', async () => {
    const first = await signed();
    const next = await proposed(terms({ id: first.id, version: '2.0', inForceFrom: today }), true);
    await next.signedBy(receiver);
    await next.sign(officerOf(sender));
    const replies = await Promise.all([next.sign(leadOf(sender)), first.step(officerOf(receiver), 'suspension'), next.read()]);
    expect(statuses(replies)).toEqual([200, 200, 200]);
    expect((await next.read()).body.status).toBe('suspended');
    const concern = await adviser.raises(maracCase());
    const refused = await concern.refer(under(first));
    expect((await ledger(refused.body.entryId)).because).toMatchObject({ agreement: { version: '2.0', status: 'suspended' } });
  });

  it('is dated when its turn came: a suspension that waited for its own party’s last signature counts', async () => {
    const first = await signed();
    const next = await proposed(terms({ id: first.id, version: '2.0', inForceFrom: today }), true);
    await next.signedBy(sender);
    await next.sign(officerOf(receiver));
    const holder = await all.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT accord.hold_agreement($1, true)', [first.id]);
    const waiting = async (many: number): Promise<void> => {
      for (let n = -1; n < many;) [{ n }] = await stored(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND (classid::bigint << 32 | objid::bigint) = hashtextextended('accord/agreement/' || $1, 0)`, [first.id]) as [{ n: number }];
    };
    const signature = next.sign(leadOf(receiver));
    await waiting(1);
    const stop = first.step(officerOf(receiver), 'suspension');
    await waiting(2);
    await holder.query('COMMIT');
    holder.release();
    expect(statuses(await Promise.all([signature, stop]))).toEqual([200, 200]);
    expect((await next.read()).body.status).toBe('suspended');
  });

  it('two proposals of one agreement: one is before the parties', async () => {
    const first = await signed();
    const drafts = [await draft(terms({ id: first.id, version: '2.0' }), true), await draft(terms({ id: first.id, version: '2.1' }), true)];
    expect(statuses(await Promise.all(drafts.map((one) => one.propose())))).toEqual([200, 409]);
  });
});
