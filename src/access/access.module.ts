import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { IdentifyCaller } from './identify-caller.js';
import { RouteGuard } from './route.guard.js';
import { TokenGuard } from './token.guard.js';
import { TokenStrategy } from './token.strategy.js';
import { TrustedIssuers } from './trusted-issuers.js';

/**
 * Who is calling, and which buttons may they press: for every route of the application.
 *
 *     AccessModule.asking({ imports: [AgenciesModule, LedgerModule] })
 *
 * The imports must export a provider of StaffDirectory, and may export one of REFUSED_ATTEMPTS.
 */
@Module({})
export class AccessModule {
  static asking({ imports = [] }: Pick<ModuleMetadata, 'imports'>): DynamicModule {
    return {
      module: AccessModule,
      imports,
      providers: [TrustedIssuers, TokenStrategy, TokenGuard, IdentifyCaller, { provide: APP_GUARD, useClass: RouteGuard }],
    };
  }
}
