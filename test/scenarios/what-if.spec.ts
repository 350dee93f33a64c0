import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { maracCase, tenant, tenantCase, toHousing, toNeighbourhoodPolice, toPolice } from '../support/cases.js';
import { ledger, stored } from '../support/ledger.js';
import { as, newKey, type Json, type Person } from '../support/service.js';

const officer = as('idva-ig-officer');
const off = { gateway: { id: 'cda-1998-s115', commencedOn: null } };

/** Asks until the run has come to its end. */
const cameOf = async (who: Person, id: string): Promise<Json> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body } = await who.get(`/v1/what-ifs/${id}`);
    if (body.state !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the run did not end');
};
const accord = (...args: string[]): Promise<{ code: number | null; output: string; said: string }> => new Promise((resolve) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/cli.js'), ...args], { env: { PATH: process.env['PATH'], SERVICE_DATABASE_URL: process.env['SERVICE_URL'] } });
  let [output, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.once('close', (code) => resolve({ code, output, said }));
});

describe('what if', () => {
  it('says by agency and field what would have come out otherwise, and changes nothing', async () => {
    const councils = as('nasreen-choudhry-bell');
    const concern = await as('housing-officer').raises(tenantCase({ subjects: [tenant({ wishes: { state: 'not-sought' } })] }));
    const sent = await concern.refers(toNeighbourhoodPolice());
    const asked = await councils.post('/v1/what-ifs', off, { key: newKey() });
    expect(asked.status).toBe(202);
    expect(asked.headers.get('location')).toBe(`/v1/what-ifs/${asked.body.id}`);
    const { state, result, supposed, done } = await cameOf(councils, asked.body.id);
    expect({ state, supposed }).toEqual({ state: 'done', supposed: { gateway: 'cda-1998-s115', commencedOn: 'not-commenced' } });
    expect(result.decisions).toBe(done);
    expect(result.changed).toBeGreaterThan(0);
    expect(result.lines).toContainEqual({ from: councils.agency, to: 'downshire-police', field: 'concern.summary', turn: 'newly-refused', decisions: expect.any(Number) });
    expect(result.lines.every(({ from }: Json) => from === councils.agency)).toBe(true);
    expect(await stored('SELECT id, state, version FROM accord.referrals WHERE concern_id = $1', [concern.id])).toEqual([{ id: sent.referralId, state: 'sent', version: 1 }]);
    expect(await ledger(asked.body.entryId)).toMatchObject({ operation: 'audit-look-up', outcome: 'permit', actor: councils.id, visibleTo: [councils.agency], released: [], because: { whatIf: asked.body.id, supposed: { gateway: 'cda-1998-s115' } } });
  });

  it('is the asker’s own: nobody else can read it, and no caseworker can ask', async () => {
    const asked = await officer.post('/v1/what-ifs', off);
    expect((await as('ig-officer').get(`/v1/what-ifs/${asked.body.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await as('idva').post('/v1/what-ifs', off)).body).toMatchObject({ status: 403, code: 'forbidden' });
    await cameOf(officer, asked.body.id);
  });

  it.each([
    ['supposes nothing', {}, ''], ['names an agreement that is not there', { agreement: { id: 'no-such-agreement', version: '1' } }, '/agreement'],
    ['names a change that nobody proposed', { gatewayChange: '01934f00-0000-7000-8000-00000000dead' }, '/gatewayChange'],
  ])('that %s is refused, and nothing is kept', async (_what, body, pointer) => {
    const kept = await stored('SELECT count(*)::int AS n FROM accord.what_ifs WHERE asked_by = $1', [as('ig-officer').id]);
    expect((await as('ig-officer').post('/v1/what-ifs', body)).body).toMatchObject({ status: 400, code: 'invalid-body', errors: [{ pointer }] });
    expect(await stored('SELECT count(*)::int AS n FROM accord.what_ifs WHERE asked_by = $1', [as('ig-officer').id])).toEqual(kept);
  });

  it('is one at a time for each person: nobody makes the others wait for a heap of theirs', async () => {
    const councils = as('nasreen-choudhry-bell');
    const first = await councils.post('/v1/what-ifs', off);
    await cameOf(councils, first.body.id);
    const asked = (): Promise<Json[]> => stored(`SELECT (SELECT count(*)::int FROM accord.what_ifs WHERE asked_by = $1) AS runs, (SELECT count(*)::int FROM accord.ledger_entries WHERE actor_id = $1 AND leaf::jsonb #> '{because,whatIf}' IS NOT NULL) AS entries`, [councils.id]);
    const runs = (silent: number): Promise<Json[]> => stored(`UPDATE accord.what_ifs SET state = 'running', result = NULL, told_at = clock_timestamp() - make_interval(secs => $2) WHERE id = $1`, [first.body.id, silent]);
    await runs(0);
    const before = await asked();
    expect((await councils.post('/v1/what-ifs', off)).body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining('still running') });
    expect(await asked()).toEqual(before);
    const other = await officer.post('/v1/what-ifs', off);
    expect(other.status).toBe(202);
    await cameOf(officer, other.body.id);
    // One that nobody heard of for a minute was interrupted: it stands in nobody's way.
    await runs(61);
    const again = await councils.post('/v1/what-ifs', off);
    expect(again.status).toBe(202);
    expect(await ledger(again.body.entryId)).toMatchObject({ operation: 'audit-look-up', because: { whatIf: again.body.id } });
    expect((await cameOf(councils, again.body.id)).state).toBe('done');
  });

  it('counts no decision about somebody whose list names the asker', async () => {
    const concern = await as('idva').raises(maracCase());
    const { decisionId } = await concern.refers(toPolice());
    const seenBy = async (staff: string): Promise<boolean> => (await stored(`SELECT id FROM (SELECT set_config('accord.agency', $1, true), set_config('accord.actor', $2, true)) s, LATERAL (SELECT * FROM accord.decisions_after(NULL, 100000)) d WHERE d.id = $3`,
      [officer.agency, staff, decisionId])).length === 1;
    expect(await seenBy(officer.id)).toBe(true);
    await stored('INSERT INTO accord.must_not_receive (id, subject_id, staff_id, recorded_by) VALUES (gen_random_uuid(), $1, $2, $3)', [concern.subject(), officer.id, as('frances-ullathorpe').id]);
    expect(await seenBy(officer.id)).toBe(false);
  });
});

describe('replay', () => {
  it('takes every decision on record again, byte for byte', async () => {
    const constable = as('gethin-marrowby');
    await (await constable.raises(tenantCase({ team: 'police-neighbourhood-wealdmere' }))).refers(toNeighbourhoodPolice({ team: 'wealdmere-community-safety' }));
    // An agency of whose agreements no spec makes time pass.
    const { code, output, said } = await accord('replay', '--agency', constable.agency);
    expect({ code, said: said.match(/otherwise|not on record/g) }).toEqual({ code: 0, said: null });
    const { decisions, same, different } = JSON.parse(output) as Record<string, number>;
    expect(same).toBe(decisions);
    expect({ different, some: decisions! > 0 }).toEqual({ different: 0, some: true });
  }, 30_000);

  it('finds the one that was tampered with', async () => {
    const { decisionId } = await (await as('idva').raises(maracCase())).refers(toHousing());
    const forge = (how: string): Promise<Json[]> => stored(`UPDATE accord.decisions SET record = jsonb_set(record, '{decision,permitted}', $2) WHERE id = $1`, [decisionId, how]);
    const [{ was }] = await stored(`SELECT record #>> '{decision,permitted}' AS was FROM accord.decisions WHERE id = $1`, [decisionId]) as [{ was: string }];
    await forge('["person.safe-address"]');
    try {
      const { code, said } = await accord('replay', '--agency', officer.agency);
      expect({ code, named: said.includes(`decision ${decisionId} of ${officer.agency} comes out otherwise`) }).toEqual({ code: 1, named: true });
    } finally {
      await forge(was);
    }
  }, 30_000);

  it('says how it is called', async () => {
    expect(await accord('replay', '--everything')).toMatchObject({ code: 2, output: '', said: expect.stringContaining('usage: accord replay') });
    expect(await accord('what-if')).toMatchObject({ code: 2, output: '', said: expect.stringContaining('nothing is supposed') });
    expect(await accord('what-if', '--gateway', 'magna-carta=off')).toMatchObject({ code: 2, said: expect.stringContaining('names no gateway') });
  }, 30_000);
});
