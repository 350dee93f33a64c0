import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.js';
import type { HttpApp } from './http.js';
import { LOG, type Log } from './logging.js';
import { Readiness } from './readiness.js';

/**
 * Stops without failing a request: first `/ready` says no and every answer closes its connection, so that balancers and
 * clients move on; then the listener closes and what is in flight finishes; only then do modules let go of the database.
 */
export const stopGracefully = async (app: HttpApp, { drainMs }: Pick<Config, 'drainMs'>): Promise<void> => {
  app.get(Readiness, { strict: false }).drain();
  await sleep(drainMs);
  await app.getHttpAdapter().getInstance().close();
  await app.close();
};

const lastMoment = 15_000;

/** On SIGTERM or SIGINT: stop gracefully and end with 0. A second signal, or taking too long, ends at once with 1. */
export const stopOnSignals = (app: HttpApp, config: Config): void => {
  const log = app.get<Log>(LOG, { strict: false });
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), config.drainMs + lastMoment).unref();
    stopGracefully(app, config).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);
};
