import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { LOG, Metrics, type Log } from '../platform/index.js';

type Broken = { actorId: string; agencyId: string; ledgerId: string; referralId: string | undefined; reviewerId: string | undefined; dueOn: string };

/** What monitoring hears of an emergency disclosure: that it happened, and ids. */
@Injectable()
export class BreakGlassAlarm {
  readonly #count: Counter;

  constructor(@Inject(LOG) private readonly log: Log, metrics: Metrics) {
    this.#count = new Counter({ name: 'accord_break_glass_total', help: 'Emergency disclosures, each to be reviewed by the next working day.', registers: [metrics.registry] });
  }

  sound(broken: Broken): void {
    this.#count.inc();
    this.log.warn(broken, 'break glass');
  }
}
