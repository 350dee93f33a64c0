import { isInstant, isIsoDate } from './dates.js';
import { isSlug, isUuid } from './ids.js';

/** Says in plain English what a value must be, or nothing when it is right. Never quotes the value. */
export type Check = (value: unknown) => string | undefined;

export const unless =
  (isRight: (value: unknown) => boolean, says: string): Check =>
  (value) =>
    isRight(value) ? undefined : says;

// Tab and line breaks are text; every other control character is not. NUL and lone surrogates never get this far.
const hasControl = (text: string): boolean => /\p{Cc}/u.test(text.replaceAll(/[\t\n\r]/g, ''));

const lengthWithin = (text: string, max: number): boolean => text.length <= max || (text.length <= 2 * max && [...text].length <= max);

/** Text of 1 to `max` characters (Unicode code points), not blank, no control characters. */
export const textCheck = (max: number): Check =>
  unless(
    (value) => typeof value === 'string' && value.trim().length > 0 && lengthWithin(value, max) && !hasControl(value),
    `must be text of 1 to ${max} characters, not blank, without control characters`,
  );

export type Codes = readonly string[] | (() => readonly string[]);
export const codesOf = (codes: Codes): readonly string[] => (typeof codes === 'function' ? codes() : codes);

export const codeCheck =
  (codes: Codes): Check =>
  (value) =>
    typeof value === 'string' && codesOf(codes).includes(value) ? undefined : 'must be one of the documented codes';

export const wholeCheck = (min: number, max: number): Check =>
  unless(
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    `must be a whole number from ${min} to ${max}`,
  );

export const flagCheck = unless((value) => typeof value === 'boolean', 'must be true or false');
export const idCheck = unless(isUuid, 'must be a lower-case UUID');
export const slugCheck = unless(isSlug, 'must be a slug of lower-case letters, digits and hyphens');
export const isoDateCheck = unless(isIsoDate, 'must be a calendar date, YYYY-MM-DD, from 1900 to 2199');
export const instantCheck = unless(isInstant, 'must be a moment as in RFC 3339, for example 2026-11-22T09:30:00Z');

export const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
export const partCheck = unless(isPlainObject, 'must be an object');

export type Bounds = Readonly<{ min?: number; max: number }>;

/** A list within bounds whose every item passes; `once` refuses repetitions. Counts items from 0, as JSON pointers do. */
export const listCheck =
  (item: Check, { min = 0, max }: Bounds, once: boolean): Check =>
  (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return `must be a list of ${min} to ${max} items`;
    const wrong = value.findIndex((one) => item(one) !== undefined);
    if (wrong >= 0) return `item ${wrong} ${item(value[wrong])}`;
    return once && new Set(value).size < value.length ? 'must not name anything twice' : undefined;
  };
