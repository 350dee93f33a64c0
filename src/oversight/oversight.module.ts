import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { ExploreLedger } from './explore-ledger.js';
import { LedgerController } from './ledger.controller.js';

@Module({ imports: [LedgerModule], controllers: [LedgerController], providers: [ExploreLedger] })
export class OversightModule {}
