import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { setHeaders } from './edge.js';
import { codeOfStatus } from './problem-catalogue.js';
import { Problem, problem, problemDocument, problemMediaType } from './problem.js';
import { note } from './notes.js';
import type { HttpReply, HttpRequest } from './request.js';
import { allowedMethods } from './route-table.js';

const notFound = (request: HttpRequest): Problem => {
  const allowed = allowedMethods(request.server, request.url);
  return allowed.length > 0 ? problem('method-not-allowed', {}, { Allow: allowed.join(', ') }) : problem('not-found');
};

// The web framework marks its own errors so; a database's or a library's error with a status is still our fault.
const isFrameworkError = (error: unknown): error is { statusCode: number } =>
  error instanceof Error && error.name === 'FastifyError' && typeof (error as { statusCode?: unknown }).statusCode === 'number';

/** Whatever was thrown, as a problem of the catalogue. Texts of foreign errors never get through. */
export const asProblem = (error: unknown, request: HttpRequest): Problem => {
  if (error instanceof Problem) return error;
  if (request.raw.readableAborted) return problem('bad-request'); // the sender left in the middle: nobody's fault here
  const status = error instanceof HttpException ? error.getStatus() : isFrameworkError(error) ? error.statusCode : 500;
  if (status === 404 && request.is404) return notFound(request);
  return problem(codeOfStatus(status));
};

/** Everything that fails anywhere ends here, and leaves as application/problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly onUnexpected: (error: unknown, request: HttpRequest) => void) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<HttpRequest>(), http.getResponse<HttpReply>());
  }

  answer(error: unknown, request: HttpRequest, reply: HttpReply): void {
    const it = asProblem(error, request);
    if (it.code === 'internal') this.onUnexpected(error, request);
    note(request, { outcome: it.code });
    if (reply.sent) return;
    // What a handler had set for its success (ETag, Location …) belongs to an answer that is not given.
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
    setHeaders(request, reply);
    const document = Buffer.from(JSON.stringify(problemDocument(it, request.id))); // as bytes: text would gain a charset, which this media type has not
    void reply.status(it.status).headers(it.headers).type(problemMediaType).send(document);
  }
}
