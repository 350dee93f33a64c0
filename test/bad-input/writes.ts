/**
 * Every write of the API as the people of one agency would make it, on records of their own: each spec has an agency to
 * itself, so that what it sends touches nobody else's. And what that agency has in the database, to see that a refusal
 * changed nothing.
 */
import { randomBytes } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { AppModule } from '../../src/app.module.js';
import { describeApi } from '../../src/platform/index.js';
import { signIn, type FromAbove, type SignedIn } from '../support/live.js';

/** An agency that no other spec acts for, and one whose administrator's writes are all refused. */
export type Crew = Readonly<{ agency: string; team: string; caseworker: string; lead: string }>;
export const crews = {
  bodies: { agency: 'downshire-youth-justice', team: 'youth-justice-prevention', caseworker: 'imogen-tavistane', lead: 'rashid-kelloway' },
  addresses: { agency: 'larkhurst-borough-council', team: 'larkhurst-community-safety', caseworker: 'mehwish-tarrandine', lead: 'alasdair-pomfrey' },
  fuzz: { agency: 'downshire-probation', team: 'probation-public-protection', caseworker: 'uzma-farrowdene', lead: 'gareth-nwankwo-lisle' },
  texts: { agency: 'downshire-fire-and-rescue', team: 'fire-safe-and-well', caseworker: 'joseph-banderwick', lead: 'parveen-lockridge' },
} satisfies Record<string, Crew>;
const administered = 'downshire-adult-social-care';
export type Who = 'caseworker' | 'lead' | 'administrator' | 'officer';
export type Write = { name: string; method: string; path: string; who: Who; body: Record<string, unknown>; headers: Record<string, string> };

const item = (field: string, text: string): object => ({
  field, about: 'S1', text, statement: 'fact', source: 'file', confidence: 'high', on: '2026-11-20', marking: 'official-sensitive', grading: { source: 1, information: 'A', handling: 'P', action: 'A1', sanitisation: 'S1' },
  itemKind: 'incident', copiedFrom: [],
});
const indicator = { code: 'cuckooing:others-in-control', basis: 'observed', on: '2026-11-20', about: 'S1', observer: 'the writer' };
const staff = '01934f00-0000-7000-8015-000000000002';

/** Every field that a concern can have, each with a value that it takes. */
export const wholeConcern = ({ team }: Pick<Crew, 'team'>): Record<string, unknown> => ({
  state: 'raised', team, harmTypes: ['county-lines', 'cuckooing'],
  subjects: [{
    ref: 'S1', roles: ['victim-or-possible-victim'], age: 15, atRisk: false, seriousHarm: true, childAtRisk: true, fgmKnown: false, riskLevel: 'high',
    riskAssessment: { dashTicks: 3, professionalJudgement: 'Written.', policeIncidentsIn12Months: 1, lastReferralOn: '2026-01-02', incidentOn: '2026-11-19' },
    wishes: { state: 'given', scope: { purposes: ['safeguarding-child'], agencies: ['downshire-police'] }, askedOn: '2026-11-20', reason: 'Said so.', safeContact: 'After school, by text.', aware: true, afraidOf: [] }, mustNotReceive: [{ staff }],
  }],
  indicators: [{ ...indicator }], items: [item('person.identity', 'Jo Nobody, of no fixed abode.'), item('concern.summary', 'Seen at the station with a stranger.')],
});

export type People = Record<Who, SignedIn>;
export const signEverybodyIn = async (crew: Crew): Promise<People> => {
  const [caseworker, lead, administrator, officer] = await Promise.all([crew.caseworker, crew.lead, 'sushila-gantry', 'idris-cavenhall'].map(signIn));
  return { caseworker: caseworker!, lead: lead!, administrator: administrator!, officer: officer! };
};

const made = async (who: SignedIn, path: string, body: object): Promise<Record<string, unknown>> => {
  const { status, json } = await who.send('POST', path, body);
  if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
  return json;
};

export type Records = { team: string; concern: string; subject: string; item: string; referral: string; agreement: string; task: string };

/** A whole agreement of the officer's agency, every part of it given. */
const wholeAgreement = (id: string): Record<string, unknown> => ({
  id, version: '1.0', title: 'Bent out of shape', tier: 'tier-3', under: 'The county protocol', source: 'A file', verified: 'M(all of it)', parties: { kinds: ['adult-social-care', 'police'], agencies: [administered, 'downshire-police'] },
  controllerRelationship: 'independent-controllers', inForceFrom: '2026-11-20', reviewOn: '2036-11-20', reviewEveryMonths: 24, retention: 'platform-copy', handlingConditions: ['Keep it safe.'], legalReferences: ['Care Act 2014'], dpia: 'In the register', notes: ['None.'],
  clauses: [{ id: 'bent-1', text: 'Names.', source: 'Clause 1', from: ['any-party'], to: ['any-party'], purposes: ['safeguarding-adult'], fields: ['person.identity'], conditions: { wishes: ['given'] } }],
});

/** A concern of the crew's own, a task that a refused sharing of it left, a referral that the police sent to them, and a draft in the crew's name. */
export const makeRecords = async (people: People, { team, agency }: Crew): Promise<Records> => {
  const own = await made(people.caseworker, '/v1/concerns', wholeConcern({ team }));
  const police = await signIn('oluwaseun-adebanji');
  // Somebody in that team is on the person's list: another representative is to be found.
  await people.caseworker.send('POST', `/v1/concerns/${String(own['id'])}/referrals`, { team: 'copperbeck-lettings', purpose: 'safeguarding-child', fields: ['concern.summary'], necessity: 'Needed.' });
  const tasks = (await people.lead.send('GET', '/v1/tasks?limit=100')).json['items'] as { id: string; concern: string }[];
  const { itemKind: _kind, grading: _grading, ...plain } = item('concern.summary', 'Missing since Tuesday, seen at the station.') as Record<string, unknown>;
  const theirs = await made(police, '/v1/concerns', {
    team: 'police-missing-people', harmTypes: ['county-lines'], items: [plain],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 15, childAtRisk: true, seriousHarm: true, wishes: { state: 'given' } }],
  });
  const referral = await made(police, `/v1/concerns/${String(theirs['id'])}/referrals`, { team, purpose: 'safeguarding-child', fields: ['concern.summary'], necessity: 'To keep the child safe.' });
  const [subject] = own['subjects'] as { id: string }[];
  const [first] = own['items'] as { itemId: string }[];
  const drafted = await made(people.officer, '/v1/agreements', wholeAgreement(`bad-input-${agency}-${randomBytes(4).toString('hex')}`));
  return { team, agreement: drafted['id'] as string, concern: own['id'] as string, subject: subject!.id, item: first!.itemId, referral: referral['referralId'] as string, task: tasks.find((task) => task.concern === own['id'])!.id };
};

/** The names of all writes, before there is a record to write on. */
export const namesOfWrites = (): string[] => writesOn({ team: 'x', concern: 'x', subject: 'x', item: 'x', referral: 'x', agreement: 'x', task: 'x' }).map(({ name }) => name);

export const writesOn = ({ team, concern, subject, item: itemId, referral, agreement, task }: Records): Write[] => {
  const share = {
    team: 'police-missing-people', purpose: 'safeguarding-child', forum: 'mash', agreement: 'county-misp-demo', regime: 'uk-gdpr', fields: ['concern.summary', 'person.identity'], items: [itemId],
    necessity: 'Needed.', overrideReason: 'Harm is likely.', relevanceRecorded: ['concern.summary'], moreDetrimental: false, recipientWorksOnCase: true, requesterRole: 'victim',
    boardRequestConditions: { c1: true, c2: true, c3: true, c4: false }, victimInformationRequest: { lineOfEnquiry: true, noticeGiven: true, noticeExempt: false, substantialProbative: false },
  };
  const version = { 'if-match': '"1"' };
  const at = '/v1/concerns/{concernId}';
  const to = '/v1/referrals/{referralId}';
  const its = '/v1/agreements/{agreementId}';
  const reason = { reason: 'A review is under way.' };
  const all: [name: string, who: Who, body: Record<string, unknown>, headers?: Record<string, string>][] = [
    ['POST /v1/concerns', 'caseworker', wholeConcern({ team })],
    [`POST ${at}/amendments`, 'caseworker', { harmTypes: ['cuckooing'], indicators: [{ ...indicator }], items: [item('person.contact', 'Evenings.')], changes: [{ ...item('person.identity', 'Jo Nobody.'), itemId }], removals: [itemId] }, version],
    [`POST ${at}/withdrawal`, 'caseworker', { reason: 'duplicate' }, version],
    [`PUT ${at}/subjects/{subjectId}/wishes`, 'caseworker', { state: 'refused', scope: { purposes: ['safeguarding-child', 'crime-prevention'], agencies: ['downshire-police', 'copperbeck-homes'] }, askedOn: '2026-11-21', reason: 'Said no.', safeContact: 'Never at home.', aware: false, afraidOf: [] }],
    [`PUT ${at}/subjects/{subjectId}/must-not-receive`, 'caseworker', { keep: [{ staff }, { agency: 'copperbeck-homes' }] }],
    [`POST ${at}/share-previews`, 'caseworker', share],
    [`POST ${at}/referrals`, 'caseworker', share],
    [`POST ${to}/questions`, 'lead', { topic: 'wishes', field: 'concern.summary', text: 'Seen alone?' }, version],
    [`POST ${to}/answers`, 'lead', { answer: 'answered', text: 'Yes.' }, version],
    [`POST ${to}/decline`, 'lead', { reason: 'wrong-team' }, version],
    [`POST ${to}/outcome`, 'lead', { outcome: 'safety-plan-agreed' }, version],
    ['POST /v1/tasks/{taskId}/outcome', 'lead', { outcome: 'found', note: 'Their duty manager.' }, { 'if-match': '"999"' }],
    ['POST /v1/tasks/{taskId}/reassignment', 'lead', { to: staff }, { 'if-match': '"999"' }],
    ['POST /v1/approvals/{approvalId}/approval', 'lead', { reason: 'Harm is likely.', code: 'harm-outweighs-wishes' }],
    ['POST /v1/approvals/{approvalId}/refusal', 'lead', { reason: 'Ask her first.', code: 'ask-the-person-first' }],
    ['POST /v1/agency-successions', 'lead', { successor: 'east-downshire-council', lastDay: '2030-03-31' }],
    ['POST /v1/what-ifs', 'officer', { agreement: { id: 'no-such-agreement', version: '1.0' }, gatewayChange: staff, gateway: { id: 'cda-1998-s115', commencedOn: '2027-01-01' } }],
    ['POST /v1/law/gateway-changes', 'officer', { gatewayId: 'no-such-gateway', reason: 'Read in the Act.', change: {
      title: 'Duty to notify', statute: 'Modern Slavery Act 2015, s.52', kind: 'duty', commencedOn: '2015-11-01', endsOn: '2199-12-31', from: ['police'], to: ['home-office-nrm'], orRecipientActingForOne: false,
      purposes: ['modern-slavery-notification'], data: ['ordinary'], excludes: ['patient-info'], liftsConfidence: false, detrimentException: false, requiresConsent: false, verified: 'R', note: 'Read again.',
    } }],
    ['POST /v1/law/gateway-changes/{changeId}/rejection', 'officer', { reason: 'Not so.' }],
    ['POST /v1/agreements', 'officer', wholeAgreement(`${agreement}-new`)],
    [`POST ${its}/versions`, 'officer', { ...wholeAgreement(agreement), version: '2.0' }],
    [`PUT ${its}/versions/{version}`, 'officer', wholeAgreement(agreement), version],
    [`POST ${its}/versions/{version}/signature`, 'officer', { digest: 'a'.repeat(64) }],
    [`POST ${its}/versions/{version}/refusal`, 'officer', reason],
    [`POST ${its}/suspension`, 'officer', reason],
    ['POST /v1/staff', 'administrator', { name: 'New Person', position: 'Adviser', issuer: 'https://id.downshire-partnership.demo.invalid', subject: 'bad-input-person', roles: ['caseworker'], teams: ['adults-locality-east'] }],
    ['PATCH /v1/staff/{staffId}', 'administrator', { name: 'Kwabena Tutton', position: 'Social worker', roles: ['caseworker'], teams: ['adults-locality-east'], disabled: false }, { 'if-match': '"999"' }],
  ];
  const ids: Record<string, string> = {
    concernId: concern, subjectId: subject, referralId: referral, agreementId: agreement, version: '1.0', taskId: task, approvalId: staff, staffId: '01934f00-0000-7000-8007-000000000002',
    changeId: '01934f00-0000-7000-8000-00000000dead',
  };
  return all.map(([name, who, body, headers = {}]) => {
    const [method, path] = name.split(' ') as [string, string];
    return { name, method, path: path.replaceAll(/\{(\w+)\}/g, (_, id: string) => ids[id]!), who, body, headers };
  });
};

/** How many rows the agency has in every table that a write could reach, and the versions they have come to. */
export const footprint = async (above: FromAbove, { agency }: Crew): Promise<Record<string, unknown>> => above.one(`
  WITH mine AS (SELECT id, version, state FROM accord.concerns WHERE agency_id = $1), sent AS (SELECT * FROM accord.referrals WHERE $1 IN (agency_id, recipient_agency)),
    people AS (SELECT * FROM accord.staff WHERE agency_id IN ($1, $2))
  SELECT (SELECT count(*) FROM mine) AS concerns, (SELECT sum(version) FROM mine) AS versions, (SELECT string_agg(state, ',' ORDER BY id) FROM mine) AS states,
    (SELECT count(*) FROM accord.concern_events e JOIN mine ON mine.id = e.concern_id) AS events,
    (SELECT count(*) FROM accord.contents WHERE agency_id = $1) AS contents, (SELECT count(*) FROM accord.items WHERE agency_id = $1) AS items,
    (SELECT count(*) FROM accord.subjects WHERE agency_id = $1) AS subjects, (SELECT count(*) FROM accord.wishes w JOIN mine ON mine.id = w.concern_id) AS wishes,
    (SELECT count(*) FROM accord.must_not_receive m JOIN people p ON p.id = m.recorded_by) AS kept_away,
    (SELECT count(*) FROM sent) AS referrals, (SELECT sum(version) FROM sent) AS referral_versions, (SELECT count(*) FROM accord.referral_events e JOIN sent ON sent.id = e.referral_id) AS referral_events,
    (SELECT count(*) FROM accord.tasks WHERE agency_id = $1) AS tasks, (SELECT sum(version) FROM accord.tasks WHERE agency_id = $1) AS task_versions,
    (SELECT count(*) FROM accord.decisions WHERE agency_id = $1) AS decisions, (SELECT count(*) FROM accord.agency_successions WHERE agency_id = $1) AS successions, (SELECT count(*) FROM people) AS people, (SELECT sum(version) FROM people) AS people_versions,
    (SELECT count(*) FROM accord.staff_roles r JOIN people p ON p.id = r.staff_id) AS roles, (SELECT count(*) FROM accord.team_members t JOIN people p ON p.id = t.staff_id) AS memberships,
    (SELECT jsonb_agg(jsonb_build_array(v.agreement_id, v.version, v.revision) ORDER BY v.agreement_id, v.version) FROM accord.agreement_versions v WHERE v.agreement_id LIKE 'bad-input-' || $1 || '%') AS agreements,
    (SELECT count(*) FROM accord.idempotency_keys k JOIN people p ON p.id = k.staff_id) AS keys`, [agency, administered]);

type Bodies = { paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: { $ref: string } }> } }>> };

/** Says of a body whether the API document refuses it; and names every write that takes one. */
export const documentedBodies = async (): Promise<{ refuses: (name: string, body: unknown) => boolean; names: string[] }> => {
  const document = JSON.parse(JSON.stringify(await describeApi(AppModule))) as Bodies;
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'https://accord.invalid/api', ...document });
  const bodies = new Map(Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).flatMap(([method, { requestBody }]) =>
    requestBody ? [[`${method.toUpperCase()} ${path}` as string, ajv.compile({ $ref: `https://accord.invalid/api${requestBody.content['application/json']!.schema.$ref}` })] as const] : [])));
  return { refuses: (name, body) => !bodies.get(name)!(body), names: [...bodies.keys()] };
};
