/** Nobody drafts, signs, resumes, leaves or confirms past the triggers, whatever the service was told to write. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '../../src/ledger/canonical.js';
import type { Entry } from '../../src/ledger/entry.js';
import { draft, leadOf, officerOf, pair, proposed, signed, terms, type Drafted } from '../support/agreements.js';
import { stored } from '../support/ledger.js';
import { maracCase, toHousing } from '../support/cases.js';
import { as } from '../support/service.js';
import { asService, claim, enter as write, newKey, permitFor, seen, sha256, type Row } from './attacker.js';
import { noRight, rowSecurity, selfConfirmed, TakesTwo, unseen, type Enter, type Who } from './takes-two.js';

jest.setTimeout(30_000);
const [sender, receiver] = pair;
const [ours, ourLead, caseworker] = [officerOf(sender), leadOf(sender), as('idva')];
const [theirs, theirLead, outsider] = [officerOf(receiver), leadOf(receiver), officerOf('saltrise-refuge')];
const [notMoved, notConfirmed, notDrafted] = [/^a step is moved by an officer/, /^a step is confirmed once, by another officer/, /^a change of a draft is made by an officer/];
let service: pg.Client;
const two = new TakesTwo(() => service, 'agreement-change');

beforeAll(async () => {
  service = await asService();
});
afterAll(() => service.end());

type Text = Pick<Drafted, 'id' | 'version' | 'digest'>;
/** What an honest entry says of a step. */
const says = ({ id, version, digest }: Text, step: string): Partial<Entry> => ({ because: { agreement: { id, version }, digest, step } });
const another = (id: string): { content: string; digest: string } => {
  const content = canonicalJson(terms({ id, title: 'Another text' }));
  return { content, digest: sha256(content) };
};

type Entering = (enter: Enter, said: Partial<Entry>) => Promise<string | null>;
const ownEntry: Entering = (enter, said) => enter(said);
type Step = { agency?: string; by?: Who; digest?: string; entry?: Entering };
let lastStep = '';
const moves = (who: Who, it: Text, step: string, { agency = who.agency, by = who, digest = it.digest, entry = ownEntry }: Step = {}): Promise<string> =>
  two.tries(who, async (enter) => {
    lastStep = randomUUID();
    const said = await entry(enter, says({ ...it, digest }, step));
    return service.query('INSERT INTO accord.agreement_steps (id, agreement_id, version, agency_id, step, digest, reason, moved_by, moved_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [lastStep, it.id, it.version, agency, step, digest, 'Why not.', by.id, said]);
  });
const confirms = (who: Who, it: Text, step: string, id: string, { by = who, entry = ownEntry }: Step = {}): Promise<string> =>
  two.tries(who, async (enter) => service.query(`UPDATE accord.agreement_steps SET state = 'done', confirmed_by = $2, confirmed_entry = $3 WHERE id = $1`, [id, by.id, await entry(enter, says(it, step))]));
const moved = async (who: Who, it: Text, step: string): Promise<string> => {
  expect(await moves(who, it, step)).toBe('done');
  return lastStep;
};
const setsState = (who: Who, it: Text, state: string, step: string, entry: Entering = ownEntry): Promise<string> =>
  two.tries(who, async (enter) => service.query('UPDATE accord.agreement_versions SET state = $2, entry_id = $3 WHERE agreement_id = $1', [it.id, state, await entry(enter, says(it, step))]));
const stateOf = async ({ id }: Text): Promise<string> => (await stored('SELECT state FROM accord.agreement_versions WHERE agreement_id = $1', [id]))[0].state;

describe('a draft', () => {
  const drafts = (who: Who, { by = who, agency = who.agency, entry = ownEntry }: Step = {}): Promise<string> => {
    const body = terms({ parties: { kinds: [], agencies: [...pair] } });
    const content = canonicalJson(body);
    const it = { id: body['id'] as string, version: '1.0', digest: sha256(content) };
    return two.tries(who, async (enter) => service.query('INSERT INTO accord.agreement_versions (agreement_id, version, drafted_in, drafted_by, content, digest, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [it.id, it.version, agency, by.id, content, it.digest, await entry(enter, says(it, 'draft'))]));
  };
  type Rewriting = { by: Who; text?: { content: string; digest: string } };
  const rewrites = (who: Who, { id, version }: Text, { by, text = another(id) }: Rewriting): Promise<string> => two.tries(who, async (enter) =>
    service.query('UPDATE accord.agreement_versions SET content = $2, digest = $3, drafted_by = $4, entry_id = $5 WHERE agreement_id = $1', [id, text.content, text.digest, by.id, await enter(says({ id, version, digest: text.digest }, 'redraft'))]));

  it('is one’s own, for one’s own agency, with an entry of its own', async () => {
    expect(await drafts(ours)).toBe('done');
    expect(await drafts(ours, { by: ourLead })).toMatch(rowSecurity);
    expect(await drafts(ours, { agency: receiver })).toMatch(notDrafted);
    expect(await drafts({ id: ours.id, agency: receiver })).toMatch(notDrafted);
    expect(await drafts(caseworker)).toMatch(notDrafted);
    expect(await drafts(ours, { entry: (enter, said) => enter(said, ourLead) })).toMatch(notDrafted);
    expect(await drafts(ours, { entry: (enter) => enter(says({ id: 'another', version: '1.0', digest: '' }, 'draft')) })).toMatch(notDrafted);
  });

  it('is rewritten under one’s own name alone, or one could confirm the signature of one’s own words', async () => {
    const it = await draft();
    expect(await rewrites(ourLead, it, { by: ours })).toMatch(/^whoever rewrites a draft is named/);
    expect(await rewrites(theirs, it, { by: theirs })).toBe(unseen);
    expect(await rewrites(ourLead, it, { by: ourLead })).toBe('done');
  });

  it('is proposed by its own agency, with an entry that says so', async () => {
    const it = await draft();
    expect(await two.says(ours, `UPDATE accord.agreement_versions SET state = 'proposed' WHERE agreement_id = $1`, [it.id])).toMatch(notDrafted);
    expect(await setsState(ours, it, 'proposed', 'propose', (enter, said) => enter(said, ourLead))).toMatch(notDrafted);
    expect(await setsState(ours, it, 'proposed', 'redraft')).toMatch(notDrafted);
    expect(await setsState(theirs, it, 'proposed', 'propose')).toBe(unseen);
    expect(await setsState(ours, it, 'proposed', 'propose')).toBe('done');
  });

  it('that was proposed or signed is not rewritten, signed or declined by writing so, nor goes back', async () => {
    const [open, running] = [await proposed(), await signed()];
    for (const it of [open, running]) {
      expect(await rewrites(ours, it, { by: ours })).toMatch(it === open ? /^an agreement that is proposed does not become proposed/ : /^an agreement that is signed does not become signed/);
      const { content, digest } = another(it.id);
      expect(await two.tries(ours, async (enter) => service.query(`UPDATE accord.agreement_versions SET state = 'withdrawn', content = $2, digest = $3, entry_id = $4 WHERE agreement_id = $1`, [it.id, content, digest, await enter(says({ ...it, digest }, 'withdraw'))])))
        .toMatch(it === open ? /^what was proposed is not rewritten/ : /^an agreement that is signed does not become withdrawn/);
      expect(await setsState(ours, it, 'draft', 'redraft')).toMatch(/does not become draft/);
    }
    for (const state of ['signed', 'declined']) expect(await setsState(ours, open, state, 'withdraw')).toMatch(/^an agreement is signed or declined by its parties/);
    expect(await setsState(ours, open, 'withdrawn', 'withdraw')).toBe('done');
  });
});

it.each([
  `INSERT INTO accord.agreement_versions (agreement_id, version, state, drafted_in, drafted_by, content, digest, entry_id) VALUES ('x-y', '1', 'signed', '${sender}', '${ours.id}', '{}', '', '${randomUUID()}')`,
  'UPDATE accord.agreement_versions SET signed_at = now()', `UPDATE accord.agreement_versions SET drafted_in = '${receiver}'`, 'DELETE FROM accord.agreement_versions',
  `INSERT INTO accord.agreement_parties VALUES ('x-y', '1', '${sender}')`, 'UPDATE accord.agreement_parties SET left_at = NULL', 'DELETE FROM accord.agreement_parties',
  'UPDATE accord.agreement_steps SET lifted_by = id', `UPDATE accord.agreement_steps SET digest = ''`, `UPDATE accord.agreement_steps SET moved_by = '${ourLead.id}'`, 'DELETE FROM accord.agreement_steps', 'TRUNCATE accord.agreement_steps CASCADE',
])('nobody may even ask: %s', async (sql) => {
  expect(await two.says(ours, sql)).toMatch(noRight);
});

describe('a signature', () => {
  let open: Drafted;
  let signing: string;
  beforeAll(async () => {
    open = await proposed();
    signing = await moved(ourLead, open, 'sign');
  });

  it('is not given for another agency, in another’s name, over another text, by who is no officer, or out of turn', async () => {
    expect(await moves(theirs, open, 'sign', { agency: sender })).toMatch(notMoved);
    expect(await moves({ id: ours.id, agency: receiver }, open, 'sign')).toMatch(notMoved);
    expect(await moves({ id: ours.id, agency: receiver }, open, 'sign', { by: theirs, entry: (enter, said) => enter(said, theirs) })).toMatch(notMoved);
    expect(await moves(caseworker, open, 'sign')).toMatch(notMoved);
    expect(await moves(outsider, open, 'sign')).toBe('not a party');
    expect(await moves(theirs, open, 'sign', { digest: another(open.id).digest })).toBe('another text was before this person');
    for (const step of ['suspend', 'resume', 'leave']) expect(await moves(theirs, open, step)).toBe('an agreement that is proposed is not for this');
    expect(await moves(theirs, open, 'sign')).toBe('done');
  });

  type Attempt = [string, () => Promise<string>, string | RegExp];
  const withEntry = (entry: Entering): Promise<string> => confirms(theirLead, open, 'sign', lastStep, { entry });
  const attempts: Attempt[] = [
    ['by who moved it', () => confirms(theirs, open, 'sign', lastStep), selfConfirmed],
    ['by who moved it, in a colleague’s name', () => confirms(theirs, open, 'sign', lastStep, { by: theirLead, entry: (enter, said) => enter(said, theirLead) }), notConfirmed],
    ['by an officer of the other party', () => confirms(ours, open, 'sign', lastStep), unseen],
    ['by an officer of the other party, who says they are of this', () => confirms({ id: ours.id, agency: receiver }, open, 'sign', lastStep), notConfirmed],
    ['by somebody without the role', () => confirms(as('kayleigh-dunstall'), open, 'sign', lastStep), notConfirmed],
    ['without an entry', () => withEntry(() => Promise.resolve(null)), notConfirmed],
    ['with an entry that is not there', () => withEntry(() => Promise.resolve(randomUUID())), notConfirmed],
    ['with somebody else’s entry', () => withEntry((enter, said) => enter(said, theirs)), notConfirmed],
    ['with an entry of another operation', () => withEntry((enter, said) => enter({ ...said, operation: 'permission-change' })), notConfirmed],
    ['with an entry for another agreement', () => withEntry((enter) => enter(says({ ...open, id: 'another' }, 'sign'))), notConfirmed],
    ['with an entry for another step', () => withEntry((enter) => enter(says(open, 'leave'))), notConfirmed],
    ['with an entry over another text', () => withEntry((enter) => enter(says({ ...open, digest: another(open.id).digest }, 'sign'))), notConfirmed],
    ['with an entry that their own agency cannot find', () => withEntry((enter, said) => enter({ ...said, visibleTo: [outsider.agency] })), notConfirmed],
    ['with an entry of another moment', async () => {
      const old = await two.older(theirLead, says(open, 'sign'));
      return withEntry(() => Promise.resolve(old));
    }, notConfirmed],
  ];
  it.each(attempts)('is not confirmed %s', async (_, attempt, refusal) => {
    expect(await attempt()).toEqual(typeof refusal === 'string' ? refusal : expect.stringMatching(refusal));
    expect(await stored('SELECT state, confirmed_by FROM accord.agreement_steps WHERE id = $1', [lastStep])).toEqual([{ state: 'moved', confirmed_by: null }]);
  });

  it('is not confirmed by whoever drafted the text', async () => {
    expect(await confirms(ours, open, 'sign', signing)).toBe('nobody approves their own draft');
  });

  it('runs when two of each party have signed, and not before', async () => {
    expect(await confirms(theirLead, open, 'sign', lastStep)).toBe('done');
    expect(await confirms(theirLead, open, 'sign', lastStep)).toMatch(notConfirmed);
    expect(await stateOf(open)).toBe('proposed');
    // The drafter may be first, and the lead second.
    const mine = await proposed();
    const first = await moved(ours, mine, 'sign');
    expect(await confirms(ourLead, mine, 'sign', first)).toBe('done');
    expect(await stateOf(mine)).toBe('proposed');
    const second = await moved(theirLead, mine, 'sign');
    expect(await confirms(theirs, mine, 'sign', second)).toBe('done');
    expect(await stateOf(mine)).toBe('signed');
    expect(await moves(ours, mine, 'sign')).toBe('an agreement that is signed is not for this');
  });

  it('is not confirmed once whoever moved it is disabled or has lost the role: it is dropped, and moved afresh', async () => {
    const it = await proposed();
    // Somebody of this spec's own, whom no other spec needs at work.
    const leaver = { id: randomUUID(), agency: receiver };
    await stored(`INSERT INTO accord.staff (id, agency_id, issuer, subject, name, position) VALUES ($1::uuid, $2, 'none', $1::uuid::text, 'Somebody', 'Officer')`, [leaver.id, receiver]);
    await stored(`INSERT INTO accord.staff_roles VALUES ($1, 'ig-officer')`, [leaver.id]);
    const moving = await moved(leaver, it, 'sign');
    await stored('UPDATE accord.staff SET disabled_at = now() WHERE id = $1', [leaver.id]);
    expect(await confirms(theirLead, it, 'sign', moving)).toBe('whoever moved it may not any more');
    await stored('UPDATE accord.staff SET disabled_at = NULL WHERE id = $1', [leaver.id]);
    await stored('DELETE FROM accord.staff_roles WHERE staff_id = $1', [leaver.id]);
    expect(await confirms(theirLead, it, 'sign', moving)).toBe('whoever moved it may not any more');
    expect(await stored('SELECT state, confirmed_by FROM accord.agreement_steps WHERE id = $1', [moving])).toEqual([{ state: 'moved', confirmed_by: null }]);
    expect((await it.sign(leadOf(receiver))).body).toMatchObject({ state: 'awaiting-second-person' });
    expect((await it.sign(officerOf(receiver))).body).toMatchObject({ state: 'done' });
    expect(await stored('SELECT state FROM accord.agreement_steps WHERE id = $1', [moving])).toEqual([{ state: 'dropped' }]);
  });
});

describe('an agreement that runs', () => {
  let running: Drafted;
  beforeAll(async () => {
    running = await signed();
  });

  it('suspended by one party, is resumed by two of that party, and by nobody else', async () => {
    const suspended = async (): Promise<boolean> => (await stored('SELECT accord.is_suspended(agreement_id, version) AS on FROM accord.agreement_versions WHERE agreement_id = $1', [running.id]))[0].on;
    expect(await moves(outsider, running, 'suspend')).toBe('not a party');
    expect(await moves(caseworker, running, 'suspend')).toMatch(notMoved);
    const suspension = await moved(theirs, running, 'suspend');
    expect(await confirms(theirLead, running, 'suspend', suspension)).toMatch(notConfirmed);
    expect(await moves(ours, running, 'resume')).toBe('this party has not suspended it');
    const resumption = await moved(theirs, running, 'resume');
    expect(await confirms(theirs, running, 'resume', resumption)).toMatch(selfConfirmed);
    expect(await confirms(ourLead, running, 'resume', resumption)).toBe(unseen);
    expect(await suspended()).toBe(true);
    expect(await confirms(theirLead, running, 'resume', resumption)).toBe('done');
    expect(await suspended()).toBe(false);
  });

  it('left by two of a party, is left', async () => {
    const leaving = await moved(theirs, running, 'leave');
    expect(await confirms(theirs, running, 'leave', leaving)).toMatch(selfConfirmed);
    expect(await confirms(theirLead, running, 'leave', leaving)).toBe('done');
    expect(await stored('SELECT agency_id FROM accord.agreement_parties WHERE agreement_id = $1 AND left_at IS NULL', [running.id])).toEqual([{ agency_id: sender }]);
    for (const step of ['resume', 'sign', 'leave']) expect(await moves(theirLead, running, step)).toBe('not a party');
    expect(await two.tries(theirs, async (enter) => service.query(`UPDATE accord.agreement_steps SET state = 'dropped', confirmed_by = $2, confirmed_entry = $3 WHERE id = $1`, [leaving, theirs.id, await enter(says(running, 'leave'))]))).toBe('not a party');
  });
});

describe('words that went under an agreement', () => {
  const key = newKey();
  const opens = async (who: Who, referral: string, rows: readonly Row[], more: Partial<Entry> = {}): Promise<string[]> => {
    const entry = permitFor({ concern: '', owner: sender, actor: who.id }, rows, { concern: undefined, actor: { staff: who.id, agency: who.agency, roles: [], session: 'test' }, operation: 'disclosure', referral, visibleTo: [...pair], ...more } as object);
    await write(service, entry, key);
    await claim(service, { permit: entry.id, permit_key: key, agency: who.agency, actor: who.id });
    const found = await seen(service);
    await claim(service, { permit: '', permit_key: '', agency: '', actor: '' });
    return found;
  };

  it('are opened by neither side’s forged entry once it is suspended, though another stands; one’s own always', async () => {
    const [it, other] = [await signed(), await signed()];
    const concern = await caseworker.raises(maracCase());
    const { referralId } = await concern.refers(toHousing({ agreement: it.id, fields: ['person.identity', 'concern.summary'] }));
    await leadOf(receiver).takes('questions', referralId, 1, { topic: 'wishes', text: 'May we ring?' });
    const rows = async (table: string): Promise<Row[]> => stored(`SELECT c.id, c.field, c.agency_id, c.concern_id FROM accord.${table} f JOIN accord.contents c ON c.id = f.content_id WHERE f.referral_id = $1 ORDER BY c.id`, [referralId]);
    const [went, answered] = [await rows('referral_items'), await rows('referral_events')];
    const [wentIds, answeredIds] = [went, answered].map((some) => some.map(({ id }) => id));
    const elsewhere = { because: { agreement: { id: other.id, version: '1.0' } } };
    expect([answeredIds!.length, wentIds!.length > 0]).toEqual([1, true]);
    expect([await opens(theirLead, referralId, went), await opens(caseworker, referralId, answered)]).toEqual([wentIds, answeredIds]);
    expect(await opens(caseworker, referralId, answered, { visibleTo: [sender] })).toEqual([]);
    await it.step(ours, 'suspension');
    for (const more of [{}, elsewhere]) expect([await opens(theirLead, referralId, went, more), await opens(caseworker, referralId, answered, more)]).toEqual([[], []]);
    expect([await opens(caseworker, referralId, went), await opens(theirLead, referralId, answered)]).toEqual([wentIds, answeredIds]);
  });
});

it('nobody sees a draft, a proposal, its parties or half a signature of others', async () => {
  const [mine, open] = [await draft(), await proposed()];
  await open.sign(theirs);
  const seenBy = async (who: Who): Promise<number[]> => {
    const counts: number[] = [];
    await two.tries(who, async () => {
      for (const table of ['agreement_versions', 'agreement_parties', 'agreement_steps']) counts.push((await service.query(`SELECT count(*)::int AS n FROM accord.${table} WHERE agreement_id = ANY ($1)`, [[mine.id, open.id]])).rows[0].n);
      return service.query('SELECT 1');
    });
    return counts;
  };
  expect([await seenBy(outsider), await seenBy(theirs), await seenBy(ours)]).toEqual([[0, 0, 0], [1, 2, 1], [2, 2, 0]]);
});
