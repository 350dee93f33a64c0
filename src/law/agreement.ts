import { type AgencyType, type AgreementClause, type AgreementStatus, type IsoDate, isNamedIn, type Law } from '../rules/index.js';

/** One clause as published: its words and source beside what a decision needs. */
export interface PublishedClause extends AgreementClause {
  readonly text: string;
  readonly source: string;
}

/**
 * An information sharing agreement: a published text of `config/agreements/<id>.json`, or one that its parties drafted and signed here.
 * May be handed to `decide` whole.
 */
export interface Agreement {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly tier?: string;
  readonly under?: string;
  /** The version of this agreement whose place it takes. */
  readonly supersedes?: string;
  readonly source: string;
  readonly verified: string;
  readonly parties: { readonly kinds: readonly AgencyType[]; readonly agencies?: readonly string[] };
  readonly controllerRelationship: string;
  readonly inForceFrom: IsoDate;
  /** Last day in force unless reviewed. */
  readonly reviewOn: IsoDate;
  readonly reviewEveryMonths?: number;
  /** First day of a suspension that has not been lifted. */
  readonly suspendedOn?: IsoDate | null;
  readonly legalReferences?: readonly string[];
  readonly dpia?: string;
  readonly signatures?: readonly { readonly agency: string; readonly signedOn: IsoDate; readonly position?: string }[];
  readonly retention: string;
  readonly handlingConditions: readonly string[];
  readonly notes?: readonly string[];
  readonly clauses: readonly PublishedClause[];
}

/** A version that every party signed, between two agencies that are both still parties: `suspended` by one of them, or not. */
export type AgreementInHand = Readonly<{ agreement: Agreement; digest: string; suspended: boolean }>;

/**
 * Where the agreement stands on a day, whoever asks. An agreement that has not begun is as good as none. Between two agencies it
 * counts only where both are parties (`isParty`): the rules believe what they are told.
 */
export function agreementStatus(agreement: Agreement, asOf: IsoDate, suspended = false): AgreementStatus {
  if (asOf < agreement.inForceFrom) return 'none';
  if (suspended || (agreement.suspendedOn !== undefined && agreement.suspendedOn !== null && agreement.suspendedOn <= asOf)) return 'suspended';
  return asOf > agreement.reviewOn ? 'lapsed' : 'active';
}

/**
 * The agreement that a sharing for this purpose stands under: the one that is named, or else the first in force that knows the purpose.
 * Of each agreement the newest version that has begun counts, and no older one. One that is named wrongly counts as none: it never
 * falls back to another.
 * @param inHand signed versions between the two agencies, the newest of each agreement first
 */
export function agreementInHand(
  inHand: readonly AgreementInHand[],
  asked: { readonly named?: string | undefined; readonly purpose: string; readonly asOf: IsoDate },
): { agreement?: Agreement; digest?: string; status: AgreementStatus } {
  const begun = inHand.filter(({ agreement }) => agreement.inForceFrom <= asked.asOf);
  const newest = begun.filter(({ agreement }, at) => begun.findIndex((other) => other.agreement.id === agreement.id) === at);
  const known = newest
    .filter(({ agreement: { id, clauses } }) => (asked.named === undefined ? clauses.some(({ purposes }) => purposes.includes(asked.purpose)) : id === asked.named))
    .map(({ agreement, digest, suspended }) => ({ agreement, digest, status: agreementStatus(agreement, asked.asOf, suspended) }));
  return known.find(({ status }) => status === 'active') ?? known[0] ?? { status: 'none' };
}

/** An agency as an agreement sees it. */
interface PossibleParty {
  readonly type: AgencyType;
  /** The agency's id, asked for where the agreement names its parties one by one. */
  readonly id?: string;
}

/** Whether an agency is a party. Those outside any partnership (landlord, employer, the person themselves) never are. */
export function isParty(agreement: Agreement, { type, id }: PossibleParty, law: Law): boolean {
  if (law.vocabularies.outsideRecipients.some((outsider) => outsider.code === type)) return false;
  const { kinds, agencies } = agreement.parties;
  if (agencies !== undefined && (id === undefined || !agencies.includes(id))) return false;
  return isNamedIn(kinds, type, law);
}
