import { agreementInHand, type AgreementInHand } from '../law/index.js';
import { compact } from '../platform/index.js';
import type { DecisionRequest, Wishes } from '../rules/index.js';
import type { AgencyFacts, ItemFacts, ShareTerms, SubjectFacts } from './facts.js';
import { oldest, strictestGrading, strictestMarking, strictestWishes } from './strictest.js';
import { wishesFor } from './wishes-for.js';

/** Everything a decision about one sharing is made from. */
export type Sharing = Readonly<{
  asOf: string; from: AgencyFacts; to: AgencyFacts; terms: ShareTerms; subjects: readonly SubjectFacts[];
  /** The rows that are meant to go: of the fields asked for, those that were chosen. */
  items: readonly ItemFacts[];
  recipientKeptAway: boolean;
  /** The partner of the people's own agency in it, where that is not the recipient: words that come back are shared with whoever sends them. */
  partner?: string;
  /** Signed agreements that both are party to. */
  agreements: readonly AgreementInHand[];
}>;

/** The question for one data subject (null: the part of the sharing that is about nobody in particular). */
export type Question = { subject: SubjectFacts | null; items: readonly ItemFacts[]; request: DecisionRequest };

const victimRoles = ['victim-or-possible-victim', 'child-of-household'];

/** Those whose wishes and safety the sharing turns on: the victims, or where nobody is one, everybody. */
export const protectedSubjects = <Subject extends Pick<SubjectFacts, 'roles'>>(subjects: readonly Subject[]): readonly Subject[] => {
  const victims = subjects.filter(({ roles }) => roles.some((role) => victimRoles.includes(role)));
  return victims.length > 0 ? victims : subjects;
};

/** What a person wants of this very sharing. */
export const wishesOf = ({ said }: Pick<SubjectFacts, 'said'>, { terms, to, partner = to.id }: Pick<Sharing, 'terms' | 'to' | 'partner'>): Wishes => wishesFor(said, { purpose: terms.purpose, partner });

/** What is the same for every data subject of the sharing: the strictest wishes, the parties, the terms. */
const commonRequest = (sharing: Sharing): DecisionRequest => {
  const { terms, subjects, items, from, to } = sharing;
  const { agreement, status } = agreementInHand(sharing.agreements, { named: terms.agreement, purpose: terms.purpose, asOf: sharing.asOf });
  const atStake = protectedSubjects(subjects);
  return compact<DecisionRequest>({
    asOf: sharing.asOf, discloser: from.type, recipient: to.type, recipientActingFor: to.actingFor ?? undefined, commissioned: from.commissioned || undefined,
    agreementStatus: status, agreement,
    purpose: terms.purpose, forum: terms.forum, regime: terms.regime, fields: [], necessityRecorded: terms.necessity,
    marking: strictestMarking(items.map(({ marking }) => marking)),
    wishes: strictestWishes(atStake.map((subject) => wishesOf(subject, sharing))),
    overrideReason: terms.override ? 'recorded' : undefined,
    seriousHarm: subjects.some(({ seriousHarm }) => seriousHarm) || undefined,
    childAtRisk: subjects.some(({ childAtRisk }) => childAtRisk) || undefined,
    fgmKnown: subjects.some(({ fgmKnown }) => fgmKnown) || undefined,
    relevanceRecorded: terms.relevanceRecorded, moreDetrimental: terms.moreDetrimental,
    recipientWorksOnCase: terms.recipientWorksOnCase, requesterRole: terms.requesterRole,
    boardRequestConditions: terms.boardRequestConditions, victimInformationRequest: terms.victimInformationRequest,
    recipientOnMustNotReceiveList: sharing.recipientKeptAway || undefined,
    onwardUse: items.some(({ controller }) => controller !== from.id) || undefined,
  });
};

/**
 * The risk a person's part is decided on. A victim's is their own, if it was assessed; of everybody else in the concern (whoever causes the harm, or
 * nobody in particular) it is that of the victim most at risk, since their part serves that victim's safety.
 */
const riskFor = (subject: SubjectFacts | null, sharing: Sharing): Pick<DecisionRequest, 'riskLevel' | 'riskAssessment'> => {
  const atStake = protectedSubjects(sharing.subjects);
  const gravest = atStake.toSorted((a, b) => (b.risk.dashTicks ?? 0) - (a.risk.dashTicks ?? 0) || levels.indexOf(b.risk.level ?? 'standard') - levels.indexOf(a.risk.level ?? 'standard'))[0];
  const own = subject && atStake.includes(subject) && Object.keys(subject.risk).length > 0 ? subject : gravest;
  const { level, ...risk } = own?.risk ?? {};
  return { riskLevel: level, riskAssessment: Object.keys(risk).length > 0 ? risk : undefined };
};
const levels = ['standard', 'medium', 'high'];

/** Somebody may be victim and alleged harmer in one concern: they are decided as the one whom fewer clauses open, whatever order they stand in. */
const rolesFromMostProtected = ['victim-or-possible-victim', 'child-of-household', 'witness-or-informant', 'reporter', 'carer', 'associate', 'person-alleged-to-cause-harm', 'suspect', 'convicted'];
const roleOf = (subject: SubjectFacts | null): string | undefined => rolesFromMostProtected.find((role) => subject?.roles.includes(role)) ?? subject?.roles[0];

const itemDates = (items: readonly ItemFacts[]): Record<string, string> => {
  const fields = [...new Set(items.flatMap(({ carries }) => carries))];
  const dateOf = (field: string): string | undefined => oldest(items.filter(({ carries }) => carries.includes(field)).map(({ datedOn }) => datedOn));
  return compact(Object.fromEntries(fields.map((field) => [field, dateOf(field)]))) as Record<string, string>;
};

const itemKinds = (items: readonly ItemFacts[]): Record<string, string[]> | undefined => {
  const kinded = items.filter(({ recordKind }) => recordKind !== null);
  const fields = [...new Set(kinded.map(({ field }) => field))].filter((field) => items.every((item) => item.field !== field || item.recordKind !== null));
  if (fields.length === 0) return undefined;
  return Object.fromEntries(fields.map((field) => [field, [...new Set(kinded.filter((item) => item.field === field).map(({ recordKind }) => recordKind!))]]));
};

/**
 * The questions that one sharing puts to the rules: one for each data subject whose items are meant to go, since role and age
 * belong to a person. Fields that no item is about stand with the first question. A row's own field is asked for together with
 * every field whose rules its text carries, so that text copied from a protected field is decided as that field.
 */
export const questionsOf = (sharing: Sharing): Question[] => {
  const common = commonRequest(sharing);
  const [first] = protectedSubjects(sharing.subjects);
  const home = first?.id ?? null;
  const groups = new Map<string | null, ItemFacts[]>([[home, []]]);
  for (const item of sharing.items) {
    const key = item.about ?? home;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const covered = new Set(sharing.items.map(({ field }) => field));
  return [...groups].filter(([key, items]) => items.length > 0 || key === home).map(([key, items]) => {
    const subject = sharing.subjects.find(({ id }) => id === key) ?? null;
    const own = sharing.terms.fields.filter((field) => items.some((item) => item.field === field) || (key === home && !covered.has(field)));
    const fields = [...new Set([...own, ...items.flatMap(({ carries }) => carries)])];
    const request = compact<DecisionRequest>({
      ...common, fields, itemDates: itemDates(items), itemKinds: itemKinds(items),
      ...riskFor(subject, sharing), subjectRole: roleOf(subject), subjectAge: subject?.age ?? undefined,
      intelligence: strictestGrading(items.filter(({ carries }) => carries.includes('intelligence.item')).map(({ grading }) => grading)),
    });
    return { subject, items, request };
  }).filter(({ request }) => request.fields.length > 0);
};
