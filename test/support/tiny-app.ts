import { Body, Controller, Get, HttpCode, Module, Post, Put, Query, Res } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AccessModule,
  CallerIs,
  REFUSED_ATTEMPTS,
  Route,
  StaffDirectory,
  type Caller,
  type KnownPerson,
  type RefusedAttempt,
} from '../../src/access/index.js';
import {
  Code,
  Codes,
  createHttp,
  etag,
  Flag,
  Id,
  IdParam,
  IfMatch,
  Instant,
  IsoDate,
  keyset,
  limitOf,
  note,
  OptionalText,
  PageQuery,
  pageOf,
  Part,
  Parts,
  problem,
  QueryWhole,
  requireVersion,
  Section,
  Shaped,
  SlugParam,
  stopGracefully,
  Text,
  Whole,
  type Config,
  type HttpApp,
  type HttpReply,
  type Page,
} from '../../src/platform/index.js';
import { TestIssuer } from './issuer.js';

export class Inner {
  @Text({ max: 10 }) name!: string;
  @Flag({ optional: true }) sure?: boolean;
}

export class Thing {
  @Text({ max: 20, about: 'What it is called.' }) title!: string;
  @OptionalText({ max: 20, nullable: true }) remark?: string | null;
  @Code('Colour', ['red', 'green'], { optional: true }) colour?: string;
  @Codes(() => ['a', 'b', 'c'], { optional: true, max: 2 }) letters?: string[];
  @Id({ optional: true }) id?: string;
  @IsoDate({ optional: true }) on?: string;
  @Instant({ optional: true }) at?: string;
  @Whole({ min: 0, max: 130, optional: true }) age?: number;
  @Shaped(/^S\d{1,2}$/, 'a reference such as S1', { optional: true }) ref?: string;
  @Part(() => Inner, { optional: true }) inner?: Inner;
  @Parts(() => Inner, { optional: true, max: 3 }) inners?: Inner[];
}

export class ThingsQuery extends PageQuery {
  @QueryWhole({ min: 0, max: 9 }) level?: number;
  @Code(['in', 'out'], { optional: true }) box?: string;
}

const cursor = keyset('things', { n: 'whole' });
const rows = Array.from({ length: 7 }, (_, n) => ({ n }));

@Section('Things', 'For tests.')
@Controller('v1/things')
export class ThingsController {
  @Get()
  @Route({ can: 'concern:read', gives: 'markers', summary: 'List things', answers: Inner, pages: true })
  list(@Query() query: ThingsQuery): Page<{ n: number }> {
    const after = cursor.decode(query.after)?.n ?? -1;
    return pageOf(rows.filter(({ n }) => n > after).slice(0, limitOf(query) + 1), limitOf(query), (row) => row, cursor.encode);
  }

  @Get(':thingId')
  @Route({ can: 'concern:read', gives: 'content', summary: 'Read a thing', answers: Thing, versioned: true })
  read(@IdParam('thingId') id: string, @CallerIs() caller: Caller, @Res({ passthrough: true }) reply: HttpReply): object {
    if (id.endsWith('0')) throw problem('not-found');
    note(caller, { ledgerId: '018f0000-0000-7000-8000-00000000abcd' });
    reply.header('ETag', etag(3));
    return { id, caller };
  }

  @Post()
  @Route({ can: 'concern:raise', gives: 'content', summary: 'Make a thing', answers: Thing, problems: ['conflict'] })
  make(@Body() thing: Thing): object {
    return { made: thing, kind: thing.constructor.name, innerKind: thing.inners?.[0]?.constructor.name };
  }

  @Post(':thingId/raising')
  @HttpCode(204)
  @Route({ can: 'concern:raise', gives: 'nothing', summary: 'Raise a thing' })
  raise(@IdParam('thingId') id: string): void {
    void id;
  }

  @Put(':thingId')
  @Route({ can: 'concern:amend', gives: 'nothing', summary: 'Change a thing', answers: Inner })
  change(@IdParam('thingId') id: string, @IfMatch() version: number, @Body() inner: Inner): object {
    void id;
    requireVersion(version, 3);
    return inner;
  }
}

@Section('Odds', 'For tests.')
@Controller('v1')
export class OddsController {
  @Get('agencies/:agencyId/teams')
  @Route({ can: 'agency:list', gives: 'nothing', summary: 'By slug' })
  teams(@SlugParam('agencyId') agencyId: string): object {
    return { agencyId };
  }

  @Get('slow')
  @Route({ can: 'me:read', gives: 'nothing', summary: 'Slow' })
  async slow(): Promise<object> {
    await sleep(300);
    return { done: true };
  }

  @Get('broken')
  @Route({ can: 'me:read', gives: 'nothing', summary: 'Broken' })
  broken(): object {
    throw Object.assign(new Error('Key (name)=(Marjorie Secretname) already exists'), {
      code: '23505',
      statusCode: 409,
      detail: 'Marjorie Secretname',
    });
  }

  @Get('ledger/entries')
  @Route({ can: 'ledger:search', gives: 'content', summary: 'Ledger' })
  ledger(): object {
    return { items: [] };
  }
}

export class FakeDirectory extends StaffDirectory {
  readonly people = new Map<string, KnownPerson>();

  identify(_issuer: string, subject: string): Promise<KnownPerson | null> {
    return Promise.resolve(this.people.get(subject) ?? null);
  }
}

export const person = (changes: Partial<KnownPerson> = {}): KnownPerson => ({
  staffId: '018f0000-0000-7000-8000-000000000001',
  agencyId: 'weald',
  agencyType: 'district-council',
  roles: ['caseworker'],
  teams: ['weald-housing'],
  employedBy: changes.agencyId ?? 'weald',
  ...changes,
});

export type Tiny = {
  app: HttpApp;
  url: string;
  port: number;
  issuer: TestIssuer;
  directory: FakeDirectory;
  log: string[];
  refused: RefusedAttempt[];
  recording: { fails: boolean };
  config: Config;
  stop(): Promise<void>;
};

type Wanted = { issuers?: TestIssuer[]; controllers?: (new () => object)[]; drainMs?: number };

/** A whole service around three controllers: real Fastify, real tokens; only the people and the recorder are pretended. */
export const startTiny = async ({ issuers, controllers = [], drainMs = 0 }: Wanted = {}): Promise<Tiny> => {
  const trusted = issuers ?? [await TestIssuer.start()];
  const directory = new FakeDirectory();
  directory.people.set('amira', person());
  const refused: RefusedAttempt[] = [];
  const recording = { fails: false };
  const record = (attempt: RefusedAttempt): Promise<void> =>
    recording.fails ? Promise.reject(new Error('ledger down')) : Promise.resolve(void refused.push(attempt));

  @Module({
    providers: [
      { provide: StaffDirectory, useValue: directory },
      { provide: REFUSED_ATTEMPTS, useValue: record },
    ],
    exports: [StaffDirectory, REFUSED_ATTEMPTS],
  })
  class Outside {}
  @Module({ imports: [AccessModule.asking({ imports: [Outside] })], controllers: [ThingsController, OddsController, ...controllers] })
  class TinyModule {}

  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'info',
    drainMs,
    demo: false,
    serviceDatabaseUrl: 'postgres://none',
    subjectSecret: 'x'.repeat(32),
    issuers: trusted.map(({ settings }) => settings),
  };
  const log: string[] = [];
  const app = await createHttp(TinyModule, config, { logTo: { write: (line) => void log.push(line) } });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (!stopped) await stopGracefully(app, config);
    stopped = true;
    await Promise.all(trusted.map((one) => one.stop()));
  };
  return { app, url, port: Number(new URL(url).port), issuer: trusted[0]!, directory, log, refused, recording, config, stop };
};
