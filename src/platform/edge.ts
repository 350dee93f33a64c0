import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { uuidv7 } from './ids.js';
import { problem, problemDocument, problemMediaType, type ProblemCode } from './problem.js';
import type { HttpReply, HttpRequest } from './request.js';
import { strictJson } from './strict-json.js';
import { checkParams, strictQuery } from './strict-query.js';

export const securityHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export const bodyLimit = 256 * 1024;

const rawCodes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  ACCORD_EXPECTATION: 'expectation-failed',
};

/** What never became a request (Node's parser refused it) still gets a problem document, straight to the socket. */
export const answerRaw = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const it = problem(rawCodes[error.code ?? ''] ?? 'bad-request');
  const body = JSON.stringify(problemDocument(it, uuidv7()));
  const headers = {
    ...securityHeaders,
    'Content-Type': problemMediaType,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  socket.end(`HTTP/1.1 ${it.status} ${STATUS_CODES[it.status]}\r\n${lines}\r\n${body}`);
};

/**
 * How Fastify is set up. Addresses mean exactly what they say: case, slashes and encodings are never forgiven, so no
 * request reaches a route by an address that a guard or a proxy would read differently.
 */
export const fastifyOptions = {
  routerOptions: {
    caseSensitive: true,
    ignoreTrailingSlash: false,
    ignoreDuplicateSlashes: false,
    maxParamLength: 100,
    querystringParser: () => ({}), // `strictQuery` reads it, where a refusal can be answered
  },
  exposeHeadRoutes: false,
  bodyLimit,
  trustProxy: false,
  logger: false,
  requestTimeout: 15_000,
  connectionTimeout: 60_000,
  keepAliveTimeout: 65_000,
  return503OnClosing: false, // a request that still got in while closing is answered, not turned away
  genReqId: () => uuidv7(), // never the caller's word: X-Request-Id from outside is ignored
  clientErrorHandler: answerRaw,
  http: { maxHeaderSize: 16 * 1024, requireHostHeader: false }, // a missing Host is refused below, as a problem
} satisfies FastifyServerOptions & Record<string, unknown>;

const acceptsCharset = (contentType: string | undefined): boolean => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
  return charset === undefined || charset.toLowerCase() === 'utf-8';
};

const onlyStrictJson = (instance: FastifyInstance): void => {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (request, body, done) => {
    if (!acceptsCharset(request.headers['content-type'])) return done(problem('unsupported-media-type'));
    // Many clients name the type even where there is nothing to send; whoever needs a body says so.
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, strictJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
};

export const setHeaders = (request: HttpRequest, reply: HttpReply): void => {
  reply.headers(securityHeaders).header('X-Request-Id', request.id);
};

/** What every request passes before anything else looks at it. */
export const hardenEdge = (instance: FastifyInstance): void => {
  onlyStrictJson(instance);
  instance.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    const cut = request.url.indexOf('?');
    try {
      if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
        throw problem('bad-request', { errors: [{ header: 'Host', detail: 'is required' }] });
      if (/%00/.test(request.url)) throw problem('bad-request', { detail: 'The address must not have NUL characters.' });
      request.query = cut < 0 ? {} : strictQuery(request.url.slice(cut + 1));
      checkParams(request.params);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
  // Node's own answer to an unknown Expect header has no body.
  instance.server.on('checkExpectation', ({ socket }: { socket: Socket }) =>
    answerRaw(Object.assign(new Error('expectation'), { code: 'ACCORD_EXPECTATION' }), socket),
  );
};
