import { Global, Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';
import { Database, openDatabase } from './database.js';
import { Readiness } from './readiness.js';

/** The one data source of the service. Not ready while it does not answer. */
@Global()
@Module({
  providers: [{
    provide: Database, inject: [CONFIG, Readiness],
    useFactory: async ({ serviceDatabaseUrl }: Config, readiness: Readiness): Promise<Database> => {
      const database = await openDatabase(serviceDatabaseUrl);
      readiness.add('database', () => database.query('SELECT 1'));
      return database;
    },
  }],
  exports: [Database],
})
export class DatabaseModule implements OnModuleDestroy {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onModuleDestroy(): Promise<void> {
    await this.database.close();
  }
}
