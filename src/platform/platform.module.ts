import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { ApiDocument, DocsController } from './docs.controller.js';
import { HealthController } from './health.controller.js';
import { LOG, type Log } from './logging.js';
import { Metrics, MetricsController } from './metrics.js';
import { PageLinks } from './page-links.interceptor.js';
import { ProblemsController } from './problems.controller.js';
import { Readiness } from './readiness.js';
import { NoStrayInput } from './stray-input.interceptor.js';

/** What exists before the application does, because the web server needs it too. */
export type Foundation = Readonly<{ config: Config; log: Log; clock: Clock; metrics: Metrics; readiness: Readiness }>;

/** Plumbing without domain words, there for every slice to inject: CONFIG, LOG, Clock, Metrics, Readiness. */
@Global()
@Module({ controllers: [HealthController, MetricsController, ProblemsController, DocsController] })
export class PlatformModule {
  static on({ config, log, clock, metrics, readiness }: Foundation): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: Clock, useValue: clock },
        { provide: Metrics, useValue: metrics },
        { provide: Readiness, useValue: readiness },
        ApiDocument,
        { provide: APP_INTERCEPTOR, useClass: PageLinks },
        { provide: APP_INTERCEPTOR, useClass: NoStrayInput },
      ],
      exports: [CONFIG, LOG, Clock, Metrics, Readiness],
    };
  }
}
