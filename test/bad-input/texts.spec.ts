/** Texts of every script come back exactly as they were sent; what is no text does not get in. */
import { FromAbove, signIn } from '../support/live.js';
import { expectProblem } from '../support/tiny-client.js';
import { crews, makeRecords, signEverybodyIn, wholeConcern, type People } from './writes.js';

const above = new FromAbove();
const crew = crews.texts;
let people: People;
beforeAll(async () => {
  people = await signEverybodyIn(crew);
});
afterAll(() => above.close());

const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';
const texts: [string, string][] = [
  ['right to left', 'تقول إنها تخشى العودة إلى البيت. היא מפחדת.'], ['turned round by a control', 'user\u202Etxt.exe\u202C and \u2066isolated\u2069'], ['emoji', `${family} \u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F} \u{1F44B}\u{1F3FD}`],
  ['composed', 'Zoë Ångström, Nguyễn'], ['decomposed, which is not the same', 'Zoë Ångström, Nguyễn'.normalize('NFD')], ['marks upon marks', `Z${'\u0335\u0321\u031B'.repeat(60)}algo`], ['beyond the basic plane', '𠜎𠜱 𝔘𝔫𝔦 𒀀'],
  ['invisible', '\uFEFFa\u200Bb\u00ADc\u2060d'], ['line ends of all kinds', 'a\nb\r\nc\td\u2028e\u2029f'], ['no characters, but storable', '\uFFFE\uFFFF\u{10FFFF}'], ['spaces kept at both ends', '  \u00A0x\u3000  '],
  ['like code', '<script>alert(1)</script> {{x}} ${x} %s \\u0000 \\x00 \'; DROP TABLE concerns; -- $1 $$'], ['quotes', '"“”\'’\\ \\" \\\\'], ['a name that is a name', 'constructor __proto__ toString'], ['Turkish and sharp', 'İstanbul ıI ß ﬁ ǅ'],
  ['10,000 letters', 'x'.repeat(10_000)], ['10,000 emoji', '\u{1F600}'.repeat(10_000)], ['emoji at odd places', `x${'\u{1F600}'.repeat(9_999)}`],
];

describe('a text', () => {
  it.each(texts)('%s is kept as it was sent', async (_, text) => {
    const body = { ...wholeConcern(crew), subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'] }], indicators: [], items: [{ field: 'concern.summary', about: 'S1', text, source: [...text].slice(0, 200).join('').trim() || 'x', statement: 'fact', confidence: 'low' }] };
    const raised = await people.caseworker.send('POST', '/v1/concerns', body);
    expect([raised.status, raised.json.errors]).toEqual([201, undefined]);
    const read = await people.caseworker.send('GET', `/v1/concerns/${String(raised.json['id'])}`);
    expect((read.json['items'] as { text: string; source: string }[]).map((item) => ({ text: item.text, source: item.source }))).toEqual(body.items.map(({ text: sent, source }) => ({ text: sent, source })));
    const listed = await people.caseworker.send('GET', '/v1/concerns?limit=1');
    // What a list cuts off, it does not cut in two.
    expect(listed.text.isWellFormed()).toBe(true);
    expect(JSON.stringify(listed.json)).not.toMatch(/\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])/i);
  });

  it('crosses to a partner as it was sent', async () => {
    const police = await signIn('oluwaseun-adebanji');
    const text = texts.map(([, each]) => each).filter((each) => each.length < 500).join(' ');
    const raised = await police.send('POST', '/v1/concerns', {
      team: 'police-missing-people', harmTypes: ['county-lines'], subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 15, childAtRisk: true, seriousHarm: true, wishes: { state: 'given', reason: text.slice(0, 1900).toWellFormed() } }],
      items: [{ field: 'concern.summary', about: 'S1', text, source: 'x', statement: 'fact', confidence: 'low', on: '2026-11-20' }],
    });
    expect([raised.status, raised.json.errors]).toEqual([201, undefined]);
    const sent = await police.send('POST', `/v1/concerns/${String(raised.json['id'])}/referrals`, { team: crew.team, purpose: 'safeguarding-child', fields: ['concern.summary'], necessity: text.slice(0, 3900).toWellFormed() });
    expect(sent.status).toBe(201);
    const opened = await people.lead.send('GET', `/v1/referrals/${String(sent.json['referralId'])}`);
    const said = (opened.json['items'] as { says: { text?: string } }[]).map(({ says }) => says.text);
    expect(said).toContain(text);
  });

  it.each<[string, string]>([
    ['a bell', 'a\u0007'], ['an escape', '\u001B[2J'], ['a delete', 'a\u007F'], ['a C1 control', 'a\u0085b'], ['one letter too many', 'x'.repeat(10_001)], ['one emoji too many', '\u{1F600}'.repeat(10_001)], ['nothing but spaces', ' \u00A0\u3000\u2003\n'], ['nothing but a byte-order mark', '\uFEFF'],
  ])('that is %s is refused', async (_, text) => {
    const body = { ...wholeConcern(crew), items: [{ field: 'concern.summary', text, source: 'x', statement: 'fact', confidence: 'low' }] };
    const answer = await people.caseworker.send('POST', '/v1/concerns', body);
    expectProblem(answer, 400, 'invalid-body');
    expect(answer.json.errors).toEqual([{ pointer: '/items/0/text', detail: expect.stringContaining('must be text of 1 to 10000 characters') }]);
  });

  it('of the greatest length, a hundred times, is too much for one body, and says so', async () => {
    const item = { field: 'concern.summary', text: 'x'.repeat(10_000), source: 'x', statement: 'fact', confidence: 'low' };
    expectProblem(await people.caseworker.send('POST', '/v1/concerns', { ...wholeConcern(crew), items: Array.from({ length: 100 }, () => item) }), 413, 'payload-too-large');
  });

  it('a hundred items are one concern, and one more is none', async () => {
    const items = (length: number): object[] => Array.from({ length }, (_, at) => ({ field: 'concern.summary', text: `Seen for the ${at}th time, at another place each time.`, source: 'x', statement: 'fact', confidence: 'low' }));
    expect((await people.caseworker.send('POST', '/v1/concerns', { ...wholeConcern(crew), items: items(100) })).status).toBe(201);
    expectProblem(await people.caseworker.send('POST', '/v1/concerns', { ...wholeConcern(crew), items: items(101) }), 400, 'invalid-body');
  }, 30_000);

  it('of a question goes and comes back in any script', async () => {
    const { referral } = await makeRecords(people, crew);
    const text = 'ما الذي تريده؟ \u{1F914}';
    expect((await people.lead.send('POST', `/v1/referrals/${referral}/questions`, { topic: 'wishes', text }, { 'if-match': '"1"' })).status).toBe(200);
    const { json } = await people.lead.send('GET', `/v1/referrals/${referral}`);
    expect((json['history'] as { text: string | null }[]).map((event) => event.text)).toContain(text);
  });
});
