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
 * and house numbers with their street. 64 bits each, as decimal text for a bigint.
 * @param secret outside the database, so that the fingerprints cannot be tried against a list of addresses there
 */
export const fingerprintsOf = (text: string, secret: string): string[] => {
  const all = words(text);
  const parts = new Set([...tellTales(text), ...runsOf(all, 5)]);
  return [...parts].slice(0, mostPrints).map((part) => createHmac('sha256', secret).update('accord/pasted/1').update(part).digest().readBigInt64BE(0).toString());
};
