import { Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/index.js';
import { PermitWriter } from './permit-writer.store.js';

/** The ledger's writer, with connections of its own. */
@Module({
  providers: [{ provide: PermitWriter, inject: [CONFIG], useFactory: ({ serviceDatabaseUrl }: Config) => new PermitWriter(serviceDatabaseUrl) }],
  exports: [PermitWriter],
})
export class LedgerModule implements OnModuleDestroy {
  constructor(@Inject(PermitWriter) private readonly permits: PermitWriter) {}

  async onModuleDestroy(): Promise<void> {
    await this.permits.close();
  }
}
