/** Odd addresses, methods and headers on every route: another route's behaviour, a handler that ran unseen, or a 500 is a failure. */
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { declaredRoutes, type DeclaredRoute } from '../../src/access/index.js';
import { AppModule } from '../../src/app.module.js';
import { rootModule } from '../../src/platform/http.js';
import { baseUrl, FromAbove, port } from '../support/live.js';
import { rawHttp, rawRequest, type RawAnswer } from '../support/raw-http.js';
import { expectProblem, type Answer } from '../support/tiny-client.js';
import { crews, footprint, makeRecords, signEverybodyIn, writesOn, type People, type Records, type Who } from './writes.js';

const preview = await NestFactory.create(rootModule(AppModule, {} as Parameters<typeof rootModule>[1]), new FastifyAdapter(), { preview: true, logger: false });
const routes = declaredRoutes(preview);
await preview.close();
const paths = [...new Set(routes.map(({ path }) => path))];
const above = new FromAbove();
const crew = crews.addresses;
const nobodysId = '01934f00-0000-7000-8000-00000000dead';
let people: People;
let ids: Record<string, string>;
let records: Records;

beforeAll(async () => {
  people = await signEverybodyIn(crew);
  records = await makeRecords(people, crew);
  ids = {
    concernId: records.concern, subjectId: records.subject, referralId: records.referral, staffId: '01934f00-0000-7000-8007-000000000002', agencyId: 'downshire-police', agreementId: 'county-misp-demo', version: '1.0',
    asset: 'start.js', code: 'not-found', gatewayId: 'cda-1998-s115',
  };
});
afterAll(() => above.close());

const fill = (path: string, changed: Record<string, string> = {}): string => path.replaceAll(/:(\w+)/g, (_, name: string) => changed[name] ?? ids[name] ?? nobodysId);
const whoFor = (path: string): Who => (path.startsWith('/v1/staff') ? 'administrator' : path.endsWith('/referral') ? 'caseworker' : /ledger|decisions|what-ifs|gateway-changes|v1\/agreements/.test(path) ? 'officer' : /referrals|successions|approvals/.test(path) ? 'lead' : 'caseworker');
const queryOf = (path: string): string => (/ledger|decisions/.test(path) && !path.endsWith('/referral') ? '?auditPurpose=self-monitoring' : '');

/** As somebody who may use the address, exactly these bytes. */
const raw = (method: string, address: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
  rawRequest(port(), `${method} ${address}`, { Authorization: people[whoFor(path)].authorization, 'Content-Length': '0', ...headers });
const refused = (says: string, answer: RawAnswer): object => ({ says, status: answer.status, type: answer.headers['content-type'], entry: answer.headers['accord-ledger-entry'] });
const problem = (says: string, status: number): object => ({ says, status, type: 'application/problem+json', entry: undefined });

describe('an address', () => {
  it.each(paths)('%s means exactly what it says', async (path) => {
    const address = fill(path);
    const [first, ...rest] = address.slice(1).split('/');
    const odd: [string, string][] = [
      ['upper case', address.toUpperCase()], ['one letter in upper case', `/${first!.charAt(0).toUpperCase()}${first!.slice(1)}${rest.map((part) => `/${part}`).join('')}`],
      ['a trailing slash', `${address}/`], ['two of them', `${address}//`], ['doubled slashes', address.replaceAll('/', '//')], ['a leading slash', `/${address}`],
      ['a dot', `${address}/.`], ['there and back', `${address}/../${address.split('/').at(-1)!}`], ['encoded dots', `${address}/%2e%2e/${address.split('/').at(-1)!}`],
      ['an encoded slash', `/${[first, ...rest].join('%2F')}x`], ['a backslash', `${address}\\`], ['a semicolon', `${address};x=1`], ['a suffix', `${address}.json`], ['a space', `${address}%20`], ['NUL', `${address}%00`],
      ['an encoding that is none', `${address}%zz`], ['half an encoding', `${address}%`], ['bytes that are no text', `${address}%ff%fe`], ['an absolute address of elsewhere', `${address}/http://elsewhere.invalid/`],
    ];
    await Promise.all(odd.filter(([, other]) => other !== address).map(async ([says, other]) => {
      const answer = await raw('GET', other, path);
      expect({ ...refused(`${says} ${other}`, answer), known: [400, 404, 405, 414].includes(answer.status) }).toEqual({ ...problem(`${says} ${other}`, answer.status), known: true });
    }));
  });

  const oddIds = [
    '30', '0x1e', '30.0', '1e1', '-1', '0', 'null', 'undefined', 'NaN', 'true', '*', 'me', 'constructor', '__proto__', 'toString', '%7B%7D', '[object%20Object]', '%00', 'a%00b', '%F0%9F%98%80', '%D8%A7', '%25', '%2525',
    '00000000-0000-0000-0000-000000000000', '01934F00-0000-7000-8000-00000000DEAD', '{01934f00-0000-7000-8000-00000000dead}', 'urn:uuid:01934f00-0000-7000-8000-00000000dead', '01934f000000700080000000000000dead',
    '01934f00-0000-7000-8000-00000000dea', '01934f00-0000-7000-8000-00000000dead0', '01934f00-0000-7000-8000-00000000dead%0A', '%2001934f00-0000-7000-8000-00000000dead', "'%20OR%201=1--", '$%7Bx%7D', 'x'.repeat(100), 'x'.repeat(101), 'x'.repeat(5000),
  ];
  const withId = routes.filter(({ path, gives }) => path.includes(':') && gives !== 'public');
  it.each(withId.map((route) => [`${route.method} ${route.path}`, route] as const))('%s takes no malformed id', async (name, { method, path }: DeclaredRoute) => {
    const before = await footprint(above, crew);
    const parameters = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
    const write = writesOn(records).find((one) => one.name === name.replaceAll(/:(\w+)/g, '{$1}'));
    for (const parameter of parameters) {
      await Promise.all(oddIds.map(async (id) => {
        const answer = await people[whoFor(path)].send(method, fill(path, { [parameter]: id }) + queryOf(path), write?.body, write?.headers ?? { 'if-match': '"1"' });
        const slug = (/^[a-z][a-z0-9-]{1,62}$/.test(id) && ['agencyId', 'agreementId', 'gatewayId'].includes(parameter)) || (/^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/.test(id) && parameter === 'version');
        expect({ id, status: answer.status }).toEqual({ id, status: slug ? 404 : id.length > 100 ? 414 : 400 });
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
      }));
    }
    expect(await footprint(above, crew)).toEqual(before);
  }, 20_000);

  it.each(paths)('%s takes only its own methods', async (path) => {
    const own = routes.filter((route) => route.path === path).map(({ method }) => method).sort();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'PROPFIND', 'SEARCH']) {
      if (own.includes(method)) continue;
      const answer = await raw(method, fill(path), path);
      expect({ method, ok: [400, 404, 405, 501].includes(answer.status), entry: answer.headers['accord-ledger-entry'] }).toEqual({ method, ok: true, entry: undefined });
      if (!['TRACE', 'QUERY', 'PROPFIND', 'SEARCH'].includes(method)) expect({ method, status: answer.status, allow: answer.headers['allow'] }).toEqual({ method, status: 405, allow: own.join(', ') });
    }
  });

  it('a method or an address in a header counts for nothing', async () => {
    const lies: Record<string, string>[] = [{ 'X-HTTP-Method-Override': 'DELETE' }, { 'X-HTTP-Method': 'PUT' }, { 'X-Original-URL': '/v1/staff' }, { 'X-Rewrite-URL': '/v1/staff' }, { 'X-Forwarded-Prefix': '/v1' }];
    for (const headers of lies) {
      const answer = await raw('GET', '/v1/me', '/v1/me', headers);
      expect([answer.status, (JSON.parse(answer.body) as { agency: string }).agency]).toEqual([200, crew.agency]);
    }
  });

  it('two requests that pretend to be one are refused', async () => {
    const head = `POST /v1/concerns HTTP/1.1\r\nHost: x\r\nAuthorization: ${people.caseworker.authorization}\r\nConnection: close\r\n`;
    for (const smuggled of [`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /v1/me HTTP/1.1\r\n\r\n`, `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`, `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`]) {
      expect((await rawHttp(port(), smuggled)).status).toBe(400);
    }
  });
});

describe('headers of a write', () => {
  const conditional = (): ReturnType<typeof writesOn> => writesOn(records).filter(({ headers }) => 'if-match' in headers);

  it.each(['*', 'W/"1"', '1', "'1'", '"1", "2"', '"0"', '"01"', '"-1"', '"1.0"', '"1e0"', '"0x1"', '"9999999999"', '""', '', '"a"', 'null', '"1"x'])('If-Match %j', async (tag) => {
    const before = await footprint(above, crew);
    for (const { method, path, who, body } of conditional()) {
      const answer = await people[who].send(method, path, body, { 'if-match': tag });
      expectProblem(answer, 400, 'bad-request');
      expect(answer.json.errors).toEqual([{ header: 'If-Match', detail: expect.any(String) }]);
    }
    expect(await footprint(above, crew)).toEqual(before);
  });

  it('without If-Match: 428', async () => {
    for (const { method, path, who, body } of conditional()) expectProblem(await people[who].send(method, path, body), 428, 'precondition-required');
  });

  it.each(['', 'short', 'x'.repeat(129), 'with space in it', 'semi;colon;key', '"unclosed-and-long;', '../../../../etc', 'a,b,c,d,e,f,g,h', '%00%00%00%00', '"" "" "" ""'])('Idempotency-Key %j', async (key) => {
    const before = await footprint(above, crew);
    for (const { method, path, who, body, headers, name } of writesOn(records)) {
      if (name.endsWith('share-previews')) continue; // repeats by its nature
      const answer = await people[who].send(method, path, body, { ...headers, 'idempotency-key': key });
      expectProblem(answer, 400, 'bad-request');
      expect(answer.json.errors).toEqual([{ header: 'Idempotency-Key', detail: expect.any(String) }]);
    }
    expect(await footprint(above, crew)).toEqual(before);
  });

  it('a key of another write is refused, and somebody else’s is no key of mine', async () => {
    const key = crypto.randomUUID();
    const [raise] = writesOn(records);
    const send = (who: Who, body: object): Promise<Answer> => people[who].send('POST', '/v1/concerns', body, { 'idempotency-key': key });
    const first = await send('caseworker', raise!.body);
    expect(first.status).toBe(201);
    expect((await send('caseworker', raise!.body)).json).toEqual(first.json);
    expectProblem(await send('caseworker', { ...raise!.body, harmTypes: ['cuckooing'] }), 422, 'idempotency-conflict');
    const another = await send('lead', raise!.body);
    expect([another.status, another.json['id'] === first.json['id']]).toEqual([201, false]);
  });

  it('the API is reached by its own address alone', async () => {
    expect((await fetch(`${baseUrl()}/v1`)).status).toBe(404);
    expect((await fetch(`${baseUrl()}/`)).status).toBe(404);
  });
});
