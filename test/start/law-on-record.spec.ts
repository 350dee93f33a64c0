/** What decisions cite is on record: the service does not start without it, and an older law is rebuilt from it exactly. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { changedLaw, LawBook, loadLaw, type LoadedLaw } from '../../src/law/index.js';
import { recordOf } from '../../src/law/recorded-law.js';
import { openDatabase, type Database } from '../../src/platform/database.js';
import { decide, type DecisionRequest } from '../../src/rules/index.js';
import { at, dropDatabase, environment, migrate, ownDatabase } from '../faults/own-service.js';
import { requests } from '../rules/requests.arbitrary.js';
import { start } from './start-service.js';

const name = `accord_record_${process.pid}`;
const serverUrl = (): string => at(process.env['ADMIN_URL']!, { pathname: '/postgres' });
const release = loadLaw();
/** The service states no what-if dates, and an older catalogue may not know the gateways that they name. */
const asked = requests.map(({ commencements: _whatIf, ...request }) => request as DecisionRequest);
let own: { adminUrl: string; serviceUrl: string };
let admin: pg.Client;
let database: Database;

beforeAll(async () => {
  own = await ownDatabase(serverUrl(), name, { county: false });
  admin = new pg.Client({ connectionString: own.adminUrl });
  await admin.connect();
  database = await openDatabase(own.serviceUrl, 2);
}, 60_000);
afterAll(async () => {
  await Promise.all([admin.end(), database.close()]);
  await dropDatabase(serverUrl(), name);
});

const record = (version: string, content: string): Promise<unknown> =>
  admin.query(`INSERT INTO accord.law_bases (version, content, digest) VALUES ($1, $2, encode(sha256(convert_to($2, 'UTF8')), 'hex')) ON CONFLICT (version) DO UPDATE SET content = excluded.content, digest = excluded.digest`, [version, content]);

describe('the law of this release', () => {
  beforeEach(() => record(release.version, recordOf(release)));

  it('is recorded by migrating, and the service starts', async () => {
    await admin.query('DELETE FROM accord.law_bases WHERE version = $1', [release.version]);
    await migrate(own.adminUrl);
    expect((await admin.query('SELECT content FROM accord.law_bases WHERE version = $1', [release.version])).rows).toEqual([{ content: recordOf(release) }]);
    expect((await start(environment(own.serviceUrl))).code).toBeNull();
  }, 30_000);

  it('not on record: the service does not start, and says what to do', async () => {
    await admin.query('DELETE FROM accord.law_bases WHERE version = $1', [release.version]);
    const { code, said } = await start(environment(own.serviceUrl));
    expect(code).toBe(1);
    expect(said).toEqual(['The service cannot start:', expect.stringContaining(`the law of this release (${release.version}) is not on record: run \`npm run -s accord -- migrate\``)]);
  }, 30_000);

  it('other than what is on record under that version: the service does not start, and migrating does not overwrite it', async () => {
    const other = recordOf(release).replace('1998-09-30', '1998-10-01');
    expect(other).not.toBe(recordOf(release));
    await record(release.version, other);
    const { code, said } = await start(environment(own.serviceUrl));
    expect(code).toBe(1);
    expect(said).toEqual(['The service cannot start:', expect.stringContaining(`config/ says "${release.version}" but differs from what this database recorded under that version: raise the version`)]);
    await expect(migrate(own.adminUrl)).rejects.toThrow('raise the version of what was changed');
    expect((await admin.query('SELECT content FROM accord.law_bases WHERE version = $1', [release.version])).rows).toEqual([{ content: other }]);
  }, 30_000);

  it('cannot be recorded with a digest that is not its own', async () => {
    await expect(admin.query(`UPDATE accord.law_bases SET content = '{"gateways": []}'`)).rejects.toMatchObject({ code: '23514' });
  });
});

describe('an older law', () => {
  /** An older release: other gateways in another order, fewer needs, another vocabulary. */
  const older: LoadedLaw = {
    ...release, version: 'catalogue 0.9, fields 0.9, vocabularies 0.9',
    gateways: release.gateways.filter(({ id }) => id !== 'care-2014-s42').toReversed().map((gateway) => ({ ...gateway, commencedOn: gateway.commencedOn ?? '2020-01-01' })),
    purposes: Object.fromEntries(Object.entries(release.purposes).map(([purpose, fields]) => [purpose, fields.slice(0, 3)])),
  };
  const changes = [
    { number: 1, gatewayId: 'cda-1998-s115', change: { commencedOn: null } },
    { number: 2, gatewayId: 'ca-2004-s16la', change: { commencedOn: '2024-04-01', verified: 'R' } },
    { number: 3, gatewayId: 'cda-1998-s115', change: { commencedOn: '1998-09-30', endsOn: '2027-01-31' } },
  ];

  beforeAll(async () => {
    await record(release.version, recordOf(release));
    await record(older.version, recordOf(older));
    // Past the triggers: how changes come about is shown elsewhere, how they are read back is what counts here.
    await admin.query('BEGIN');
    await admin.query('SET LOCAL session_replication_role = replica');
    for (const { number, gatewayId, change } of changes) {
      await admin.query(`INSERT INTO accord.gateway_changes (id, gateway_id, change, reason, release, based_on, state, proposed_by, proposed_in, proposed_entry, decided_by, decided_in, decided_entry, number)
        VALUES (gen_random_uuid(), $1, $2, 'r', $3, $4 - 1, 'approved', gen_random_uuid(), 'a', gen_random_uuid(), gen_random_uuid(), 'b', gen_random_uuid(), $4)`, [gatewayId, JSON.stringify(change), older.version, number]);
    }
    await admin.query('COMMIT');
  });

  const book = (): LawBook => new LawBook(database, release);
  const sameDecisions = (rebuilt: LoadedLaw, original: LoadedLaw): void => {
    expect(rebuilt.version).toBe(original.version);
    expect(rebuilt.gateways).toEqual(original.gateways);
    fc.assert(fc.property(asked, (request) => {
      // Bytes, not members: a stored decision is compared with what is decided again.
      expect(Buffer.from(JSON.stringify(decide(request, rebuilt)))).toEqual(Buffer.from(JSON.stringify(decide(request, original))));
    }), { numRuns: 300 });
  };

  it.each([0, 1, 2, 3])('of an older release, with its first %d changes, decides as it did, byte for byte', async (number) => {
    sameDecisions(await book().ofBase(older.version, number), changedLaw(older, changes.slice(0, number)));
  });

  it.each([0, 1, 2, 3])('of this release, with the first %d changes, is found by the version that a decision cites', async (number) => {
    const original = changedLaw(release, changes.slice(0, number));
    sameDecisions(await book().named(original.version), original);
    sameDecisions(await book().at(number), original);
  });

  it('today’s is the one with every change', async () => {
    expect((await book().today()).version).toBe(`${release.version}, change 3`);
  });

  it('that this database never saw is nobody’s guess', async () => {
    await expect(book().named('catalogue 0.1, fields 0.1, vocabularies 0.1, change 1')).rejects.toThrow('this database has no law');
    await expect(book().named(`${release.version}, change 9`)).rejects.toThrow('this database has no change 9 of the law');
  });

  it('one that was asked for too early is not remembered as something else', async () => {
    const same = book();
    await expect(same.at(4)).rejects.toThrow('no change 4');
    await admin.query('BEGIN');
    await admin.query('SET LOCAL session_replication_role = replica');
    await admin.query(`INSERT INTO accord.gateway_changes (id, gateway_id, change, reason, release, based_on, state, proposed_by, proposed_in, proposed_entry, decided_by, decided_in, decided_entry, number)
      SELECT gen_random_uuid(), gateway_id, '{"note": "Four."}', reason, release, 3, state, proposed_by, proposed_in, proposed_entry, decided_by, decided_in, decided_entry, 4 FROM accord.gateway_changes WHERE number = 1`);
    await admin.query('COMMIT');
    expect((await same.at(4)).gateways.find(({ id }) => id === 'cda-1998-s115')!.note).toBe('Four.');
  });
});
