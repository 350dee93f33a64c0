/**
 * `npm run bench`: what an audited reading costs, as a share of the limit measured in the same run. Both read the same concern,
 * interleaved round by round; figures are the median of the rounds. Before it, decisions a second (bench-decide.mjs); after it,
 * past decisions taken again (bench-what-if.mjs). Options: --seconds N (of each round), --rounds N.
 */
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import http from 'node:http';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { benchDecide } from './bench-decide.mjs';
import { benchWhatIf } from './bench-what-if.mjs';
import { root } from './install.mjs';
import { freePort, startPostgres } from './postgres.mjs';
import { accord, environment, startService } from './service.mjs';
import { say } from './terminal.mjs';

const option = (name, otherwise) => Number(process.argv[process.argv.indexOf(`--${name}`) + 1] ?? otherwise) || otherwise;
const [seconds, rounds] = [option('seconds', 3), option('rounds', 3)];
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const one = (agent, url, headers) => new Promise((resolve, reject) => {
  http.get(url, { agent, headers }, (answer) => {
    answer.resume().on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`))));
  }).on('error', reject);
});

async function load(url, headers, clients) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const end = performance.now() + seconds * 1000;
  const times = [];
  await Promise.all(Array.from({ length: clients }, async () => {
    for (let began = performance.now(); began < end; began = performance.now()) {
      await one(agent, url, headers);
      times.push(performance.now() - began);
    }
  }));
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)] };
}

const home = mkdtempSync(join(tmpdir(), 'accord-bench-'));
chmodSync(home, 0o711);
const closing = [() => rmSync(home, { recursive: true, force: true })];
try {
  await benchDecide();
  const server = await startPostgres({ dataDir: join(home, 'postgres'), keep: false });
  closing.push(() => server.stop());
  const { serviceDatabaseUrl } = await accord(['migrate'], { DATABASE_URL: server.adminUrl });
  const { openDemoKeys, startDemoIssuer, personas } = await import(join(root, 'dist/demo/index.js'));
  const issuer = await startDemoIssuer({ stateDir: join(home, 'issuer') });
  closing.push(() => issuer.stop());
  const env = { ACCORD_DEMO: 'true', ACCORD_ISSUERS: issuer.issuersFile, ACCORD_SUBJECT_SECRET: `demo-${randomBytes(24).toString('hex')}`, SERVICE_DATABASE_URL: serviceDatabaseUrl, LOG_LEVEL: 'silent' };
  await accord(['demo', 'load', '--size', '500'], { ...env, DATABASE_URL: server.adminUrl });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query('ANALYZE');
  const reader = personas.find(({ key }) => key === 'idva');
  const { rows: [concern] } = await admin.query('SELECT id FROM accord.concerns WHERE written_by = $1 ORDER BY id LIMIT 1', [reader.id]);
  const service = await startService({ env, port: await freePort(), logFile: join(home, 'service.log') });
  closing.push(() => service.stop());
  const limitPort = await freePort();
  const limit = spawn(process.execPath, [join(root, 'scripts/bench-limit.mjs')], {
    env: environment({ ...env, PORT: String(limitPort), BENCH_CONCERN: concern.id, BENCH_AGENCY: reader.agency, BENCH_STAFF: reader.id }), stdio: ['ignore', 'pipe', 'inherit'],
  });
  closing.push(() => limit.kill());
  await new Promise((resolve) => limit.stdout.once('data', resolve));

  const token = await (await openDemoKeys(join(home, 'issuer'))).mint('idva');
  const ways = { service: [`${service.url}/v1/concerns/${concern.id}`, { authorization: `Bearer ${token}` }], limit: [`http://127.0.0.1:${limitPort}/`, {}] };
  const { rows: [{ version }] } = await admin.query("SELECT current_setting('server_version') AS version");
  say(`${rounds} rounds of ${seconds} s each, interleaved; ${cpus().length} processors shared by client, service and PostgreSQL ${version}; Node ${process.version}`);
  for (const clients of [1, 8, 32]) {
    const seen = { service: [], limit: [] };
    for (let round = 0; round < rounds; round += 1) for (const [name, [url, headers]] of Object.entries(ways)) seen[name].push(await load(url, headers, clients));
    const figure = (name, key) => median(seen[name].map((each) => each[key]));
    const share = Math.round((100 * figure('service', 'perSecond')) / figure('limit', 'perSecond'));
    say(`${String(clients).padStart(2)} clients: ${Math.round(figure('service', 'perSecond'))}/s, p50 ${figure('service', 'p50').toFixed(1)} ms, p99 ${figure('service', 'p99').toFixed(1)} ms; the limit ${Math.round(figure('limit', 'perSecond'))}/s; share ${share} %`);
  }
  const { rows: [sum] } = await admin.query('SELECT count(*)::int AS entries, count(DISTINCT xid)::int AS commits FROM accord.ledger_entries');
  say(`${sum.entries} ledger entries in ${sum.commits} commits`);
  await admin.end();
  await benchWhatIf({ adminUrl: server.adminUrl, serviceDatabaseUrl, decisions: 100_000 });
} finally {
  while (closing.length > 0) await closing.pop()();
}
