import type { Caller } from '../access/index.js';
import type { ConcernFacts } from './facts.js';

/** Only these roles work on cases; every other reads a case, if at all, by an approval or the ledger. */
export const worksCases = ({ roles }: Pick<Caller, 'roles'>): boolean => roles.includes('caseworker') || roles.includes('agency-lead');

/** What decides who may handle a concern in its own agency. */
export type Handled = Pick<ConcernFacts, 'teamId' | 'writtenBy' | 'state'>;

/** Why somebody of the owning agency may not read its own record. Not shown: the answer to all of them is "not found". */
type ConsultRefusal = 'not-of-this-team' | 'role-may-not';

/**
 * May this person read their own agency's concern? Its author, members of its team, and the agency's leads; nobody else,
 * however senior: administrators and service operators read no case, and IG officers read the ledger.
 * (Being on a must-not-receive list comes before this: row security does not even show such a person the concern.)
 */
export const mayConsult = (caller: Caller, concern: Handled): ConsultRefusal | null => {
  if (caller.roles.includes('agency-lead')) return concern.state === 'draft' && concern.writtenBy !== caller.staffId ? 'not-of-this-team' : null;
  if (!caller.roles.includes('caseworker')) return 'role-may-not';
  if (concern.writtenBy === caller.staffId) return null;
  return concern.state !== 'draft' && caller.teams.includes(concern.teamId) ? null : 'not-of-this-team';
};
