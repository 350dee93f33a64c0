import { Controller, Get, Header, Injectable, Param, StreamableFile } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PublicRoute, Section } from './declaration.js';
import { problem } from './problem.js';

/** Holds the OpenAPI document; made once, at the first reading. */
@Injectable()
export class ApiDocument {
  private make: () => object = () => ({});
  private made?: object;

  from(make: () => object): void {
    this.make = make;
  }

  get document(): object {
    return (this.made ??= this.make());
  }
}

// The page asks nobody but this service, and may run nothing that is not served here.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Accord API</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', validatorUrl: null, deepLinking: true, persistAuthorization: false, tryItOutEnabled: true });\n`;

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const folder = (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

@Section('Documentation', 'This document, and a page to browse it.')
@Controller()
export class DocsController {
  constructor(private readonly api: ApiDocument) {}

  @Get('openapi.json')
  @PublicRoute({ summary: 'This document', sends: ['application/json'] })
  document(): object {
    return this.api.document;
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', policy)
  @PublicRoute({ summary: 'Browse this document', sends: ['text/html'] })
  page(): string {
    return page;
  }

  @Get('docs/:asset')
  @PublicRoute({ summary: 'A part of the page', sends: ['text/javascript', 'text/css'] })
  asset(@Param('asset') asset: string): StreamableFile {
    if (asset === 'start.js') return new StreamableFile(Buffer.from(start), { type: 'text/javascript; charset=utf-8' });
    if (!Object.hasOwn(assets, asset)) throw problem('not-found');
    return new StreamableFile(createReadStream(join(folder(), asset)), { type: assets[asset]! });
  }
}
