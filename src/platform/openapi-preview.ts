import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from './openapi.js';
import { PlatformModule, type Foundation } from './platform.module.js';

class Described {}

// A preview looks at what is declared and makes nothing, so the foundation is only named.
const nothing = {} as Foundation;

/** The OpenAPI document of an application's modules. Nothing is started: no provider is made, no database is asked. */
export const describeApi = async (application: Type<unknown>): Promise<OpenAPIObject> => {
  const root = { module: Described, imports: [PlatformModule.on(nothing), application] };
  const app = await NestFactory.create(root, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  return openApiDocument(app);
};
