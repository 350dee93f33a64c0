import type { Caller } from '../access/index.js';
import type { LoadedLaw } from '../law/index.js';
import { digestOf, pseudonym, type Entry, type Operation, type Plain, type ReleasedItem, type SubjectRef } from '../ledger/index.js';
import { rulesetVersion } from '../rules/index.js';
import type { Answer } from './answer.js';
import type { ItemFacts, SubjectFacts } from './facts.js';

/** What every entry starts from. */
export type Moment = { id: string; at: string };
export const begin = (moment: Moment, operation: Operation, caller: Caller): Pick<Entry, 'id' | 'at' | 'operation' | 'actor'> => ({
  ...moment, operation,
  actor: { staff: caller.staffId, agency: caller.agencyId, roles: caller.roles, session: digestOf(caller.sessionId).slice(0, 32) },
});

/** How the ledger knows the people of a record: by a pseudonym each, and one more where a recipient knows them by an alias. */
export const subjectRefs = (secret: string, subjects: readonly SubjectFacts[], aliases: Readonly<Record<string, string>> = {}): SubjectRef[] =>
  subjects.filter(({ key }) => key !== null).map(({ id, key, roles }) => ({
    refs: [pseudonym(secret, key!, id), ...(aliases[id] ? [pseudonym(secret, key!, aliases[id])] : [])], roles,
  }));

export const rowsOf = (items: readonly Pick<ItemFacts, 'id' | 'field' | 'version'>[]): ReleasedItem[] => items.map(({ id, field, version }) => ({ field, content: id, version }));
export const fieldsOf = (rows: readonly ReleasedItem[]): string[] => [...new Set(rows.map(({ field }) => field))];

/** The five locks, as far as the decision reached them: POWER, BASIS, CONDITION, CONFIDENCE, MINIMUM. */
const locksOf = ({ decision, answered }: Answer): Plain => {
  const open = decision.outcome !== 'refuse';
  const waiting = decision.approvals.length > 0;
  return {
    power: decision.reasons.includes('no-power') ? 'shut' : decision.gateway ? (decision.duty ? 'duty' : 'open') : 'not-reached',
    basis: decision.gateway ?? 'not-reached',
    condition: [...new Set(answered.flatMap(({ condition }) => condition ?? []))],
    confidence: waiting ? 'waits-for-approval' : open ? 'open' : 'not-reached',
    minimum: Object.keys(decision.withheld).length > 0 ? 'part-withheld' : open ? 'all-needed' : 'not-reached',
  };
};

const catalogued = (id: string | null, law: LoadedLaw): Plain | undefined => {
  const gateway = law.gateways.find((candidate) => candidate.id === id);
  if (!gateway) return id === null ? undefined : { id };
  return { id: gateway.id, kind: gateway.kind, verified: gateway.verified, ...(gateway.commencedOn ? { commencedOn: gateway.commencedOn } : {}) };
};

/** Why it came out so: codes, ids and digests only. The words of the necessity live with the decision, under the same lock as all words. */
export const becauseOf = (it: Answer, law: LoadedLaw): NonNullable<Entry['because']> => {
  const [question] = it.answered;
  const { decision } = it;
  const request = question?.request;
  return {
    purpose: request?.purpose, forum: request?.forum, regime: request?.regime ?? 'uk-gdpr', marking: request?.marking, wishes: request?.wishes,
    necessity: request?.necessityRecorded ? 'recorded' : 'not-recorded', override: request?.overrideReason ? 'recorded' : undefined,
    gateway: catalogued(decision.gateway, law), basis: decision.duty ? 'duty' : decision.gateway ? 'power' : undefined,
    agreement: request?.agreement ? { id: request.agreement.id, version: String(request.agreement.version), status: request.agreementStatus, clauses: [...decision.clauses] } : undefined,
    ruleset: rulesetVersion, law: law.version, inputDigest: digestOf(JSON.stringify(it.answered.map((one) => one.request))),
    locks: locksOf(it), reasons: [...decision.reasons], approvals: [...decision.approvals], obligations: [...decision.obligations],
  };
};
