import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from './problem.js';
import { strictJson } from './strict-json.js';

const read = (text: string): object => strictJson(Buffer.from(text));

describe('a JSON body', () => {
  it('that is plain comes out as it went in', () => {
    const key = fc
      .string({ unit: 'grapheme' })
      .filter((name) => !(name in Object.prototype) && name !== 'prototype' && !name.includes('\0'));
    const leaf = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
      fc.boolean(),
      fc.constant(null),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (body) =>
        expect(read(JSON.stringify(body, null, 1))).toEqual(JSON.parse(JSON.stringify(body))),
      ),
    );
  });

  it('that is anything else is refused, and by nothing but a problem', () => {
    const mark = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'a', ' ', 'null', '"a"', '\\u0000', '__proto__');
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 30 }), (marks) => {
        try {
          return typeof read(marks.join('')) === 'object';
        } catch (error) {
          return error instanceof Problem && error.code === 'invalid-body';
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('may use 20 levels and no more', () => {
    expect(read(`{"a":${'['.repeat(19)}${']'.repeat(19)}}`)).toBeDefined();
    expect(() => read(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`)).toThrow(Problem);
  });

  it('may have braces, commas and quotes within its text', () => {
    expect(read('{"a":"{\\"a\\":[,\\\\","b":["}","\\\\"]}')).toEqual({ a: '{"a":[,\\', b: ['}', '\\'] });
  });
});
