import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from './roles.js';

/**
 * Who is calling, as the database knows them at this request. `agencyId` is the agency they act for today, which may have
 * succeeded the one that employs them; `teams` are slugs of teams that it answers for;
 * `sessionId` is the token's `jti`, or a digest of the token where it has none.
 */
export type Caller = Readonly<{
  staffId: string;
  agencyId: string;
  agencyType: string;
  roles: readonly Role[];
  teams: readonly string[];
  sessionId: string;
}>;

type Carries = { caller?: Caller };

/** The caller the guard attached. Asking on a public route is a mistake in the code, and says so. */
const callerOf = (request: object): Caller => {
  const { caller } = request as Carries;
  if (!caller) throw new TypeError('there is no caller on a public route');
  return caller;
};

export const attachCaller = (request: object, caller: Caller): void => {
  (request as Carries).caller = caller;
};

const fromRequest = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context.switchToHttp().getRequest<object>()));

/** `@CallerIs() caller: Caller` in a handler. */
export const CallerIs = (): ParameterDecorator => fromRequest();
