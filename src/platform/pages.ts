import { Transform } from 'class-transformer';
import { field } from './fields.js';
import { unless, wholeCheck } from './field-checks.js';

export { keyset, type KeysetOf } from './keyset.js';

/** One page of a list. `next` is there only when there is more; it is also sent as `Link: <…>; rel="next"`. */
export type Page<T> = { items: T[]; next?: string };

export const defaultLimit = 25;

/** Digits only: `0x1e`, `1e2`, ` 7`, `+7` and `07` stay text and are refused. */
const wholeFromText = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value;

/** A whole number in a query, where everything arrives as text. */
export const QueryWhole = ({
  min,
  max,
  about,
  optional = true,
}: {
  min: number;
  max: number;
  about?: string;
  optional?: boolean;
}): PropertyDecorator =>
  field(wholeCheck(min, max), { type: 'integer', minimum: min, maximum: max }, { optional, about }, Transform(wholeFromText));

/** The query parameters of every list; extend it with the list's own filters. `limitOf` gives the limit to use. */
export class PageQuery {
  @QueryWhole({ min: 1, max: 100, about: 'How many items at most; 25 when left out.' })
  limit?: number;

  @field(
    unless((value) => typeof value === 'string' && value.length <= 512, 'must be a cursor exactly as an earlier page of this list gave it'),
    { type: 'string', maxLength: 512 },
    { optional: true, about: 'The `next` of the page before.' },
  )
  after?: string;
}

export const limitOf = (query: PageQuery): number => query.limit ?? defaultLimit;

/**
 * Makes a page from up to `limit + 1` rows: ask the database for one more than shown, and no count is needed.
 * `cursorOf` is given the last row that is shown.
 */
export const pageOf = <Row, T>(rows: readonly Row[], limit: number, show: (row: Row) => T, cursorOf: (row: Row) => string): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), ...(rows.length > limit && last !== undefined ? { next: cursorOf(last) } : {}) };
};
