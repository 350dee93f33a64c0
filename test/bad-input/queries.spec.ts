/** Odd queries and cursors on every list: refused with 400, or answered with what the caller may see and nothing else. */
import { FromAbove, signIn } from '../support/live.js';
import { expectProblem, type Send } from '../support/tiny-client.js';

const lists: [name: string, who: string, path: string][] = [
  ['agencies', 'housing-officer', '/v1/agencies'], ['teams', 'housing-officer', '/v1/agencies/downshire-police/teams'], ['staff', 'administrator', '/v1/staff'], ['concerns', 'housing-officer', '/v1/concerns'],
  ['referrals', 'police-marac-lead', '/v1/referrals'], ['ledger', 'ig-officer', '/v1/ledger/entries?auditPurpose=self-monitoring'],
];
const above = new FromAbove();
const sends = new Map<string, Send>();
beforeAll(async () => {
  for (const [name, who] of lists) sends.set(name, (await signIn(who)).send);
});
afterAll(() => above.close());

const join = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;
const get = (name: string, path: string, query: string) => sends.get(name)!('GET', join(path, query));

describe.each(lists)('the list of %s', (name, _who, path) => {
  it.each(['0', '101', '-1', '1e1', '1.0', '0x1e', '07', '+7', '%207', '7%20', '', 'NaN', 'null', '%D9%A3', '9007199254740993', '25n', 'true', '[]', '1,2'])('limit=%s is none', async (limit) => {
    const answer = await get(name, path, `limit=${limit}`);
    expectProblem(answer, 400, 'bad-request');
    expect(answer.json.errors).toEqual([{ parameter: 'limit', detail: 'must be a whole number from 1 to 100' }]);
  });

  it.each([
    'limit=1&limit=1', 'limit[]=1', 'limit[$gt]=1', 'limit=1&Limit=1', 'offset=1', 'page=2', 'sort=name', 'order=asc', 'filter=x', 'fields=name', 'include=items', 'where[id]=x', 'agencyId=x', 'q=Dunstall', 'total=true', 'count=true',
    '__proto__=1', '__proto__[x]=1', 'constructor=1', 'toString=1', 'a=%00', '%00=a', 'a=%ff', 'a=%', '=1', 'limit', 'after=%F0%9F%98%80', `after=${'x'.repeat(513)}`, `x=${'y'.repeat(5000)}`,
  ])('?%s is refused', async (query) => {
    const answer = await get(name, path, query);
    expectProblem(answer, 400, 'bad-request');
    expect(answer.text).not.toContain('Dunstall');
  });

  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const nil = '01934f00-0000-7000-8000-00000000dead';
  it.each<[string, string]>([
    ['nothing', ''], ['a word', 'abc'], ['a number', '30'], ['an id', nil], ['base64 of nothing', encoded('')], ['null', encoded(null)], ['an object', encoded({ 0: name, 1: nil })], ['no key', encoded([name])], ['too many keys', encoded([name, nil, nil])],
    ['a number for a key', encoded([name, 1])], ['null for a key', encoded([name, null])], ['a list for a key', encoded([name, [nil]])], ['upper case', encoded([name, nil.toUpperCase()])], ['SQL', encoded([name, `${nil}' OR 1=1--`])], ['NUL', encoded([name, '\u0000'])],
    ['no name', encoded(['', nil])], ['another list', encoded([name === 'concerns' ? 'referrals' : 'concerns', nil])], ['padded', `${encoded([name, nil])}==`], ['white space', `${encoded([name, nil])}%20`], ['not canonical', `${encoded([name, nil]).slice(0, -1)}!`],
  ])('a cursor that is %s is refused', async (_, cursor) => {
    const answer = await get(name, path, `after=${cursor}`);
    expectProblem(answer, 400, 'bad-request');
    if (cursor.length > 8) expect(answer.text).not.toContain(cursor);
  });

  it('its own cursor goes on from there, and cut or used on another list it is refused', async () => {
    const first = await get(name, path, 'limit=1');
    expect(first.status).toBe(200);
    const next = first.json['next'] as string;
    if (next === undefined) return expect((first.json['items'] as unknown[]).length).toBeLessThan(2);
    expect(first.headers.get('link')).toContain(`after=${next}`);
    const second = await get(name, path, `limit=1&after=${next}`);
    expect([second.status, second.json['items']]).toEqual([200, expect.not.arrayContaining(first.json['items'] as object[])]);
    expectProblem(await get(name, path, `after=${next.slice(0, -1)}`), 400, 'bad-request');
    expectProblem(await get(name, path, `after=${next.slice(0, 10)}`), 400, 'bad-request');
    for (const [other, , elsewhere] of lists) if (other !== name) expectProblem(await get(other, elsewhere, `after=${next}`), 400, 'bad-request');
  });
});

describe('a cursor', () => {
  it('carries no permission: in somebody else’s hands it shows them only their own', async () => {
    const [mine, theirs] = [await signIn('gethin-marrowby'), await signIn('amara-thistlewood')];
    const next = (await mine.send('GET', '/v1/concerns?limit=1')).json['next'] as string;
    expect(next).toEqual(expect.any(String));
    const { status, json } = await theirs.send('GET', `/v1/concerns?limit=100&after=${next}`);
    expect(status).toBe(200);
    for (const { id } of json['items'] as { id: string }[]) expect(await above.one('SELECT agency_id FROM accord.concerns WHERE id = $1', [id])).toEqual({ agency_id: 'wealdmere-borough-council' });
  });
});

describe('filters', () => {
  it.each([
    ['concerns', '/v1/concerns', 'state=deleted'], ['concerns', '/v1/concerns', 'state='], ['concerns', '/v1/concerns', 'state=Raised'], ['concerns', '/v1/concerns', 'state=toString'], ['concerns', '/v1/concerns', 'team=police-marac'],
    ['concerns', '/v1/concerns', 'harmType=cuckooing'], ['referrals', '/v1/referrals', 'box=all'], ['referrals', '/v1/referrals', 'box='], ['referrals', '/v1/referrals', 'state=open'], ['referrals', '/v1/referrals', 'purpose=x'],
    ['ledger', '/v1/ledger/entries', 'limit=1'], ['ledger', '/v1/ledger/entries', 'auditPurpose='], ['ledger', '/v1/ledger/entries', 'auditPurpose=curiosity'], ['ledger', '/v1/ledger/entries', 'auditPurpose=constructor'],
    ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'person=30'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'subject='], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'record=null'],
    ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'agency=Downshire%20Police'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'from=2026-11-20'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'from=yesterday'],
    ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'to=2026-11-20T25:00:00Z'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'to=%2B275760-09-13T00:00:00Z'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'from=infinity'],
    ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'operation=read'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'outcome=ok'], ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'before=01934f00-0000-7000-8000-00000000dead'],
    ['ledger', '/v1/ledger/entries?auditPurpose=self-monitoring', 'entry=01934f00-0000-7000-8000-00000000dead'],
  ])('%s: %s with %s is refused', async (name, path, query) => {
    expectProblem(await get(name, path, query), 400, 'bad-request');
  });

  it.each(['0', '-1', '1000001', '2147483648', '1.0', 'latest', '', '0x1'])('version=%s is none', async (version) => {
    const { concern_id: id } = await above.referral('wealdmere-housing-tenancy', 'adults-safeguarding');
    expectProblem(await sends.get('concerns')!('GET', `/v1/concerns/${id}?version=${version}`), 400, 'bad-request');
  });

  it('a query where none is read is refused, not ignored', async () => {
    const { concern_id: id, id: referral } = await above.referral('wealdmere-housing-tenancy', 'adults-safeguarding');
    for (const path of ['/v1/me?x=1', '/v1/vocabularies?list=fields', `/v1/concerns/${id}?expand=items`, `/v1/referrals/${referral}?fields=all`, '/v1/agreements/county-misp-demo?version=1']) {
      expectProblem(await sends.get('concerns')!('GET', path), 400, 'bad-request');
    }
    expectProblem(await sends.get('concerns')!('POST', `/v1/concerns/${id}/share-previews?dryRun=false`, { team: 'adults-safeguarding', purpose: 'safeguarding-adult', fields: ['concern.summary'] }), 400, 'bad-request');
  });

  it('a period that ends before it begins is empty, and no error', async () => {
    const answer = await get('ledger', lists.at(-1)![2], 'from=2026-12-31T00:00:00Z&to=2026-01-01T00:00:00Z');
    expect([answer.status, answer.json]).toEqual([200, { items: [] }]);
  });
});
