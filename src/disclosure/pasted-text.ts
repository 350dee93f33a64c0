import { createHmac } from 'node:crypto';

/** More than the longest text has. */
const mostPrints = 2000;
/** Letters, digits and white space as they read: soft hyphens, joiners and marks of direction are not seen, so they do not count. */
const plainOf = (text: string): string => text.normalize('NFKC').replace(/\p{Cf}/gu, '').toLowerCase();
const words = (plain: string): string[] => plain.match(/[\p{L}\p{N}]+/gu) ?? [];

const runsOf = (all: readonly string[], length: number): string[] =>
  all.slice(0, Math.max(0, all.length - length + 1)).map((_, index) => all.slice(index, index + length).join(' '));

/** Dates and times are digits that two innocent texts share; "12 months ago" is no house in a street. */
const moments = /\b\d{4}-\d{2}-\d{2}(t[\d:.]+z?)?|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}:\d{2}(:\d{2})?/g;
const noDoor = new Set(`minute minutes hour hours day days night nights week weeks weekend month months year years times people men women children adults boys girls
  visits calls incidents occasions reports referrals appointments ticks stone pounds miles metres january february march april june july august september october november december
  ago and are each for from had has have into later more most old other others since that the their them then they this was were when where which who with`.split(/\s+/));

/** Things that give a place or a number away even when nothing around them was copied. */
const tellTales = (plain: string): string[] => {
  const postcodes = (plain.match(/\b[a-z]{1,2}\d[a-z\d]?[\s.\p{Pd}]*\d[a-z]{2}\b/gu) ?? []).map((code) => `postcode ${code.replace(/[^a-z\d]/g, '')}`);
  const phones = (plain.replaceAll(moments, ' ; ').match(/\+?\d[\d\s()./\p{Pd}]{7,}\d/gu) ?? []).map((number) => `number ${number.replace(/\D/g, '').slice(-9)}`);
  const doors = (plain.match(/\b\d+[a-z]?[\s,.\p{Pd}]+\p{L}{3,}[\s.\p{Pd}]+\p{L}{3,}\b/gu) ?? []).map(words).filter((door) => !door.some((word) => noDoor.has(word)));
  return [...postcodes, ...phones.filter((number) => number.length >= 16), ...doors.map((door) => `door ${door.join(' ')}`)];
};

/**
 * Keyed fingerprints by which a pasted text is recognised without being read: runs of five words, postcodes, telephone numbers
 * and house numbers with their street. 63 bits each, as decimal text for a bigint; tell-tales are negative, runs are not.
 * @param secret outside the database, so that the fingerprints cannot be tried against a list of addresses there
 */
export const fingerprintsOf = (text: string, secret: string): string[] => {
  const hash = (part: string): bigint => createHmac('sha256', secret).update('accord/pasted/1').update(part).digest().readBigUInt64BE(0) >> 1n;
  const plain = plainOf(text);
  const tales = [...new Set(tellTales(plain))].slice(0, mostPrints).map((part) => -hash(part) - 1n);
  const runs = [...new Set(runsOf(words(plain), 5))].slice(0, mostPrints - tales.length).map(hash);
  return [...tales, ...runs].map(String);
};

/** Was one pasted from the other? One shared tell-tale is enough; of runs it takes three, since five words in a row happen by chance. */
export const looksPasted = (one: readonly string[], other: ReadonlySet<string>): boolean => {
  let runs = 0;
  for (const print of one) if (other.has(print) && (print.startsWith('-') || (runs += 1) === 3)) return true;
  return false;
};
