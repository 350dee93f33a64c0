/**
 * The API document of the real application: complete, lint-clean, the same as the committed docs/openapi.json, and true,
 * by checking what the running service really answers against it.
 */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module.js';
import { describeApi } from '../../src/platform/index.js';
import { FromAbove, signIn, type SignedIn } from '../support/live.js';
import type { Answer } from '../support/tiny-client.js';

type Media = { schema?: Record<string, unknown>; example?: object };
type Response = { $ref?: string; description?: string; content?: Record<string, Media>; headers?: object };
type Operation = {
  operationId: string; summary: string; tags: string[]; security: object[]; responses: Record<string, Response>;
  requestBody?: { content: Record<string, Media> }; parameters?: { name: string; in: string }[]; 'x-accord-gives': string;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Record<string, unknown>>; responses: Record<string, Response> } };

const committed = join(import.meta.dirname, '../../docs/openapi.json');
const document = JSON.parse(JSON.stringify(await describeApi(AppModule))) as Document;
const operations = Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })));
const operationOf = (name: string): Operation => operations.find((one) => one.name === name)!.operation;
const resolved = (response: Response): Response => (response.$ref ? document.components.responses[response.$ref.split('/').at(-1)!]! : response);

describe('the API document', () => {
  it('is OpenAPI 3.1 without a fault or a warning of the recommended rules', async () => {
    const found = await lintFromString({ source: JSON.stringify(document), config: await createConfig({ extends: ['recommended'] }) });
    expect(found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
    expect(document.openapi).toBe('3.1.0');
  });

  it('is the one that is committed', () => {
    const renew = 'docs/openapi.json is not what the code says. Renew it and look at the difference: npm run -s accord -- openapi > docs/openapi.json';
    let text: unknown = 'missing';
    try {
      text = JSON.parse(readFileSync(committed, 'utf8'));
    } catch {
      // Reported below as missing or broken.
    }
    expect({ renew, same: JSON.stringify(text) === JSON.stringify(document) }).toEqual({ renew, same: true });
  });

  it.each(operations.map(({ name, operation }) => [name, operation] as const))('%s says what it is and everything it can answer', (_, operation) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary.length).toBeGreaterThan(5);
    expect(operation.tags).toHaveLength(1);
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    expect(successes).toHaveLength(1);
    for (const [, { content }] of successes) for (const media of Object.values(content ?? { none: {} })) expect(media.schema).toBeDefined();
    const failures = Object.entries(operation.responses).filter(([status]) => /^[45]/.test(status));
    for (const [, failure] of failures) expect(Object.keys(resolved(failure).content!)).toEqual(['application/problem+json']);
    const statuses = failures.map(([status]) => status);
    expect(statuses).toEqual(expect.arrayContaining(operation['x-accord-gives'] === 'public' ? ['400', '500'] : ['400', '401', '403', '500', '503']));
  });

  it('closes every body and gives an example of it', () => {
    const loose = operations.flatMap(({ name, operation }) => {
      const media = operation.requestBody?.content['application/json'];
      if (!media) return [];
      const schema = document.components.schemas[String(media.schema!.$ref).split('/').at(-1)!]!;
      return [...(schema.additionalProperties === false ? [] : [`${name} takes unknown fields`]), ...(media.example ? [] : [`${name} has no example`])];
    });
    expect(loose).toEqual([]);
  });

  it('describes every field of every body', () => {
    const bodies = Object.entries(document.components.schemas).filter(([, schema]) => schema.additionalProperties === false && schema.properties);
    const silent = bodies.flatMap(([name, { properties }]) => Object.entries(properties as Record<string, { description?: string }>).filter(([, { description }]) => !description).map(([field]) => `${name}.${field}`));
    expect(silent).toEqual([]);
  });
});

/** Read strictly: an answer has nothing that the document does not name. Problems may add members, and say so. */
const closed = (given: Document): Document => {
  const copy = JSON.parse(JSON.stringify(given)) as Document;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const schema = value as Record<string, unknown>;
    if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined && schema !== copy.components.schemas.Problem) schema.additionalProperties = false;
    Object.values(schema).forEach(visit);
  };
  visit(copy);
  return copy;
};

describe('what the service answers', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ $id: 'https://accord.invalid/api', ...closed(document) } as object);
  const validators = new Map<string, ValidateFunction>();
  const pointer = (...steps: string[]): string => `https://accord.invalid/api#${steps.map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

  const validatorFor = (name: string, status: number, media: string): ValidateFunction => {
    const key = `${name} ${status} ${media}`;
    const [method, path] = name.split(' ') as [string, string];
    const response = document.paths[path]![method.toLowerCase()]!.responses[String(status)];
    if (!response) throw new Error(`${name} is not documented to answer ${status}`);
    const at = response.$ref ? response.$ref.split('/').slice(1) : ['paths', path, method.toLowerCase(), 'responses', String(status)];
    const found = validators.get(key) ?? ajv.compile({ $ref: pointer(...at, 'content', media, 'schema') });
    validators.set(key, found);
    return found;
  };

  const expectAsDocumented = (name: string, answer: Answer): void => {
    const media = answer.headers.get('content-type')!.split(';')[0]!;
    const validate = validatorFor(name, answer.status, media);
    validate(answer.json);
    expect({ name, status: answer.status, errors: validate.errors ?? [] }).toEqual({ name, status: answer.status, errors: [] });
  };

  const above = new FromAbove();
  let people: Record<'housing' | 'police' | 'idva' | 'officer' | 'administrator', SignedIn>;
  let referral: Awaited<ReturnType<FromAbove['referral']>>;
  beforeAll(async () => {
    const [housing, police, idva, officer, administrator] = await Promise.all(['housing-officer', 'police-marac-lead', 'idva', 'ig-officer', 'administrator'].map(signIn));
    people = { housing: housing!, police: police!, idva: idva!, officer: officer!, administrator: administrator! };
    referral = await above.referral('lanternfold-idva', 'police-marac');
  });
  afterAll(() => above.close());

  const unknownId = '01934f00-0000-7000-8000-00000000dead';
  type Call = [name: string, who: keyof typeof people, path: (r: typeof referral) => string, status: number, body?: object, headers?: Record<string, string>];
  const calls: Call[] = [
    ['GET /v1/me', 'housing', () => '/v1/me', 200],
    ['GET /v1/agencies', 'housing', () => '/v1/agencies?limit=3', 200],
    ['GET /v1/agencies/{agencyId}/teams', 'housing', () => '/v1/agencies/downshire-police/teams', 200],
    ['GET /v1/agencies/{agencyId}/teams', 'housing', () => '/v1/agencies/nobody-here/teams', 404],
    ['GET /v1/agencies/{agencyId}/staff', 'housing', () => '/v1/agencies/downshire-police/staff', 200],
    ['GET /v1/agreements', 'housing', () => '/v1/agreements', 200],
    ['GET /v1/agreements/{agreementId}', 'housing', () => '/v1/agreements/county-misp-demo', 200],
    ['GET /v1/law/gateways', 'housing', () => '/v1/law/gateways', 200],
    ['GET /v1/vocabularies', 'housing', () => '/v1/vocabularies', 200],
    ['GET /v1/staff', 'administrator', () => '/v1/staff?limit=2', 200],
    ['GET /v1/staff', 'housing', () => '/v1/staff', 403],
    ['GET /v1/concerns', 'idva', () => '/v1/concerns?limit=1', 200],
    ['GET /v1/concerns', 'idva', () => '/v1/concerns?limit=0', 400],
    ['GET /v1/concerns/{concernId}', 'idva', (r) => `/v1/concerns/${r.concern_id}`, 200],
    ['GET /v1/concerns/{concernId}', 'police', (r) => `/v1/concerns/${r.concern_id}`, 404],
    ['POST /v1/concerns', 'housing', () => '/v1/concerns', 400, { team: 7 }],
    ['GET /v1/referrals', 'police', () => '/v1/referrals?box=in', 200],
    ['GET /v1/referrals/{referralId}', 'police', (r) => `/v1/referrals/${r.id}`, 200],
    ['GET /v1/referrals/{referralId}', 'idva', (r) => `/v1/referrals/${r.id}`, 200],
    ['GET /v1/referrals/{referralId}', 'police', () => `/v1/referrals/${unknownId}`, 404],
    ['POST /v1/referrals/{referralId}/acceptance', 'police', (r) => `/v1/referrals/${r.id}/acceptance`, 428],
    ['POST /v1/referrals/{referralId}/acceptance', 'police', (r) => `/v1/referrals/${r.id}/acceptance`, 412, undefined, { 'if-match': '"999"' }],
    ['POST /v1/referrals/{referralId}/answers', 'police', (r) => `/v1/referrals/${r.id}/answers`, 409, { answer: 'answered' }, { 'if-match': 'CURRENT' }],
    ['GET /v1/ledger/entries', 'officer', () => '/v1/ledger/entries?auditPurpose=self-monitoring&limit=100', 200],
    ['GET /v1/ledger/entries', 'officer', () => '/v1/ledger/entries', 400],
  ];

  it.each(calls.map((call) => [call[0], call[1], call[3], call] as const))('%s as the %s: %i', async (name, who, status, [, , path, , body, headers = {}]) => {
    const current = headers['if-match'] === 'CURRENT' ? { 'if-match': `"${(await above.one<{ version: number }>('SELECT version FROM accord.referrals WHERE id = $1', [referral.id])).version}"` } : headers;
    const answer = await people[who].send(name.split(' ')[0]!, path(referral), body, current);
    expect({ status: answer.status, text: answer.status === status ? '' : answer.text }).toEqual({ status, text: '' });
    expectAsDocumented(name, answer);
  });

  it('every entry that an officer can open', async () => {
    const found = await people.officer.send('GET', '/v1/ledger/entries?auditPurpose=self-monitoring&limit=40');
    const ids = (found.json['items'] as { id: string }[]).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(10);
    for (const id of ids) expectAsDocumented('GET /v1/ledger/entries/{entryId}', await people.officer.send('GET', `/v1/ledger/entries/${id}?auditPurpose=self-monitoring`));
  });

  it('the examples of the document, sent as they stand: a concern, its preview, its referral, and a refused one', async () => {
    const exampleOf = (name: string): object => operationOf(name).requestBody!.content['application/json']!.example!;
    const raised = await people.housing.send('POST', '/v1/concerns', exampleOf('POST /v1/concerns'));
    expect([raised.status, raised.json.errors]).toEqual([201, undefined]);
    expectAsDocumented('POST /v1/concerns', raised);
    const at = `/v1/concerns/${String(raised.json['id'])}`;
    expectAsDocumented('GET /v1/concerns/{concernId}', await people.housing.send('GET', at));

    const preview = await people.housing.send('POST', `${at}/share-previews`, exampleOf('POST /v1/concerns/{concernId}/share-previews'));
    expect([preview.status, preview.json['decision']]).toEqual([200, expect.objectContaining({ outcome: expect.stringMatching(/^permit/) })]);
    expectAsDocumented('POST /v1/concerns/{concernId}/share-previews', preview);

    const referred = await people.housing.send('POST', `${at}/referrals`, exampleOf('POST /v1/concerns/{concernId}/referrals'));
    expect([referred.status, referred.json['decision']]).toEqual([201, preview.json['decision']]);
    expectAsDocumented('POST /v1/concerns/{concernId}/referrals', referred);

    const refused = await people.housing.send('POST', `${at}/referrals`, { ...exampleOf('POST /v1/concerns/{concernId}/referrals'), purpose: 'immigration-enforcement' });
    expect(refused.status).toBe(403);
    expectAsDocumented('POST /v1/concerns/{concernId}/referrals', refused);

    const withdrawn = await people.housing.send('POST', `${at}/withdrawal`, exampleOf('POST /v1/concerns/{concernId}/withdrawal'), { 'if-match': raised.headers.get('etag')! });
    expect(withdrawn.status).toBe(200);
    expectAsDocumented('POST /v1/concerns/{concernId}/withdrawal', withdrawn);
  });
});
