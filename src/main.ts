import { undeclaredRoutes } from './access/index.js';
import { AppModule } from './app.module.js';
import { LawBook } from './law/index.js';
import { ConfigError, createHttp, readConfig, stopOnSignals } from './platform/index.js';
import { Database } from './platform/database.js';
import { brokenPromises, unreachable } from './platform/database-promises.js';
import { migrationNames } from '#migrations';

/** Everything that must hold before the first request; each fault in plain English. */
const start = async (): Promise<void> => {
  const config = readConfig(process.env);
  if (process.env['DATABASE_URL']) throw new ConfigError(['DATABASE_URL is set: the serving process must not hold the administrator’s connection. Give it SERVICE_DATABASE_URL alone.']);
  const away = await unreachable(config.serviceDatabaseUrl);
  if (away.length > 0) throw new ConfigError(away);
  const app = await createHttp(AppModule, config);
  const broken = [
    ...(await brokenPromises(app.get(Database), migrationNames)).map((promise) => `the database breaks a promise: ${promise}`),
    ...undeclaredRoutes(app).map((route) => `undeclared route: ${route}`),
  ];
  // Asked only of a database that is as it should be: otherwise the first trouble is the one to name.
  if (broken.length === 0) broken.push(...(await app.get(LawBook).missing()));
  if (broken.length > 0) {
    await app.close();
    throw new ConfigError(broken);
  }
  stopOnSignals(app, config);
  await app.listen(config.port, config.host);
};

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : `The service cannot start: ${(error as Error).message}`}\n`);
  if (process.env['DEBUG']) console.error(error);
  process.exit(1);
});
