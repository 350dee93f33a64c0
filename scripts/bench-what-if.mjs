/**
 * Part of `npm run bench`: past decisions taken again under a supposed law, with its progress bar. Copies the decisions of the
 * demonstration county until there are so many, and times the operator's own command.
 * Alone: node scripts/bench-what-if.mjs [--decisions N]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { build } from './build.mjs';
import { root } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { accord, environment } from './service.mjs';
import { say } from './terminal.mjs';

/** Seconds that the command takes, and what it answers. */
const timed = async (args, env) => {
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], { env: environment(env), stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`accord ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, answer: JSON.parse(output) };
};

const copies = `INSERT INTO accord.decisions (id, concern_id, agency_id, recipient_team, made_by, at, outcome, ruleset, catalogue, agreement, record, entry_id)
  SELECT gen_random_uuid(), d.concern_id, d.agency_id, d.recipient_team, d.made_by, d.at, d.outcome, d.ruleset, d.catalogue, d.agreement, d.record, d.entry_id
  FROM accord.decisions d, generate_series(1, $2) LIMIT $1`;

/** @param {{ adminUrl: string, serviceDatabaseUrl: string, decisions: number }} there a database with the demonstration county */
export async function benchWhatIf({ adminUrl, serviceDatabaseUrl, decisions }) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { rows: [{ count }] } = await admin.query('SELECT count(*)::int FROM accord.decisions');
  await admin.query(copies, [Math.max(0, decisions - count), Math.ceil(decisions / count)]);
  await admin.query('ANALYZE accord.decisions');
  await admin.end();
  const env = { SERVICE_DATABASE_URL: serviceDatabaseUrl };
  const whatIf = await timed(['what-if', '--gateway', 'cda-1998-s115=off'], env);
  const changed = Object.values(whatIf.answer).reduce((sum, one) => sum + one.changed, 0);
  say(`what-if: ${decisions} past decisions taken again in ${whatIf.seconds.toFixed(1)} s, ${changed} of them otherwise`);
  const replay = await timed(['replay'], env);
  say(`replay: the same in ${replay.seconds.toFixed(1)} s, ${replay.answer.same} byte for byte as they were, ${replay.answer.different} otherwise`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const decisions = Number(process.argv[process.argv.indexOf('--decisions') + 1]) || 100_000;
  const home = mkdtempSync(join(tmpdir(), 'accord-bench-'));
  chmodSync(home, 0o711);
  const closing = [() => rmSync(home, { recursive: true, force: true })];
  try {
    await build();
    const server = await startPostgres({ dataDir: join(home, 'postgres'), keep: false });
    closing.push(() => server.stop());
    const { serviceDatabaseUrl } = await accord(['migrate'], { DATABASE_URL: server.adminUrl });
    const { startDemoIssuer } = await import(join(root, 'dist/demo/index.js'));
    const issuer = await startDemoIssuer({ stateDir: join(home, 'issuer') });
    closing.push(() => issuer.stop());
    const env = { ACCORD_DEMO: 'true', ACCORD_ISSUERS: issuer.issuersFile, ACCORD_SUBJECT_SECRET: `demo-${randomBytes(24).toString('hex')}`, SERVICE_DATABASE_URL: serviceDatabaseUrl, LOG_LEVEL: 'silent' };
    await accord(['demo', 'load', '--size', '500'], { ...env, DATABASE_URL: server.adminUrl });
    say(`${cpus().length} processors, Node ${process.version}`);
    await benchWhatIf({ adminUrl: server.adminUrl, serviceDatabaseUrl, decisions });
  } finally {
    while (closing.length > 0) await closing.pop()();
  }
}
