import { parseArgs } from 'node:util';
import { openDecisions, progressText } from './open-decisions.js';
import type { Replay } from './replay.js';

const usage = 'usage: accord replay [--agency ID]';
const saidEvery = 1000;

/**
 * `replay [--agency ID]`: takes every decision on record again, under the law and agreement that it cites. Prints one line of JSON,
 * and one line for each decision that comes out otherwise or cannot be taken again. Exit code 0: all the same; 1: some are not; 2: called wrongly.
 */
export async function run(args: string[]): Promise<number> {
  const agency = agencyAsked(args);
  if (agency === null) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const { takeAgain, deciders, total, close } = await openDecisions(agency);
  const came: Record<Replay, number> = { same: 0, different: 0, 'other-ruleset': 0, 'not-on-record': 0 };
  let done = 0;
  let said = Date.now();
  try {
    for (const { who } of deciders) {
      await takeAgain.replaying(who, ({ id }, result) => {
        came[result] += 1;
        done += 1;
        if (sayings[result]) process.stderr.write(`decision ${id} of ${who.agencyId} ${sayings[result]}\n`);
        if (Date.now() - said < saidEvery) return;
        said = Date.now();
        process.stderr.write(`${progressText(done, total)}\n`);
      });
    }
  } finally {
    await close();
  }
  // Those that were taken again: others may have been taken since they were counted for the progress.
  process.stdout.write(`${JSON.stringify({ decisions: done, ...came })}\n`);
  return came.different + came['not-on-record'] > 0 ? 1 : 0;
}

/** What is wrong with it, where something is. */
const sayings: Partial<Record<Replay, string>> = { different: 'comes out otherwise', 'not-on-record': 'cites an agreement that is not on record' };

function agencyAsked(args: readonly string[]): string | undefined | null {
  try {
    return parseArgs({ args: [...args], options: { agency: { type: 'string' } } }).values.agency;
  } catch {
    return null;
  }
}
