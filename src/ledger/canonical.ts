/** What a leaf is made of: text, whole numbers, lists and objects. No booleans, no null, no fractions: two languages agree on the bytes. */
export type Plain = string | number | readonly Plain[] | { readonly [key: string]: Plain | undefined };

const quote = (text: string): string => {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
};

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Canonical JSON as in RFC 8785, for this narrower data: keys by UTF-16 code unit, no white space, undefined left out. */
export const canonical = (value: Plain): string => {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('only whole numbers have a canonical form here');
    return String(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = value as { readonly [key: string]: Plain | undefined };
  const keys = Object.keys(members).filter((key) => members[key] !== undefined).sort(byCodeUnit);
  return `{${keys.map((key) => `${quote(key)}:${canonical(members[key]!)}`).join(',')}}`;
};
