/** That an agency ends takes two of its people and two of its successor’s, whatever the service was told to write: every attack as its own role, beside the honest way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type pg from 'pg';
import type { Entry } from '../../src/ledger/entry.js';
import { uuidv7 } from '../../src/platform/ids.js';
import { stored } from '../support/ledger.js';
import { as, unknownId } from '../support/service.js';
import { dayFromNow, employ, found, type Agency } from '../support/successions.js';
import { asService } from './attacker.js';
import { noRight, rowSecurity, TakesTwo, type Enter, type Who } from './takes-two.js';

jest.setTimeout(30_000);
const [notProposed, notDecided, overtaken] = [/^a succession is proposed by an officer or lead/, /^a succession takes two people of the agency/, 'decided already, or proposed by nobody who may'];
const elsewhere = as('ig-officer');
let service: pg.Client;
const two = new TakesTwo(() => service, 'permission-change');
let district: Agency;
let council: Agency;
let lastDay: string;

beforeAll(async () => {
  service = await asService();
  lastDay = await dayFromNow(0);
});
afterAll(() => service.end());
beforeEach(async () => {
  [district, council] = [await found(), await found()];
});

type Entering = (enter: Enter, said: Partial<Entry>) => Promise<string>;
const ownEntry: Entering = (enter, said) => enter(said);
const says = (id: string, step: string, more: object = {}): Partial<Entry> =>
  ({ visibleTo: [district.id, council.id], because: { succession: { id, step, agency: district.id, successor: council.id, lastDay, ...more } } });
let open = '';
type Proposing = { by?: Who; agency?: string; entry?: Entering };
const proposes = (who: Who, { by = who, agency = who.agency, entry = ownEntry }: Proposing = {}): Promise<string> => two.tries(who, async (enter) => {
  open = uuidv7();
  return service.query('INSERT INTO accord.agency_successions (id, agency_id, successor, last_day, proposed_by, entry_id) VALUES ($1, $2, $3, $4, $5, $6)', [open, agency, council.id, lastDay, by.id, await entry(enter, says(open, 'proposed'))]);
});
type Deciding = { step?: 'approved' | 'accepting' | 'accepted' | 'rejected'; entry?: Entering };
const decides = (who: Who, { step = 'approved', entry = ownEntry }: Deciding = {}): Promise<string> => two.tries(who, async (enter) => {
  const reply = await service.query('SELECT accord.decide_succession($1, $2, $3) AS decided', [open, step, await entry(enter, says(open, step))]);
  if (!reply.rows[0].decided) throw new Error(overtaken);
  return reply;
});
const lifetime = async (): Promise<object> => (await stored(`SELECT valid_to IS NULL AS goes_on, successor FROM accord.agencies WHERE id = $1`, [district.id]))[0];
const untouched = { goes_on: true, successor: null };

/** Entries that are none of this step, whoever takes it. */
const falseEntries = (step: string, colleague: Who): Record<string, Entering> => ({
  'no entry': () => Promise.resolve(unknownId()),
  'somebody else’s': (enter, said) => enter(said, colleague),
  'of another operation': (enter, said) => enter({ ...said, operation: 'agreement-change' }),
  'of a refusal': (enter, said) => enter({ ...said, outcome: 'refuse' }),
  'that the successor cannot find': (enter, said) => enter({ ...said, visibleTo: [district.id] }),
  'of another succession': (enter) => enter(says(unknownId(), step)),
  'of another step': (enter) => enter(says(open, step === 'proposed' ? 'approved' : 'proposed')),
  'of another day': (enter) => enter(says(open, step, { lastDay: '2090-01-01' })),
  'of another successor': (enter) => enter(says(open, step, { successor: elsewhere.agency })),
});

describe('a succession', () => {
  it('is proposed in one’s own name, for one’s own agency, by who may', async () => {
    expect(await proposes(district.officer, { by: district.lead, entry: (enter, said) => enter(said, district.lead) })).toMatch(rowSecurity);
    expect(await proposes(elsewhere, { agency: district.id, by: district.officer, entry: (enter, said) => enter(said, district.officer) })).toMatch(rowSecurity);
    expect(await proposes(elsewhere, { agency: district.id })).toMatch(notProposed);
    expect(await proposes({ id: elsewhere.id, agency: district.id })).toMatch(notProposed);
    expect(await proposes(district.caseworker)).toMatch(notProposed);
    expect(await proposes(district.officer)).toBe('done');
  });

  it('is proposed with an entry that says so', async () => {
    for (const [what, entry] of Object.entries(falseEntries('proposed', district.lead))) expect({ what, said: await proposes(district.officer, { entry }) }).toEqual({ what, said: expect.stringMatching(notProposed) });
    expect(await proposes(district.officer)).toBe('done');
  });

  it('is not decided by who proposed it, in another’s name, by the successor, or by who may not', async () => {
    expect(await proposes(district.officer)).toBe('done');
    for (const step of ['approved', 'rejected'] as const) {
      if (step === 'approved') expect(await decides(district.officer)).toMatch(notDecided);
      expect(await decides(district.officer, { step, entry: (enter, said) => enter(said, district.lead) })).toMatch(notDecided);
      expect(await decides(district.caseworker, { step })).toMatch(notDecided);
      if (step === 'approved') expect(await decides(council.officer)).toMatch(notDecided);
      expect(await decides(elsewhere, { step })).toMatch(notDecided);
      expect(await decides({ id: council.officer.id, agency: district.id }, { step })).toMatch(notDecided);
      expect(await decides({ id: '', agency: district.id }, { step, entry: (enter, said) => enter(said, district.lead) })).toMatch(notDecided);
    }
    const gone = await employ(district.id, ['agency-lead']);
    await stored('UPDATE accord.staff SET disabled_at = now() WHERE id = $1', [gone.id]);
    expect(await decides(gone)).toMatch(notDecided);
    expect(await lifetime()).toEqual(untouched);
    expect(await decides(district.lead)).toBe('done');
    expect(await lifetime()).toEqual(untouched);
  });

  it('is accepted by two of the successor in turn, and by nobody for them', async () => {
    expect(await proposes(district.officer)).toBe('done');
    for (const step of ['accepting', 'accepted'] as const) expect(await decides(council.officer, { step })).toBe(overtaken);
    expect(await decides(district.lead)).toBe('done');
    for (const [step, may] of [['accepting', council.officer], ['accepted', council.lead]] as const) {
      for (const who of [district.officer, district.lead, council.caseworker, elsewhere, { id: district.lead.id, agency: council.id }]) expect(await decides(who, { step })).toMatch(notDecided);
      expect(await decides(may, { step, entry: (enter, said) => enter(said, district.lead) })).toMatch(notDecided);
      for (const [what, entry] of Object.entries(falseEntries(step, step === 'accepted' ? council.officer : council.lead))) expect({ what, said: await decides(may, { step, entry }) }).toEqual({ what, said: expect.stringMatching(notDecided) });
      if (step === 'accepted') expect(await decides(council.officer, { step })).toMatch(notDecided);
      expect(await lifetime()).toEqual(untouched);
      expect(await decides(may, { step })).toBe('done');
    }
    expect(await lifetime()).toEqual({ goes_on: false, successor: council.id });
    for (const step of ['accepted', 'rejected'] as const) expect(await decides(council.lead, { step })).toBe(overtaken);
  });

  it('takes no step on an entry of an earlier transaction', async () => {
    expect(await proposes(district.officer)).toBe('done');
    for (const [who, step] of [[district.lead, 'approved'], [council.officer, 'accepting'], [council.lead, 'accepted']] as const) {
      const older = await two.older(who, says(open, step));
      expect(await decides(who, { step, entry: () => Promise.resolve(older) })).toMatch(notDecided);
      expect(await decides(who, { step })).toBe('done');
    }
    expect(await lifetime()).toEqual({ goes_on: false, successor: council.id });
  });

  it('is approved with an entry that says so, once', async () => {
    expect(await proposes(district.officer)).toBe('done');
    for (const [what, entry] of Object.entries(falseEntries('approved', district.officer))) expect({ what, said: await decides(district.lead, { entry }) }).toEqual({ what, said: expect.stringMatching(notDecided) });
    expect(await lifetime()).toEqual(untouched);
    expect(await decides(district.lead, { step: 'rejected' })).toBe('done');
    for (const step of ['approved', 'accepting', 'accepted', 'rejected'] as const) expect(await decides(district.lead, { step })).toBe(overtaken);
    expect(await lifetime()).toEqual(untouched);
  });

  it('is not brought about, rewritten or taken back by writing so', async () => {
    expect(await proposes(district.officer)).toBe('done');
    for (const sql of [
      `UPDATE accord.agencies SET valid_to = now(), successor = '${council.id}' WHERE id = '${district.id}'`, `INSERT INTO accord.agencies (id, name, type, valid_from) VALUES ('mine', 'Mine', 'police', now())`, `DELETE FROM accord.agencies WHERE id = '${council.id}'`,
      `UPDATE accord.agency_successions SET state = 'approved' WHERE id = '${open}'`, `UPDATE accord.agency_successions SET proposed_by = '${district.lead.id}' WHERE id = '${open}'`, `UPDATE accord.agency_successions SET successor = '${elsewhere.agency}' WHERE id = '${open}'`,
      `INSERT INTO accord.agency_successions (id, agency_id, successor, last_day, state, proposed_by, entry_id) VALUES ('${open}', '${district.id}', '${council.id}', now(), 'approved', '${district.officer.id}', '${open}')`,
      `DELETE FROM accord.agency_successions WHERE id = '${open}'`, 'TRUNCATE accord.agency_successions', `SELECT accord.succession_is_recorded(s, 'proposed', s.agency_id, s.proposed_by, s.entry_id) FROM accord.agency_successions s`,
    ]) expect({ sql, refusal: await two.says(district.lead, sql) }).toEqual({ sql, refusal: expect.stringMatching(noRight) });
    expect(await lifetime()).toEqual(untouched);
  });
});
