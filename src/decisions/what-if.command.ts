import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadLaw, type Agreement } from '../law/index.js';
import { freezeThrough } from '../rules/index.js';
import { openDecisions, progressText } from './open-decisions.js';
import type { Supposed } from './what-if.js';

const usage = `usage: accord what-if [--agreement FILE] [--gateway ID=YYYY-MM-DD|ID=off]… [--agency ID]
  FILE: an agreement as JSON, as if all its parties had signed it; a gateway: as if it were in force from that day, or not at all`;
const drawnEvery = 200;

/** A mistake in the call: one line for the operator. */
class CalledWrongly extends Error {}

/**
 * `what-if`: takes past decisions again under what is supposed, and prints for each agency what would have come out otherwise, as
 * JSON. Nothing is changed. The progress is drawn on standard error. Exit code 0, or 2 where it was called wrongly.
 */
export async function run(args: string[]): Promise<number> {
  try {
    const { agency, ...supposed } = supposedBy(args);
    const { takeAgain, deciders, total, close } = await openDecisions(agency);
    const draw = drawing(total);
    try {
      let before = 0;
      const results: Record<string, object> = {};
      for (const { who, decisions } of deciders) {
        results[who.agencyId] = await takeAgain.supposing(who, supposed, (done) => draw(before + done));
        before += decisions;
      }
      draw(total, true);
      process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
      return 0;
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof CalledWrongly)) throw error;
    process.stderr.write(`accord what-if: ${error.message}\n${usage}\n`);
    return 2;
  }
}

const options = { agreement: { type: 'string' }, gateway: { type: 'string', multiple: true }, agency: { type: 'string' } } as const;
type Values = { agreement?: string | undefined; gateway?: string[] | undefined; agency?: string | undefined };

function supposedBy(args: readonly string[]): Supposed & { agency: string | undefined } {
  const { agreement, gateway = [], agency } = valuesOf(args);
  if (agreement === undefined && gateway.length === 0) throw new CalledWrongly('nothing is supposed');
  return { agency, gateways: gateway.map(gatewayOf), ...(agreement === undefined ? {} : { agreement: textOf(agreement) }) };
}

function valuesOf(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new CalledWrongly((error as Error).message);
  }
}

function gatewayOf(said: string): { gatewayId: string; change: { commencedOn: string | null } } {
  const [, gatewayId = '', day = ''] = /^([a-z0-9-]+)=(off|\d{4}-\d\d-\d\d)$/.exec(said) ?? [];
  if (!loadLaw().gateways.some(({ id }) => id === gatewayId)) throw new CalledWrongly(`--gateway ${JSON.stringify(said)} names no gateway of the catalogue, or no day`);
  return { gatewayId, change: { commencedOn: day === 'off' ? null : day } };
}

function textOf(file: string): Agreement {
  try {
    return freezeThrough(JSON.parse(readFileSync(file, 'utf8')) as Agreement);
  } catch (error) {
    throw new CalledWrongly(`cannot read ${JSON.stringify(file)} (${error instanceof SyntaxError ? 'not JSON' : ((error as NodeJS.ErrnoException).code ?? 'unreadable')})`);
  }
}

/** A bar drawn in place on a terminal, and now and then as a line elsewhere. */
function drawing(total: number): (done: number, ended?: boolean) => void {
  let drawn = 0;
  const { isTTY } = process.stderr;
  return (done, ended = false) => {
    if (!ended && Date.now() - drawn < (isTTY ? drawnEvery : drawnEvery * 10)) return;
    drawn = Date.now();
    process.stderr.write(`${isTTY ? '\r' : ''}${progressText(done, total)}${isTTY && !ended ? '' : '\n'}`);
  };
}
