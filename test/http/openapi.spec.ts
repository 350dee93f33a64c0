import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Injectable, Module } from '@nestjs/common';
import { declaredRoutes } from '../../src/access/index.js';
import { describeApi } from '../../src/platform/index.js';
import { startTiny, ThingsController, type Tiny } from '../support/tiny-app.js';

type Operation = {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: object; headers?: object }>;
  security?: object[];
  parameters?: { name: string; in: string }[];
  tags: string[];
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; responses: Record<string, { content: object }> };
  tags: { name: string; description: string }[];
};

let tiny: Tiny;
let document: Document;
beforeAll(async () => {
  tiny = await startTiny();
  document = (await (await fetch(`${tiny.url}/openapi.json`)).json()) as Document;
});
afterAll(() => tiny.stop());

describe('the API document', () => {
  it('is OpenAPI 3.1 without a fault or a warning of the recommended rules', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const found = await lintFromString({ source: JSON.stringify(document), config });
    expect(found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
    expect(document.openapi).toBe('3.1.0');
  });

  it('has every declared route, once, and nothing else', () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(documented.sort()).toEqual(
      declaredRoutes(tiny.app)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
  });

  it('has every status an operation can answer with, problems as problem+json', () => {
    const statuses = (method: string, path: string): string[] => Object.keys(document.paths[path]![method]!.responses);
    expect(statuses('put', '/v1/things/{thingId}')).toEqual(['200', '400', '401', '403', '404', '412', '413', '415', '428', '500', '503']);
    expect(statuses('post', '/v1/things')).toEqual(['201', '400', '401', '403', '409', '413', '415', '500', '503']);
    expect(statuses('post', '/v1/things/{thingId}/raising')).toContain('204');
    expect(statuses('get', '/v1/things')).toEqual(['200', '400', '401', '403', '500', '503']);
    for (const { content } of Object.values(document.components.responses))
      expect(Object.keys(content)).toEqual(['application/problem+json']);
  });

  it('says which routes need a token', () => {
    expect(document.paths['/health']!.get!.security).toEqual([]);
    expect(document.paths['/v1/things']!.get!.security).toEqual([{ token: [] }]);
  });

  it('describes the fields as they are checked', () => {
    expect(document.components.schemas.Thing).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['title'],
      properties: {
        title: { type: 'string', minLength: 1, maxLength: 20, description: 'What it is called.' },
        remark: { type: ['string', 'null'] },
        colour: { $ref: '#/components/schemas/Colour' },
        letters: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, maxItems: 2, uniqueItems: true },
        id: { format: 'uuid' },
        on: { format: 'date' },
        at: { format: 'date-time' },
        age: { type: 'integer', minimum: 0, maximum: 130 },
        inner: { $ref: '#/components/schemas/Inner' },
        inners: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Inner' } },
      },
    });
    expect(document.components.schemas.Inner).toMatchObject({ additionalProperties: false });
  });

  it('documents pages, versions, parameters and preconditions', () => {
    const list = document.paths['/v1/things']!.get!;
    expect(list.responses['200']).toMatchObject({
      headers: { Link: {} },
      content: { 'application/json': { schema: { required: ['items'] } } },
    });
    expect(list.parameters!.map(({ name }) => name).sort()).toEqual(['after', 'box', 'level', 'limit']);
    const change = document.paths['/v1/things/{thingId}']!;
    expect(change.get!.responses['200']!.headers).toHaveProperty('ETag');
    expect(change.put!.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'thingId', in: 'path' }),
        expect.objectContaining({ name: 'If-Match', in: 'header', required: true }),
      ]),
    );
    expect(document.tags.every(({ description }) => description !== '')).toBe(true);
  });

  it('can be made without starting anything', async () => {
    @Injectable()
    class Database {
      constructor() {
        throw new Error('must not be made');
      }
    }
    @Module({ controllers: [ThingsController], providers: [Database] })
    class Only {}
    const made = await describeApi(Only);
    expect(made.paths['/v1/things']).toEqual(document.paths['/v1/things']);
  });

  it('has operation ids that say what they do, each once', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.paths['/v1/things']!.get!.operationId).toBe('thingsList');
  });
});
