import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { tap, type Observable } from 'rxjs';
import type { HttpReply, HttpRequest } from './request.js';

const nextOf = (body: unknown): string | undefined => {
  const page = body as { items?: unknown; next?: unknown } | null | undefined;
  return typeof page === 'object' && page !== null && Array.isArray(page.items) && typeof page.next === 'string' ? page.next : undefined;
};

/** The same address with `after` replaced: relative, because no proxy's word about our own host is trusted. */
const linkTo = (request: HttpRequest, next: string): string => {
  const query = new URLSearchParams(request.query as Record<string, string>);
  query.set('after', next);
  const { pathname } = new URL(request.url, 'http://here'); // the base only serves to find the path
  return `<${pathname}?${query.toString()}>; rel="next"`;
};

/** Every answer that is a page with more behind it gets its `Link` header. Global, and outermost. */
@Injectable()
export class PageLinks implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((body) => {
        const cursor = nextOf(body);
        if (cursor !== undefined) http.getResponse<HttpReply>().header('Link', linkTo(http.getRequest<HttpRequest>(), cursor));
      }),
    );
  }
}
