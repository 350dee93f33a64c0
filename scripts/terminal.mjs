/** What the launchers print: steps with their time, progress for anything slow, failures in one line. */

/** A failure the reader can act on: the message says what is wrong and what to do. */
export class Failure extends Error {}

const started = performance.now();
const live = process.stderr.isTTY === true;

export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/** Time since this process began, for people: `4.2 s`. */
export const elapsed = () => seconds(started);

/**
 * Runs one step and prints its name with the time it took. `work` gets `progress(text)`; the latest text is shown
 * every second on a terminal, every two seconds elsewhere. `work` may give a string to print after the name.
 */
export async function step(name, work) {
  const from = performance.now();
  let latest = '';
  const show = () => {
    const line = `  … ${name}, ${seconds(from)}${latest ? `: ${latest}` : ''}`;
    process.stderr.write(live ? `\r\x1b[K${line.slice(0, (process.stderr.columns || 100) - 1)}` : `${line}\n`);
  };
  const timer = setInterval(show, live ? 1000 : 2000);
  try {
    const note = await work((text) => {
      latest = String(text).trim().split('\n').at(-1);
    });
    clearInterval(timer);
    if (live) process.stderr.write('\r\x1b[K');
    say(`  ✓ ${name}${typeof note === 'string' ? `: ${note}` : ''} (${seconds(from)})`);
  } finally {
    clearInterval(timer);
    if (live) process.stderr.write('\r\x1b[K');
  }
}

/** Prints a failure in one line, the stack only under DEBUG=1. Gives the exit code. */
export function explain(error) {
  const expected = error instanceof Failure;
  const first = String(error?.message ?? error).trim().split('\n')[0];
  process.stderr.write(`✗ ${first}${expected ? '' : ' (unexpected: run again with DEBUG=1 to see where)'}\n`);
  if (process.env.DEBUG === '1') process.stderr.write(`${error?.stack ?? error}\n`);
  return 1;
}
