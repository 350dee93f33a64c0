import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { problem } from './problem.js';
import type { HttpReply } from './request.js';

const oneStrongTag = /^"([1-9]\d{0,8})"$/;

/** The strong entity tag of a version: etag(3) is `"3"`. Set it as `ETag` on every reading of a versioned thing. */
export const etag = (version: number): string => `"${version}"`;

/** The answer itself, once its version is on the reply. */
export const tagged = <T extends { version: number }>(reply: HttpReply, answer: T): T => {
  reply.header('ETag', etag(answer.version));
  return answer;
};

/**
 * The version that the caller says they are changing, from `If-Match`.
 * Missing: 428. `*`, a list, a weak tag or anything else: 400, because each would let one change silently undo another.
 */
export const readIfMatch = (header: unknown): number => {
  if (header === undefined) throw problem('precondition-required');
  const tag = typeof header === 'string' ? oneStrongTag.exec(header.trim()) : null;
  if (tag) return Number(tag[1]);
  throw problem('bad-request', {
    errors: [{ header: 'If-Match', detail: 'must be exactly one ETag as it was given, for example "3"; no list, no *, no W/' }],
  });
};

/** `if (current !== wanted) throw` in one word. */
export const requireVersion = (wanted: number, current: number): void => {
  if (wanted !== current) throw problem('precondition-failed');
};

const fromRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readIfMatch(context.switchToHttp().getRequest<{ headers: Record<string, unknown> }>().headers['if-match']),
);

/** `@IfMatch() version: number`; documents the header, 412 and 428 as well. */
export const IfMatch = (): ParameterDecorator => (target, key, index) => {
  fromRequest()(target, key, index);
  const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
  const says = 'The ETag of the version being changed, for example "3".';
  if (method) ApiHeader({ name: 'If-Match', required: true, description: says, schema: { type: 'string' } })(target, key!, method);
};
