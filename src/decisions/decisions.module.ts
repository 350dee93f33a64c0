import { Module } from '@nestjs/common';
import { DecisionsController } from './decisions.controller.js';
import { ExplainDecision } from './explain-decision.js';

@Module({ controllers: [DecisionsController], providers: [ExplainDecision] })
export class DecisionsModule {}
