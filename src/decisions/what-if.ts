import { takeAgain, type KeptDecision, type Under } from '../disclosure/index.js';
import { isParty, type Agreement, type GatewayChange, type LoadedLaw } from '../law/index.js';
import { mayLeave, type Decision, type Outcome } from '../rules/index.js';

/** What is tried: an agreement as if all its parties had signed it and it were in force, or gateways as if they read otherwise, or both. */
export type Supposed = Readonly<{ agreement?: Agreement; gateways?: readonly Omit<GatewayChange, 'number'>[] }>;
/** A kept decision and the two agencies between which it was taken. */
export type PastDecision = { id: string; from: Party; to: Party; kept: KeptDecision };
type Party = { id: string; type: string };

/** Where a field of a decision stands. */
type Standing = 'permitted' | 'withheld' | 'waiting' | 'refused';
export type Turn = 'newly-permitted' | 'newly-refused' | 'newly-withheld' | 'newly-waiting';
const turns: Readonly<Record<Standing, Turn>> = { permitted: 'newly-permitted', refused: 'newly-refused', withheld: 'newly-withheld', waiting: 'newly-waiting' };

const standingOf = (field: string, { outcome, permitted, withheld }: Decision): Standing => {
  if (outcome === 'refuse') return 'refused';
  if (Object.hasOwn(withheld, field)) return 'withheld';
  return mayLeave(outcome) && permitted.includes(field) ? 'permitted' : 'waiting';
};

/** The agreement that is tried counts for sharings between its parties that stood under it, or under none in force, for a purpose it knows. */
const underSupposed = ({ from, to }: PastDecision, supposed: Agreement, law: LoadedLaw, asItWas: Under): Under => {
  const both = isParty(supposed, from, law) && isParty(supposed, to, law);
  return (request) => {
    const itsOwn = request.agreement?.id === supposed.id;
    const knows = supposed.clauses.some(({ purposes }) => purposes.includes(request.purpose));
    if (!itsOwn && (request.agreementStatus === 'active' || !both || !knows)) return asItWas(request);
    return both ? { agreement: supposed, agreementStatus: 'active' } : { agreementStatus: 'none' };
  };
};

export type Changed = { before: Outcome; after: Outcome; fields: { field: string; turn: Turn }[] };

/**
 * What would have come of a past decision. `law` is the law of that decision with the supposed gateways upon it; `asItWas` gives the
 * agreement that it was taken under.
 * @returns null where nothing would have come out differently
 */
export const whatWouldHaveCome = (past: PastDecision, supposed: Supposed, law: LoadedLaw, asItWas: Under): Changed | null => {
  const before = past.kept.decision;
  const under = supposed.agreement ? underSupposed(past, supposed.agreement, law, asItWas) : asItWas;
  const { decision: after } = takeAgain(past.kept, law, under);
  const asked = new Set(past.kept.dataSubjects.flatMap(({ request }) => request.fields));
  const fields = [...asked].flatMap((field) => {
    const now = standingOf(field, after);
    return now === standingOf(field, before) ? [] : [{ field, turn: turns[now] }];
  });
  return fields.length === 0 && before.outcome === after.outcome ? null : { before: before.outcome, after: after.outcome, fields };
};
