import type { IsoDate } from './request.js';

/*
 * Dates are calendar days written YYYY-MM-DD, which sort as text: no clock, no time zone, no Date object.
 */

export function isRealDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lastDayOf(year, month);
}

/** The number that these characters write, or NaN where one is no digit. By hand: each decision reads several dates. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** The same day of the month `months` earlier, or that month's last day where it has no such day. */
export function monthsBefore(date: IsoDate, months: number): IsoDate {
  const total = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 - months;
  const year = Math.floor(total / 12);
  if (year < 1) return '0001-01-01';
  const month = total - year * 12 + 1;
  return write(year, month, Math.min(Number(date.slice(8, 10)), lastDayOf(year, month)));
}

/** The same day next year; 29 February's first anniversary is 1 March (step 6). */
export function firstAnniversary(date: IsoDate): IsoDate {
  const year = Number(date.slice(0, 4)) + 1;
  return date.endsWith('-02-29') ? write(year, 3, 1) : write(year, Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

function lastDayOf(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function write(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
