/**
 * The door, looked at from the sources: who reads words, who writes permits, who stamps a view as disclosed. Each look is
 * also turned on planted text, so that a look that no longer sees anything is found out. Then the third lock at work.
 */
import { Controller, Get, Res, UseInterceptors } from '@nestjs/common';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { Route } from '../../src/access/index.js';
import { Disclosed } from '../../src/disclosure/index.js';
import { OnlyDisclosed } from '../../src/disclosure/disclosed.interceptor.js';
import type { HttpReply } from '../../src/platform/index.js';
import { startTiny, type Tiny } from '../support/tiny-app.js';
import { expectProblem, sendingTo, type Answer } from '../support/tiny-client.js';

const root = join(import.meta.dirname, '../..');
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((name) => `src/${name.replaceAll('\\', '/')}`).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));

/** Every text of a source that could be SQL: string and template literals, comments left out. */
const textsIn = (source: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));
  return found;
};
const withoutComments = (source: string): string =>
  ts.createPrinter({ removeComments: true }).printFile(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));

const readsWords = (source: string): boolean =>
  textsIn(source).some((text) => /\b(from|join|using|update|copy|only|table|,)\s+("?accord"?\.)?"?contents\b|\bcontents"?\b[^;]*\breturning\b|\bread_under\b|\bopen_contents\b/i.test(text));
const handlesPermits = (source: string): boolean => /\bPermitWriter\b|\bpermits\.write\(/.test(withoutComments(source));
const stamps = (source: string): boolean => /\bthroughTheDoor\b/.test(withoutComments(source));
const talksToTerminal = (source: string): boolean => /\bconsole\s*[.[]|\bprocess\.std(out|err)\b/.test(withoutComments(source));
const runsBeforeTheGuard = (source: string): boolean => /\bNestMiddleware\b|\bMiddlewareConsumer\b|\bconsumer\.apply\(|\bapp\.use\(|\.addHook\(/.test(withoutComments(source));
const answersPastNest = (source: string): boolean => /@Res\(\s*\)|@Response\(|\breply\.(send|raw|hijack)\b|\bStreamableFile\b|@Sse\(|@Next\(/.test(withoutComments(source));

const where = (sees: (source: string) => boolean): string[] => files.filter((name) => sees(readFileSync(join(root, name), 'utf8'))).sort();
const outside = (names: readonly string[], ...folders: string[]): string[] => names.filter((name) => !folders.some((folder) => name.startsWith(folder)));

describe('in the sources', () => {
  it('only src/disclosure/contents.store.ts reads words', () => {
    expect(where(readsWords)).toEqual(['src/disclosure/contents.store.ts']);
  });

  it('only the door and the oversight of the ledger hold what writes permits', () => {
    expect(outside(where(handlesPermits), 'src/ledger/', 'src/disclosure/', 'src/oversight/')).toEqual([]);
  });

  it('only the door stamps a view as disclosed', () => {
    expect(outside(where(stamps), 'src/disclosure/')).toEqual([]);
  });

  it('only commands and the start speak to the terminal', () => {
    expect(where(talksToTerminal).filter((name) => !name.endsWith('.command.ts'))).toEqual(['src/cli.ts', 'src/main.ts']);
  });

  it('nothing runs before the guard but the edge', () => {
    expect(outside(where(runsBeforeTheGuard), 'src/platform/')).toEqual([]);
  });

  it('no handler of a slice answers past the interceptors', () => {
    expect(outside(where(answersPastNest), 'src/platform/')).toEqual([]);
  });

  it.each<[string, (source: string) => boolean, string]>([
    ['a SELECT', readsWords, "await tx.query('SELECT body FROM accord.contents WHERE id = $1', [id]);"],
    ['a count', readsWords, "await tx.query(`select count(*)\n from contents`);"],
    ['a join', readsWords, "await tx.query(`SELECT c.body FROM accord.items i JOIN accord.contents c USING (id) WHERE i.id = ${'$1'}`);"],
    ['a comma join', readsWords, "await tx.query('SELECT c.body FROM accord.items i, accord.contents c');"],
    ['a RETURNING', readsWords, "await tx.query('INSERT INTO accord.contents (id) VALUES ($1) RETURNING body');"],
    ['the reading function', readsWords, "await tx.query('SELECT * FROM accord.read_under($1, $2, $3, $4)');"],
    ['a permit of one’s own', handlesPermits, "import { PermitWriter } from '../ledger/index.js'; new PermitWriter(url);"],
    ['a borrowed writer', handlesPermits, 'await this.permits.write(entry);'],
    ['a stamp', stamps, "return Disclosed.throughTheDoor(view, 'x');"],
    ['a debugging line', talksToTerminal, 'console.log(concern);'],
    ['a middleware', runsBeforeTheGuard, 'class M implements NestMiddleware {}'],
    ['a hook', runsBeforeTheGuard, "instance.addHook('onRequest', f);"],
    ['a raw reply', answersPastNest, 'read(@Res() reply: Reply) { reply.send(words); }'],
  ])('%s would be seen', (_, sees, source) => {
    expect(sees(source)).toBe(true);
    expect(sees(`// ${source.replaceAll('\n', ' ')}`)).toBe(false);
  });

  it('writing words is no reading', () => {
    expect(readsWords("await tx.query('INSERT INTO accord.contents (id, body) SELECT r.id, r.body FROM jsonb_to_recordset($1) AS r(id uuid, body jsonb)');")).toBe(false);
  });
});

describe('to the compiler', () => {
  const snippet = join(root, 'test/architecture/snippet.ts');
  const options: ts.CompilerOptions = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [], skipLibCheck: true };
  const host = ts.createCompilerHost(options);
  const kept = new Map<string, ts.SourceFile | undefined>();

  /** Codes of the compiler's errors in a piece of code that has Disclosed at hand. */
  const errorsOf = (code: string): number[] => {
    const text = `import { Disclosed } from '../../src/disclosure/disclosed.js';\n${code}\nexport { Disclosed };`;
    const program = ts.createProgram([snippet], options, {
      ...host,
      fileExists: (name) => name === snippet || host.fileExists(name),
      readFile: (name) => (name === snippet ? text : host.readFile(name)),
      getSourceFile: (name, version) => {
        if (name === snippet) return ts.createSourceFile(name, text, version);
        if (!kept.has(name)) kept.set(name, host.getSourceFile(name, version));
        return kept.get(name);
      },
    });
    return ts.getPreEmitDiagnostics(program).map(({ code: number }) => number);
  };

  it('a genuine one is one', () => {
    expect(errorsOf("const it: Disclosed<{ text: string }> = Disclosed.throughTheDoor({ text: 'x' }, 'e'); export const general: Disclosed<object> = it;")).toEqual([]);
  });

  it.each<[string, string, number]>([
    ['an object of the same shape', "export const it: Disclosed<{ text: string }> = { view: { text: 'x' }, entryId: 'e' };", 2741],
    ['a class of the same shape', "class Mine { readonly #genuine = true; view = { text: 'x' }; entryId = 'e'; own() { return this.#genuine; } } export const it: Disclosed<{ text: string }> = new Mine();", 2322],
    ['one’s own making', "export const it = new Disclosed({ text: 'x' }, 'e');", 2673],
    ['a descendant', 'export class Mine extends Disclosed<object> {}', 2675],
    ['a bare view from a handler', "export const handler = async (): Promise<Disclosed<{ text: string }>> => ({ text: 'x' });", 2322],
    ['a spread of a genuine one', "export const it: Disclosed<object> = { ...Disclosed.throughTheDoor({}, 'e') };", 2741],
  ])('%s is not', (_, code, error) => {
    const errors = errorsOf(code);
    expect([error, 2739, 2353].some((expected) => errors.includes(expected))).toBe(true);
  });
});

const secret = 'Flat 2, 61 Tern Parade';
const entryId = '018f0000-0000-7000-8000-00000000abcd';
const genuine = (): Disclosed<object> => Disclosed.throughTheDoor({ text: secret }, entryId);

/** What a careless or a cunning handler of a content route might give. */
const fakes: Record<string, () => unknown> = {
  'the bare view': () => ({ text: secret }),
  'a look-alike': () => ({ view: { text: secret }, entryId }),
  'a look-alike with the prototype': () => Object.assign(Object.create(Disclosed.prototype) as object, { view: { text: secret }, entryId }),
  'a stand-in for a genuine one': () => new Proxy(genuine(), {}),
  'a copy': () => ({ ...genuine() }),
  'a list with a genuine one in it': () => [genuine()],
  'a page with a genuine one in it': () => ({ items: [genuine()], next: secret }),
  'text': () => secret,
  'nothing': () => undefined,
  'null': () => null,
  'an error that quotes': () => { throw new Error(secret); },
};

@UseInterceptors(OnlyDisclosed)
@Controller('v1/door')
class DoorController {
  static gives: () => unknown = genuine;

  @Get('content')
  @Route({ can: 'concern:read', gives: 'content' })
  content(): unknown {
    return DoorController.gives();
  }

  @Get('tagged')
  @Route({ can: 'concern:read', gives: 'content' })
  tagged(@Res({ passthrough: true }) reply: HttpReply): unknown {
    reply.header('ETag', '"1"').header('X-Secret', secret);
    return { text: secret };
  }

  @Get('markers')
  @Route({ can: 'concern:read', gives: 'markers' })
  markers(): unknown {
    return DoorController.gives();
  }

  @Get('nothing')
  @Route({ can: 'me:read', gives: 'nothing' })
  nothing(): unknown {
    return DoorController.gives();
  }

  @Get('public')
  @Route({ gives: 'public' })
  open(): unknown {
    return DoorController.gives();
  }
}

describe('the third lock', () => {
  let tiny: Tiny;
  let get: (path: string) => Promise<Answer>;
  beforeAll(async () => {
    tiny = await startTiny({ controllers: [DoorController] });
    const send = sendingTo(tiny.url, `Bearer ${await tiny.issuer.token('amira')}`);
    get = (path) => send('GET', path);
  });
  afterAll(() => tiny.stop());

  it('lets through what came through the door, and names its entry', async () => {
    DoorController.gives = genuine;
    const answer = await get('/v1/door/content');
    expect({ status: answer.status, json: answer.json, entry: answer.headers.get('accord-ledger-entry') }).toEqual({ status: 200, json: { text: secret }, entry: entryId });
    expect(JSON.parse(tiny.log.at(-1)!)).toMatchObject({ route: '/v1/door/content', ledgerId: entryId });
  });

  it.each(Object.entries(fakes))('refuses %s with 500, and nothing of it leaves', async (_, fake) => {
    DoorController.gives = fake;
    const answer = await get('/v1/door/content');
    expectProblem(answer, 500, 'internal');
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain('Tern Parade');
    expect(answer.headers.get('accord-ledger-entry')).toBeNull();
  });

  it.each(['markers', 'nothing', 'public'])('a route that gives %s cannot answer with content, however genuine', async (gives) => {
    DoorController.gives = genuine;
    const answer = await get(`/v1/door/${gives}`);
    expectProblem(answer, 500, 'internal');
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain('Tern Parade');
  });

  it('headers that a refused handler had set do not leave either', async () => {
    const answer = await get('/v1/door/tagged');
    expectProblem(answer, 500, 'internal');
    expect([...answer.headers.keys()]).not.toContain('x-secret');
  });

  it('none of it was logged', () => {
    expect(tiny.log.join('\n')).not.toContain('Tern Parade');
  });
});
