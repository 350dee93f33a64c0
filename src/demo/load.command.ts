import { loadCounty } from './load-county.js';
import { openCounty } from './open-county.js';
import { personas } from './personas.js';

const defaultSize = 40;
const usage = 'usage: demo load [--size N]   (N further concerns beyond the stories, 0 to 1000000)';

/**
 * `demo load [--size N]`: fills a service with the demonstration county. Progress goes to standard error, at least every
 * two seconds; the last line of standard output is `{"personas":[…]}`. Answers 0, or 2 where the arguments are wrong.
 */
export async function run(args: string[]): Promise<number> {
  const size = sizeAsked(args[0] === 'load' ? args.slice(1) : args);
  if (size === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const talk = startTalking();
  try {
    const county = await openCounty(process.env);
    try {
      await loadCounty(county, { size, onProgress: talk.say });
    } finally {
      await county.close();
    }
  } finally {
    talk.stop();
  }
  process.stdout.write(`${JSON.stringify({ personas })}\n`);
  return 0;
}

/** The size asked for, the default where none is, null where the arguments make no sense. */
export function sizeAsked(args: readonly string[]): number | null {
  if (args.length === 0) return defaultSize;
  const [name, value, ...more] = args.flatMap((arg) => (arg.startsWith('--size=') ? ['--size', arg.slice(7)] : [arg]));
  if (name !== '--size' || value === undefined || more.length > 0 || !/^(0|[1-9]\d{0,6})$/.test(value)) return null;
  return Number(value) <= 1_000_000 ? Number(value) : null;
}

/** Says what happens, and repeats itself while nothing new has happened for two seconds. */
function startTalking(): { say(text: string): void; stop(): void } {
  const began = Date.now();
  let last = 'Opening the service.';
  const timer = setInterval(() => process.stderr.write(`  still at it after ${Math.round((Date.now() - began) / 1000)} s: ${last}\n`), 1900);
  return {
    say: (text) => {
      last = text;
      timer.refresh();
      process.stderr.write(`${text}\n`);
    },
    stop: () => clearInterval(timer),
  };
}
