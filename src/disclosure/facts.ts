import type { Approver, Grading, Marking, RiskAssessment, Wishes } from '../rules/index.js';

/** Facts that the door loads itself. Markers only: not one word about a person is among them. */
export type AgencyFacts = { id: string; type: string; commissioned: boolean; actingFor: string | null; validFrom: string; validTo: string | null };

/** One content row: an item in one version. `carries` are the fields whose rules its text is under: its own and its sources'. */
export type ItemFacts = {
  id: string; itemId: string; version: number; field: string; carries: string[]; kind: 'statement' | 'indicator' | 'harm-types'; recordKind: string | null;
  about: string | null; statement: string; confidence: string; datedOn: string | null; marking: Marking; grading: Grading | null; controller: string;
};

/** For which purposes and agencies something was said; all, where it does not say. */
export type WishesScope = { purposes?: string[]; agencies?: string[] };
/**
 * What was recorded of a person's wishes once, with the content rows of the words beside it. `holders`: who answers today for the
 * agencies of the scope; `by`: who recorded it; `aware`: does the person know of the concern; `afraidOf`: people of the same concern.
 */
export type Said = {
  id: string; state: Wishes; scope: WishesScope | null; holders: string[] | null; on: string | null; by: string; askedBy: string;
  reasonId: string | null; safeContactId: string | null; aware: boolean | null; afraidOf: string[];
};

/** `key` (hex) makes the person's ledger pseudonym; it is null once the person was erased. `said`: newest first; which of it counts, `wishesFor` says. */
export type SubjectFacts = {
  id: string; label: string; roles: string[]; age: number | null; atRisk: boolean; seriousHarm: boolean; childAtRisk: boolean; fgmKnown: boolean;
  risk: RiskAssessment & { level?: 'standard' | 'medium' | 'high' }; key: string | null; said: Said[];
  /** The content row of a professional's judgement. */
  judgementId: string | null;
  mustNotReceive: { staff?: string; agency?: string }[];
};

export type ConcernFacts = {
  id: string; state: 'draft' | 'raised' | 'withdrawn'; version: number; teamId: string; writtenBy: string; changedAt: string;
  agency: AgencyFacts; subjects: SubjectFacts[]; items: ItemFacts[];
  events: { version: number; event: string; reason: string | null; staff: string; at: string }[];
};

export type Opener = { id: string; name: string; position: string; keptAway: boolean };
export type RecipientFacts = { team: string; teamName: string; agency: AgencyFacts; agencyName: string; agencyKeptAway: boolean; openers: Opener[] };

/**
 * What the sharer stated: codes, dates and ids; of free texts only that they were written. Kept with the decision, so that
 * the decision can be taken again when the recipient opens.
 */
export type ShareTerms = {
  team: string; purpose: string; forum?: string; agreement?: string; regime?: 'uk-gdpr' | 'law-enforcement'; fields: string[]; items?: string[];
  necessity: boolean; override: boolean; relevanceRecorded?: string[]; moreDetrimental?: boolean; recipientWorksOnCase?: boolean; requesterRole?: string;
  boardRequestConditions?: { c1?: boolean; c2?: boolean; c3?: boolean; c4?: boolean };
  victimInformationRequest?: { lineOfEnquiry?: boolean; noticeGiven?: boolean; noticeExempt?: boolean; substantialProbative?: boolean };
};

/** `agency` is whom the event names; `by` who answers for that agency today. */
export type ReferralEventFacts = { version: number; event: string; code: string | null; field: string | null; contentId: string | null; agency: string; by: string; staff: string; at: string };
export type ReferralFacts = {
  id: string; concernId: string; concernState: ConcernFacts['state']; state: 'sent' | 'question-asked' | 'accepted' | 'declined' | 'closed'; version: number;
  marking: Marking; purpose: string; forum: string | null; sentAt: string; sentBy: string; dueOn: string; fromTeam: string; toTeam: string;
  /** `kept`: this session is on a list; `recipientKeptAway`: the recipient's agency, or somebody in its team, is. `stands`: its agreement does, or it needs none. */
  from: AgencyFacts; to: AgencyFacts; kept: boolean; stands: boolean; recipientKeptAway: boolean; share: ShareTerms; subjects: SubjectFacts[]; aliases: Record<string, string>; items: ItemFacts[]; events: ReferralEventFacts[];
  /** Approvals that were used to send it, and the wishes that these were given against. */
  approvals: Approver[]; approvedWishes: Wishes | null;
};
