import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rawHttp, rawRequest } from '../support/raw-http.js';
import { startTiny, type Tiny } from '../support/tiny-app.js';
import { expectProblem, sendingTo, type Send } from '../support/tiny-client.js';

let tiny: Tiny;
let send: Send;
let authorization: string;
const id = '018f0000-0000-7000-8000-00000000000f';

beforeAll(async () => {
  tiny = await startTiny();
  authorization = `Bearer ${await tiny.issuer.token('amira')}`;
  send = sendingTo(tiny.url, authorization);
});
afterAll(() => tiny.stop());

describe('addresses mean exactly what they say', () => {
  it.each([
    ['another letter case', 'GET /V1/THINGS', 404, 'not-found'],
    ['a trailing slash', 'GET /v1/things/', 404, 'not-found'],
    ['a doubled slash', 'GET //v1/things', 404, 'not-found'],
    ['a slash within', 'GET /v1//things', 404, 'not-found'],
    ['dots', 'GET /v1/../v1/things', 404, 'not-found'],
    ['encoded dots', 'GET /v1/%2e%2e/v1/things', 404, 'not-found'],
    ['a semicolon', 'GET /v1/things;x=1', 404, 'not-found'],
    ['an encoded slash', `GET /v1%2Fthings`, 404, 'not-found'],
    ['NUL', 'GET /v1/things/%00', 400, 'bad-request'],
    ['NUL in a query', 'GET /v1/things?box=%00', 400, 'bad-request'],
    ['a broken encoding', 'GET /v1/things/%zz', 400, 'bad-request'],
    ['a broken encoding in a query', 'GET /v1/things?box=%ff', 400, 'bad-request'],
    ['an endless parameter', `GET /v1/things/${'a'.repeat(300)}`, 414, 'uri-too-long'],
    ['HEAD on a known address', 'HEAD /v1/things', 405, ''],
    ['HEAD on a public one', 'HEAD /health', 405, ''],
    ['OPTIONS', 'OPTIONS /v1/things', 405, 'method-not-allowed'],
    ['OPTIONS *', 'OPTIONS *', 404, 'not-found'],
    ['a wrong method', 'DELETE /v1/things', 405, 'method-not-allowed'],
    ['TRACE', 'TRACE /v1/things', 405, 'method-not-allowed'],
    ['an unknown method that parses', 'PROPFIND /v1/things', 405, 'method-not-allowed'],
    ['a method that does not parse', 'FROB /v1/things', 400, 'bad-request'],
    ['an unknown address', 'GET /v1/nothing', 404, 'not-found'],
  ])('%s', async (_says, line, status, code) => {
    const answer = await rawRequest(tiny.port, line, { authorization });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    if (code) expect(JSON.parse(answer.body)).toMatchObject({ code, status });
    else expect(answer.body).toBe('');
    if (status === 405) expect(answer.headers.allow).toMatch(/^(GET, POST|GET)$/);
  });

  it.each([
    '0x1e',
    '30',
    '30.0',
    '%20',
    id.toUpperCase(),
    `${id}%0A`,
    '00000000-0000-0000-0000-000000000000',
    'undefined',
    'null',
    '__proto__',
    "1'--",
  ])('the id %s is malformed', async (wrong) => {
    const answer = await send('GET', `/v1/things/${wrong}`);
    expectProblem(answer, 400, 'invalid-id');
    expect(answer.text.replace(String(answer.json.instance), '')).not.toContain(wrong);
  });

  it('an id that is well formed and unknown is not found', async () => {
    expectProblem(await send('GET', `/v1/things/${id.slice(0, -1)}0`), 404, 'not-found');
  });

  it('a slug is as strict', async () => {
    expect((await send('GET', '/v1/agencies/weald-housing/teams')).json).toEqual({ agencyId: 'weald-housing' });
    expectProblem(await send('GET', '/v1/agencies/Weald/teams'), 400, 'invalid-id');
  });

  it('the answer to a good request carries the headers and an id of our own', async () => {
    const answer = await send('GET', `/v1/things/${id}`, undefined, { 'x-request-id': 'chosen-by-caller' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json.caller).toEqual({
      staffId: expect.any(String),
      agencyId: 'weald',
      agencyType: 'district-council',
      roles: ['caseworker'],
      teams: ['weald-housing'],
      sessionId: 'amira-session',
    });
  });
});

describe('what never became a request', () => {
  it.each([
    ['no Host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['garbage', 'hello\r\n\r\n', 400],
    ['headers too large', `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', 'POST /v1/things HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', 400],
    ['length and chunks', 'POST /v1/things HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a length that is no number', 'POST /v1/things HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello', 400],
    ['an expectation nobody meets', 'POST /v1/things HTTP/1.1\r\nHost: a\r\nExpect: the-best\r\nContent-Length: 0\r\n\r\n', 417],
  ])('%s', async (_says, text, status) => {
    const answer = await rawHttp(tiny.port, text);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toMatchObject({ status, instance: expect.stringMatching(/^urn:uuid:/) });
  });
});

describe('faults of our own', () => {
  it('say nothing but that there was one', async () => {
    const answer = await send('GET', '/v1/broken');
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toMatch(/Marjorie|Key|23505/);
    const line = tiny.log.map((one) => JSON.parse(one) as Record<string, unknown>).find(({ msg }) => msg === 'unexpected');
    expect(line).toMatchObject({
      route: '/v1/broken',
      code: '23505',
      kind: 'Error',
      requestId: answer.headers.get('x-request-id'),
      at: expect.arrayContaining([expect.stringContaining('broken')]),
    });
    expect(tiny.log.join('')).not.toContain('Marjorie');
  });

  it('every kind of problem is explained to whoever asks', async () => {
    expect((await send('GET', '/problems/precondition-required')).json).toMatchObject({
      code: 'precondition-required',
      status: 428,
      means: expect.any(String),
    });
    expectProblem(await send('GET', '/problems/toString'), 404, 'not-found');
  });
});
