/** What a leaf is made of: text, whole numbers, lists and objects. No booleans, no null, no fractions: two languages agree on the bytes. */
export type Plain = string | number | readonly Plain[] | { readonly [key: string]: Plain | undefined };

const quote = (text: string): string => {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What an agreement or a decision is made of: the same, and booleans and null besides. */
export type Json = Plain | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

const plain = (value: Json): string => {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('only whole numbers have a canonical form here');
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((one: Json) => plain(one)).join(',')}]`;
  if (typeof value !== 'object' || value === null) throw new TypeError('a leaf holds no booleans and no null');
  return members(value as { readonly [key: string]: Json }, plain);
};

const members = (value: { readonly [key: string]: Json | undefined }, write: (one: Json) => string): string => {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined).sort(byCodeUnit);
  return `{${keys.map((key) => `${quote(key)}:${write(value[key] as Json)}`).join(',')}}`;
};

/** Canonical JSON as in RFC 8785, for the narrower data of a leaf: keys by UTF-16 code unit, no white space, undefined left out. */
export const canonical = (value: Plain): string => plain(value);

/** The same for data with booleans and null: what an agreement is signed over, what a decision is compared by. */
export const canonicalJson = (value: Json): string => {
  if (typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one: Json) => canonicalJson(one)).join(',')}]`;
  return typeof value === 'object' ? members(value as { readonly [key: string]: Json }, canonicalJson) : plain(value);
};
