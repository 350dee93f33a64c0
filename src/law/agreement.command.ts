import { SystemClock } from '../platform/index.js';
import { agreementProblems } from './check-agreement.js';
import { loadLaw } from './load-law.js';
import { complain, readJsonFile, UnusableFile } from './operator-file.js';

/**
 * `agreement check FILE`: one agreement, checked as a draft is; `-` reads standard input. Each problem is one line on standard
 * output, naming the clause. Needs no database, and so cannot say whether an agency that is named is registered.
 * @returns exit code: 0 and "no problems"; 1 with the problems; 2 with one line on standard error
 */
export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) return complain('usage: accord agreement check FILE (or - for standard input)');
  try {
    const problems = agreementProblems(await readJsonFile(file), loadLaw(), { today: new SystemClock().today() });
    process.stdout.write(problems.length === 0 ? 'no problems\n' : problems.map(({ pointer, detail }) => `${pointer || '/'}: ${detail}\n`).join(''));
    return problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UnusableFile) return complain(`accord agreement check: ${error.message}`);
    throw error;
  }
}
