import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { item, tenant, tenantCase, toNeighbourhoodPolice } from '../support/cases.js';
import { stored } from '../support/ledger.js';
import { as, canary, newKey, unknownId, type Json, type Reply } from '../support/service.js';

/** One word for each free text that the service takes; wherever one turns up, that text did. */
const words = Object.fromEntries(['text', 'source', 'observer', 'reason', 'judgement', 'safeContact', 'amended', 'amendedSource', 'wishes', 'necessity', 'override', 'refusedNecessity', 'question', 'answer', 'refusedQuestion']
  .map((name) => [name, canary()])) as Record<string, string>;
const locked = Object.entries(words).filter(([name]) => name !== 'refusedQuestion');
const officer = as('housing-officer');
const constable = as('gethin-marrowby');
const replies: Reply[] = [];
const say = async (reply: Promise<Reply>): Promise<Reply> => {
  replies.push(await reply);
  return replies.at(-1)!;
};

/** A whole concern's life with a word of its own in every place; answers that must not quote any are kept. */
const live = async (): Promise<void> => {
  const body = tenantCase({
    subjects: [tenant({ wishes: { state: 'given', reason: words['reason'] }, seriousHarm: true, riskAssessment: { professionalJudgement: words['judgement'] } })],
    indicators: [{ code: 'cuckooing:others-in-control', basis: 'reported', about: 'S1', observer: words['observer'] }],
    items: [item('concern.summary', { text: words['text'], source: words['source'] })],
  });
  const first = await say(officer.post('/v1/concerns', body, { key: newKey() }));
  const { id, subjects, items } = first.body;
  const summary = items.find((one: Json) => one.field === 'concern.summary');
  await say(officer.post(`/v1/concerns/${id}/amendments`, { changes: [{ itemId: summary.itemId, ...item('concern.summary', { text: words['amended'], source: words['amendedSource'] }) }] }, { ifMatch: 1, key: newKey() }));
  const share = toNeighbourhoodPolice({ necessity: words['necessity'], overrideReason: words['override'] });
  await say(officer.post(`/v1/concerns/${id}/share-previews`, share));
  const sent = await say(officer.post(`/v1/concerns/${id}/referrals`, share, { key: newKey() }));
  const { referralId } = sent.body;
  await constable.opens(referralId);
  await say(constable.post(`/v1/referrals/${referralId}/questions`, { topic: 'risk', text: words['question'] }, { ifMatch: 1, key: newKey() }));
  await say(officer.post(`/v1/referrals/${referralId}/answers`, { answer: 'answered', text: words['answer'] }, { ifMatch: 2, key: newKey() }));
  await say(officer.put(`/v1/concerns/${id}/subjects/${subjects[0].id}/wishes`, { state: 'withdrawn', reason: words['wishes'], safeContact: words['safeContact'] }, { key: newKey() }));
  await say(officer.post(`/v1/concerns/${id}/referrals`, toNeighbourhoodPolice({ necessity: words['refusedNecessity'] }), { key: newKey() }));
  await say(constable.opens(referralId));
  await say(constable.post(`/v1/referrals/${referralId}/questions`, { topic: 'risk', text: words['refusedQuestion'] }, { ifMatch: 4, key: newKey() }));
  await say(as('tariq-bramwell-shah').get(`/v1/concerns/${id}`));
  expect(replies.map(({ status }) => status)).toEqual([201, 200, 200, 201, 200, 200, 200, 403, 403, 403, 404]);
};

describe('the words of a concern', () => {
  beforeAll(live, 20_000);

  it('stand in the locked table, each of them (so that this test would find them)', async () => {
    for (const [name, word] of locked) {
      const rows = await stored('SELECT field FROM accord.contents WHERE body::text LIKE $1', [`%${word}%`]);
      expect([name, rows.length]).toEqual([name, 1]);
    }
  });

  it('stand in no other table or column: not in the ledger, decisions, answers kept, events, items or statistics', async () => {
    await stored('ANALYZE accord.contents, accord.items, accord.decisions, accord.ledger_entries');
    const tables = await stored(`SELECT relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'accord' AND relkind IN ('r', 'm', 'v', 'p') AND relname <> 'contents'`);
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['ledger_entries', 'decisions', 'idempotency_keys', 'referral_events', 'items', 'wishes', 'concern_subjects', 'referrals']));
    const patterns = Object.values(words).map((word) => `%${word}%`);
    for (const { name } of tables) expect([name, await stored(`SELECT t::text FROM accord."${name}" t WHERE t::text LIKE ANY ($1)`, [patterns])]).toEqual([name, []]);
    expect(await stored(`SELECT tablename, attname FROM pg_stats WHERE schemaname = 'accord' AND (coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') || coalesce(most_common_elems::text, '')) LIKE ANY ($1)`, [patterns])).toEqual([]);
  });

  it('stand in no receipt, preview, refusal or error', () => {
    for (const { text } of replies) for (const word of Object.values(words)) expect(text).not.toContain(word);
  });

  it('stand in no line of the service’s log, which has a line for each request', async () => {
    const last = replies.at(-1)!.headers.get('x-request-id')!;
    let log = '';
    for (let tries = 0; tries < 40 && !log.includes(last); tries += 1) {
      log = readFileSync(process.env['SERVICE_LOG']!, 'utf8');
      if (!log.includes(last)) await sleep(50);
    }
    for (const { headers } of replies) expect(log).toContain(headers.get('x-request-id'));
    for (const word of Object.values(words)) expect(log).not.toContain(word);
  });
});

describe('an error', () => {
  it.each([
    ['field', (word: string) => officer.post('/v1/concerns', tenantCase({ items: [item(word)] }))],
    ['statement', (word: string) => officer.post('/v1/concerns', tenantCase({ items: [item('concern.summary', { statement: word })] }))],
    ['date', (word: string) => officer.post('/v1/concerns', tenantCase({ items: [item('concern.summary', { on: word })] }))],
    ['label', (word: string) => officer.post('/v1/concerns', tenantCase({ items: [item('concern.summary', { about: word })] }))],
    ['number', (word: string) => officer.post('/v1/concerns', tenantCase({ subjects: [tenant({ age: word })] }))],
    ['team', (word: string) => officer.post('/v1/concerns', tenantCase({ team: word }))],
    ['whole body', (word: string) => officer.post('/v1/concerns', word)],
    ['purpose', (word: string) => officer.post(`/v1/concerns/${unknownId()}/share-previews`, toNeighbourhoodPolice({ purpose: word }))],
    ['id in the address', (word: string) => officer.get(`/v1/concerns/${word}`)],
    ['query', (word: string) => officer.get(`/v1/concerns?state=${word}`)],
    ['name of a query', (word: string) => officer.get(`/v1/concerns?limit=1&after=${word}`)],
    ['Idempotency-Key', (word: string) => officer.post('/v1/concerns', tenantCase(), { key: `${word} ${word}` })],
    ['If-Match', (word: string) => officer.post(`/v1/concerns/${unknownId()}/raising`, undefined, { ifMatch: `"${word}"` })],
  ])('never quotes what was sent as the %s', async (_what, send) => {
    const word = canary();
    const reply = await send(word);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(reply.text).not.toContain(word);
    expect([...reply.headers].join()).not.toContain(word);
  });
});
