import type { PublishedClause } from './agreement.js';

type Conditions = PublishedClause['conditions'];

/** Whether a condition with the first value is met whenever one with the second value is. */
type Implied = (wider: unknown, narrower: unknown) => boolean;

const levels = ['standard', 'medium', 'high'];
const same: Implied = (wider, narrower) => wider === narrower;
const within: Implied = (wider, narrower) => Array.isArray(wider) && Array.isArray(narrower) && narrower.every((code) => wider.includes(code));

/** One line for each kind of condition that the schema knows. */
export const implications: Readonly<Record<string, Implied>> = {
  maxAgeMonths: (wider, narrower) => Number(wider) >= Number(narrower),
  relevanceRecorded: same,
  subjectRoles: within,
  wishes: within,
  forums: within,
  riskAtLeast: (wider, narrower) => levels.indexOf(String(wider)) <= levels.indexOf(String(narrower)),
  approvalBy: same,
  itemKinds: within,
  recipientWorksOnCase: same,
  gateways: within,
};

/** Whether the first conditions are met whenever the second are. Kinds unknown are never taken to follow. */
export function metWhenever(wider: Conditions, narrower: Conditions): boolean {
  return Object.keys(wider).every((kind) => Object.hasOwn(narrower, kind) && implications[kind]?.(wider[kind], narrower[kind]) === true);
}
