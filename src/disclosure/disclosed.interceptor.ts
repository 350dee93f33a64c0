import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { declarationOf } from '../access/index.js';
import { note, type HttpReply, type HttpRequest } from '../platform/index.js';
import { Disclosed } from './disclosed.js';

/**
 * The third lock: a route that gives content answers with something genuine from the door, or with 500 and nothing at all.
 * And the other way round: what came through the door leaves only by a route that declared it.
 */
@Injectable()
export class OnlyDisclosed implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const declaration = declarationOf(context.getHandler());
    const http = context.switchToHttp();
    return next.handle().pipe(map((value: unknown) => {
      const genuine = Disclosed.isGenuine(value);
      if (genuine !== (declaration?.gives === 'content')) throw new TypeError('this route and its answer disagree on whether content leaves');
      if (!genuine) return value;
      note(http.getRequest<HttpRequest>(), { ledgerId: value.entryId });
      http.getResponse<HttpReply>().header('Accord-Ledger-Entry', value.entryId);
      return value.view;
    }));
  }
}
