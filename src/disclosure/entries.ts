import type { LoadedLaw } from '../law/index.js';
import { digestOf, pseudonym, type Entry, type Plain, type ReleasedItem, type SubjectRef } from '../ledger/index.js';
import { rulesetVersion } from '../rules/index.js';
import type { Answer } from './answer.js';
import type { ItemFacts, SubjectFacts } from './facts.js';

/** How the ledger knows the people of a record: by a pseudonym each, and one more where a recipient knows them by an alias. */
export const subjectRefs = (secret: string, subjects: readonly Pick<SubjectFacts, 'id' | 'key' | 'roles'>[], aliases: Readonly<Record<string, string>> = {}): SubjectRef[] =>
  subjects.filter(({ key }) => key !== null).map(({ id, key, roles }) => ({
    refs: [pseudonym(secret, key!, id), ...(aliases[id] ? [pseudonym(secret, key!, aliases[id])] : [])], roles,
  }));

export const rowsOf = (items: readonly Pick<ItemFacts, 'id' | 'field' | 'version'>[]): ReleasedItem[] =>
  items.map(({ id, field, version }) => ({ field, content: id, version }));
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
  const { decision } = it;
  // What an entry says of the request is the same for every data subject: the first question speaks for all.
  const request = it.answered[0]?.request;
  const agreement = request?.agreement;
  return {
    purpose: request?.purpose, forum: request?.forum, regime: request?.regime ?? 'uk-gdpr', marking: request?.marking, wishes: request?.wishes,
    necessity: request?.necessityRecorded ? 'recorded' : 'not-recorded', override: request?.overrideReason ? 'recorded' : undefined,
    gateway: catalogued(decision.gateway, law), basis: decision.duty ? 'duty' : decision.gateway ? 'power' : undefined,
    agreement: agreement && { id: agreement.id, version: String(agreement.version), status: request.agreementStatus, clauses: [...decision.clauses] },
    ruleset: rulesetVersion, law: law.version, inputDigest: digestOf(JSON.stringify(it.answered.map((one) => one.request))),
    locks: locksOf(it), reasons: [...decision.reasons], approvals: [...decision.approvals], obligations: [...decision.obligations],
  };
};
