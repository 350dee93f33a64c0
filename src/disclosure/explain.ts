import { agreementInHand, isParty, plainEnglish, type Agreement, type AgreementInHand, type LoadedLaw } from '../law/index.js';
import { counterfactuals, decide, locks, notInForceYet, traceOf, type Alternatives, type Decision, type DecisionRequest, type Lock, type LockState, type TracedLock } from '../rules/index.js';
import type { Answer } from './answer.js';
import { told, type ToldWay } from './tell-change.js';

type Said = { code: string; says: string };
type Explained = {
  /** Each code of the decision, in plain English. */
  because: Said[];
  /** The changes of fact that would make what was refused or withheld lawful; empty where nothing would. */
  lawfulIf: Said[];
};

/** What a decision says, for people. */
export const explain = (decision: Decision, law: LoadedLaw): Explained => {
  const codes = [...new Set([...decision.reasons, ...Object.values(decision.withheld), ...decision.approvals])];
  const read = codes.map((code) => ({ code, ...plainEnglish(code, law) }));
  return {
    because: read.map(({ code, says }) => ({ code, says })),
    lawfulIf: read.filter(({ lawfulIf }) => lawfulIf !== null).map(({ code, lawfulIf }) => ({ code, says: lawfulIf! })),
  };
};

/** One data subject's question of a sharing, as it was put to the rules. */
export type Asked = Readonly<{ subject: string | null; condition: string | null; request: DecisionRequest }>;
/** The questions of one sharing and the sum of their answers; `agreements`: all that it might have stood under, where that is known. */
type Taken = { asked: readonly Asked[]; decision: Decision; agreements?: readonly AgreementInHand[] };
type ToldLock = { lock: Lock; state: LockState; says: string; because: Said[] };
/**
 * What would permit one field of these data subjects' parts; `says` where there is no way. A null field: anything at all of what was refused, or all
 * that waits for another person's part.
 */
type Permissible = { subjects: string[]; field: string | null; ways: ToldWay[]; says: string | null };
export type ExplainedAnswer = {
  locks: ToldLock[]; locksBySubject: { subject: string | null; locks: ToldLock[] }[]; whatWouldPermit: Permissible[];
  /** Laws that would give the power and are not in force: no way, but worth knowing. */
  notInForceYet: Said[];
};

/**
 * The five locks of a sharing, for each data subject and together, and the smallest lawful changes that would permit what was refused, withheld or
 * held back. For the sender's own people alone: the changes tell what the sender knows, the wishes of the person among it.
 */
export const explainAsked = ({ asked, decision, agreements = [] }: Taken, law: LoadedLaw): ExplainedAnswer => {
  const traced = asked.map(({ subject, condition, request }) => ({ subject, traced: traceOf(request, law).map((it) => (it.lock === 'condition' && it.state === 'open' && condition ? { ...it, codes: [...it.codes, condition] } : it)) }));
  return {
    locks: locks.map((lock) => tellLock(nothingThere(together(lock, traced.flatMap((each) => each.traced.filter((it) => it.lock === lock))), decision), law)),
    locksBySubject: traced.map(({ subject, traced: own }) => ({ subject, locks: own.map((it) => tellLock(it, law)) })),
    whatWouldPermit: whatWouldPermit(asked, law, agreements),
    notInForceYet: [...new Set(asked.flatMap(({ request }) => notInForceYet(request, law)))].map((code) => ({ code, says: plainEnglish('not-in-force-yet', law).says.replace('{gateway}', plainEnglish(code, law).says.replace(/\.$/, '')) })),
  };
};

/** `explainAsked` of a sharing that was just decided. */
export const explainAnswer = ({ answered, decision, agreements }: Answer, law: LoadedLaw): ExplainedAnswer =>
  explainAsked({ decision, asked: answered.map(({ subject, condition, request }) => ({ subject: subject?.id ?? null, condition, request })), agreements }, law);

const tellLock = ({ lock, state, codes }: TracedLock, law: LoadedLaw): ToldLock =>
  ({ lock, state, says: plainEnglish(`lock-${lock}-${state}`, law).says, because: codes.map((code) => ({ code, says: plainEnglish(code, law).says })) });

/** One lock of several people's parts. Where it is open for one and shut for another, it is open in part. */
const together = (lock: Lock, parts: readonly TracedLock[]): TracedLock => {
  const states = new Set(parts.map(({ state }) => state));
  const reached = [...states].filter((state) => state !== 'not-reached');
  const [only, ...others] = reached;
  const several = states.has('shut') || states.has('part') ? 'part' : 'open';
  const state = only === undefined ? 'not-reached' : states.has('waits') ? 'waits' : others.length === 0 ? only : several;
  return { lock, state, codes: [...new Set(parts.flatMap(({ codes }) => codes))] };
};

/** All may be lawful and yet nothing of it be there, or be chosen: then it is the minimum that shuts. */
const nothingThere = (traced: TracedLock, { outcome, reasons }: Decision): TracedLock =>
  (traced.lock === 'minimum' && outcome === 'refuse' && reasons.at(-1) === 'nothing-to-share' ? { ...traced, state: 'shut', codes: [...new Set([...traced.codes, 'nothing-to-share'])] } : traced);

/** Who else could be sent to under the same agreement (anybody, where there is none), and what else both agencies have signed that is in force. */
const alternatives = ({ agreement, purpose, asOf }: DecisionRequest, law: LoadedLaw, inHand: readonly AgreementInHand[]): Alternatives => {
  const kinds = (agreement as Partial<Agreement> | undefined)?.parties?.kinds;
  const recipients = kinds && law.vocabularies.agencyTypes.map(({ code }) => code).filter((type) => isParty({ parties: { kinds } } as Agreement, { type }, law));
  const ids = [...new Set(inHand.map((each) => each.agreement.id))];
  const others = ids.map((named) => agreementInHand(inHand, { named, purpose, asOf })).filter(({ status }) => status === 'active').map((each) => each.agreement!);
  return { agreements: others, ...(recipients ? { recipients } : {}) };
};

/** The same answer for several people is told once. */
const whatWouldPermit = (asked: readonly Asked[], law: LoadedLaw, inHand: readonly AgreementInHand[]): Permissible[] => {
  const merged = new Map<string, Permissible>();
  const titles = new Map(inHand.map(({ agreement: { id, title } }) => [id, title]));
  for (const { subject, request } of asked) {
    for (const { field, ways, nothing } of counterfactuals(request, law, alternatives(request, law, inHand))) {
      const ownWays = told(ways, request, law, titles);
      const key = JSON.stringify([field, ownWays, nothing]);
      const known = merged.get(key);
      const subjects = subject === null ? [] : [subject];
      if (known) known.subjects.push(...subjects);
      else merged.set(key, { subjects, field, ways: ownWays, says: ways.length > 0 ? null : plainEnglish(nothing ? 'nothing-would' : 'more-than-three', law).says });
    }
  }
  return [...merged.values(), ...heldUp(asked, law)];
};

/** Parts that could go at once, but wait with the whole for approvals that another person's part needs. */
const heldUp = (asked: readonly Asked[], law: LoadedLaw): Permissible[] => {
  const decided = asked.map(({ subject, request }) => ({ subject, request, ...decide(request, law) }));
  const approvals = [...new Set(decided.filter(({ outcome }) => outcome === 'needs-approval').flatMap((part) => part.approvals))];
  const held = decided.filter(({ outcome }) => outcome === 'permit' || outcome === 'permit-redacted');
  const [first] = held;
  if (approvals.length === 0 || !first || decided.some(({ outcome }) => outcome === 'must-notify')) return [];
  const way = { changes: approvals.map((value) => ({ kind: 'approval', value } as const)), then: first.outcome, gateway: first.gateway };
  return [{ subjects: held.flatMap(({ subject }) => subject ?? []), field: null, ways: told([way], first.request, law, new Map()), says: null }];
};
