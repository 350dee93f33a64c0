/**
 * src/** → dist/**, migrations/** → dist/migrations/**, by swc, file by file: `npm run build`.
 * Only what changed is compiled; what lost its source is removed; a fresh tree costs one directory walk.
 * Two processes may build at once: one holds the lock, the other waits and then finds everything fresh.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './install.mjs';
import { holdingLock } from './lock.mjs';
import { Failure, explain, say } from './terminal.mjs';

const dist = join(root, 'dist');
const stampFile = join(dist, '.build.json');

/** Jest compiles with these too (jest.config.mjs), so that tests run what is served. */
export const swcOptions = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    target: 'es2022',
    keepClassNames: true,
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

const hash = (text) => createHash('sha256').update(text).digest('base64url').slice(0, 22);
const optionsHash = hash(JSON.stringify(swcOptions) + readFileSync(fileURLToPath(import.meta.url), 'utf8'));

/** `src/a/b.ts` → `a/b.js`; `migrations/1.ts` → `migrations/1.js`; anything that is not TypeScript is copied. */
const outputOf = (source) => source.replace(/^src\//, '').replace(/\.ts$/, '.js');
const isBuilt = (name) => !/\.(spec|d)\.ts$/.test(name);

function walk(folder, found) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(path, found);
    else if (entry.isFile() && isBuilt(entry.name)) {
      const { mtimeMs, size } = statSync(join(root, path));
      found[path] = { mtimeMs, size };
    }
  }
  return found;
}

function sources() {
  const found = {};
  for (const folder of ['src', 'migrations']) {
    if (statSync(join(root, folder), { throwIfNoEntry: false })) walk(folder, found);
  }
  return found;
}

function readStamp() {
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return stamp.options === optionsHash ? stamp.files : {};
  } catch {
    return {};
  }
}

const same = (a, b) => a && a.mtimeMs === b.mtimeMs && a.size === b.size;

function isFresh(now, then) {
  const names = Object.keys(now);
  return names.length > 0 && names.length === Object.keys(then).length && names.every((name) => same(then[name], now[name]));
}

/** Imports between src/ and migrations/ are one folder nearer in dist/: `../../migrations/x.js` → `../migrations/x.js`. */
function relocate(code, source) {
  return code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.[^"']+)\2/g, (whole, before, quote, specifier) => {
    const target = posix.join(posix.dirname(source), specifier);
    if (target.split('/')[0] === source.split('/')[0] || !/^(src|migrations)\//.test(target)) return whole;
    const path = posix.relative(posix.dirname(outputOf(source)), outputOf(target));
    return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  });
}

/** Written beside and renamed, so that nobody ever loads half a file. */
function put(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

function compile(swc, source, text) {
  const output = outputOf(source);
  if (!source.endsWith('.ts')) return put(join(dist, output), text);
  let built;
  try {
    built = swc.transformSync(text.toString('utf8'), { ...swcOptions, swcrc: false, configFile: false, filename: source, sourceFileName: posix.relative(posix.dirname(`dist/${output}`), source) });
  } catch (error) {
    throw new Failure(`${source} does not compile: ${firstSentence(error)}`);
  }
  put(join(dist, `${output}.map`), built.map);
  put(join(dist, output), `${relocate(built.code, source)}\n//# sourceMappingURL=${posix.basename(output)}.map\n`);
}

/** swc draws the error over several lines, with colours; the first sentence and the line are enough. */
function firstSentence(error) {
  const lines = String(error.message).replace(/\x1b\[[0-9;]*m/g, '').split('\n').map((line) => line.trim()).filter(Boolean);
  const place = lines.find((line) => /\[.*:\d+:\d+\]|:\d+:\d+/.test(line))?.match(/:(\d+):\d+/)?.[1];
  return `${lines[0].replace(/^[x×]\s*/, '')}${place ? ` (line ${place})` : ''}`;
}

/** Removes every file of dist/ that no source makes any more, and the folders left empty. */
function sweep(folder, wanted) {
  for (const entry of readdirSync(join(dist, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) sweep(path, wanted);
    else if (!wanted.has(path)) rmSync(join(dist, path), { force: true });
  }
  if (folder !== '' && readdirSync(join(dist, folder)).length === 0) rmdirSync(join(dist, folder));
}

/** Compiles what changed. Gives how many files were written: 0 when all was fresh. */
export async function build() {
  if (isFresh(sources(), readStamp())) return 0;
  try {
    mkdirSync(dist, { recursive: true });
    return await holdingLock(join(root, '.accord/build.lock'), compileChanged);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    throw new Failure(`${error.path} is not writable for this user: build as its owner, or remove ${dist} and ${join(root, '.accord')}`);
  }
}

async function compileChanged() {
  const now = sources();
  const then = readStamp();
  if (Object.keys(now).length === 0) throw new Failure(`${join(root, 'src')} holds nothing to build: is this a whole clone?`);
  const swc = (await import('@swc/core')).default;
  let written = 0;
  for (const [source, stat] of Object.entries(now)) {
    const text = readFileSync(join(root, source));
    stat.hash = hash(text);
    const exists = statSync(join(dist, outputOf(source)), { throwIfNoEntry: false });
    if (exists && then[source]?.hash === stat.hash) continue;
    compile(swc, source, text);
    written += 1;
  }
  sweep('', new Set(['.build.json', ...Object.keys(now).map(outputOf), ...Object.keys(now).map((source) => `${outputOf(source)}.map`)]));
  put(stampFile, JSON.stringify({ options: optionsHash, files: now }));
  return written;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const from = performance.now();
    const written = await build();
    say(written === 0 ? 'dist is fresh' : `${written} files built in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  } catch (error) {
    process.exitCode = explain(error);
  }
}
