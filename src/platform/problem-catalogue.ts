/** What a catalogue entry says about one kind of problem. `means` is shown to people at GET /problems/:code. */
export type CatalogueEntry = Readonly<{ status: number; title: string; means: string; headers?: Readonly<Record<string, string>> }>;

/**
 * Every kind of problem this service answers with (RFC 9457). One place, so that a client can rely on the codes and
 * so that no text here can ever quote what was sent.
 */
export const problemCatalogue = {
  'bad-request': {
    status: 400,
    title: 'The request cannot be understood',
    means: 'Something in the address, a header or a query parameter is not as documented. `errors` names the part.',
  },
  'invalid-body': {
    status: 400,
    title: 'The body is not as documented',
    means:
      'The JSON body is malformed, or has fields that are missing, unknown or wrong. `errors` gives a JSON pointer to each; the values sent are never repeated.',
  },
  'invalid-id': {
    status: 400,
    title: 'The identifier is malformed',
    means: 'An identifier in the address has not the documented form: a lower-case UUID, or a slug such as `weald-housing`.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in first',
    means: 'There is no bearer token, or the token is not valid here, or nobody active works under it.',
    headers: { 'WWW-Authenticate': 'Bearer realm="accord"' },
  },
  forbidden: {
    status: 403,
    title: 'Your role may not do this',
    means: 'The token is good, but none of the roles of this person may use this operation. `roles` names those which may.',
  },
  refused: {
    status: 403,
    title: 'The sharing rules refuse this',
    means:
      'The information may not cross. `because` gives the rules that refused, in plain English, and `lawfulIf` what would make it lawful. To the sender `locks` tells which of the five locks shut, and `whatWouldPermit` the smallest lawful changes. The refusal itself is recorded.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here for you',
    means: 'There is no such thing, or its existence may not be disclosed to the caller. The two are deliberately not told apart.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    means: 'The `Allow` header names the methods which it does take. HEAD and OPTIONS are never taken.',
  },
  'not-acceptable': { status: 406, title: 'No such representation', means: 'The service answers in JSON only.' },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    means: 'The whole request did not arrive in time. Send it again.',
  },
  conflict: {
    status: 409,
    title: 'The current state does not permit this',
    means: 'For example, a referral that was declined cannot be accepted. Read the current state and decide again.',
  },
  'approval-needed': {
    status: 409,
    title: 'An approval is needed first',
    means: 'Nothing was sent. `approvals` in the decision names whose approval the rules ask for; the decision is recorded.',
  },
  'precondition-failed': {
    status: 412,
    title: 'It has changed since you read it',
    means: 'The version named in `If-Match` is no longer the current one. Read it again and repeat the change.',
  },
  'payload-too-large': { status: 413, title: 'The body is too large', means: 'Bodies may have at most 256 KiB.' },
  'uri-too-long': { status: 414, title: 'The address is too long', means: 'Some part of the address is longer than any valid one.' },
  'unsupported-media-type': {
    status: 415,
    title: 'Only application/json is taken',
    means: 'Send the body as `application/json` in UTF-8.',
  },
  'expectation-failed': { status: 417, title: 'The Expect header cannot be met', means: 'Only `Expect: 100-continue` is known.' },
  'idempotency-conflict': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    means: 'The same key came with a different body or address. Use a new key for a new request.',
  },
  'precondition-required': {
    status: 428,
    title: 'Say in If-Match which version you are changing',
    means: 'Send `If-Match` with the `ETag` that came with the last reading, so that nobody else’s change is lost.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    means: 'Slow down; `Retry-After` says when to try again.',
    headers: { 'Retry-After': '10' },
  },
  'headers-too-large': { status: 431, title: 'The headers are too large', means: 'All headers together may have at most 16 KiB.' },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    means: 'An unexpected fault. Nothing was disclosed by it. Quote `instance` when you report it.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot do this now',
    means: 'Something it depends on is out of reach. Where the ledger cannot be written, nothing is disclosed. Try again later.',
    headers: { 'Retry-After': '5' },
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemCode = keyof typeof problemCatalogue;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problemCatalogue, code);

const byStatus = new Map<number, ProblemCode>(
  (Object.entries(problemCatalogue) as [ProblemCode, CatalogueEntry][]).map(([code, entry]) => [entry.status, code]),
);
// Several codes share 400, 403 and 409: the general one stands for the status.
byStatus.set(400, 'bad-request').set(403, 'forbidden').set(409, 'conflict');

/** The general code of an HTTP status; an unknown 4xx is a bad request, anything else our fault. */
export const codeOfStatus = (status: number): ProblemCode =>
  byStatus.get(status) ?? (status >= 400 && status < 500 ? 'bad-request' : 'internal');
