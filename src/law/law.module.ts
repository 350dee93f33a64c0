import { Global, Module } from '@nestjs/common';
import { loadLaw } from './load-law.js';

/** The law as loaded and checked at start: `@Inject(LAW) law: LoadedLaw`. A faulty file stops the start. */
export const LAW = Symbol('LAW');

@Global()
@Module({ providers: [{ provide: LAW, useFactory: () => loadLaw() }], exports: [LAW] })
export class LawModule {}
