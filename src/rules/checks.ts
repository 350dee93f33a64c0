import { isRealDate } from './dates.js';
import { InvalidRequest } from './invalid-request.js';
import type { PreparedLaw } from './prepare-law.js';

/**
 * Building blocks for checking a request. A check receives a value that is present, the key to name in an error, and the law;
 * it answers the value as the rules read it, or throws InvalidRequest.
 */
export type Check = (value: unknown, key: string, law: PreparedLaw) => unknown;

type Codes = (law: PreparedLaw) => ReadonlySet<string>;

/** Null, or a text that is empty after trimming, is as good as not there. Source: decision procedure, introduction. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

export const flag: Check = (value, key) => {
  if (typeof value !== 'boolean') throw new InvalidRequest(key, 'must be true or false');
  return value;
};

export const text: Check = (value, key) => {
  if (typeof value !== 'string') throw new InvalidRequest(key, 'must be a text');
  return value;
};

export const textOrNumber: Check = (value, key) => {
  if (typeof value !== 'string' && typeof value !== 'number') throw new InvalidRequest(key, 'must be a text or a number');
  return value;
};

/** A whole number, zero or more. */
export const count: Check = (value, key) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new InvalidRequest(key, 'must be a whole number, 0 or more');
  return value;
};

export const date: Check = (value, key) => {
  if (typeof value !== 'string' || !isRealDate(value)) throw new InvalidRequest(key, 'must be a real date, YYYY-MM-DD');
  return value;
};

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, key) => {
    if (!allowed.includes(value as string)) throw new InvalidRequest(key, `must be one of ${allowed.join(', ')}`);
    return value;
  };
}

/** A code of a vocabulary. */
export function code(codes: Codes, vocabulary: string, ...besides: readonly string[]): Check {
  return (value, key, law) => {
    if (typeof value !== 'string' || !(codes(law).has(value) || besides.includes(value))) {
      throw new InvalidRequest(key, `is not a code that the vocabulary of ${vocabulary} knows`);
    }
    return value;
  };
}

/** A list; repeated entries of plain values count once. */
export function listOf(each: Check): Check {
  return (value, key, law) => {
    if (!Array.isArray(value)) throw new InvalidRequest(key, 'must be a list');
    try {
      return unrepeated(value as readonly unknown[], (entry) => each(entry, key, law));
    } catch {
      // The exact place is worked out only once something is known to be wrong: most lists are right.
      return unrepeated(value as readonly unknown[], (entry, at) => each(entry, `${key}[${at}]`, law));
    }
  };
}

/** Lists are short: looking through what is there already costs less than a set, up to a length that only a mistake has. */
function unrepeated(list: readonly unknown[], read: (entry: unknown, at: number) => unknown): unknown[] {
  if (list.length > 50) return [...new Set(list.map(read))];
  const checked: unknown[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const entry = read(list[at], at);
    if (!checked.includes(entry)) checked.push(entry);
  }
  return checked;
}

/** One value, or a list of them, read as a list. */
export function oneOrListOf(each: Check): Check {
  const list = listOf(each);
  return (value, key, law) => list(Array.isArray(value) ? value : [value], key, law);
}

/** A map from codes of a vocabulary to values. An absent value is as good as no entry, unless `keepNull`. */
export function mapOf(keys: Codes, vocabulary: string, each: Check, keepNull = false): Check {
  return (value, key, law) => {
    const given = plainObject(value, key);
    const checked: Record<string, unknown> = {};
    for (const entry of Object.keys(given)) {
      const path = `${key}.${legible(entry)}`;
      if (!keys(law).has(entry)) throw new InvalidRequest(path, `is not a code that the vocabulary of ${vocabulary} knows`);
      if (keepNull && given[entry] === null) checked[entry] = null;
      else if (!isAbsent(given[entry])) checked[entry] = each(given[entry], path, law);
    }
    return checked;
  };
}

/** An object with these keys and no others (or, when `open`, with others that are left out). */
export function objectOf(shape: ReadonlyMap<string, Check>, open = false): Check {
  return (value, key, law) => {
    const given = plainObject(value, key);
    if (!open) refuseUnknownKeys(given, shape, `${key}.`);
    return readShape(given, shape, `${key}.`, law);
  };
}

/** Reads the keys of a shape that are present, in the order given. */
export function readShape(
  given: Readonly<Record<string, unknown>>,
  shape: ReadonlyMap<string, Check>,
  prefix: string,
  law: PreparedLaw,
): Record<string, unknown> {
  const checked: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const check = shape.get(name);
    const value = given[name];
    if (check !== undefined && !isAbsent(value)) checked[name] = check(value, prefix + name, law);
  }
  return checked;
}

/** A misspelt key must not silently drop a fact such as the must-not-receive list. */
export function refuseUnknownKeys(
  given: Readonly<Record<string, unknown>>,
  shape: ReadonlyMap<string, Check>,
  prefix: string,
): void {
  for (const name of Object.keys(given)) {
    if (!shape.has(name)) throw new InvalidRequest(prefix + legible(name), 'is not a key of a request');
  }
}

export function plainObject(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidRequest(key, 'must be an object');
  return value as Readonly<Record<string, unknown>>;
}

/** A property of the object itself, never one inherited. */
export function own(given: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}

/** A key somebody else wrote, fit for one line of an error message. */
function legible(name: string): string {
  return /^[\w.-]{1,60}$/.test(name) ? name : JSON.stringify(name.slice(0, 60)).replace(/[\u007f-\uffff]/g, '?');
}
