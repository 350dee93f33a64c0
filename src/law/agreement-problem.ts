/** One thing that is wrong with the text of an agreement: where, in which clause, and what would be right. */
export interface AgreementProblem {
  /** JSON pointer into the agreement, such as `/clauses/3/fields`. */
  readonly pointer: string;
  /** The clause's id; null outside the clauses, or where the clause has none. */
  readonly clause: string | null;
  /** In plain English, naming the clause: what is wrong, and what would be right. */
  readonly detail: string;
}

/** A clause as its author would point at it. */
interface NamedClause {
  readonly id: string | null;
  /** `clause "marac-3"`, or `clause number 3` where it has no id fit to be repeated. */
  readonly name: string;
  /** JSON pointer. */
  readonly pointer: string;
}

export function nameClause(id: unknown, at: number): NamedClause {
  const pointer = `/clauses/${at}`;
  if (typeof id !== 'string' || !isLegible(id)) return { id: null, name: `clause number ${at + 1}`, pointer };
  return { id, name: `clause "${id}"`, pointer };
}

/** `below`: the part of the clause, such as `/fields`. `says` goes on from the clause's name. */
export function clauseProblem({ id, name, pointer }: NamedClause, below: string, says: string): AgreementProblem {
  return { pointer: `${pointer}${below}`, clause: id, detail: `${capital(name)} ${says}` };
}

export function agreementProblem(pointer: string, detail: string): AgreementProblem {
  return { pointer, clause: null, detail };
}

/** A code somebody wrote, repeated only where it looks like a code: anything else could be about a person. */
export function quoted(code: unknown): string {
  return typeof code === 'string' && isLegible(code) ? `"${code}"` : 'a value that is no code';
}

/** A short list in a sentence: `a, b and c`, or `a, b, c and 4 more`. */
export function listed(codes: readonly string[], most = 6): string {
  const shown = codes.length > most ? [...codes.slice(0, most - 1), `${codes.length - most + 1} more`] : codes;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function isLegible(code: string): boolean {
  return /^[\w.:-]{1,80}$/.test(code);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
