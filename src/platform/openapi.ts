import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { version } from './about.js';
import { sectionDescriptions } from './declaration.js';
import { completeDocument } from './openapi-complete.js';

const description = `Lawful sharing of concerns about hidden harm between agencies, every disclosure provable.

Every failure is a problem document (RFC 9457), in \`application/problem+json\`; its \`code\` is one of a fixed list, explained at \`/problems/{code}\`.
HEAD and OPTIONS are never taken (405). Addresses are exact: letter case, a slash too many or an odd encoding is another address (404).
Every answer carries \`X-Request-Id\`, made by the service, and \`Cache-Control: no-store\`.
Lists come in pages: follow \`next\`, or \`Link: …; rel="next"\`, until there is none. There are no totals.
Before any operation is reached, a request may also be refused as too slow (408), too long an address (414) or too large headers (431).`;

const operationId = (controller: string, method: string): string => {
  const noun = controller.replace(/Controller$/, '');
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
};

const base = () => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Accord')
    .setVersion(version)
    .setDescription(description)
    .addServer('/', 'This service')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of one of the configured issuers.' },
      'token',
    );
  const document = builder.build();
  document.info = {
    ...document.info,
    contact: { name: 'Accord' },
    license: { name: 'Unlicensed', identifier: 'LicenseRef-Accord-Unlicensed' } as { name: string },
  };
  return document;
};

/** The OpenAPI 3.1 document of an application; works on one created with `preview: true`, without a database. */
export const openApiDocument = (app: INestApplication): OpenAPIObject => {
  const document = SwaggerModule.createDocument(app, base(), { operationIdFactory: operationId });
  const used = new Set(
    Object.values(document.paths).flatMap((path) =>
      Object.values(path as Record<string, { tags?: string[] }>).flatMap(({ tags }) => tags ?? []),
    ),
  );
  document.tags = [...used].sort().map((name) => ({ name, description: sectionDescriptions.get(name) ?? name }));
  return completeDocument(document);
};
