import { Module } from '@nestjs/common';
import { AgreementsController } from './agreements.controller.js';
import { DecideGatewayChange } from './decide-gateway-change.js';
import { LawController } from './law.controller.js';
import { ProposeGatewayChange } from './propose-gateway-change.js';

@Module({ controllers: [AgreementsController, LawController], providers: [ProposeGatewayChange, DecideGatewayChange] })
export class AgreementsModule {}
