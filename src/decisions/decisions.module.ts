import { Module } from '@nestjs/common';
import { RunWhatIf } from './run-what-if.js';
import { TakeAgain } from './take-again.js';
import { WhatIfController } from './what-if.controller.js';

@Module({ controllers: [WhatIfController], providers: [RunWhatIf, TakeAgain] })
export class DecisionsModule {}
