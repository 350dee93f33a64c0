/**
 * Every body of every write, bent at every place in every way we could think of. What the API document refuses, the service
 * refuses with 400, naming no value; and nothing of it is in the database afterwards.
 */
import { FromAbove } from '../support/live.js';
import { expectProblem, type Answer } from '../support/tiny-client.js';
import { crews, documentedBodies, footprint, makeRecords, namesOfWrites, signEverybodyIn, writesOn, type People, type Records, type Write } from './writes.js';

const secret = 'Marjorie Secretname';
const documented = await documentedBodies();
const above = new FromAbove();
const crew = crews.bodies;
let people: People;
let records: Records;

beforeAll(async () => {
  people = await signEverybodyIn(crew);
  records = await makeRecords(people, crew);
}, 30_000);
afterAll(() => above.close());

const names = namesOfWrites();
const writeNamed = (name: string): Write => writesOn(records).find((write) => write.name === name)!;
const send = ({ method, path, who, headers }: Write, body: unknown): Promise<Answer> => people[who].send(method, path, body, headers);

type Path = readonly (string | number)[];
const pathsOf = (value: unknown, above_: Path = []): Path[] => [
  above_,
  ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...above_, Array.isArray(value) ? Number(key) : key])) : []),
];
/** A copy with the value at `path` replaced. The path [] replaces the whole. */
const bent = (root: unknown, path: Path, value: unknown): unknown => {
  if (path.length === 0) return value;
  const copy = structuredClone(root) as Record<string | number, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  at[path.at(-1)!] = value;
  return copy;
};

const wrongValues: unknown[] = [
  null, '', ' ', '\t\n', `${secret}\u0007`, 0, -1, 1.5, 1e300, true, [], {}, [null], [[]], [secret], { [secret]: 1 }, { 0: 'a', length: 1 }, secret, secret.repeat(700),
  'constructor', '__proto__', 'toString', 'undefined', 'null', 'NaN', '0x1e', '30.0', '1e1', '2026-02-30', '2026-11-20T00:00:00Z', '%', '$ne', { $ne: null }, { $gt: '' }, "' OR 1=1 --",
  '01934F00-0000-7000-8015-000000000002', '01934f00-0000-7000-8015-00000000000', '00000000-0000-0000-0000-000000000000', Array.from({ length: 101 }, () => 'x'), Array.from({ length: 3000 }, () => ({})),
];

const inBatches = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += 16) await Promise.all(all.slice(at, at + 16).map(work));
};

describe('a body', () => {
  it('of every write is among these', () => {
    expect(names.toSorted()).toEqual(documented.names.toSorted());
    expect(names.filter((name) => documented.refuses(name, writeNamed(name).body))).toEqual([]);
  });

  it.each(names)('%s, with a wrong value anywhere, is refused and changes nothing', async (name) => {
    const write = writeNamed(name);
    // Of a deep place every fourth value, another quarter at each: together all of them, many times over.
    const bodies = pathsOf(write.body).filter((path) => !path.includes(1)).flatMap((path, place) => wrongValues.filter((_, at) => path.length < 2 || (at + place) % 4 === 0).map((value) => bent(write.body, path, value)));
    const refused = bodies.filter((body) => typeof body === 'object' && body !== null && !Array.isArray(body) && documented.refuses(name, body));
    expect(refused.length).toBeGreaterThan(20);
    const before = await footprint(above, crew);
    await inBatches(refused, async (body) => {
      const answer = await send(write, body);
      if (answer.status !== 400) expect({ body, status: answer.status, text: answer.text }).toEqual({ body, status: 400, text: '' });
      expectProblem(answer, 400, 'invalid-body');
      expect(answer.text).not.toMatch(/Marjorie|Secretname/);
    });
    expect(await footprint(above, crew)).toEqual(before);
  }, 30_000);

  it.each(names)('%s, with a field nobody asked for, or one that is ours to set, is refused and changes nothing', async (name) => {
    const write = writeNamed(name);
    const objects = pathsOf(write.body).filter((path) => {
      const value = path.reduce<unknown>((at, step) => (at as Record<string | number, unknown>)[step], write.body);
      return typeof value === 'object' && !Array.isArray(value);
    });
    const foreign = ['id', 'agencyId', 'agency_id', 'version', 'entryId', 'writtenBy', 'carries', 'controller', 'fingerprints', 'permitted', 'withheld', 'caller', 'then', 'Team', 'team ', '', '$where', 'a.b', secret];
    const before = await footprint(above, crew);
    await inBatches(objects.flatMap((path) => foreign.map((field) => [...path, field])), async (path) => {
      const answer = await send(write, bent(write.body, path, 1));
      if (answer.status !== 400) expect({ path, status: answer.status, text: answer.text }).toEqual({ path, status: 400, text: '' });
      expectProblem(answer, 400, 'invalid-body');
      expect(answer.text).not.toMatch(/Marjorie|Secretname/);
    });
    expect(await footprint(above, crew)).toEqual(before);
  }, 30_000);

  it.each(names)('%s, without a field that is needed, says which', async (name) => {
    const write = writeNamed(name);
    for (const field of Object.keys(write.body)) {
      const { [field]: _, ...rest } = write.body;
      if (!documented.refuses(name, rest)) continue; // an optional one
      const answer = await send(write, rest);
      expectProblem(answer, 400, 'invalid-body');
      expect(answer.json.errors).toEqual([{ pointer: `/${field}`, detail: 'is required' }]);
    }
    const whole = await send(write, undefined);
    expect([400, 409, 412]).toContain(whole.status);
  });

  const raw: [string, string | Uint8Array, number, string, Record<string, string>?][] = [
    ['nothing', '', 400, 'invalid-body'], ['not JSON', '{"team":', 400, 'invalid-body'], ['a list', '[]', 400, 'invalid-body'], ['text', `"${secret}"`, 400, 'invalid-body'], ['a number', '1', 400, 'invalid-body'],
    ['null', 'null', 400, 'invalid-body'], ['two documents', '{}{}', 400, 'invalid-body'], ['a comment', '{/**/}', 400, 'invalid-body'], ['NaN', '{"team":NaN}', 400, 'invalid-body'],
    ['NUL', '{"team":"a\\u0000b"}', 400, 'invalid-body'], ['half a pair', '{"team":"\\udc00"}', 400, 'invalid-body'], ['half a pair in a name', '{"\\ud800":1}', 400, 'invalid-body'],
    ['bytes that are no text', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'invalid-body'], ['UTF-16', Buffer.from('{"team":"x"}', 'utf16le'), 400, 'invalid-body'],
    ['a field twice', '{"team":"a","team":"b"}', 400, 'invalid-body'], ['a field twice in disguise', '{"team":"a","te\\u0061m":"b"}', 400, 'invalid-body'], ['a deep field twice', '{"subjects":[{"ref":"S1","ref":"S2"}]}', 400, 'invalid-body'],
    ['__proto__', '{"__proto__":{"team":"x"}}', 400, 'invalid-body'], ['constructor', '{"constructor":{"prototype":{"team":"x"}}}', 400, 'invalid-body'], ['a deep prototype', '{"subjects":[{"__proto__":{"atRisk":true}}]}', 400, 'invalid-body'],
    ['deep lists', `{"items":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, 'invalid-body'], ['deep objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 400, 'invalid-body'],
    ['too much', JSON.stringify({ team: 'x'.repeat(300_000) }), 413, 'payload-too-large'], ['another type', 'team=x', 415, 'unsupported-media-type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text/plain', '{}', 415, 'unsupported-media-type', { 'content-type': 'text/plain' }], ['XML', '<x/>', 415, 'unsupported-media-type', { 'content-type': 'application/xml' }],
    ['another charset', '{}', 415, 'unsupported-media-type', { 'content-type': 'application/json; charset=utf-16' }], ['compressed', '{}', 400, 'invalid-body', { 'content-encoding': 'gzip' }],
  ];
  it.each(names.filter((name) => /^POST .*(concerns|questions|staff)$/.test(name)))('%s, that is no JSON object in UTF-8, is refused and changes nothing', async (name) => {
    const write = writeNamed(name);
    const before = await footprint(above, crew);
    for (const [says, bytes, status, code, headers] of raw) {
      const answer = await people[write.who].send(write.method, write.path, bytes, { ...write.headers, ...headers });
      if (says === 'compressed') expect({ says, ok: answer.status >= 400 && answer.status < 500 }).toEqual({ says, ok: true });
      else expect({ says, status: answer.status, code: answer.json.code, type: answer.headers.get('content-type') }).toEqual({ says, status, code, type: 'application/problem+json' });
      expect(answer.text).not.toMatch(/Marjorie|Secretname/);
    }
    expect(await footprint(above, crew)).toEqual(before);
  }, 30_000);
});

describe('what the document cannot say, the service does', () => {
  it.each<[string, string, (body: Record<string, any>) => void, string]>([ // eslint-disable-line @typescript-eslint/no-explicit-any -- bent on purpose
    ['a team of another agency', 'POST /v1/concerns', (body) => void (body.team = 'police-marac'), '/team'],
    ['a team that does not exist', 'POST /v1/concerns', (body) => void (body.team = 'nobody-here'), '/team'],
    ['two subjects of one label', 'POST /v1/concerns', (body) => void body.subjects.push(body.subjects[0]), '/subjects'],
    ['a subject that is another agency’s', 'POST /v1/concerns', (body) => void (body.subjects[0].subject = '01934f00-0000-7000-8000-00000000dead'), '/subjects'],
    ['an item about nobody', 'POST /v1/concerns', (body) => void (body.items[0].about = 'S9'), '/items/0/about'],
    ['an indicator about nobody', 'POST /v1/concerns', (body) => void (body.indicators[0].about = 'S9'), '/indicators/0/about'],
    ['a source that is not there', 'POST /v1/concerns', (body) => void (body.items[0].copiedFrom = ['01934f00-0000-7000-8000-00000000dead']), '/items'],
    ['somebody unknown to be kept away', 'POST /v1/concerns', (body) => void (body.subjects[0].mustNotReceive = [{ staff: '01934f00-0000-7000-8000-00000000dead' }]), '/subjects'],
    ['an unknown agency to be kept away', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/must-not-receive', (body) => void (body.keep = [{ agency: 'nobody-here' }]), '/keep'],
    ['both in one', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/must-not-receive', (body) => void (body.keep = [{ ...body.keep[0], agency: 'copperbeck-homes' }]), '/keep'],
    ['neither', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/must-not-receive', (body) => void (body.keep = [{}]), '/keep'],
    ['wishes asked in the future', 'POST /v1/concerns', (body) => void (body.subjects[0].wishes.askedOn = '2199-01-01'), '/subjects/0/wishes/askedOn'],
    ['wishes asked in the future, later', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.askedOn = '2199-01-01'), '/askedOn'],
    ['wishes about an agency that is not there', 'POST /v1/concerns', (body) => void (body.subjects[0].wishes.scope.agencies = ['nobody-here']), '/subjects/0/wishes/scope/agencies'],
    ['wishes about an agency that is not there, later', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.scope.agencies = ['downshire-police', 'nobody-here']), '/scope/agencies'],
    ['a scope of nothing', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.scope = {}), '/scope'],
    ['wishes asked by somebody of another agency', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.askedBy = '01934f00-0000-7000-8015-000000000002'), '/askedBy'],
    ['wishes asked by nobody', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.askedBy = '01934f00-0000-7000-8000-00000000dead'), '/askedBy'],
    ['fear of somebody who is not there', 'PUT /v1/concerns/{concernId}/subjects/{subjectId}/wishes', (body) => void (body.afraidOf = ['S9']), '/afraidOf'],
    ['fear of oneself', 'POST /v1/concerns', (body) => void (body.subjects[0].wishes.afraidOf = ['S1']), '/subjects/0/wishes/afraidOf'],
    ['an item that is not of this concern', 'POST /v1/concerns/{concernId}/amendments', (body) => void (body.removals = ['01934f00-0000-7000-8000-00000000dead']), '/changes'],
    ['an item both changed and removed', 'POST /v1/concerns/{concernId}/amendments', () => undefined, '/changes'],
    ['an amendment of nothing', 'POST /v1/concerns/{concernId}/amendments', (body) => void Object.keys(body).forEach((key) => delete body[key]), ''],
    ['an amendment of empty lists', 'POST /v1/concerns/{concernId}/amendments', (body) => void Object.assign(body, { harmTypes: undefined, indicators: [], items: [], changes: [], removals: [] }), ''],
    ['one’s own team', 'POST /v1/concerns/{concernId}/referrals', (body) => void (body.team = crew.team), '/team'],
    ['a team that does not exist', 'POST /v1/concerns/{concernId}/referrals', (body) => void (body.team = 'nobody-here'), '/team'],
    ['a change of nothing', 'PATCH /v1/staff/{staffId}', (body) => void Object.keys(body).forEach((key) => delete body[key]), ''],
    ['a provider that may not speak for the agency', 'POST /v1/staff', (body) => void (body.issuer = 'https://id.downshire-police.demo.invalid'), '/issuer'],
    ['a team of another agency', 'POST /v1/staff', (body) => void (body.teams = ['police-marac']), '/teams'],
    ['a role that is not an agency’s to give', 'POST /v1/staff', (body) => void (body.roles = ['service-operator']), '/roles'],
  ])('%s: %s', async (_, name, bend, pointer) => {
    const write = writeNamed(name);
    bend(write.body);
    const before = await footprint(above, crew);
    const answer = await send(write, write.body);
    expect({ status: answer.status, pointers: answer.json.errors?.map((fault) => fault.pointer) }).toEqual({ status: 400, pointers: expect.arrayContaining([expect.stringMatching(new RegExp(`^${pointer}`))]) });
    expect(await footprint(above, crew)).toEqual(before);
  });

  it('an empty list of items to share means none, never all', async () => {
    const write = writeNamed('POST /v1/concerns/{concernId}/share-previews');
    const all = await send(write, { ...write.body, items: undefined });
    const none = await send(write, { ...write.body, items: [] });
    expect(all.json['items']).not.toEqual([]);
    expect([none.status, none.json['items']]).toEqual([200, []]);
    const before = await footprint(above, crew);
    const sent = await send(writeNamed('POST /v1/concerns/{concernId}/referrals'), { ...write.body, items: [] });
    expectProblem(sent, 403, 'refused');
    expect(await footprint(above, crew)).toMatchObject({ referrals: before['referrals'], referral_events: before['referral_events'] });
  });

  it('items of another concern are none of this one', async () => {
    const write = writeNamed('POST /v1/concerns/{concernId}/share-previews');
    const { item } = await makeRecords(people, crew);
    expect((await send(write, { ...write.body, items: [item] })).json['items']).toEqual([]);
  });
});
