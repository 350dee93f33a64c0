import { Controller, Get, Header, Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { PublicRoute, Section } from './declaration.js';

type Completed = Readonly<{ method: string; route: string; status: number; outcome: string }>;

/** Figures for Prometheus. Labels are route patterns, methods, statuses and problem codes: never a value or an id. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'accord_http_request_duration_seconds',
    help: 'How long requests took, by route pattern.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });
  private readonly problems = new Counter({
    name: 'accord_problems_total',
    help: 'Problems answered, by code.',
    labelNames: ['code'] as const,
    registers: [this.registry],
  });
  readonly inFlight = new Gauge({ name: 'accord_http_requests_in_flight', help: 'Requests being worked on.', registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  completed({ method, route, status, outcome }: Completed, seconds: number): void {
    this.durations.observe({ method, route, status: String(status) }, seconds);
    if (outcome !== 'ok') this.problems.inc({ code: outcome });
  }
}

@Section('Operations', 'For balancers and monitoring. Carries no data on people; `/ready` and `/metrics` belong inside the network.')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @PublicRoute({ summary: 'Figures for Prometheus', sends: ['text/plain'] })
  figures(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
