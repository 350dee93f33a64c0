import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, RawServerDefault } from 'fastify';
import type { DestinationStream } from 'pino';
import { SystemClock, type Clock } from './clock.js';
import type { Config } from './config.js';
import { ApiDocument } from './docs.controller.js';
import { fastifyOptions, hardenEdge, setHeaders } from './edge.js';
import { keyAttempts } from './idempotency.store.js';
import { completionLine, makeLog, nestLog, withoutWords } from './logging.js';
import { Metrics } from './metrics.js';
import { note } from './notes.js';
import { openApiDocument } from './openapi.js';
import { PlatformModule, type Foundation } from './platform.module.js';
import { ProblemFilter } from './problem.filter.js';
import { Readiness } from './readiness.js';
import { routePattern, type HttpReply, type HttpRequest } from './request.js';
import { keepRouteTable } from './route-table.js';
import { StrictValidation } from './validation.js';

export type HttpOptions = Readonly<{ clock?: Clock; logTo?: DestinationStream }>;
export type HttpApp = NestFastifyApplication;

class Root {}

/** The application's modules on their foundation; PlatformModule comes first, so that its interceptors are outermost. */
export const rootModule = (application: Type<unknown>, foundation: Foundation): DynamicModule => ({
  module: Root,
  imports: [PlatformModule.on(foundation), application],
});

const completed =
  ({ log, metrics }: Foundation) =>
  (request: HttpRequest, reply: HttpReply): void => {
    if (!reply.raw.writableFinished) note(request, { outcome: 'aborted' }); // the other side left before the end
    const line = completionLine(request, reply);
    log.info(line, 'request');
    metrics.completed(line, reply.elapsedTime / 1000);
  };

const watch = (instance: FastifyInstance, foundation: Foundation): void => {
  const { metrics, readiness } = foundation;
  const complete = completed(foundation);
  instance.addHook('onRequest', (request, reply, done) => {
    metrics.inFlight.inc();
    note(request, { requestId: request.id });
    // Fastify's own onResponse is not called for a request whose sender went away.
    reply.raw.once('close', () => {
      metrics.inFlight.dec();
      complete(request, reply);
    });
    done();
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (readiness.draining) reply.header('Connection', 'close'); // so that a kept connection is not cut under a later request
    done(null, payload);
  });
};

const adapterOn = (foundation: Foundation, filter: ProblemFilter) => {
  const complete = completed(foundation);
  // An address the router cannot read never reaches a hook, so its headers and its line are made here.
  const frameworkErrors = (error: Error, request: HttpRequest, reply: HttpReply): void => {
    setHeaders(request, reply);
    reply.raw.once('close', () => complete(request, reply));
    filter.answer(error, request, reply);
  };
  const adapter = new FastifyAdapter<RawServerDefault>({ ...fastifyOptions, frameworkErrors });
  const instance = adapter.getInstance<FastifyInstance>();
  keepRouteTable(instance);
  watch(instance, foundation);
  hardenEdge(instance);
  return adapter;
};

/**
 * The whole HTTP service around an application module, initialised but not listening.
 *
 *     const app = await createHttp(AppModule, readConfig(process.env));
 *     await app.listen(config.port, config.host);
 */
export const createHttp = async (application: Type<unknown>, config: Config, { clock, logTo }: HttpOptions = {}): Promise<HttpApp> => {
  const log = makeLog(config.logLevel, logTo);
  keyAttempts(config.subjectSecret);
  const foundation: Foundation = { config, log, clock: clock ?? new SystemClock(), metrics: new Metrics(), readiness: new Readiness() };
  const filter = new ProblemFilter((error, request) =>
    log.error({ requestId: request.id, route: routePattern(request), ...withoutWords(error) }, 'unexpected'),
  );
  const app = await NestFactory.create<NestFastifyApplication>(rootModule(application, foundation), adapterOn(foundation, filter), {
    bodyParser: false,
    abortOnError: false,
    logger: nestLog(log),
  });
  app.useGlobalFilters(filter);
  app.useGlobalPipes(new StrictValidation());
  app.get(ApiDocument).from(() => openApiDocument(app));
  await app.init();
  return app;
};
