/** Hundreds of bodies, ids and queries by chance, the same on every run: never a 5xx, always a problem, and no trace of what was refused. */
import fc from 'fast-check';
import { FromAbove } from '../support/live.js';
import type { Answer } from '../support/tiny-client.js';
import { crews, documentedBodies, footprint, makeRecords, namesOfWrites, signEverybodyIn, writesOn, type People, type Who, type Write } from './writes.js';

const seed = 20261122;
const documented = await documentedBodies();
const above = new FromAbove();
const crew = crews.fuzz;
let people: People;
let writes: Write[];
/** The footprint when last looked at: nobody else changes it. */
let known: Awaited<ReturnType<typeof footprint>>;
beforeAll(async () => {
  people = await signEverybodyIn(crew);
  writes = writesOn(await makeRecords(people, crew));
  known = await footprint(above, crew);
});
afterAll(() => above.close());

const names = namesOfWrites();
const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(null, '', 0, [], {}, 'given', 'S1', 'cuckooing', 'concern.summary', '01934f00-0000-7000-8015-000000000002'), fc.uuid(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)));

type Bend = { at: number; how: 'replace' | 'remove' | 'add' | 'repeat'; value: unknown; key: string };
const bends = fc.array(fc.record({ at: fc.nat(200), how: fc.constantFrom('replace', 'remove', 'add', 'repeat'), value: anyValue, key: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('id', 'agencyId', 'state', 'items')) }), { minLength: 1, maxLength: 3 });

type Node = Record<string, unknown> | unknown[];
const placesIn = (value: unknown): [Node, string][] =>
  typeof value === 'object' && value !== null ? Object.keys(value).flatMap((key) => [[value as Node, key] as [Node, string], ...placesIn((value as Record<string, unknown>)[key])]) : [];

/** A good body with a few places changed by chance. */
const bend = (body: object, changes: readonly Bend[]): object => {
  const copy = structuredClone(body);
  for (const { at, how, value, key } of changes) {
    const places = placesIn(copy);
    if (places.length === 0) break;
    const [parent, name] = places[at % places.length]! as [Record<string, unknown>, string];
    if (how === 'replace') parent[name] = value;
    else if (how === 'remove') delete parent[name];
    else if (how === 'repeat' && Array.isArray(parent)) parent.push(structuredClone(parent[Number(name)]));
    else if (!(key in Object.prototype) && !Array.isArray(parent)) parent[key] = value;
  }
  return JSON.parse(JSON.stringify(copy)) as object;
};

/** A decision that is refused, or waits for an approval, is a record of its own; every other refusal leaves nothing. */
const leavesARecord = ['refused', 'approval-needed'];
const check = (says: unknown, answer: Answer): void => {
  expect({ says, text: answer.status >= 500 ? answer.text : '', status: answer.status }).toEqual({ says, text: '', status: answer.status });
  if (answer.status < 400) return;
  const { code, status, type } = answer.json as Record<string, unknown>;
  expect({ says, media: answer.headers.get('content-type'), status, type }).toEqual({ says, media: 'application/problem+json', status: answer.status, type: `/problems/${String(code)}` });
};

describe('by chance', () => {
  it('bodies of every write', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...names), fc.oneof({ weight: 4, arbitrary: bends }, { weight: 1, arbitrary: fc.dictionary(fc.string(), anyValue) }), async (name, change) => {
      const write = writes.find((one) => one.name === name)!;
      const body = Array.isArray(change) ? bend(write.body, change as Bend[]) : (change as object);
      const answer = await people[write.who].send(write.method, write.path, body, write.headers);
      check({ name, body }, answer);
      if (documented.refuses(name, body)) expect({ name, body, status: answer.status }).toEqual({ name, body, status: 400 });
      const after = await footprint(above, crew);
      if (answer.status >= 400 && !leavesARecord.includes(String(answer.json['code']))) expect({ name, body, after }).toEqual({ name, body, after: known });
      known = after;
    }), { seed, numRuns: 300, endOnFailure: true });
  }, 60_000);

  const addresses: [Who, string][] = [
    ['caseworker', '/v1/concerns/'], ['caseworker', '/v1/referrals/'], ['officer', '/v1/ledger/entries/'], ['officer', '/v1/decisions/'], ['caseworker', '/v1/agreements/'], ['caseworker', '/v1/agencies/'],
    ['caseworker', '/v1/concerns?after='], ['caseworker', '/v1/concerns?state='], ['caseworker', '/v1/referrals?box='], ['officer', '/v1/ledger/entries?auditPurpose=lawfulness&from='], ['officer', '/v1/ledger/entries?auditPurpose='], ['administrator', '/v1/staff?limit='],
  ];
  it('ids and values of queries', async () => {
    const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 30 }), fc.uuid(), fc.webQueryParameters(), fc.base64String({ maxLength: 60 }), fc.integer().map(String), fc.double().map(String));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...addresses), anyText, async ([who, address], text) => {
      const said = text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
      const answer = await people[who].send('GET', `${address}${said}`);
      check(`${address}${said}`, answer);
    }), { seed, numRuns: 200, endOnFailure: true });
    expect(await footprint(above, crew)).toEqual(known);
  }, 60_000);

  it('headers', async () => {
    const printable = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), maxLength: 60 });
    const write = (): Write => writes.find(({ name }) => name.endsWith('withdrawal'))!;
    await fc.assert(fc.asyncProperty(fc.constantFrom('if-match', 'idempotency-key', 'accept', 'content-type', 'x-request-id', 'prefer'), printable, async (header, value) => {
      // `"999"` keeps the one good thing that may come of this from happening: the version has not come to that.
      const answer = await people.caseworker.send('POST', write().path, write().body, { 'if-match': '"999"', [header]: header === 'if-match' && value.trim() === '"1"' ? '"999"' : value });
      check({ header, value }, answer);
      expect({ header, value, status: answer.status >= 400 }).toEqual({ header, value, status: true });
    }), { seed, numRuns: 100, endOnFailure: true });
    expect(await footprint(above, crew)).toEqual(known);
  }, 60_000);
});
