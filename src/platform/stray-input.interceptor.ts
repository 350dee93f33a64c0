import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { Observable } from 'rxjs';
import { problem } from './problem.js';
import type { HttpRequest } from './request.js';

type Takes = Readonly<{ body: boolean; query: boolean }>;
const known = new WeakMap<object, Takes>();

const takes = (context: ExecutionContext): Takes => {
  const handler = context.getHandler();
  let found = known.get(handler);
  if (!found) {
    const args = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object).map((key) =>
      Number(key.split(':')[0]),
    );
    known.set(handler, (found = { body: args.includes(RouteParamtypes.BODY), query: args.includes(RouteParamtypes.QUERY) }));
  }
  return found;
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || Object.keys(value).length === 0;

/** A query or body sent to a route that reads none is a misunderstanding: said, never ignored. */
@Injectable()
export class NoStrayInput implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query, body } = context.switchToHttp().getRequest<HttpRequest>();
    const expected = takes(context);
    if (!expected.query && !isEmpty(query)) throw problem('bad-request', { detail: 'This address takes no query.' });
    if (!expected.body && !isEmpty(body)) throw problem('invalid-body', { detail: 'This address takes no body.' });
    return next.handle();
  }
}
