import { Global, Module } from '@nestjs/common';
import { LawBook } from './law-book.js';
import { LAW } from './law.token.js';
import { loadLaw } from './load-law.js';

/** A faulty file stops the start. */
@Global()
@Module({ providers: [{ provide: LAW, useFactory: () => loadLaw() }, LawBook], exports: [LAW, LawBook] })
export class LawModule {}
