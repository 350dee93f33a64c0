/**
 * The limit that the bench compares with: a bare HTTP server that does nothing but what no disclosure can do without, one durable
 * ledger entry and the read that it permits. No token, no directory, no facts, no rules, no view.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import { PermitWriter } from '../dist/ledger/index.js';
import { uuidv7 } from '../dist/platform/index.js';

const { SERVICE_DATABASE_URL: url, BENCH_CONCERN: concern, BENCH_AGENCY: agency, BENCH_STAFF: staff, PORT: port } = process.env;
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows: [{ found }] } = await client.query('SELECT accord.concern_for($1, $2, $3) AS found', [agency, staff, concern]);
await client.end();
const released = found.concern.items.map(({ id, field, version }) => ({ field, content: id, version }));
const fields = [...new Set(released.map(({ field }) => field))];
const ids = released.map(({ content }) => content);
const permits = new PermitWriter(url);

createServer((request, response) => {
  const entry = {
    id: uuidv7(), at: new Date().toISOString(), operation: 'consultation', outcome: 'permit', actor: { staff, agency, roles: ['caseworker'], session: 'bench' },
    visibleTo: [agency], owner: agency, concern, released, fields, because: {},
  };
  permits.write(entry, (key) => ({ sql: 'SELECT id, body FROM accord.read_under($1, $2, $3, $4)', values: [entry.id, key, agency, ids] })).then(
    (rows) => response.end(JSON.stringify(rows)),
    () => response.writeHead(503).end(),
  );
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
