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

describe('bodies', () => {
  const deep = (levels: number): string => `{"title":${'['.repeat(levels)}${']'.repeat(levels)}}`;

  it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
    ['malformed JSON', '{"title":', {}, 400, 'invalid-body'],
    ['nothing at all', '', {}, 400, 'invalid-body'],
    ['a list', '[]', {}, 400, 'invalid-body'],
    ['null', 'null', {}, 400, 'invalid-body'],
    ['text', '"hello"', {}, 400, 'invalid-body'],
    ['a trailing comma', '{"title":"x",}', {}, 400, 'invalid-body'],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, 'invalid-body'],
    ['NUL', '{"title":"a\\u0000b"}', {}, 400, 'invalid-body'],
    ['NUL in a name', '{"a\\u0000":"b"}', {}, 400, 'invalid-body'],
    ['half a surrogate pair', '{"title":"\\ud800"}', {}, 400, 'invalid-body'],
    ['nested 21 deep', deep(20), {}, 400, 'invalid-body'],
    ['nested 100,000 deep', deep(100_000), {}, 400, 'invalid-body'],
    ['objects nested deep', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`, {}, 400, 'invalid-body'],
    ['__proto__', '{"__proto__":{"title":"x"}}', {}, 400, 'invalid-body'],
    ['__proto__ in disguise', '{"\\u005f_proto__":{"title":"x"}}', {}, 400, 'invalid-body'],
    ['constructor', '{"title":"x","constructor":{"prototype":{}}}', {}, 400, 'invalid-body'],
    ['toString', '{"title":"x","toString":"x"}', {}, 400, 'invalid-body'],
    ['hasOwnProperty', '{"title":"x","hasOwnProperty":1}', {}, 400, 'invalid-body'],
    ['the same field twice', '{"title":"a","title":"b"}', {}, 400, 'invalid-body'],
    ['the same field twice in disguise', '{"title":"a","titl\\u0065":"b"}', {}, 400, 'invalid-body'],
    ['huge', JSON.stringify({ title: 'x'.repeat(300_000) }), {}, 413, 'payload-too-large'],
    ['text/plain', 'hello', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a form', 'title=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
    ['multipart', 'x', { 'content-type': 'multipart/form-data; boundary=x' }, 415, 'unsupported-media-type'],
    ['another JSON type', '{"title":"x"}', { 'content-type': 'application/merge-patch+json' }, 415, 'unsupported-media-type'],
    ['another charset', '{"title":"x"}', { 'content-type': 'application/json; charset=utf-16' }, 415, 'unsupported-media-type'],
    ['no type', new Uint8Array([0x7b, 0x7d]), { 'content-type': '' }, 415, 'unsupported-media-type'],
  ])('%s', async (_says, body, headers, status, code) => {
    expectProblem(await send('POST', '/v1/things', body, headers), status, code);
  });

  it('a good one arrives as the classes it is declared with, and unchanged', async () => {
    const thing = {
      title: ' Zoë\n',
      remark: null,
      colour: 'red',
      letters: ['a'],
      id,
      on: '2024-02-29',
      at: '2026-11-22T09:30:00.5+01:00',
      age: 30,
      ref: 'S1',
      inner: { name: 'x' },
      inners: [{ name: 'y', sure: false }],
    };
    const answer = await send('POST', '/v1/things', thing, { 'content-type': 'application/json; charset=UTF-8' });
    expect({ status: answer.status, ...answer.json }).toEqual({ status: 201, made: thing, kind: 'Thing', innerKind: 'Inner' });
  });

  it.each<[string, object, string, string]>([
    ['missing', {}, '/title', 'is required'],
    ['null', { title: null }, '/title', 'must not be null'],
    ['blank', { title: ' \t ' }, '/title', 'text of 1 to 20'],
    ['too long', { title: 'x'.repeat(21) }, '/title', 'text of 1 to 20'],
    ['a control character', { title: 'a\u0007' }, '/title', 'control'],
    ['a number for text', { title: 7 }, '/title', 'text'],
    ['an object for text', { title: { length: 3 } }, '/title', 'text'],
    ['unknown field', { title: 'x', owner: 'me' }, '/owner', 'not a field'],
    ['unknown field of a part', { title: 'x', inner: { name: 'x', admin: true } }, '/inner/admin', 'not a field'],
    ['unknown field of an item', { title: 'x', inners: [{ name: 'x' }, { name: 'x', admin: true }] }, '/inners/1/admin', 'not a field'],
    ['unknown code', { title: 'x', colour: 'mauve' }, '/colour', 'documented codes'],
    ['inherited code', { title: 'x', colour: 'toString' }, '/colour', 'documented codes'],
    ['code twice', { title: 'x', letters: ['a', 'a'] }, '/letters', 'twice'],
    ['wrong code in a list', { title: 'x', letters: ['a', 'z'] }, '/letters', 'item 1'],
    ['too many', { title: 'x', letters: ['a', 'b', 'c'] }, '/letters', '0 to 2'],
    ['a map for a list', { title: 'x', letters: { 0: 'a', length: 1 } }, '/letters', 'list'],
    ['upper-case id', { title: 'x', id: id.toUpperCase() }, '/id', 'UUID'],
    ['30 February', { title: 'x', on: '2026-02-30' }, '/on', 'calendar date'],
    ['a moment without offset', { title: 'x', at: '2026-11-22T09:30:00' }, '/at', 'RFC 3339'],
    ['a string of digits', { title: 'x', age: '30' }, '/age', 'whole number'],
    ['a fraction', { title: 'x', age: 30.5 }, '/age', 'whole number'],
    ['a list for a part', { title: 'x', inner: [] }, '/inner', 'object'],
    ['text for a part', { title: 'x', inner: 'x' }, '/inner', 'object'],
    ['a list in a list of parts', { title: 'x', inners: [[{ name: 'x' }]] }, '/inners', 'item 0 must be an object'],
    ['null in a list of parts', { title: 'x', inners: [null] }, '/inners', 'item 0 must be an object'],
    ['null where only leaving out is allowed', { title: 'x', inner: null }, '/inner', 'not be null'],
    ['fault within a part', { title: 'x', inner: { name: 5 } }, '/inner/name', 'text'],
    ['then', { title: 'x', then: 1 }, '/then', 'not a field'],
  ])('%s', async (_says, body, pointer, says) => {
    const answer = await send('POST', '/v1/things', body);
    expectProblem(answer, 400, 'invalid-body');
    expect(answer.json.errors).toEqual([{ pointer, detail: expect.stringContaining(says) }]);
  });

  it('never repeats a value, and a name only when it looks like one of ours', async () => {
    const answer = await send('POST', '/v1/things', {
      title: { secret: 'Marjorie' },
      'Marjorie Secretname of 4 Hill': 1,
      colour: 'Marjorie',
      inners: [{ name: 'Marjorie Secretname' }],
    });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/Marjorie|Secretname|secret/);
    expect(answer.json.errors).toContainEqual({ pointer: '', detail: 'has a field this does not take' });
  });

  it('many faults are told at once, but not without end', async () => {
    const answer = await send('POST', '/v1/things', Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`f${n}`, n])));
    expect(answer.json.errors).toHaveLength(50);
  });

  it('a body for a route that takes none is refused; an empty one passes', async () => {
    expectProblem(await send('POST', `/v1/things/${id}/raising`, { state: 'raised' }), 400, 'invalid-body');
    expect((await send('POST', `/v1/things/${id}/raising`, {})).status).toBe(204);
    expect((await send('POST', `/v1/things/${id}/raising`)).status).toBe(204);
  });

  it('no body where one is needed tells what is missing', async () => {
    const answer = await send('POST', '/v1/things');
    expectProblem(answer, 400, 'invalid-body');
    expect(answer.json.errors).toEqual([{ pointer: '/title', detail: 'is required' }]);
  });
});
