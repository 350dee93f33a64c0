import { createHmac } from 'node:crypto';

const mostPrints = 600;
const words = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const runsOf = (all: readonly string[], length: number): string[] =>
  all.slice(0, Math.max(0, all.length - length + 1)).map((_, index) => all.slice(index, index + length).join(' '));

/** Things that give a place or a number away even when nothing around them was copied. */
const tellTales = (text: string): string[] => {
  const plain = text.normalize('NFKC').toLowerCase();
  const postcodes = (plain.match(/\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/g) ?? []).map((code) => `postcode ${code.replace(/\s/g, '')}`);
  const phones = (plain.match(/\+?\d[\d\s().-]{7,}\d/g) ?? []).map((number) => `number ${number.replace(/\D/g, '').slice(-9)}`);
  const doors = (plain.match(/\b\d+[a-z]?,?\s+\p{L}{3,}\s+\p{L}{3,}\b/gu) ?? []).map((door) => `door ${words(door).join(' ')}`);
  return [...postcodes, ...phones.filter((number) => number.length >= 16), ...doors];
};

/**
 * Keyed fingerprints by which a pasted text is recognised without being read: runs of five words, postcodes, telephone numbers
 * and house numbers with their street. 63 bits each, as decimal text for a bigint; tell-tales are negative, runs are not.
 * @param secret outside the database, so that the fingerprints cannot be tried against a list of addresses there
 */
export const fingerprintsOf = (text: string, secret: string): string[] => {
  const hash = (part: string): bigint => createHmac('sha256', secret).update('accord/pasted/1').update(part).digest().readBigUInt64BE(0) >> 1n;
  const tales = [...new Set(tellTales(text))].map((part) => -hash(part) - 1n);
  const runs = [...new Set(runsOf(words(text), 5))].map(hash);
  return [...tales, ...runs].slice(0, mostPrints).map(String);
};

/** Was one pasted from the other? One shared tell-tale is enough; of runs it takes three, since five words in a row happen by chance. */
export const looksPasted = (one: readonly string[], other: readonly string[]): boolean => {
  const shared = one.filter((print) => other.includes(print));
  return shared.length >= 3 || shared.some((print) => print.startsWith('-'));
};
