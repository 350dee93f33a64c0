import { readFile } from 'node:fs/promises';
import { decide, type Decision, type DecisionRequest, InvalidRequest, type Law } from '../rules/index.js';
import { loadLaw } from './load-law.js';

/** A file of cases that cannot be decided: one line for the operator. */
class BadCases extends Error {}

interface Decided {
  readonly id: string | number;
  readonly decision: Decision;
}

/**
 * `decide FILE`: a JSON array of `{ id, request }` in, a JSON array of `{ id, decision }` out, in the same order; `-` reads
 * standard input. One bad case, and none is answered. Needs no database.
 * @returns exit code: 0, or 2 with one line on standard error and nothing on standard output
 */
export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) return complain('usage: accord decide FILE (or - for standard input)');
  try {
    const law = loadLaw();
    process.stdout.write(asJson(decideAll(await readText(file), law)));
    return 0;
  } catch (error) {
    if (error instanceof BadCases) return complain(`accord decide: ${error.message}`);
    throw error;
  }
}

function complain(line: string): number {
  process.stderr.write(`${line}\n`);
  return 2;
}

async function readText(file: string): Promise<string> {
  if (file === '-') return readStandardInput();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new BadCases(`cannot read ${JSON.stringify(file)} (${why})`);
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function decideAll(text: string, law: Law): Decided[] {
  const input = parse(text);
  if (!Array.isArray(input)) throw new BadCases('the file is not a JSON array of { id, request }');
  return input.map((entry: unknown, at) => decideCase(entry, at, law));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new BadCases('the file is not JSON');
  }
}

/** Keys beside `id` and `request`, such as a scenario or what is expected, are for people and are left alone. */
function decideCase(entry: unknown, at: number, law: Law): Decided {
  const place = `case number ${at + 1}`;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw new BadCases(`${place}: is not an object`);
  const { id, request } = entry as Record<string, unknown>;
  if (!(typeof id === 'string' && id.trim() !== '') && typeof id !== 'number') {
    throw new BadCases(`${place}: id must be a text or a number`);
  }
  try {
    return { id, decision: decide(request as DecisionRequest, law) };
  } catch (error) {
    if (error instanceof InvalidRequest) throw new BadCases(`case ${JSON.stringify(id)}: ${error.message}`);
    throw error;
  }
}

/** One case a line, so that two runs can be compared with everyday tools. */
function asJson(decided: readonly Decided[]): string {
  return decided.length === 0 ? '[]\n' : `[\n${decided.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
}
