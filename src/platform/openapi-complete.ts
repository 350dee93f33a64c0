import type { OpenAPIObject } from '@nestjs/swagger';
import { codeOfStatus, problemCatalogue, type CatalogueEntry, type ProblemCode } from './problem-catalogue.js';
import { problemMediaType } from './problem.js';

// The parts of an operation that are completed here; the library's own types have a union at every step.
type Schema = Record<string, unknown>;
type Answer = { description?: string; headers?: Record<string, object>; content?: Record<string, object>; $ref?: string };
type Operation = {
  parameters?: { name: string; in: string }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema; example?: unknown }> };
  responses: Record<string, Answer>;
  security?: object[];
} & Record<string, unknown>;

const methods = ['get', 'put', 'post', 'delete', 'patch'];

const problemSchema: Schema = {
  type: 'object',
  description:
    'A problem document (RFC 9457). Never repeats a value that was sent. Kinds may add members, for example `reasons` and `lawfulIf`.',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problemCatalogue) },
    instance: { type: 'string', format: 'uri', description: 'The id of this request, as urn:uuid.' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body.' },
          parameter: { type: 'string' },
          header: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

const problemAnswer = (status: number): Answer => {
  const titles = (Object.values(problemCatalogue) as CatalogueEntry[]).filter((entry) => entry.status === status).map(({ title }) => title);
  return {
    description: `${titles.join('; or: ')}.`,
    content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
};

const hasHeader = ({ parameters = [] }: Operation, name: string): boolean =>
  parameters.some((one) => one.in === 'header' && one.name.toLowerCase() === name);

const statusesOf = (operation: Operation, method: string): number[] => {
  const isPublic = operation['x-accord-gives'] === 'public';
  const extra = (operation['x-problems'] ?? []) as ProblemCode[];
  return [
    400,
    500,
    ...(isPublic ? [] : [401, 403, 503]),
    ...((operation.parameters ?? []).some((one) => one.in === 'path') ? [404] : []),
    ...(method === 'get' ? [] : [413, 415]),
    ...(hasHeader(operation, 'if-match') ? [412, 428] : []),
    ...(hasHeader(operation, 'idempotency-key') ? [409, 422] : []),
    ...extra.map((code) => problemCatalogue[code].status),
  ];
};

const successSchema = (operation: Operation): Schema | undefined => {
  const name = operation['x-answers'];
  if (typeof name !== 'string') return undefined;
  const item = { $ref: `#/components/schemas/${name}` };
  return operation['x-pages']
    ? {
        type: 'object',
        required: ['items'],
        properties: {
          items: { type: 'array', items: item },
          next: { type: 'string', description: 'Send it as `after` for the next page.' },
        },
      }
    : item;
};

const completeSuccess = (operation: Operation): void => {
  const schema = successSchema(operation);
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!status.startsWith('2')) continue;
    answer.description ||= status === '204' ? 'Done; nothing to say.' : 'Done.';
    if (schema && status !== '204') answer.content ??= { 'application/json': { schema } };
    for (const media of (operation['x-sends'] ?? []) as string[])
      (answer.content ??= {})[media] = { schema: { type: media === 'application/json' ? 'object' : 'string' } };
    const text = { schema: { type: 'string' } };
    const headers = { ...(operation['x-pages'] ? { Link: text } : {}), ...(operation['x-versioned'] ? { ETag: text } : {}) };
    if (Object.keys(headers).length > 0) answer.headers = { ...headers, ...answer.headers };
  }
};

const completeOperation = (operation: Operation, method: string, used: Set<number>): void => {
  completeSuccess(operation);
  for (const status of statusesOf(operation, method).sort((a, b) => a - b)) {
    used.add(status);
    operation.responses[String(status)] ??= { $ref: `#/components/responses/Problem${status}` };
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (Number(status) >= 400 && !answer.$ref)
      Object.assign(answer, {
        ...problemAnswer(problemCatalogue[codeOfStatus(Number(status))].status),
        ...(answer.description ? { description: answer.description } : {}),
      });
  }
  if (operation['x-accord-gives'] === 'public') operation.security = [];
  const body = operation.requestBody?.content?.['application/json'];
  if (body && operation['x-example']) body.example = operation['x-example'];
  for (const scaffold of ['x-answers', 'x-pages', 'x-sends', 'x-versioned', 'x-example', 'x-problems']) delete operation[scaffold];
};

const refsIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);

/** Unknown fields are refused in every body, at any depth, and the document says so. */
const closeBodies = (operations: readonly Operation[], schemas: Record<string, Schema>): void => {
  const waiting = refsIn(operations.map(({ requestBody }) => requestBody));
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = schemas[name];
    if (seen.has(name) || !schema) continue;
    seen.add(name);
    if (schema.type === 'object') schema.additionalProperties = false;
    waiting.push(...refsIn(schema));
  }
};

/** `allOf` around one reference was OpenAPI 3.0's way to describe it; in 3.1 the description stands beside it. */
const unwrap = (value: unknown): void => {
  if (typeof value !== 'object' || value === null) return;
  const schema = value as Schema;
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) {
    Object.assign(schema, schema.allOf[0]);
    delete schema.allOf;
  }
  Object.values(schema).forEach(unwrap);
};

/** Adds what is true of every operation: the problems it can answer, its success body, and closed request bodies. */
export const completeDocument = (document: OpenAPIObject): OpenAPIObject => {
  const used = new Set<number>();
  const operations: Operation[] = [];
  for (const path of Object.values(document.paths) as unknown as Record<string, Operation>[]) {
    for (const method of methods) {
      const operation = path[method];
      if (!operation) continue;
      completeOperation(operation, method, used);
      operations.push(operation);
    }
  }
  const components = (document.components ??= {}) as { schemas?: Record<string, Schema>; responses?: Record<string, Answer> };
  components.schemas = { ...components.schemas, Problem: problemSchema };
  components.responses = Object.fromEntries([...used].sort().map((status) => [`Problem${status}`, problemAnswer(status)]));
  closeBodies(operations, components.schemas);
  unwrap(components.schemas);
  return document;
};
