import { Module } from '@nestjs/common';
import { AccessModule } from './access/index.js';
import { AgenciesModule } from './agencies/index.js';
import { AgreementsModule } from './agreements/index.js';
import { ConcernsModule } from './concerns/index.js';
import { DecisionsModule } from './decisions/index.js';
import { DisclosureModule } from './disclosure/index.js';
import { LawModule } from './law/index.js';
import { OversightModule } from './oversight/index.js';
import { DatabaseModule } from './platform/database.module.js';
import { ReferralsModule } from './referrals/index.js';
import { TasksModule } from './tasks/index.js';

/** The only file that knows every slice. */
@Module({
  imports: [
    DatabaseModule, LawModule, DisclosureModule,
    AccessModule.asking({ imports: [AgenciesModule, DisclosureModule] }),
    AgenciesModule, AgreementsModule, ConcernsModule, ReferralsModule, TasksModule, DecisionsModule, OversightModule,
  ],
})
export class AppModule {}
