/**
 * The operator's commands, each a thin call into a slice and loaded only when asked for, so that `decide` needs neither
 * a database nor the web framework. Exit codes: 0 done, 1 failed, 2 called wrongly.
 */
type Command = (args: string[]) => Promise<number>;

const commands: ReadonlyMap<string, () => Promise<{ run: Command }>> = new Map<string, () => Promise<{ run: Command }>>([
  ['decide', () => import('./law/decide.command.js')],
  ['agreement check', () => import('./law/agreement.command.js')],
  ['migrate', () => import('./law/migrate.command.js')],
  ['demo load', () => import('./demo/load.command.js')],
  ['what-if', () => import('./decisions/what-if.command.js')],
  ['replay', () => import('./decisions/replay.command.js')],
  ['openapi', () => import('./openapi.command.js')],
]);

const usage = 'usage: accord decide FILE | agreement check FILE | migrate | demo load [--size N] | what-if … | replay [--agency ID] | openapi';

async function main(words: readonly string[]): Promise<number> {
  const named = [...commands].find(([name]) => name.split(' ').every((word, at) => words[at] === word));
  if (named === undefined) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const [name, load] = named;
  const { run } = await load();
  return run(words.slice(name.split(' ').length));
}

// A reader that stops early (`accord decide … | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  // The exit code is set rather than the process ended: what was written to a pipe must still reach it.
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`accord: ${error instanceof Error ? error.message : 'failed'}\n`);
  process.exitCode = 1;
}
