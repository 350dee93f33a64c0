import { isInstant, isIsoDate } from './dates.js';
import { isSlug, isUuid } from './ids.js';
import { problem } from './problem.js';

const kinds = { instant: isInstant, date: isIsoDate, uuid: isUuid, slug: isSlug, whole: Number.isSafeInteger } as const;
type Kind = keyof typeof kinds;
type ValueOf<K extends Kind> = K extends 'whole' ? number : string;
type Shape = Readonly<Record<string, Kind>>;
export type KeysetOf<S extends Shape> = { [P in keyof S]: ValueOf<S[P]> };

export type Cursor<S extends Shape> = Readonly<{
  encode: (keys: KeysetOf<S>) => string;
  decode: (after: string | undefined) => KeysetOf<S> | undefined;
}>;

const refusal = (): Error =>
  problem('bad-request', { errors: [{ parameter: 'after', detail: 'must be a cursor exactly as an earlier page of this list gave it' }] });

const parse = (text: string): unknown => {
  if (!/^[A-Za-z0-9_-]{1,512}$/.test(text)) throw refusal();
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw refusal();
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw refusal();
  }
};

/**
 * The cursor of one list: the keys of the last row shown, in order. It carries no permission: each page applies the
 * caller's own filter again. `list` names the list, so that a cursor of one cannot be used on another.
 *
 *     const cursor = keyset('referrals', { sentAt: 'instant', id: 'uuid' });
 *     cursor.encode(lastRow)          → opaque text for `next`
 *     cursor.decode(query.after)      → the keys, or undefined on the first page; garbage: 400
 */
export const keyset = <S extends Shape>(list: string, shape: S): Cursor<S> => {
  const names = Object.keys(shape) as (keyof S & string)[];
  return {
    encode: (keys) => Buffer.from(JSON.stringify([list, ...names.map((name) => keys[name])])).toString('base64url'),
    decode: (after) => {
      if (after === undefined) return undefined;
      const parts = parse(after);
      if (!Array.isArray(parts) || parts.length !== names.length + 1 || parts[0] !== list) throw refusal();
      if (!names.every((name, index) => kinds[shape[name]!](parts[index + 1]))) throw refusal();
      return Object.fromEntries(names.map((name, index) => [name, parts[index + 1]])) as KeysetOf<S>;
    },
  };
};
