import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';

export const roles = [
  'caseworker', 'agency-lead', 'ig-officer', 'caldicott-guardian', 'data-protection-officer', 'mappa-panel', 'agency-administrator', 'service-operator',
] as const;
export type Role = (typeof roles)[number];

/** Everything that can be asked of the service, as `<subject>:<action>`. */
export const permissions = [
  'me:read',
  'agency:list',
  'agreement:read',
  'agreement:draft',
  'agreement:sign',
  'law:propose',
  'agency:succession',
  'vocabulary:read',
  'staff:read',
  'staff:manage',
  'concern:raise',
  'concern:read',
  'concern:amend',
  'concern:withdraw',
  'concern:wishes',
  'concern:share',
  'referral:list',
  'referral:open',
  'referral:ask',
  'referral:answer',
  'referral:decide',
  'decision:read',
  'approval:list',
  'approval:read',
  'approval:answer',
  'task:list',
  'task:close',
  'notice:list',
  'what-if:run',
  'ledger:search',
  'ledger:read',
  'operations:read',
] as const;
export type Permission = (typeof permissions)[number];

type Ability = MongoAbility<[string, string]>;

const everyone: readonly Permission[] = ['me:read', 'agency:list', 'agreement:read', 'vocabulary:read'];
const casework: readonly Permission[] = [
  'concern:raise',
  'concern:read',
  'concern:amend',
  'concern:withdraw',
  'concern:wishes',
  'concern:share',
  'referral:list',
  'referral:open',
  'referral:ask',
  'referral:answer',
  'decision:read',
];
/** Work that waits for somebody: approvals to give, obligations to meet, notices to read. */
const waiting: readonly Permission[] = ['approval:list', 'task:list', 'task:close', 'notice:list'];
const approving: readonly Permission[] = [...waiting, 'approval:read', 'approval:answer'];

/**
 * Which buttons a role may press. Whether the information may then cross is another question, answered by the rules.
 * An administrator manages people and a service operator the machine: neither reads a case, and whoever reads the
 * ledger does not do casework by that role.
 */
const mayPress: Readonly<Record<Role, readonly Permission[]>> = {
  caseworker: [...everyone, ...casework, ...waiting],
  'agency-lead': [...everyone, ...casework, ...approving, 'referral:decide', 'agreement:sign', 'agency:succession'],
  'ig-officer': [...everyone, ...approving, 'decision:read', 'agreement:draft', 'agreement:sign', 'law:propose', 'agency:succession', 'what-if:run', 'ledger:search', 'ledger:read'],
  'caldicott-guardian': [...everyone, ...approving],
  'data-protection-officer': [...everyone, ...approving],
  'mappa-panel': [...everyone, ...approving],
  'agency-administrator': [...everyone, 'staff:read', 'staff:manage'],
  'service-operator': [...everyone, 'operations:read'],
};

const rulesFor = (held: readonly Role[]): RawRuleOf<Ability>[] =>
  held.flatMap((role) =>
    (Object.hasOwn(mayPress, role) ? mayPress[role] : []).map((permission) => {
      const [subject, action] = permission.split(':') as [string, string];
      return { action, subject };
    }),
  );

const abilities = new Map<string, Ability>();

/** The CASL ability of somebody who holds these roles. A role that is not known here grants nothing. */
const abilityOf = (held: readonly Role[]): Ability => {
  const key = roles.filter((role) => held.includes(role)).join(' ');
  let ability = abilities.get(key);
  if (!ability) abilities.set(key, (ability = createMongoAbility<Ability>(rulesFor(held))));
  return ability;
};

/** May somebody with these roles press this button? */
export const mayUse = (held: readonly Role[], permission: Permission): boolean => {
  const [subject, action] = permission.split(':') as [string, string];
  return abilityOf(held).can(action, subject);
};

/** The roles that may, for the answer to somebody who may not. */
export const rolesThatMay = (permission: Permission): Role[] => roles.filter((role) => mayUse([role], permission));
