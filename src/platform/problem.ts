import { problemCatalogue, type CatalogueEntry, type ProblemCode } from './problem-catalogue.js';

export type { ProblemCode } from './problem-catalogue.js';
export type Fault = Readonly<
  { pointer: string; detail: string } | { parameter: string; detail: string } | { header: string; detail: string }
>;

/**
 * What a problem may say beyond its catalogue entry. `detail` and `errors` must never quote personal data or a value
 * that was sent. Other members are extension members of RFC 9457, for example `reasons` and `lawfulIf`.
 */
export type ProblemMembers = Readonly<{ detail?: string; errors?: readonly Fault[]; [member: string]: unknown }>;

/** Members which the document always has; an extension member of the same name would be lost, so it is refused. */
const reserved = ['type', 'title', 'status', 'instance', 'code'];

/** A failure that the client is told about: one code of the catalogue, with members. Throw it anywhere. */
export class Problem extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ProblemCode,
    readonly members: ProblemMembers = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    const entry: CatalogueEntry = problemCatalogue[code];
    super(entry.title);
    this.name = 'Problem';
    this.status = entry.status;
    this.headers = { ...entry.headers, ...headers };
    const lost = reserved.filter((name) => name in members);
    if (lost.length > 0) throw new TypeError(`a problem's members may not be called ${lost.join(', ')}`);
  }
}

/** `throw problem('not-found')`, `throw problem('refused', { reasons, lawfulIf })`. Headers add to the catalogue's. */
export const problem = (code: ProblemCode, members?: ProblemMembers, headers?: Readonly<Record<string, string>>): Problem =>
  new Problem(code, members, headers);

export type ProblemDocument = { type: string; title: string; status: number; code: ProblemCode; instance: string } & Record<
  string,
  unknown
>;

/** The document that is sent. `requestId` is the service's own id of the request; it becomes `instance`. */
export const problemDocument = (it: Problem, requestId: string): ProblemDocument => ({
  type: `/problems/${it.code}`,
  title: problemCatalogue[it.code].title,
  status: it.status,
  code: it.code,
  ...it.members,
  instance: `urn:uuid:${requestId}`,
});

export const problemMediaType = 'application/problem+json';
