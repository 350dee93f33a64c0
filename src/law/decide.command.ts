import { decide, type Decision, type DecisionRequest, InvalidRequest, type Law } from '../rules/index.js';
import { loadLaw } from './load-law.js';
import { complain, readJsonFile, UnusableFile } from './operator-file.js';

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
    process.stdout.write(asJson(decideAll(await readJsonFile(file), law)));
    return 0;
  } catch (error) {
    if (error instanceof UnusableFile) return complain(`accord decide: ${error.message}`);
    throw error;
  }
}

function decideAll(input: unknown, law: Law): Decided[] {
  if (!Array.isArray(input)) throw new UnusableFile('the file is not a JSON array of { id, request }');
  return input.map((entry: unknown, at) => decideCase(entry, at, law));
}

/** Keys beside `id` and `request`, such as a scenario or what is expected, are for people and are left alone. */
function decideCase(entry: unknown, at: number, law: Law): Decided {
  const place = `case number ${at + 1}`;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw new UnusableFile(`${place}: is not an object`);
  const { id, request } = entry as Record<string, unknown>;
  if (!(typeof id === 'string' && id.trim() !== '') && typeof id !== 'number') {
    throw new UnusableFile(`${place}: id must be a text or a number`);
  }
  try {
    return { id, decision: decide(request as DecisionRequest, law) };
  } catch (error) {
    if (error instanceof InvalidRequest) throw new UnusableFile(`case ${JSON.stringify(id)}: ${error.message}`);
    throw error;
  }
}

/** One case a line, so that two runs can be compared with everyday tools. */
function asJson(decided: readonly Decided[]): string {
  return decided.length === 0 ? '[]\n' : `[\n${decided.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`;
}
