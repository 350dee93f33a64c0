/**
 * Decisions a second on one core: typical requests, which are the worked cases and the requests of the published agreements' matrices,
 * each with its whole agreement object as the service holds it (frozen). Run by `npm run bench`; alone: `node scripts/bench-decide.mjs`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from './install.mjs';
import { say } from './terminal.mjs';

const [decisions, rounds] = [200_000, 5];
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** A row's request: the matrix's usual one with the row's differences, its agreement by id. */
function requestsOf({ usual, cases }, agreements) {
  return cases.map(({ request }) => {
    const whole = { ...usual, ...request };
    return typeof whole.agreement === 'string' ? { ...whole, agreement: agreements.get(whole.agreement) } : whole;
  });
}

function typicalRequests(freeze) {
  const published = readdirSync(join(root, 'config/agreements')).map((file) => freeze(readJson(`config/agreements/${file}`)));
  const agreements = new Map(published.map((agreement) => [agreement.id, agreement]));
  const matrices = readdirSync(join(root, 'test/rules/steps')).filter((file) => /^1[5-9]-/.test(file)).map((file) => readJson(`test/rules/steps/${file}`));
  return [...readJson('test/data/cases.json').map(({ request }) => request), ...matrices.flatMap((matrix) => requestsOf(matrix, agreements))];
}

/** The median of several rounds, after one to warm up. Processor time is measured, so that what else runs on the machine counts little. */
export async function benchDecide() {
  await build();
  const load = (file) => import(pathToFileURL(join(root, 'dist', file)).href);
  const [{ decide, freezeThrough }, { loadLaw }] = await Promise.all([load('rules/index.js'), load('law/index.js')]);
  const law = loadLaw();
  const requests = typicalRequests(freezeThrough);
  const round = () => {
    const began = process.cpuUsage();
    let permitted = 0;
    for (let at = 0; at < decisions; at += 1) permitted += decide(requests[at % requests.length], law).permitted.length;
    if (permitted === 0) throw new Error('nothing was permitted');
    const { user, system } = process.cpuUsage(began);
    return decisions / ((user + system) / 1e6);
  };
  round();
  const perSecond = Array.from({ length: rounds }, round).toSorted((a, b) => a - b)[rounds >> 1];
  say(`decide: ${Math.round(perSecond).toLocaleString('en-GB')} decisions a second on one core (${cpus()[0]?.model ?? 'unknown'}); ${decisions.toLocaleString('en-GB')} of ${requests.length} typical requests, median of ${rounds} rounds`);
}

if (process.argv[1] === import.meta.filename) await benchDecide();
