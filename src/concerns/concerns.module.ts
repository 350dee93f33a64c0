import { Module } from '@nestjs/common';
import { ChangeConcern } from './change-concern.js';
import { ConcernsController } from './concerns.controller.js';
import { RaiseConcern } from './raise-concern.js';
import { RecordWishes } from './record-wishes.js';
import { WriteConcern } from './write-concern.js';

@Module({ controllers: [ConcernsController], providers: [RaiseConcern, ChangeConcern, RecordWishes, WriteConcern], exports: [RaiseConcern] })
export class ConcernsModule {}
