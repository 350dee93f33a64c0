import type { Caller, Role } from '../access/index.js';
import type { Approver } from '../rules/index.js';

/**
 * Who answers for each approver that the rules or an agreement may name. Where no role of that name is kept here (a chief officer,
 * the chair of a MARAC …) the agency's lead answers. An originator is answered for by the lead of the agency whose intelligence it is.
 */
const answeredBy: Readonly<Record<string, Role>> = {
  'agency-lead': 'agency-lead', 'originator': 'agency-lead', 'caldicott-guardian': 'caldicott-guardian',
  'data-protection-officer': 'data-protection-officer', 'mappa-panel': 'mappa-panel', 'ig-officer': 'ig-officer',
  'information-asset-owner': 'agency-lead', 'senior-information-risk-owner': 'agency-lead', 'designated-safeguarding-lead': 'agency-lead',
  'marac-chair': 'agency-lead', 'chief-officer': 'agency-lead',
};

/** The role that answers; the agency's lead for an approver that nobody here has heard of. */
export const roleFor = (approver: Approver): Role => (Object.hasOwn(answeredBy, approver) ? answeredBy[approver]! : 'agency-lead');

/** Is this one of the people who answer as this approver? In their agency, that is; and never for what they asked themselves. */
export const answersAs = ({ roles }: Pick<Caller, 'roles'>, approver: Approver): boolean => roles.includes(roleFor(approver));

/** Every approver that somebody with these roles answers as, for their list. */
export const approversOf = (caller: Pick<Caller, 'roles'>): Approver[] => Object.keys(answeredBy).filter((approver) => answersAs(caller, approver));
