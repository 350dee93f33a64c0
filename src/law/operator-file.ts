import { readFile } from 'node:fs/promises';

/** A file that an operator named and that cannot be used: one line for the operator. */
export class UnusableFile extends Error {}

/**
 * The JSON in a file; `-` reads standard input. A byte order mark is passed over.
 * @throws UnusableFile saying why
 */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UnusableFile('the file is not JSON');
  }
}

async function readText(file: string): Promise<string> {
  if (file === '-') return readStandardInput();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UnusableFile(`cannot read ${JSON.stringify(file)} (${why})`);
  }
}

async function readStandardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The operator called wrongly: one line on standard error, exit code 2. */
export function complain(line: string): number {
  process.stderr.write(`${line}\n`);
  return 2;
}
