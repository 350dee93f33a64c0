import { Module } from '@nestjs/common';
import { DecisionsController } from './decisions.controller.js';
import { ExplainDecision } from './explain-decision.js';
import { RunWhatIf } from './run-what-if.js';
import { TakeAgain } from './take-again.js';
import { WhatIfController } from './what-if.controller.js';

@Module({ controllers: [DecisionsController, WhatIfController], providers: [ExplainDecision, RunWhatIf, TakeAgain] })
export class DecisionsModule {}
