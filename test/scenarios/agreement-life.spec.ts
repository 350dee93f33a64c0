import { describe, expect, it, jest } from '@jest/globals';
import { canonicalJson, digestOf } from '../../src/ledger/index.js';
import { clause, draft, lapses, leadOf, newAgreementId, officerOf, pair, proposed, signed, terms, today, tomorrow, type Drafted, yesterday } from '../support/agreements.js';
import { maracCase, toHousing } from '../support/cases.js';
import { ledger, stored } from '../support/ledger.js';
import { as, newKey, type Json, type Reply } from '../support/service.js';

// Six signatures and more make one story.
jest.setTimeout(30_000);
const [sender, receiver] = pair;
const adviser = as('idva');
const outsider = officerOf('saltrise-refuge');
const fields = ['person.identity', 'concern.summary'];
const under = ({ id }: Drafted): object => toHousing({ agreement: id, fields });
const entriesOf = async ({ id, version }: Drafted): Promise<string[]> => (await stored(`SELECT leaf::jsonb #>> '{because,step}' || ' ' || (leaf::jsonb #>> '{because,state}') || ' by ' || agency_id AS line FROM accord.ledger_entries
  WHERE operation = 'agreement-change' AND leaf::jsonb #> '{because,agreement}' = jsonb_build_object('id', $1::text, 'version', $2::text) ORDER BY recorded_at`, [id, version])).map(({ line }) => line);
const conflict = (reply: Reply): Json => ({ status: reply.status, code: reply.body.code, detail: reply.body.detail });

describe('the life of an agreement', () => {
  it('from a draft to what runs, each step with a ledger entry of its own', async () => {
    const it = await draft();
    expect((await it.read()).body).toMatchObject({ state: 'draft', status: 'draft', revision: 1, parties: [], awaits: [], steps: [], versionInForce: null });
    expect((await it.propose()).body).toMatchObject({ state: 'proposed', digest: it.digest });
    expect((await it.read(leadOf(receiver))).body).toMatchObject({ status: 'proposed', awaits: [receiver, sender], parties: [{ agency: receiver, signed: false }, { agency: sender, signed: false }] });
    await it.signedBy(sender);
    expect((await it.read()).body).toMatchObject({ status: 'proposed', awaits: [receiver] });
    const last = await it.signedBy(receiver);
    expect(last.body).toMatchObject({ id: it.id, version: '1.0', step: 'sign', state: 'done', agreementState: 'signed' });
    const { body } = await it.read(outsider);
    expect(body).toMatchObject({ status: 'active', state: 'signed', versionInForce: '1.0', awaits: [] });
    expect(body.steps).toEqual([sender, receiver].map((agency) => ({
      step: 'sign', state: 'done', agency, reason: null, lifted: false,
      moved: { staff: officerOf(agency).id, name: expect.any(String), position: expect.any(String), at: expect.any(String), entryId: expect.any(String) },
      confirmed: { staff: leadOf(agency).id, name: expect.any(String), position: expect.any(String), at: expect.any(String), entryId: expect.any(String) },
    })));
    expect(await entriesOf(it)).toEqual([
      `draft done by ${sender}`, `propose done by ${sender}`, `sign moved by ${sender}`, `sign done by ${sender}`, `sign moved by ${receiver}`, `sign done by ${receiver}`,
    ]);
    expect(await ledger(last.body.entryId)).toMatchObject({
      operation: 'agreement-change', outcome: 'permit', actor: leadOf(receiver).id, agency: receiver, visibleTo: [receiver, sender].sort(), released: [], usable: false,
      because: { agreement: { id: it.id, version: '1.0' }, digest: it.digest, step: 'sign', state: 'done', movedBy: officerOf(receiver).id },
    });
  });

  it('what was signed is what runs: the exact text, by its digest', async () => {
    const body = terms();
    const it = await signed(body);
    const shown = (await it.read()).body;
    expect(shown.content).toEqual({ ...body, verified: expect.any(String) });
    expect(digestOf(canonicalJson(shown.content))).toBe(it.digest);
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refers(under(it));
    expect(sent.decision).toMatchObject({ permitted: expect.arrayContaining(fields), clauses: ['own-1'] });
    expect(await ledger(sent.entryId)).toMatchObject({ operation: 'disclosure', agreement: it.id, clauses: ['own-1'], because: { agreement: { version: '1.0', status: 'active' } } });
    expect(await stored('SELECT digest FROM accord.agreement_versions WHERE agreement_id = $1', [it.id])).toEqual([{ digest: it.digest }]);
  });

  it('nothing goes under it before the last party has signed', async () => {
    const it = await proposed();
    await it.signedBy(sender);
    const concern = await adviser.raises(maracCase());
    const reply = await concern.refer(under(it));
    expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'refusal', outcome: 'refuse', released: [] });
    await it.signedBy(receiver);
    expect((await concern.refer(under(it))).status).toBe(201);
  });

  it('nor before its first day; and not after its review date', async () => {
    const later = await signed(terms({ inForceFrom: tomorrow }));
    expect((await later.read()).body).toMatchObject({ status: 'signed-not-begun', versionInForce: null });
    const concern = await adviser.raises(maracCase());
    expect((await concern.refer(under(later))).body).toMatchObject({ code: 'refused' });
    const lapsed = await signed(terms({ reviewOn: today }));
    expect((await lapsed.read()).body.status).toBe('active');
    expect((await concern.refer(under(lapsed))).status).toBe(201);
    // The day after its review date: what no draft may have, time brings about.
    await lapses(lapsed);
    expect((await lapsed.read()).body).toMatchObject({ status: 'lapsed', versionInForce: '1.0' });
    const refused = await concern.refer(under(lapsed));
    expect(refused.body).toMatchObject({ code: 'refused' });
    expect(await ledger(refused.body.entryId)).toMatchObject({ because: { agreement: { id: lapsed.id, status: 'lapsed' }, reasons: expect.arrayContaining(['agreement-not-active']) } });
  });
});

describe('who sees it', () => {
  it('a draft its own agency, a proposal its parties, and what was signed every partner', async () => {
    const it = await draft();
    const seen = async (who = outsider): Promise<number[]> => [
      (await it.read(who)).status, (await who.get(`/v1/agreements/${it.id}`)).status, (await who.get(`/v1/agreements/${it.id}/versions`)).status,
      (await who.post(`${it.path}/signature`, { digest: it.digest })).status, (await who.post(`${it.path}/refusal`, { reason: 'No.' })).status, (await it.step(who, 'suspension')).status, (await it.step(who, 'departure')).status,
    ];
    const listed = async (who = outsider): Promise<boolean> => {
      for (let after = ''; ;) {
        const { body } = await who.get(`/v1/agreements?limit=100${after}`);
        if (body.items.some(({ id }: Json) => id === it.id)) return true;
        if (!body.next) return false;
        after = `&after=${body.next}`;
      }
    };
    expect(await seen(officerOf(receiver))).toEqual([404, 404, 404, 404, 404, 404, 404]);
    expect([await listed(officerOf(receiver)), await listed(leadOf(sender))]).toEqual([false, true]);
    await it.propose();
    expect(await seen()).toEqual([404, 404, 404, 404, 404, 404, 404]);
    expect([await listed(), await listed(officerOf(receiver))]).toEqual([false, true]);
    expect((await it.read(officerOf(receiver))).status).toBe(200);
    // Half a signature is its agency's own business.
    await it.sign(officerOf(receiver));
    expect([(await it.read(leadOf(receiver))).body.steps.length, (await it.read()).body.steps.length]).toEqual([1, 0]);
    await it.sign(leadOf(receiver));
    await it.signedBy(sender);
    expect([(await it.read(outsider)).status, await listed()]).toEqual([200, true]);
  });

  it('a withdrawn proposal stays with those who read it', async () => {
    const it = await proposed();
    const reply = await it.drafter.post(`${it.path}/withdrawal`);
    expect(reply.body).toMatchObject({ state: 'withdrawn' });
    expect(await ledger(reply.body.entryId)).toMatchObject({ visibleTo: [receiver, sender].sort(), because: { step: 'withdraw' } });
    expect([(await it.read(officerOf(receiver))).body.status, (await it.read(outsider)).status]).toEqual(['withdrawn', 404]);
    expect(conflict(await it.sign(officerOf(receiver)))).toMatchObject({ status: 409, code: 'conflict' });
  });

  it('of a draft the entries are its agency’s own', async () => {
    const it = await draft();
    const [row] = await stored('SELECT entry_id FROM accord.agreement_versions WHERE agreement_id = $1', [it.id]);
    expect((await ledger(row.entry_id)).visibleTo).toEqual([sender]);
  });
});

describe('two people', () => {
  it('sign for an agency; the same person cannot do it twice', async () => {
    const it = await proposed();
    expect((await it.sign(officerOf(receiver))).body).toMatchObject({ state: 'awaiting-second-person' });
    expect(conflict(await it.sign(officerOf(receiver)))).toEqual({ status: 409, code: 'conflict', detail: 'Somebody else of your agency must confirm it.' });
    expect((await it.sign(leadOf(receiver))).body).toMatchObject({ state: 'done' });
    expect(conflict(await it.sign(leadOf(receiver)))).toMatchObject({ status: 409, detail: 'Your agency has signed it.' });
  });

  it('and whoever drafted it is never the second', async () => {
    const it = await proposed();
    expect((await it.sign(leadOf(sender))).body).toMatchObject({ state: 'awaiting-second-person' });
    expect((await it.sign(officerOf(sender))).body).toMatchObject({ state: 'awaiting-second-person' });
    expect((await it.sign(leadOf(sender))).body).toMatchObject({ state: 'done' });
    expect((await it.read()).body.steps).toMatchObject([{ moved: { staff: officerOf(sender).id }, confirmed: { staff: leadOf(sender).id } }]);
  });

  it('over the digest of what they read, and no other', async () => {
    const it = await proposed();
    expect(conflict(await it.sign(officerOf(receiver), 'f'.repeat(64)))).toMatchObject({ status: 409, detail: expect.stringContaining('not the text') });
    expect((await it.read()).body.steps).toEqual([]);
    expect((await entriesOf(it)).filter((line) => line.startsWith('sign'))).toEqual([]);
  });

  it('a repeated key gives the first answer', async () => {
    const [it, key] = [await proposed(), newKey()];
    const send = (): Promise<Reply> => officerOf(receiver).post(`${it.path}/signature`, { digest: it.digest }, { key });
    const first = await send();
    expect((await send()).body).toEqual(first.body);
    expect((await entriesOf(it)).filter((line) => line.startsWith('sign'))).toHaveLength(1);
  });

  it.each([['suspension'], ['resumption'], ['departure']])('nobody who is no party takes part in its %s', async (step) => {
    const it = await signed();
    expect(conflict(await it.step(outsider, step))).toMatchObject({ status: 409, detail: expect.stringContaining('not, or no longer, a party') });
  });
});

describe('drafting', () => {
  it('is rewritten under its revision, by its own agency, until it is proposed', async () => {
    const body = terms();
    const it = await draft(body);
    const put = (more: object, ifMatch: number, who = it.drafter): Promise<Reply> => who.put(it.path, { ...body, ...more }, { ifMatch });
    expect((await put({ title: 'Another title' }, 1)).body).toMatchObject({ revision: 2, state: 'draft' });
    expect((await put({ title: 'A third' }, 1)).body).toMatchObject({ status: 412 });
    expect((await put({ version: '9' }, 2)).body).toMatchObject({ status: 400, errors: [{ pointer: '/version' }] });
    expect((await put({}, 2, officerOf(receiver))).status).toBe(404);
    expect((await it.drafter.post(`${it.path}/proposal`, undefined, { ifMatch: 1 })).status).toBe(412);
    it.revision = 2;
    await it.propose();
    expect(conflict(await put({}, 3))).toMatchObject({ status: 409 });
    expect(conflict(await it.drafter.post('/v1/agreements', body))).toMatchObject({ status: 409, detail: expect.stringContaining('taken') });
  });

  it.each([
    ['an unknown purpose', { clauses: [clause({ purposes: ['cheering-up'] })] }, '/clauses/0/purposes', /own-1/],
    ['an unknown field', { clauses: [clause(), clause({ id: 'own-2', fields: ['person.shoe-size'] })] }, '/clauses/1/fields', /own-2/],
    ['a clause that is no clause', { clauses: [clause({ fields: 'all' })] }, '/clauses/0/fields', /own-1/],
    ['a review date that is past', { inForceFrom: '2020-01-01', reviewOn: yesterday }, '/reviewOn', /review/],
    ['an agency that nobody knows', { parties: { kinds: ['idva-service'], agencies: [sender, 'ministry-of-silence'] } }, '/parties/agencies', /ministry-of-silence/],
    ['an agency of another kind', { parties: { kinds: ['idva-service'], agencies: [sender, receiver] } }, '/parties/agencies', /copperbeck-homes/],
    ['an agency that has not begun', { parties: { kinds: ['idva-service', 'unitary-council'], agencies: [sender, 'east-downshire-council'] } }, '/parties/agencies', /begun/],
    ['no part for its drafter', { parties: { kinds: ['registered-housing-provider', 'police'], agencies: [receiver, 'downshire-police'] } }, '/parties/agencies', /your own agency/],
  ])('of %s is refused, naming it, and nothing is kept', async (_what, more, pointer, detail) => {
    const body = terms(more);
    const reply = await officerOf(sender).post('/v1/agreements', body);
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid-body' });
    expect(reply.body.errors).toContainEqual({ pointer: expect.stringContaining(pointer), detail: expect.stringMatching(detail) });
    expect(await stored('SELECT 1 FROM accord.agreement_versions WHERE agreement_id = $1', [body['id']])).toEqual([]);
    expect(await stored(`SELECT 1 FROM accord.ledger_entries WHERE leaf::jsonb #>> '{because,agreement,id}' = $1`, [body['id']])).toEqual([]);
  });
});

describe('a refusal to sign', () => {
  it('by one person, with a reason, ends the proposal for everybody', async () => {
    const it = await proposed();
    await it.signedBy(sender);
    await it.sign(officerOf(receiver));
    const reply = await leadOf(receiver).post(`${it.path}/refusal`, { reason: 'Clause 1 goes further than we may.' });
    expect(reply.body).toMatchObject({ step: 'decline', state: 'done', agreementState: 'declined' });
    expect((await it.read()).body).toMatchObject({ status: 'declined', steps: expect.arrayContaining([expect.objectContaining({ step: 'decline', reason: 'Clause 1 goes further than we may.' })]) });
    const entry = await ledger(reply.body.entryId);
    expect(entry).toMatchObject({ visibleTo: [receiver, sender].sort(), because: { step: 'decline', state: 'done' } });
    expect(JSON.stringify(entry.because)).not.toContain('further');
    expect(conflict(await it.sign(leadOf(receiver)))).toMatchObject({ status: 409 });
    const again = await signed(terms({ id: it.id, version: '1.1' }), true);
    expect((await again.read()).body).toMatchObject({ status: 'active', supersedes: null });
  });
});

describe('the next version', () => {
  it('takes the place of the one before on its first day, and not sooner', async () => {
    const first = await signed();
    const later = await signed(terms({ id: first.id, version: '2.0', inForceFrom: tomorrow, clauses: [clause({ id: 'own-2' })] }), true);
    expect((await first.read()).body).toMatchObject({ status: 'active', versionInForce: '1.0' });
    expect((await later.read()).body).toMatchObject({ status: 'signed-not-begun', supersedes: '1.0', versionInForce: '1.0' });
    const concern = await adviser.raises(maracCase());
    expect((await concern.refers(under(first))).decision.clauses).toEqual(['own-1']);
    const now = await signed(terms({ id: newAgreementId() }));
    const next = await signed(terms({ id: now.id, version: '2.0', inForceFrom: today, clauses: [clause({ id: 'own-2', fields: ['person.identity'] })] }), true);
    expect([(await now.read()).body.status, (await next.read()).body.status]).toEqual(['superseded', 'active']);
    expect((await adviser.get(`/v1/agreements/${now.id}`)).body).toMatchObject({ version: '2.0' });
    expect((await adviser.get(`/v1/agreements/${now.id}/versions`)).body.items.map(({ version, status }: Json) => [version, status])).toEqual([['2.0', 'active'], ['1.0', 'superseded']]);
    const sent = await concern.refers(under(now));
    expect(sent.decision).toMatchObject({ permitted: ['person.identity'], clauses: ['own-2'] });
    expect(await ledger(sent.entryId)).toMatchObject({ because: { agreement: { id: now.id, version: '2.0' } } });
  });

  it('says in sentences what it changes', async () => {
    const first = await signed();
    const next = await draft(terms({ id: first.id, version: '2.0', handlingConditions: ['Ask before passing it on.'], clauses: [clause({ fields: ['person.identity'] })] }), true);
    const { body } = await next.drafter.get(`${next.path}/difference`);
    expect(body).toMatchObject({ from: '1.0', to: '2.0' });
    expect(body.changes.map(({ part, clause: of }: Json) => [part, of])).toEqual([['handlingConditions', null], ['handlingConditions', null], ['fields', 'own-1']]);
    for (const { says } of body.changes) expect(says).toMatch(/^[A-Z].*[.”]$/);
    expect((await next.drafter.get(`${next.path}/difference?from=2.0`)).body.changes).toEqual([]);
    expect((await first.drafter.get(`${first.path}/difference`)).body).toMatchObject({ status: 400, errors: [{ parameter: 'from' }] });
    expect((await next.drafter.get(`${next.path}/difference?from=7`)).body).toMatchObject({ status: 400, errors: [{ parameter: 'from' }] });
    expect((await officerOf(receiver).get(`${next.path}/difference`)).status).toBe(404);
  });

  it('leaves no party out, begins no sooner, and waits for the one that is before the parties', async () => {
    const first = await signed(terms({ parties: { kinds: ['idva-service', 'registered-housing-provider', 'refuge'], agencies: [...pair, 'saltrise-refuge'] } }));
    const next = (more: object): Promise<Reply> => officerOf(sender).post(`/v1/agreements/${first.id}/versions`, terms({ id: first.id, version: '2.0', ...more }));
    expect((await next({})).body.errors).toEqual([{ pointer: '/parties/agencies', detail: expect.stringContaining('saltrise-refuge') }]);
    const all = { kinds: ['idva-service', 'registered-housing-provider', 'refuge'], agencies: [...pair, 'saltrise-refuge'] };
    expect((await next({ parties: all, inForceFrom: '2026-01-01' })).body.errors).toEqual([{ pointer: '/inForceFrom', detail: expect.stringContaining('1.0') }]);
    const [one, two] = [await draft(terms({ id: first.id, version: '2.0', parties: all }), true), await draft(terms({ id: first.id, version: '3.0', parties: all }), true)];
    await one.propose();
    expect(conflict(await two.propose())).toMatchObject({ status: 409, detail: expect.stringContaining('Another version') });
    await one.signedBy(...one.agencies);
    expect(conflict(await two.propose())).toMatchObject({ status: 409, detail: expect.stringContaining('Redraft') });
  });

  it('ends a suspension once the party that suspended has signed it too', async () => {
    const first = await signed();
    await first.step(officerOf(receiver), 'suspension');
    expect((await first.read()).body.status).toBe('suspended');
    const next = await signed(terms({ id: first.id, version: '2.0', inForceFrom: today }), true);
    expect((await next.read()).body.status).toBe('active');
    const concern = await adviser.raises(maracCase());
    expect((await concern.refer(under(first))).status).toBe(201);
  });
});

describe('a suspension while a version is before the parties', () => {
  it('is undone by nobody else’s signature, though theirs is the last', async () => {
    const first = await signed();
    const next = await proposed(terms({ id: first.id, version: '2.0', inForceFrom: today }), true);
    await next.signedBy(receiver);
    await first.step(officerOf(receiver), 'suspension');
    expect((await next.signedBy(sender)).body.agreementState).toBe('signed');
    expect((await next.read()).body.status).toBe('suspended');
    const concern = await adviser.raises(maracCase());
    const refused = await concern.refer(under(first));
    expect(refused.body).toMatchObject({ code: 'refused' });
    expect((await ledger(refused.body.entryId)).because).toMatchObject({ agreement: { version: '2.0', status: 'suspended' } });
    await next.byBoth(receiver, 'resumption');
    expect((await concern.refer(under(first))).status).toBe(201);
  });

  it('by a party that then leaves does not stop the version which the others sign without it', async () => {
    const parties = { kinds: ['idva-service', 'registered-housing-provider', 'refuge'], agencies: [...pair, 'saltrise-refuge'] };
    const first = await signed(terms({ parties }));
    await first.step(outsider, 'suspension');
    await first.byBoth('saltrise-refuge', 'departure');
    expect((await first.read()).body.status).toBe('suspended');
    const next = await signed(terms({ id: first.id, version: '2.0', inForceFrom: today }), true);
    expect((await next.read()).body.status).toBe('active');
  });
});

describe('stopping', () => {
  it('stops a sender from reading what the recipient wrote, and never from its own words', async () => {
    const it = await signed();
    const concern = await adviser.raises(maracCase());
    const { referralId } = await concern.refers(under(it));
    const reply = 'May we ring in the evening?';
    expect((await leadOf(receiver).takes('questions', referralId, 1, { topic: 'wishes', text: reply })).status).toBe(200);
    const before = await adviser.opens(referralId);
    expect(before.text).toContain(reply);
    expect((await ledger(before.entryId)).visibleTo.toSorted()).toEqual([receiver, sender].sort());
    await it.step(officerOf(receiver), 'suspension');
    const during = await adviser.opens(referralId);
    expect(during.status).toBe(200);
    expect(during.text).not.toContain(reply);
    expect(during.body.items).toEqual(before.body.items);
    const entry = await ledger(during.entryId);
    expect(entry.visibleTo).toEqual([sender]);
    expect(entry.released.map(({ field }) => field)).not.toContain('referral.correspondence');
    await it.byBoth(receiver, 'resumption');
    expect((await adviser.opens(referralId)).text).toContain(reply);
  });

  it('a suspension by one person of any party stops sending and opening at once; two people of that party resume', async () => {
    const it = await signed();
    const concern = await adviser.raises(maracCase());
    const { referralId } = await concern.refers(under(it));
    const recipient = leadOf(receiver);
    expect((await recipient.opens(referralId)).status).toBe(200);
    const stopped = await it.step(leadOf(receiver), 'suspension');
    expect(stopped.body).toMatchObject({ step: 'suspend', state: 'done', agreementState: 'signed' });
    expect(await ledger(stopped.body.entryId)).toMatchObject({ visibleTo: [receiver, sender].sort(), because: { step: 'suspend', state: 'done', digest: it.digest } });
    expect((await it.read(outsider)).body).toMatchObject({ status: 'suspended' });
    const [sending, opening] = [await concern.refer(under(it)), await recipient.opens(referralId)];
    for (const reply of [sending, opening]) {
      expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
      expect((await ledger(reply.body.entryId)).because.reasons).toContain('agreement-not-active');
    }
    expect((await as('idva').opens(referralId)).status).toBe(200);
    expect((await concern.read()).status).toBe(200);
    expect(conflict(await it.step(officerOf(sender), 'resumption'))).toMatchObject({ status: 409, detail: expect.stringContaining('has not suspended') });
    expect((await it.step(leadOf(receiver), 'resumption')).body).toMatchObject({ state: 'awaiting-second-person' });
    expect((await recipient.opens(referralId)).status).toBe(403);
    expect(conflict(await it.step(leadOf(receiver), 'resumption'))).toMatchObject({ status: 409 });
    expect((await it.step(officerOf(receiver), 'resumption')).body).toMatchObject({ state: 'done' });
    expect((await it.read()).body.status).toBe('active');
    const again = await recipient.opens(referralId);
    expect(again.status).toBe(200);
    expect(await ledger(again.entryId)).toMatchObject({ operation: 'disclosure', outcome: 'permit', agreement: it.id });
  });

  it('a suspension drops the resumption that waits for a colleague', async () => {
    const it = await signed();
    await it.step(officerOf(receiver), 'suspension');
    await it.step(officerOf(receiver), 'resumption');
    await it.step(officerOf(receiver), 'suspension');
    expect((await it.step(leadOf(receiver), 'resumption')).body).toMatchObject({ state: 'awaiting-second-person' });
    expect((await it.read()).body.status).toBe('suspended');
  });

  it('a party that leaves has no part in it, nor in what is before the parties; others go on', async () => {
    const three = [...pair, 'saltrise-refuge'];
    const parties = { kinds: ['idva-service', 'registered-housing-provider', 'refuge'], agencies: three };
    const it = await signed(terms({ parties }));
    const pending = await proposed(terms({ id: it.id, version: '2.0', parties }), true);
    await pending.sign(officerOf(receiver));
    const concern = await adviser.raises(maracCase());
    const { referralId } = await concern.refers(under(it));
    const left = await it.byBoth(receiver, 'departure');
    expect(await ledger(left.body.entryId)).toMatchObject({ visibleTo: three.toSorted(), because: { step: 'leave', state: 'done' } });
    expect((await it.read(officerOf(receiver))).body).toMatchObject({ status: 'active', parties: expect.arrayContaining([expect.objectContaining({ agency: receiver, leftAt: expect.any(String) })]) });
    expect((await pending.read()).body.status).toBe('declined');
    for (const reply of [await concern.refer(under(it)), await leadOf(receiver).opens(referralId)]) {
      expect(reply.body).toMatchObject({ status: 403, code: 'refused' });
      expect(['recipient-not-partner', 'agreement-not-active']).toEqual(expect.arrayContaining((await ledger(reply.body.entryId)).because.reasons.slice(0, 1)));
    }
    expect(conflict(await it.step(officerOf(receiver), 'suspension'))).toMatchObject({ status: 409 });
    // Taken back by a version that names it again, once it has signed.
    const back = await signed(terms({ id: it.id, version: '3.0', parties }), true);
    expect((await back.read()).body.status).toBe('active');
    expect((await concern.refer(under(it))).status).toBe(201);
  });
});
