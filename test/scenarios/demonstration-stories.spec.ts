import { beforeAll, describe, expect, it } from '@jest/globals';
import { downshire, stories, type StoryConcern, type StoryShare } from '../../src/demo/index.js';
import { fieldsOf, ledger, stored } from '../support/ledger.js';
import { as, unknownId, type Json, type Person } from '../support/service.js';

const told = stories.flatMap(({ concerns }) => concerns);
const attempts = told.flatMap((concern) => concern.shares.map((share) => [`${concern.key}/${share.key}`, concern, share] as const));
const agencyOf = (team: string): string => downshire.teams.find(({ id }) => id === team)!.agency;
const person = (id: string): Person => as(downshire.staff.find((one) => one.id === id)!.subject);

/** What the loader was answered, under the key that it gave. */
const answered = async (key: string): Promise<Json> => {
  const [row] = await stored('SELECT answer FROM accord.idempotency_keys WHERE key = $1', [`demo:${key.replace(/[^A-Za-z0-9_:.-]/g, '.')}`]);
  expect(row).toBeDefined();
  return row.answer;
};
const entryOf = async (key: string): Promise<ReturnType<typeof ledger>> => {
  const answer = await answered(key);
  return ledger(answer.entryId ?? answer.members.entryId);
};

/** Somebody of the team who may open: not on anybody's list. */
const openerOf = ({ concern }: StoryConcern, team: string): Person => {
  const kept = concern.subjects.flatMap(({ mustNotReceive = [] }) => mustNotReceive).map((one) => ('staff' in one ? one.staff : one.agency));
  return person(downshire.staff.find(({ id, teams, roles }) => teams.includes(team) && !kept.includes(id) && roles.some((role) => role === 'caseworker' || role === 'agency-lead'))!.id);
};

describe.each(told.map((one) => [one.key, one] as const))('%s', (key, { asStaff, concern }) => {
  it('was raised as told, with its entry in the ledger, and reads so for its author', async () => {
    const { id } = await answered(key);
    // Where one field's text is recognised in another's, the entry says that records were combined.
    const combined = await stored('SELECT 1 FROM accord.items WHERE concern_id = $1 AND concern_version = 1 AND cardinality(carries) > 1', [id]);
    expect(await entryOf(key)).toMatchObject({ operation: combined.length > 0 ? 'combination' : 'collection', outcome: 'permit', actor: asStaff, owner: agencyOf(concern.team), concern: id, people: concern.subjects.length, visibleTo: [agencyOf(concern.team)] });
    const read = await person(asStaff).get(`/v1/concerns/${id}`);
    expect(read.body.items.map(({ text }: Json) => text).sort()).toEqual(concern.items.map(({ text }) => text).sort());
    expect(read.body.subjects.map(({ label, roles }: Json) => [label, roles])).toEqual(concern.subjects.map(({ ref, roles }) => [ref, roles]));
  });
});

const checkDecision = ({ expect: want }: StoryShare, decision: Json): void => {
  expect(decision.outcome).toBe(want.outcome);
  if (want.gateway !== undefined) expect(decision.gateway).toBe(want.gateway);
  if (want.duty !== undefined) expect(decision.duty).toBe(want.duty);
  if (want.withheld) expect(decision.withheld).toEqual(want.withheld);
  for (const list of ['permitted', 'approvals', 'obligations', 'reasons'] as const) if (want[list]) expect(decision[list]).toEqual(expect.arrayContaining([...want[list]]));
};

describe.each(attempts)('%s', (key, story, attempt) => {
  it(`came out as told: ${attempt.expect.outcome}`, async () => {
    const [answer, { id: concern }] = [await answered(key), await answered(story.key)];
    const { decisionId, decision } = answer.members ?? answer;
    checkDecision(attempt, decision);
    const [kept] = await stored('SELECT outcome, made_by, record FROM accord.decisions WHERE id = $1', [decisionId]);
    expect(kept).toMatchObject({ outcome: attempt.expect.outcome, made_by: story.asStaff, record: { decision } });
    const entry = await entryOf(key);
    const goes = answer.referralId !== undefined;
    expect(goes).toBe(!['refuse', 'needs-approval'].includes(attempt.expect.outcome));
    const from = agencyOf(story.concern.team);
    expect(entry).toMatchObject({
      operation: goes ? 'disclosure' : 'refusal', outcome: attempt.expect.outcome, actor: story.asStaff, owner: from, concern, decision: decisionId, withheld: attempt.expect.withheld ?? decision.withheld,
      clauses: decision.agreement === undefined && entry.clauses === undefined ? undefined : decision.clauses, recipient: goes ? agencyOf(attempt.share.team) : null, team: goes ? attempt.share.team : null,
      visibleTo: goes ? expect.arrayContaining([from, agencyOf(attempt.share.team)]) : [from], because: { purpose: attempt.share.purpose, reasons: decision.reasons, obligations: decision.obligations },
    });
    expect(entry.gateway ?? null).toBe(decision.gateway);
    expect(fieldsOf(entry.released)).toEqual(goes ? [...decision.permitted].filter((field: string) => field === 'concern.summary' || story.concern.items.some((item) => item.field === field)).sort() : []);
  });
});

const sentAttempts = attempts.filter(([, , { expect: { outcome } }]) => outcome !== 'refuse' && outcome !== 'needs-approval');
describe.each(sentAttempts)('%s', (key, story, { share }) => {
  it('opens for its team with what was sent and nothing else', async () => {
    const { referralId } = await answered(key);
    const sent = await entryOf(key);
    const opener = openerOf(story, share.team);
    expect((await opener.get('/v1/referrals?limit=100')).body.items.map(({ id }: Json) => id)).toContain(referralId);
    const opened = await opener.opens(referralId);
    expect(opened.status).toBe(200);
    expect(opened.body.items.map(({ contentId }: Json) => contentId).sort()).toEqual(sent.released.map(({ content }) => content).sort());
    const stays = story.concern.items.filter(({ field }) => !sent.fields.includes(field));
    for (const { text } of stays) expect(opened.text).not.toContain(JSON.stringify(text).slice(1, -1));
    expect(await ledger(opened.entryId)).toMatchObject({ operation: 'disclosure', actor: opener.id, referral: referralId, fields: sent.fields, visibleTo: sent.visibleTo });
  });
});

describe('the perpetrator’s sister', () => {
  const sister = as('perpetrators-sister');
  const about: string[] = [];
  const referrals: string[] = [];

  beforeAll(async () => {
    for (const { key, shares } of told.filter((one) => one.key.startsWith('marac/'))) {
      about.push((await answered(key)).id);
      for (const { key: share } of shares) referrals.push(...[(await answered(`${key}/${share}`)).referralId].filter(Boolean));
    }
  });

  it('finds nothing in any list, whatever its filter', async () => {
    expect(referrals.length).toBeGreaterThan(3);
    for (const path of ['/v1/referrals?limit=100', '/v1/referrals?box=in&state=sent', '/v1/referrals?box=out', '/v1/concerns?limit=100', '/v1/concerns?state=raised']) {
      const reply = await sister.get(path);
      expect(reply.status).toBe(200);
      for (const id of [...about, ...referrals]) expect(reply.text).not.toContain(id);
      expect(reply.text).not.toMatch(/Rukhsana|Bellamy|Tern Parade|domestic/);
      expect(Object.keys(reply.body).filter((member) => !['items', 'next'].includes(member))).toEqual([]);
    }
  });

  it('opens nothing, byte for byte as with an id that does not exist, and leaves the same in her agency’s ledger', async () => {
    const shape = async (path: string): Promise<object> => {
      const { status, headers, text, etag } = await sister.get(path);
      return { status, etag, text: text.replace(/urn:uuid:[0-9a-f-]+/, ''), headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)) };
    };
    for (const [slice, known] of [['concerns', about], ['referrals', referrals]] as const) {
      const nothing = await shape(`/v1/${slice}/${unknownId()}`);
      expect(nothing).toMatchObject({ status: 404, etag: null });
      for (const id of known) expect(await shape(`/v1/${slice}/${id}`)).toEqual(nothing);
    }
    const seen = await as('malachy-threadwell').searches({ person: sister.id, operation: 'refusal' });
    for (const { owner, concern, referral, outcome } of seen.body.items) expect({ owner, concern, referral, outcome }).toEqual({ owner: null, concern: null, referral: null, outcome: 'not-found' });
  });

  it('may not search the ledger, and her agency’s officer finds no trace of the safe address in it', async () => {
    expect((await sister.searches({})).body).toMatchObject({ status: 403, code: 'forbidden' });
    const { entryId, referralId } = await answered('marac/idva/to-housing-marac');
    const officer = as('malachy-threadwell');
    expect((await officer.looksUp(entryId)).text).not.toContain('safe-address');
    expect((await officer.searches({ record: referralId })).text).not.toContain('safe-address');
    expect((await ledger(entryId)).withheld).toEqual({ 'person.safe-address': 'safe-address' });
  });
});
