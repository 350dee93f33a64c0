import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, type Plain } from './canonical.js';

const vector = (name: string, side: 'input' | 'output'): string => readFileSync(join(import.meta.dirname, `../../test/data/jcs/${name}.${side}.json`), 'utf8');

describe('the canonical form', () => {
  it.each(['french', 'structures', 'unicode', 'weird'])('is that of RFC 8785: %s', (name) => {
    expect(canonical(JSON.parse(vector(name, 'input')) as Plain)).toBe(vector(name, 'output').trimEnd());
  });

  it.each<[string, Plain, string]>([
    ['no members', {}, '{}'], ['no elements', [], '[]'], ['minus nought', -0, '0'], ['the largest whole number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['control characters', '\u0000\b\t\n\f\r"\\\u001f\u007f', '"\\u0000\\b\\t\\n\\f\\r\\"\\\\\\u001f\u007f"'],
    ['text as it came, not normalised', 'A\u030a', '"A\u030a"'], ['what is undefined left out', { b: undefined, a: '1' }, '{"a":"1"}'],
    ['keys by UTF-16 code unit', { '\ufb33': '2', '😂': '1' }, '{"😂":"1","\ufb33":"2"}'], ['a key that is inherited elsewhere', JSON.parse('{"__proto__":"own","constructor":"own"}') as Plain, '{"__proto__":"own","constructor":"own"}'],
  ])('%s', (_, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it.each<[string, unknown]>([
    ['a fraction', 0.5], ['too large a number', 2 ** 53], ['no number', NaN], ['infinity', Infinity], ['a lone surrogate', '\ud800'], ['surrogates the wrong way round', '\udc00\ud800'],
    ['a lone surrogate in a key', { '\udfff': '1' }], ['a fraction deep down', { a: [{ b: [1.25] }] }],
  ])('refuses %s', (_, value) => {
    expect(() => canonical(value as Plain)).toThrow(TypeError);
  });

  it('is one for one meaning: reads back as the same, whatever the order of the keys', () => {
    const plain = fc.letrec<{ any: Plain }>((tie) => ({
      any: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(fc.string({ unit: 'grapheme' }), tie('any'), { maxKeys: 5 })),
    })).any;
    const reversed = (value: Plain): Plain => {
      if (Array.isArray(value)) return (value as Plain[]).map(reversed);
      return typeof value === 'object' ? Object.fromEntries(Object.entries(value as Record<string, Plain>).reverse().map(([key, member]) => [key, reversed(member)])) : value;
    };
    fc.assert(fc.property(plain, (value) => {
      const text = canonical(value);
      expect(canonical(JSON.parse(text) as Plain)).toBe(text);
      expect(canonical(reversed(value))).toBe(text);
    }), { numRuns: 200 });
  });
});
