import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintsOf, looksPasted } from './pasted-text.js';

const secret = 's'.repeat(32);
const pasted = (one: string, other: string): boolean => looksPasted(fingerprintsOf(one, secret), new Set(fingerprintsOf(other, secret)));

describe('a protected address, pasted', () => {
  const source = 'Flat 2, 61 Tern Parade, Larkhurst, ZZ6 8NB, since 2026-11-14. Telephone 07700 900362.';

  it.each([
    ['as it stands', 'She is at Flat 2, 61 Tern Parade, Larkhurst, ZZ6 8NB now.'], ['in capitals', 'SEEN NEAR 61 TERN PARADE'], ['in small letters', 'somebody at 61 tern parade'], ['over two lines', '61\nTern   Parade'], ['with a comma', 'number 61, Tern Parade,'],
    ['with hyphens', '61 Tern-Parade'], ['its postcode alone', 'Try zz6 8nb.'], ['its postcode without the space', 'parcel to ZZ68NB'], ['its postcode with more space', 'ZZ6   8NB'], ['its postcode with a hyphen', 'ZZ6-8NB'], ['its postcode with a dash', 'ZZ6 – 8NB'],
    ['its postcode with a space that does not break', 'ZZ6\u00A08NB'], ['its postcode in full-width letters', 'ＺＺ６ ８ＮＢ'], ['its postcode with something invisible in it', 'ZZ6\u200B 8\u00ADNB'], ['the number alone', 'ring 07700900362'], ['the number from abroad', '+44 7700 900362'], ['the number with a nought in brackets', '+44 (0)7700 900 362'],
    ['the number with dots', '07700.900.362'], ['the number with dashes', '07700–900–362'], ['the number without its nought', '7700 900362'],
  ])('%s, is recognised', (_, text) => {
    expect(pasted(text, source)).toBe(true);
  });

  it.each([
    ['another house of the street', '63 Tern Parade'], ['another street', '61 Plover Mead'], ['another postcode', 'ZZ6 8NC'], ['another number', '07700 900363'], ['the town', 'Larkhurst'], ['the day', 'since 2026-11-14'], ['the day and an hour', 'on 2026-11-14 at 10:00'],
  ])('%s, is not', (_, text) => {
    expect(pasted(text, source)).toBe(false);
  });
});

describe('words', () => {
  const source = 'Two men not on the tenancy opened the door and answered for the tenant. He was seen briefly in the hallway and did not speak.';

  it.each([
    ['with other case and punctuation', 'TWO MEN, not on the tenancy; opened the door - and answered!'], ['with other spacing', 'two men   not on\nthe tenancy\topened the door'], ['in the middle of something else', 'I write that he was seen briefly in the hallway and did not look up.'],
  ])('copied %s, are recognised', (_, text) => {
    expect(pasted(text, source)).toBe(true);
  });

  it.each([
    ['of another report', 'Callers for a few minutes at a time through the night on most days since mid-October.'], ['that are common', 'He was seen briefly in town and did not want to speak to the tenant of the flat.'], ['five in a row, by chance', 'He opened the door and answered at once.'], ['that are few', 'in the hallway'],
  ])('%s, are not', (_, text) => {
    expect(pasted(text, source)).toBe(false);
  });
});

describe('two innocent texts', () => {
  it.each([
    ['of one moment', 'Seen on 2026-11-20 21:10 outside.', 'Rang at 2026-11-20 21:10 again.'], ['of one moment in figures', 'On 20/11/2026 2 men came.', 'Since 20/11/2026 2 cars.'], ['of one moment to the second', 'at 2026-11-20T21:10:00Z he left', 'at 2026-11-20T21:10:00Z she came'],
    ['of one age', 'A boy of 15 years and his sister.', 'He is 15 years and small.'], ['of one span', 'First seen 12 months ago.', 'Moved in 12 months ago, alone.'], ['of one count', 'There were 3 men from elsewhere.', 'She named 3 men from work.'],
    ['of one sum', 'He owes £12,000 to somebody.', 'A loan of £12,000 was refused.'], ['of one score', 'DASH: 16 ticks, high.', 'Again 16 ticks, medium.'], ['of five common words', 'She said that she was afraid.', 'He said that she was away.'], ['of no words', '', ''], ['of other scripts', 'تقول إنها تخشى العودة', 'تقول إنه لا يخشى شيئا'],
  ])('%s are not taken for copies', (_, one, other) => {
    expect(pasted(one, other)).toBe(false);
  });
});

describe('fingerprints', () => {
  const sentence = fc.array(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäöéß'), minLength: 1, maxLength: 9 }), { minLength: 8, maxLength: 60 }).map((all) => all.join(' '));
  const runs = { seed: 23, numRuns: 200 };

  it('recognise every text in itself, however it is set and whatever stands around it', () => {
    fc.assert(fc.property(sentence, sentence, fc.constantFrom(' ', '\n', ', ', '  ', '\u00A0', ' – '), (text, around, gap) => {
      fc.pre(new Set(text.split(' ')).size >= 7);
      expect(pasted(`${around} ${text.toUpperCase().replaceAll('SS', 'ss').split(' ').join(gap)} ${around}`, text.replaceAll('ß', 'ss'))).toBe(true);
    }), runs);
  });

  it('are the same for the same text, and others under another secret', () => {
    fc.assert(fc.property(sentence, (text) => {
      expect(fingerprintsOf(text, secret)).toEqual(fingerprintsOf(text, secret));
      const others = new Set(fingerprintsOf(text, 't'.repeat(32)));
      expect(fingerprintsOf(text, secret).filter((print) => others.has(print))).toEqual([]);
    }), runs);
  });

  it('fit a bigint, are bounded, and put tell-tales first', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
      const prints = fingerprintsOf(text, secret);
      expect(prints.length).toBeLessThanOrEqual(600);
      for (const print of prints) expect(BigInt.asIntN(64, BigInt(print))).toBe(BigInt(print));
      expect(prints.findLastIndex((print) => print.startsWith('-'))).toBeLessThanOrEqual(prints.filter((print) => print.startsWith('-')).length - 1);
    }), { seed: 23, numRuns: 100 });
    expect(fingerprintsOf(`${'x y z '.repeat(1000)} 61 Tern Parade, ZZ6 8NB`, secret).filter((print) => print.startsWith('-'))).toHaveLength(2);
  });

  it('of ten thousand awkward characters are made at once', () => {
    for (const awkward of ['1', '1 ', '1(', 'a1', 'ab ', '1 aaa ', ' ', '-', '1a, ', '+', 'zz6 ', '0 0-']) {
      const before = performance.now();
      fingerprintsOf(awkward.repeat(10_000 / awkward.length), secret);
      expect({ awkward, slow: performance.now() - before > 500 }).toEqual({ awkward, slow: false });
    }
  });
});
