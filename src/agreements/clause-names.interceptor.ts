import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, throwError, type Observable } from 'rxjs';
import { isSlug, Problem, problem, type Fault, type HttpRequest } from '../platform/index.js';

type Clauses = { clauses?: readonly ({ id?: unknown } | null)[] } | undefined;

/** Whoever drafted forty clauses looks for one by its name: faults of the body's form say it too, as those of its content do. */
@Injectable()
export class ClauseNames implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body } = context.switchToHttp().getRequest<HttpRequest>();
    return next.handle().pipe(catchError((error: unknown) => throwError(() => (error instanceof Problem && error.code === 'invalid-body' ? named(error, body as Clauses) : error))));
  }
}

const named = (error: Problem, body: Clauses): Problem => {
  const { errors = [], ...members } = error.members;
  return problem('invalid-body', { ...members, errors: errors.map((fault) => withClause(fault, body)) });
};

const withClause = (fault: Fault, body: Clauses): Fault => {
  const at = 'pointer' in fault ? /^\/clauses\/(\d{1,4})(?=\/|$)/.exec(fault.pointer)?.[1] : undefined;
  if (at === undefined || /\bclause\b/i.test(fault.detail)) return fault;
  const id = body?.clauses?.[Number(at)]?.id;
  return { ...fault, detail: `${isSlug(id) ? `clause "${id}"` : `clause number ${Number(at) + 1}`}: ${fault.detail}` };
};
