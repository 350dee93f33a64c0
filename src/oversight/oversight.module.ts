import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { ExploreLedger } from './explore-ledger.js';
import { LedgerController } from './ledger.controller.js';
import { StatementsController } from './statements.controller.js';

@Module({ imports: [LedgerModule], controllers: [LedgerController, StatementsController], providers: [ExploreLedger] })
export class OversightModule {}
