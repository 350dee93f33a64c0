/** Calendar dates that can be stored and that a person could mean: 1900 to 2199. */
export const isoDatePattern = '^(19|20|21)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
const isoDate = new RegExp(isoDatePattern);

/** A real calendar date, YYYY-MM-DD (30 February is none). */
export const isIsoDate = (value: unknown): value is string => {
  if (typeof value !== 'string' || !isoDate.test(value)) return false;
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
};

const instant = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment as RFC 3339 writes it, with Z or an offset: 2026-11-22T09:30:00Z. */
export const isInstant = (value: unknown): value is string => {
  const parts = typeof value === 'string' ? instant.exec(value) : null;
  return parts !== null && isIsoDate(parts[1]);
};
