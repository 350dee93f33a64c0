import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTiny, type Tiny } from '../support/tiny-app.js';
import { expectProblem, sendingTo, type Send } from '../support/tiny-client.js';

let tiny: Tiny;
let send: Send;
const id = '018f0000-0000-7000-8000-00000000000f';

beforeAll(async () => {
  tiny = await startTiny();
  send = sendingTo(tiny.url, `Bearer ${await tiny.issuer.token('amira')}`);
});
afterAll(() => tiny.stop());

describe('queries and pages', () => {
  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=0x1e',
    '?limit=1e1',
    '?limit=',
    '?limit=+5',
    '?limit=5.0',
    '?limit=-1',
    '?limit=05',
    '?limit[]=5',
    '?limit=5&limit=6',
    '?box=sideways',
    '?box',
    '?colour=red',
    '?__proto__=1',
    '?after=garbage',
    '?after=',
    '?after=W10',
    `?after=${Buffer.from('["things","x"]').toString('base64url')}`,
    `?after=${Buffer.from('["others",3]').toString('base64url')}`,
    `?after=${'A'.repeat(513)}`,
  ])('%s is refused', async (query) => {
    expectProblem(await send('GET', `/v1/things${query}`), 400, 'bad-request');
  });

  it('a query for a route that takes none is refused', async () => {
    expectProblem(await send('GET', `/v1/things/${id}?debug=1`), 400, 'bad-request');
  });

  it('names the parameter that is wrong and not its value', async () => {
    const answer = await send('GET', '/v1/things?limit=Marjorie');
    expect(answer.json.errors).toEqual([{ parameter: 'limit', detail: 'must be a whole number from 1 to 100' }]);
  });

  it('pages follow one another by their links, with filters kept, to the end', async () => {
    const seen: unknown[] = [];
    let path: string | undefined = '/v1/things?limit=3&box=in';
    for (let page = 0; path !== undefined; page += 1) {
      const answer = await send('GET', path);
      seen.push(...(answer.json.items as unknown[]));
      path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      expect(path === undefined).toBe(answer.json.next === undefined);
      if (path) expect(path).toContain('box=in');
      expect(page).toBeLessThan(4);
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, n) => ({ n })));
  });
});

describe('preconditions', () => {
  it.each<[string | undefined, number, string]>([
    [undefined, 428, 'precondition-required'],
    ['"2"', 412, 'precondition-failed'],
    ['*', 400, 'bad-request'],
    ['W/"3"', 400, 'bad-request'],
    ['"3", "4"', 400, 'bad-request'],
    ['3', 400, 'bad-request'],
    ['"03"', 400, 'bad-request'],
    ['""', 400, 'bad-request'],
  ])('If-Match: %s', async (header, status, code) => {
    expectProblem(await send('PUT', `/v1/things/${id}`, { name: 'x' }, header === undefined ? {} : { 'if-match': header }), status, code);
  });

  it('the version read is the version changed', async () => {
    expect((await send('PUT', `/v1/things/${id}`, { name: 'x' }, { 'if-match': '"3"' })).status).toBe(200);
  });
});
