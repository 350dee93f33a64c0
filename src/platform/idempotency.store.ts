import { createHmac } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Database, Identity, Tx } from './database.js';
import { isDuplicate, isOvertaken } from './database.js';
import { Problem, problem } from './problem.js';
import { routePattern, type HttpRequest } from './request.js';

/** One write as its sender names it: repeating it gives the first answer again and does nothing. */
export type Attempt = Readonly<{ key?: string; digest: string }>;

const readKey = (header: unknown): string | undefined => {
  if (header === undefined) return undefined;
  // Draft-ietf-httpapi-idempotency-key-header: a quoted string; the bare form is widely sent and taken too.
  const key = typeof header === 'string' ? /^"?([A-Za-z0-9_:.-]{8,128})"?$/.exec(header.trim())?.[1] : undefined;
  if (!key) throw problem('bad-request', { errors: [{ header: 'Idempotency-Key', detail: 'must be 8 to 128 letters, digits or _ : . -, best a new UUID for each write' }] });
  return key;
};

/** Outside the database: a plain digest of short words, which stay there, could be tried out until it fits. */
let secret = '';
export const keyAttempts = (withSecret: string): void => {
  secret = withSecret;
};

const attemptOf = (request: HttpRequest): Attempt => {
  const key = readKey(request.headers['idempotency-key']);
  const said = JSON.stringify([request.method, routePattern(request), request.params, request.headers['if-match'] ?? null, request.body ?? null]);
  return { ...(key ? { key } : {}), digest: createHmac('sha256', secret).update('accord/attempt-digest/1').update(said).digest('hex') };
};

const fromRequest = createParamDecorator((_: unknown, context: ExecutionContext) => attemptOf(context.switchToHttp().getRequest<HttpRequest>()));

/** `@Repeatable() attempt: Attempt` on a write; documents the Idempotency-Key header as well. */
export const Repeatable = (): ParameterDecorator => (target, key, index) => {
  fromRequest()(target, key, index);
  const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  if (method) ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A key of your own for this write, best a UUID: sending the same request with the same key again changes nothing and gives the first answer.', schema: { type: 'string', pattern: '^"?[A-Za-z0-9_:.-]{8,128}"?$' } })(target, key!, method);
};

const earlier = async <T>(tx: Tx, who: Identity, { key, digest }: Attempt): Promise<T | undefined> => {
  if (!key) return undefined;
  const [row] = await tx.query<{ request_digest: string; answer: T }>('SELECT request_digest, answer FROM accord.idempotency_keys WHERE staff_id = $1 AND key = $2', [who.staffId, key]);
  if (row && row.request_digest !== digest) throw problem('idempotency-conflict');
  return row?.answer;
};

const isStale = (error: unknown): boolean => error instanceof Problem && (error.code === 'precondition-failed' || error.code === 'conflict');

/**
 * Runs a write at most once for its key: the answer is stored in the same transaction as the change. `answer` must be
 * markers only (ids, versions, codes), never content, because it is kept.
 */
export const onceOnly = async <T extends object>(database: Database, who: Identity, attempt: Attempt, write: (tx: Tx) => Promise<T>): Promise<T> => {
  const run = (): Promise<T> => database.inTransaction(who, async (tx) => {
    const before = await earlier<T>(tx, who, attempt);
    if (before) return before;
    const value = await write(tx);
    if (attempt.key) await tx.query('INSERT INTO accord.idempotency_keys (staff_id, key, request_digest, answer) VALUES ($1, $2, $3, $4)', [who.staffId, attempt.key, attempt.digest, JSON.stringify(value)]);
    return value;
  });
  try {
    return await run();
  } catch (error) {
    // Decided on facts that were changed before the commit: decided again, on those of now.
    if (isOvertaken(error)) return run().catch((again: unknown) => Promise.reject(isOvertaken(again) ? problem('unavailable') : again));
    if (!attempt.key) throw error;
    // Somebody with the same key was quicker: their answer is ours.
    if (isDuplicate(error)) return run();
    // The same, where their change already made ours stale: it is ours, unless nobody has an answer under this key.
    const theirs = isStale(error) ? await database.inTransaction(who, (tx) => earlier<T>(tx, who, attempt)) : undefined;
    if (theirs) return theirs;
    throw error;
  }
};
