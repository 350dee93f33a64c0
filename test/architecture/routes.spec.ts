/**
 * Every route of the real application: what it declares, and how it answers to no token, to the wrong role and to the
 * wrong agency. A new route fails here until somebody has written down what it can and what it gives.
 */
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { declaredRoutes, roles, rolesThatMay, undeclaredRoutes, type DeclaredRoute, type Permission, type Role } from '../../src/access/index.js';
import { AppModule } from '../../src/app.module.js';
import { createHttp, readConfig } from '../../src/platform/index.js';
import { rootModule } from '../../src/platform/http.js';
import { patient } from '../support/approvals.js';

import { terms } from '../support/agreements.js';
import { baseUrl, FromAbove, signIn, type SignedIn } from '../support/live.js';
import { expectProblem, type Answer } from '../support/tiny-client.js';

/** The whole surface. Change it deliberately, with the route. */
const surface = `
GET /docs                                               public            public
GET /docs/:asset                                        public            public
GET /health                                             public            public
GET /info                                               public            public
GET /metrics                                            public            public
GET /openapi.json                                       public            public
GET /problems/:code                                     public            public
GET /ready                                              public            public
GET /v1/agencies                                        agency:list       nothing
GET /v1/agencies/:agencyId/staff                        concern:wishes    nothing
GET /v1/agencies/:agencyId/teams                        agency:list       nothing
GET /v1/agency-successions                              agency:list       nothing
GET /v1/agreements                                      agreement:read    nothing
GET /v1/agreements/:agreementId                         agreement:read    nothing
GET /v1/agreements/:agreementId/versions                agreement:read    nothing
GET /v1/agreements/:agreementId/versions/:version       agreement:read    nothing
GET /v1/agreements/:agreementId/versions/:version/difference  agreement:read  nothing
GET /v1/approvals                                       approval:list     markers
GET /v1/approvals/:approvalId                           approval:read     content
GET /v1/concerns                                        concern:read      content
GET /v1/concerns/:concernId                             concern:read      content
GET /v1/decisions/:decisionId                           decision:read     markers
GET /v1/decisions/:decisionId/statement                 ledger:read       content
GET /v1/law/gateway-changes                             agreement:read    nothing
GET /v1/law/gateway-changes/:changeId                   agreement:read    nothing
GET /v1/law/gateways                                    agreement:read    nothing
GET /v1/law/gateways/:gatewayId                         agreement:read    nothing
GET /v1/ledger/entries                                  ledger:search     markers
GET /v1/ledger/entries/:entryId                         ledger:read       markers
GET /v1/me                                              me:read           nothing
GET /v1/notices                                         notice:list       markers
GET /v1/referrals                                       referral:list     markers
GET /v1/referrals/:referralId                           referral:open     content
GET /v1/staff                                           staff:read        nothing
GET /v1/tasks                                           task:list         markers
GET /v1/vocabularies                                    vocabulary:read   nothing
GET /v1/what-ifs/:whatIfId                              what-if:run       markers
PATCH /v1/staff/:staffId                                staff:manage      nothing
POST /v1/agency-successions                             agency:succession nothing
POST /v1/agency-successions/:successionId/approval      agency:succession nothing
POST /v1/agency-successions/:successionId/rejection     agency:succession nothing
POST /v1/agreements                                     agreement:draft   nothing
POST /v1/agreements/:agreementId/departure              agreement:sign    nothing
POST /v1/agreements/:agreementId/resumption             agreement:sign    nothing
POST /v1/agreements/:agreementId/suspension             agreement:sign    nothing
POST /v1/agreements/:agreementId/versions               agreement:draft   nothing
POST /v1/agreements/:agreementId/versions/:version/proposal    agreement:draft  nothing
POST /v1/agreements/:agreementId/versions/:version/refusal     agreement:sign   nothing
POST /v1/agreements/:agreementId/versions/:version/signature   agreement:sign   nothing
POST /v1/agreements/:agreementId/versions/:version/withdrawal  agreement:draft  nothing
POST /v1/approvals/:approvalId/approval                 approval:answer   markers
POST /v1/approvals/:approvalId/refusal                  approval:answer   markers
POST /v1/concerns                                       concern:raise     markers
POST /v1/concerns/:concernId/amendments                 concern:amend     markers
POST /v1/concerns/:concernId/raising                    concern:amend     markers
POST /v1/concerns/:concernId/referrals                  concern:share     markers
POST /v1/concerns/:concernId/share-previews             concern:share     markers
POST /v1/concerns/:concernId/who-could-see              concern:share     markers
POST /v1/concerns/:concernId/withdrawal                 concern:withdraw  markers
POST /v1/decisions/:decisionId/referral                 concern:share     markers
POST /v1/law/gateway-changes                            law:propose       nothing
POST /v1/law/gateway-changes/:changeId/approval         law:propose       nothing
POST /v1/law/gateway-changes/:changeId/rejection        law:propose       nothing
POST /v1/notices/:noticeId/acknowledgement              notice:list       markers
POST /v1/referrals/:referralId/acceptance               referral:decide   markers
POST /v1/referrals/:referralId/answers                  referral:answer   markers
POST /v1/referrals/:referralId/decline                  referral:decide   markers
POST /v1/referrals/:referralId/outcome                  referral:decide   markers
POST /v1/referrals/:referralId/questions                referral:ask      markers
POST /v1/staff                                          staff:manage      nothing
POST /v1/tasks/:taskId/outcome                          task:close        markers
POST /v1/tasks/:taskId/reassignment                     task:close        markers
POST /v1/what-ifs                                       what-if:run       markers
PUT /v1/agreements/:agreementId/versions/:version       agreement:draft   nothing
PUT /v1/concerns/:concernId/subjects/:subjectId/must-not-receive  concern:wishes  markers
PUT /v1/concerns/:concernId/subjects/:subjectId/wishes  concern:wishes    markers
`.trim().split('\n').map((line) => line.split(/\s+/).join(' '));

/** The same for every partner, or about nobody: no agency is the wrong one. Not the caller's to hide. */
const openToEveryPartner = [
  'GET /v1/agencies/:agencyId/staff',
  'GET /v1/agencies/:agencyId/teams',
  'GET /v1/agreements/:agreementId',
  'GET /v1/law/gateway-changes/:changeId',
  'GET /v1/law/gateways/:gatewayId',
  'POST /v1/law/gateway-changes/:changeId/approval',
  'POST /v1/law/gateway-changes/:changeId/rejection',
];

/** One person of each role, each of another agency than the records that are asked for. */
const oneOf: Record<Role, string> = {
  'caseworker': 'meera-vallabhan', 'agency-lead': 'nerys-goldthwaite', 'ig-officer': 'rosalind-keddle', 'caldicott-guardian': 'rowena-castellane', 'data-protection-officer': 'seraphina-dowlais', 'mappa-panel': 'aneurin-sebastiani',
  'agency-administrator': 'sushila-gantry', 'service-operator': 'wing-sze-tamlyn',
};

const draft = terms();
const reason = { reason: 'A review is under way.' };
const bodies: Record<string, object> = {
  'POST /v1/agreements': draft, 'POST /v1/agreements/:agreementId/versions': draft, 'PUT /v1/agreements/:agreementId/versions/:version': draft,
  'POST /v1/agreements/:agreementId/versions/:version/signature': { digest: 'a'.repeat(64) }, 'POST /v1/agreements/:agreementId/versions/:version/refusal': reason,
  'POST /v1/agreements/:agreementId/suspension': reason,
  'POST /v1/what-ifs': { gateway: { id: 'cda-1998-s115', commencedOn: null } },
  'POST /v1/agency-successions': { successor: 'east-downshire-council', lastDay: '2030-03-31' },
  'POST /v1/concerns': { team: 'wealdmere-housing-tenancy', harmTypes: ['cuckooing'], subjects: [{ ref: 'S1', roles: ['reporter'] }], items: [] },
  'POST /v1/concerns/:concernId/amendments': { harmTypes: ['cuckooing'] },
  'POST /v1/concerns/:concernId/withdrawal': { reason: 'duplicate' },
  'POST /v1/concerns/:concernId/referrals': { team: 'victim-care-contact', purpose: 'domestic-abuse-risk', fields: ['person.identity'], necessity: 'x' },
  'POST /v1/concerns/:concernId/share-previews': { team: 'victim-care-contact', purpose: 'domestic-abuse-risk', fields: ['person.identity'] },
  'POST /v1/law/gateway-changes': { gatewayId: 'ca-2004-s16la', change: { note: 'x' }, reason: 'x' },
  'POST /v1/law/gateway-changes/:changeId/rejection': { reason: 'x' },
  'POST /v1/approvals/:approvalId/approval': { reason: 'x' },
  'POST /v1/approvals/:approvalId/refusal': { reason: 'x' },
  'POST /v1/referrals/:referralId/questions': { topic: 'wishes' },
  'POST /v1/referrals/:referralId/answers': { answer: 'answered' },
  'POST /v1/referrals/:referralId/decline': { reason: 'not-our-remit' },
  'POST /v1/referrals/:referralId/outcome': { outcome: 'support-in-place' },
  'POST /v1/staff': { name: 'x', position: 'x', issuer: 'https://x.invalid', subject: 'x', roles: ['caseworker'], teams: [] },
  'PATCH /v1/staff/:staffId': { position: 'x' },
  'POST /v1/tasks/:taskId/outcome': { outcome: 'seen' },
  'POST /v1/tasks/:taskId/reassignment': { to: '01934f00-0000-7000-8016-000000000002' },
  'PUT /v1/concerns/:concernId/subjects/:subjectId/wishes': { state: 'given' },
  'PUT /v1/concerns/:concernId/subjects/:subjectId/must-not-receive': { keep: [{ agency: 'downshire-police' }] },
};
const queries: Record<string, string> = {
  'GET /v1/ledger/entries': '?auditPurpose=self-monitoring', 'GET /v1/ledger/entries/:entryId': '?auditPurpose=self-monitoring',
  'GET /v1/decisions/:decisionId': '?auditPurpose=self-monitoring', 'GET /v1/decisions/:decisionId/statement': '?auditPurpose=self-monitoring',
};

type Ids = Readonly<Record<string, string>>;
const nameOf = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;
const fill = (path: string, ids: Ids): string => path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? `unknown-${name}`);
const ask = async (who: SignedIn, route: DeclaredRoute, ids: Ids): Promise<Answer> =>
  who.send(route.method, fill(route.path, ids) + (queries[nameOf(route)] ?? ''), bodies[nameOf(route)], { 'if-match': '"1"' });

const preview = await NestFactory.create(rootModule(AppModule, {} as Parameters<typeof rootModule>[1]), new FastifyAdapter(), { preview: true, logger: false });
const routes = declaredRoutes(preview);
const guarded = routes.filter(({ gives }) => gives !== 'public') as (DeclaredRoute & { can: Permission })[];
const byId = guarded.filter((route) => route.path.includes(':') && !openToEveryPartner.includes(nameOf(route)));

const nobodysId = '01934f00-0000-7000-8000-00000000dead';
const unknown: Ids = {
  agreementId: 'nobodys-agreement', version: '1.0', gatewayId: 'nobodys-gateway',
  ...Object.fromEntries([
    'concernId', 'subjectId', 'referralId', 'entryId', 'staffId', 'decisionId', 'whatIfId', 'successionId', 'taskId', 'noticeId', 'approvalId',
  ].map((name) => [name, nobodysId])),
};
const above = new FromAbove();
let real: Ids;

beforeAll(async () => {
  const referral = await above.referral('lanternfold-idva', 'police-marac');
  const { id: entryId } = await above.one<{ id: string }>('SELECT entry_id AS id FROM accord.referrals WHERE id = $1', [referral.id]);
  const { id: staffId } = await above.one<{ id: string }>(`SELECT id FROM accord.staff WHERE subject = 'marguerite-soyinde'`);
  const { id: noticeId } = await above.one<{ id: string }>('SELECT id FROM accord.notices WHERE referral_id = $1 ORDER BY id LIMIT 1', [referral.id]);
  const { id: taskId } = await above.one<{ id: string }>(`SELECT id FROM accord.tasks WHERE agency_id = 'downshire-police' ORDER BY id LIMIT 1`);
  const { json: succession } = await (await signIn('police-marac-lead')).send('POST', '/v1/agency-successions', { successor: 'downshire-police-and-crime-commissioner', lastDay: '2045-03-31' });
  // Drafted by an agency that none of those who ask belongs to.
  await (await signIn('dilnoza-westerby')).send('POST', '/v1/agreements', draft);
  real = {
    concernId: referral.concern_id, subjectId: referral.subject_id, referralId: referral.id, decisionId: referral.decision_id, entryId, staffId, taskId, noticeId,
    agencyId: 'downshire-police', agreementId: draft['id'] as string, version: '1.0', whatIfId: nobodysId, successionId: succession['id'] as string, approvalId: (await patient()).approvals[0]!.id,
  };
});
afterAll(async () => {
  await above.close();
  await preview.close();
});

describe('the routes of the application', () => {
  it('are these, and each can and gives exactly this', () => {
    expect(routes.map((route) => `${nameOf(route)} ${route.can} ${route.gives}`).sort()).toEqual(surface.toSorted());
  });

  it('include none without a declaration; one that is planted is found, by its handler or by its address', async () => {
    @Controller('planted')
    class Planted {
      @Get('here')
      here(): object {
        return {};
      }
    }
    @Module({ imports: [AppModule], controllers: [Planted] })
    class WithPlant {}
    const config = {
      ...readConfig({ ACCORD_DEMO: 'true', ACCORD_ISSUERS: process.env.ISSUERS_FILE, ACCORD_SUBJECT_SECRET: process.env.SUBJECT_SECRET, SERVICE_DATABASE_URL: process.env.SERVICE_URL }),
      logLevel: 'silent' as never,
    };
    const whole = await createHttp(AppModule, config);
    expect(undeclaredRoutes(whole)).toEqual([]);
    await whole.close();
    const planted = await createHttp(WithPlant, config);
    expect(undeclaredRoutes(planted)).toEqual(['GET /planted/here (Planted.here)']);
    await planted.close();
  }, 30_000);
});

describe('without a token', () => {
  it.each(guarded.map((route) => [nameOf(route), route] as const))('%s answers 401', async (_, route) => {
    const { pathname, search } = new URL(fill(route.path, real) + (queries[nameOf(route)] ?? ''), baseUrl());
    const response = await fetch(`${baseUrl()}${pathname}${search}`, {
      method: route.method, ...(bodies[nameOf(route)] ? { body: JSON.stringify(bodies[nameOf(route)]), headers: { 'content-type': 'application/json' } } : {}),
    });
    expectProblem({ status: response.status, headers: response.headers, text: '', json: (await response.json()) as Answer['json'] }, 401, 'unauthenticated');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="accord"');
  });

  it('what is public answers', async () => {
    const paths = { '/docs/:asset': '/docs/start.js', '/problems/:code': '/problems/not-found' } as Record<string, string>;
    const open = routes.filter(({ gives }) => gives === 'public');
    const statuses = await Promise.all(open.map(async ({ method, path }) => {
      const response = await fetch(`${baseUrl()}${paths[path] ?? path}`, { method });
      await response.arrayBuffer(); // an answer left unread keeps its connection, and jest, waiting
      return response.status;
    }));
    expect(statuses).toEqual(open.map(() => 200));
  });
});

describe('with a role that may not', () => {
  it.each(roles)('a %s is refused everything else, and every refusal is in the ledger', async (role) => {
    const who = await signIn(oneOf[role]);
    const refusing = guarded.filter(({ can }) => !rolesThatMay(can).includes(role));
    const answers = await Promise.all(refusing.map((route) => ask(who, route, real)));
    answers.forEach((answer, index) => {
      expectProblem(answer, 403, 'forbidden');
      expect(answer.json).toMatchObject({ can: refusing[index]!.can, roles: rolesThatMay(refusing[index]!.can) });
      expect(answer.text).not.toContain(real.concernId);
    });
    const told = (await above.entriesOf(who.session)).map(({ operation, outcome, visible_to, leaf }) => ({ operation, outcome, visible_to, route: `${String(leaf.because['method'])} ${String(leaf.because['route'])}`, reason: leaf.because['reason'] }));
    const agency = (await above.one<{ agency_id: string }>('SELECT agency_id FROM accord.staff WHERE subject = $1', [oneOf[role]])).agency_id;
    expect(told.sort((a, b) => a.route.localeCompare(b.route))).toEqual(
      refusing.map((route) => ({ operation: 'refusal', outcome: 'forbidden', visible_to: [agency], route: nameOf(route), reason: 'role-may-not' })).sort((a, b) => a.route.localeCompare(b.route)),
    );
  });

  it('each role may do something, and no role everything', () => {
    const may = (role: Role): number => guarded.filter(({ can }) => rolesThatMay(can).includes(role)).length;
    for (const role of roles) {
      expect(may(role)).toBeGreaterThan(0);
      expect(may(role)).toBeLessThan(guarded.length);
    }
  });
});

/** Answers alike: status, body and every header but what belongs to this one request. */
const comparable = ({ status, headers, json }: Answer): object => ({
  status, json: { ...json, instance: '' }, headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
});

describe('with a token of another agency', () => {
  it.each(byId.map((route) => [nameOf(route), route] as const))('%s answers 404, exactly as for an id that does not exist', async (_, route) => {
    const who = await signIn(oneOf[rolesThatMay(route.can).at(-1)!]);
    const [there, nowhere] = [await ask(who, route, real), await ask(who, route, unknown)];
    expectProblem(there, 404, 'not-found');
    expect(comparable(there)).toEqual(comparable(nowhere));
  });

  it('an attempt on a real record is told to its owner, and to the trespasser’s own officers as if there were none', async () => {
    const who = await signIn(oneOf['agency-lead']);
    await ask(who, byId.find(({ path }) => path === '/v1/concerns/:concernId')!, real);
    const entries = await above.entriesOf(who.session);
    const toldTo = (agency: string): object[] => entries.filter(({ visible_to }) => visible_to.includes(agency));
    expect(toldTo('lanternfold-idva-service')).toEqual([expect.objectContaining({ operation: 'refusal', outcome: 'not-found', visible_to: ['lanternfold-idva-service'] })]);
    expect(toldTo('downshire-victim-care')).toEqual([expect.objectContaining({ operation: 'refusal', outcome: 'not-found', visible_to: ['downshire-victim-care'] })]);
    expect(JSON.stringify(toldTo('downshire-victim-care'))).not.toContain(real.concernId);
  });
});

describe('what gives content', () => {
  const samples: Record<string, { who: string; record: () => Ids }> = {
    'GET /v1/approvals/:approvalId': { who: 'rowena-castellane', record: () => real },
    'GET /v1/concerns': { who: 'marguerite-soyinde', record: () => ({}) },
    'GET /v1/concerns/:concernId': { who: 'marguerite-soyinde', record: () => real },
    'GET /v1/referrals/:referralId': { who: 'shabana-quraishi-holt', record: () => real },
    'GET /v1/decisions/:decisionId/statement': { who: 'dilnoza-westerby', record: () => real },
  };
  const giving = guarded.filter(({ gives }) => gives === 'content');

  it.each(giving.map((route) => [nameOf(route), route] as const))('%s names the ledger entry that permitted it, written by who asked', async (name, route) => {
    const { who, record } = samples[name]!;
    const caller = await signIn(who);
    const answer = await ask(caller, route, record());
    expect(answer.status).toBe(200);
    const [entry, ...others] = await above.entriesOf(caller.session);
    expect(others).toEqual([]);
    expect(answer.headers.get('accord-ledger-entry')).toBe(entry!.id);
    expect(entry!.outcome).toMatch(/^permit/);
    expect(entry!.covers.length).toBeGreaterThan(0);
  });

  it.each(guarded.filter(({ gives, method, path }) => gives !== 'content' && method === 'GET' && !path.includes(':')).map((route) => [nameOf(route), route] as const))(
    '%s gives none, and says so by naming no entry', async (_, route) => {
      const answer = await ask(await signIn(oneOf[rolesThatMay(route.can)[0]!]), route, real);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('accord-ledger-entry')).toBeNull();
    });
});
