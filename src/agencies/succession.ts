/** The days an agency works, both included, and who answers for its records afterwards. Days are YYYY-MM-DD, in London. */
export type Lifetime = Readonly<{ id: string; validFrom: string; validTo?: string | null; successor?: string | null }>;

const byId = (agencies: readonly Lifetime[]): ReadonlyMap<string, Lifetime> => new Map(agencies.map((agency) => [agency.id, agency]));

/** The calendar day after. */
export const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const worksOn = ({ validFrom, validTo }: Lifetime, day: string): boolean => validFrom <= day && (!validTo || day <= validTo);

/**
 * An agency and whoever came after it, as far as that day: each ended before it, and the next had begun. The last of the line answers for
 * the records of all. The database's `accord.line_on` says the same.
 */
export const lineOn = (agencies: readonly Lifetime[], id: string, day: string): string[] => {
  const known = byId(agencies);
  const line = [id];
  for (;;) {
    const { validTo, successor } = known.get(line.at(-1)!) ?? {};
    const next = successor && validTo && validTo < day ? known.get(successor) : undefined;
    if (!next || next.validFrom > day || line.includes(next.id)) return line;
    line.push(next.id);
  }
};

/** Who answers for an agency's records on a day: itself, or whoever succeeded it by then. */
export const holderOn = (agencies: readonly Lifetime[], id: string, day: string): string => lineOn(agencies, id, day).at(-1)!;

/** From an agency along its successors back to itself, whatever the days; null where there is no way back. */
export const circleFrom = (agencies: readonly Lifetime[], id: string): string[] | null => {
  const known = byId(agencies);
  const way = [id];
  for (let next = known.get(id)?.successor; next; next = known.get(next)?.successor) {
    if (next === id) return [...way, id];
    if (way.includes(next)) return null; // a circle, but of others
    way.push(next);
  }
  return null;
};

/**
 * Why an agency may not end that way, in words that complete "must …"; null where it may. Somebody has to answer for its records on
 * every day: the successor works on the day after.
 */
export const successionFault = (agencies: readonly Lifetime[], { id, lastDay, successor }: Readonly<{ id: string; lastDay: string; successor: string }>): string | null => {
  const next = byId(agencies).get(successor);
  if (!next) return 'be an agency of the partnership';
  if (successor === id) return 'be another agency: none succeeds itself';
  const after = agencies.map((agency) => (agency.id === id ? { ...agency, validTo: lastDay, successor } : agency));
  const circle = circleFrom(after, id);
  if (circle) return `not lead back in a circle: ${circle.join(' → ')}`;
  return worksOn(next, dayAfter(lastDay)) ? null : 'work on the day after the last day: somebody must answer for the records on every day';
};
