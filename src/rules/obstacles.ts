import type { Change, ChangeKind } from './change.js';
import { conditionsUnmet } from './clause-conditions.js';
import { clausesNaming } from './clauses.js';
import type { Decision } from './decision.js';
import { type Facts, readFacts } from './facts.js';
import { isPatientField, protectedFields } from './field.rule.js';
import { findGateway } from './find-gateway.js';
import type { Matter } from './finding.js';
import type { PreparedLaw } from './prepare-law.js';
import type { AgencyType, AgreementClause, AgreementTerms, DecisionRequest, FieldCode, Purpose } from './request.js';
import { goesRegardlessOfWishes } from './wishes.rule.js';

/** What may be suggested besides what the request itself tells: the types of agency there are, and other agreements in force. */
export interface Alternatives {
  readonly recipients?: readonly AgencyType[];
  readonly agreements?: readonly AgreementTerms[];
}

/** One request on the way to being permitted, and the field that is wanted. */
export interface Stand {
  readonly request: DecisionRequest;
  readonly decision: Decision;
  readonly field: FieldCode;
  readonly law: PreparedLaw;
  readonly alternatives: Alternatives;
}

type Remedy = (stand: Stand) => readonly Change[];

/** Purposes that are events, or that somebody else must ask for: whether they are so is a fact, never a choice. */
const notOfOnesChoosing: ReadonlySet<Purpose> = new Set([
  'emergency-life', 'subject-access', 'fgm-report', 'child-sexual-abuse-report', 'modern-slavery-notification',
  'safeguarding-board-request', 'victim-info-request', 'mappa', 'asb-case-review',
]);

const one = (kind: ChangeKind): Remedy => () => [{ kind }];
const nothing: Remedy = () => [];
const several = (...remedies: readonly Remedy[]): Remedy => (stand) => remedies.flatMap((remedy) => remedy(stand));

/** Asking the person. Whoever has refused is not asked again and again: it would need a change of their mind. */
const agreement: Remedy = ({ request: { wishes } }) =>
  wishes === 'given' ? [] : [{ kind: wishes === 'refused' || wishes === 'withdrawn' ? 'come-to-agree' : 'ask-wishes' }];

/** Only against high harm that stands already: nobody is told to raise it. */
const override: Remedy = ({ request }) =>
  request.overrideReason === undefined && readFacts({ ...request, overrideReason: 'recorded' }).isHighHarmWithReason ? [{ kind: 'record-override' }] : [];

/** Another purpose is no way round somebody's wishes, nor to what is kept for a person's safety. */
const purpose: Remedy = ({ request, field, law }) => {
  const choosing = !notOfOnesChoosing.has(request.purpose);
  if (!choosing && request.purpose !== 'fgm-report') return [];
  if (protectedFields.includes(field)) return [];
  const wishesMayStandAside = request.wishes === 'given' || (choosing && goesRegardlessOfWishes(request.purpose));
  return [...law.fieldsNeededFor]
    .filter(([code, needed]) => code !== request.purpose && needed.has(field) && !notOfOnesChoosing.has(code) && (wishesMayStandAside || !goesRegardlessOfWishes(code)))
    .map(([value]) => ({ kind: 'other-purpose', value }));
};

const recipient: Remedy = ({ request, law, alternatives }) =>
  [...(alternatives.recipients ?? law.codes.agencyTypes)].filter((code) => code !== request.recipient).map((value) => ({ kind: 'other-recipient', value }));

const otherAgreement: Remedy = ({ request, alternatives }) =>
  (alternatives.agreements ?? []).flatMap(({ id }) => (id === undefined || id === request.agreement?.id ? [] : [{ kind: 'other-agreement', value: id }]));

const elsewhere = several(purpose, recipient);

/** What an unmet condition of a clause asks for, where the fact may simply not have been recorded. */
const unmet: Readonly<Record<string, (stand: Stand, clause: AgreementClause) => readonly Change[]>> = {
  maxAgeMonths: ({ request, field }) => (request.itemDates?.[field] === undefined ? [{ kind: 'date-item', field }] : []),
  relevanceRecorded: ({ field }, { conditions }) => (conditions['relevanceRecorded'] === true ? [{ kind: 'record-relevance', field }] : []),
  itemKinds: ({ request, field }, { conditions }) =>
    (request.itemKinds?.[field] === undefined ? [conditions['itemKinds']].flat().map((value) => ({ kind: 'record-kind', field, value: String(value) })) : []),
  recipientWorksOnCase: (_stand, { conditions }) => (conditions['recipientWorksOnCase'] === true ? [{ kind: 'record-works-on-case' }] : []),
  wishes: (stand, { conditions }) => ([conditions['wishes']].flat().includes('given') ? agreement(stand) : []),
  forums: (_stand, { conditions }) => [conditions['forums']].flat().map((value) => ({ kind: 'other-forum', value: String(value) })),
};

const clauseConditions: Remedy = (stand) => {
  const facts: Facts = readFacts(stand.request);
  const matter: Matter = { facts, law: stand.law, gateway: findGateway(facts, stand.law) };
  return clausesNaming(stand.field, matter).flatMap((clause) =>
    conditionsUnmet(clause, stand.field, matter).flatMap((kind) => unmet[kind]?.(stand, clause) ?? []));
};

/** Approvals outstanding; what would make them unnecessary; or letting the rest go without what waits. */
const waiting: Remedy = (stand) => {
  const { decision, request, field } = stand;
  const waits = request.fields.filter((asked) => asked !== field && !decision.permitted.includes(asked) && !Object.hasOwn(decision.withheld, asked));
  return [
    ...decision.approvals.map((value): Change => ({ kind: 'approval', value })),
    ...(decision.reasons.includes('override') || decision.approvals.includes('caldicott-guardian') ? [...agreement(stand), ...override(stand)] : []),
    ...(decision.permitted.includes(field) ? waits.map((other): Change => ({ kind: 'leave-out', field: other })) : []),
  ];
};

const withoutPatientFields: Remedy = ({ request, field }) =>
  (isPatientField(field) ? [] : request.fields.filter(isPatientField).map((other) => ({ kind: 'leave-out', field: other })));

/** What each reason and withholding can be met with. A code that is not here, nothing meets. */
const remedies: Readonly<Record<string, Remedy>> = {
  'no-necessity-record': one('record-necessity'),
  's45-conditions-not-met': one('record-board-conditions'),
  'fgm-duty-not-engaged': purpose,
  'vir-no-line-of-enquiry': one('record-line-of-enquiry'),
  'vir-notice-missing': one('record-notice'),
  'vir-counselling-presumption': several(one('record-probative-value'), ({ field }) => (field === 'counselling.notes' ? [] : [{ kind: 'leave-out', field: 'counselling.notes' }])),
  'recipient-not-partner': several(otherAgreement, one('agreement-in-force'), elsewhere),
  'agreement-not-active': several(otherAgreement, ({ request }) => [{ kind: request.agreementStatus === 'lapsed' ? 'review-agreement' : 'resume-agreement' }], elsewhere),
  'marac-threshold-not-met': several(one('record-judgement'), one('other-forum')),
  'no-power': several(agreement, elsewhere),
  'statute-requires-consent': agreement,
  's16-4a-patient-info': several(withoutPatientFields, purpose),
  's16-4b-hsc-personal-info': purpose,
  'depersonalised-only': purpose,
  'consent-withdrawn': several(agreement, override),
  'consent-refused-no-override': several(agreement, override),
  'no-reason-for-not-seeking': several(agreement, override),
  'support-referral-needs-agreement': agreement,
  's52-3-adult-no-consent': agreement,
  'not-necessary': purpose,
  'safe-address': recipient,
  'counselling': nothing,
  'intel-ungraded': ({ request }) => (request.intelligence === undefined ? [{ kind: 'grade-intelligence' }] : []),
  'not-in-agreement': several(otherAgreement, one('agreement-in-force'), elsewhere),
  'clause-condition-not-met': several(clauseConditions, otherAgreement, elsewhere),
};

/**
 * The changes that could lift what stands in a field's way now, the next obstacle only: the search goes on from there. None
 * of them falsifies a fact.
 */
export function remediesFor(stand: Stand): readonly Change[] {
  const { decision, field } = stand;
  const code = Object.hasOwn(decision.withheld, field) ? decision.withheld[field] : decision.outcome === 'refuse' ? decision.reasons.at(-1) : undefined;
  if (code === undefined) return waiting(stand);
  return Object.hasOwn(remedies, code) ? remedies[code]!(stand) : [];
}
