import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mayUse, permissions, roles, rolesThatMay, type Permission, type Role } from './roles.js';

const matrix = JSON.parse(readFileSync(new URL('roles.matrix.json', import.meta.url), 'utf8')) as {
  roles: Role[];
  may: Record<Permission, string[]>;
};

describe('which role may press which button', () => {
  it('the matrix speaks of every role and every button', () => {
    expect(matrix.roles).toEqual([...roles]);
    expect(Object.keys(matrix.may).sort()).toEqual([...permissions].sort());
  });

  it.each(permissions.flatMap((permission) => roles.map((role): [Role, Permission] => [role, permission])))(
    '%s, %s',
    (role, permission) => {
      const signed = matrix.may[permission][matrix.roles.indexOf(role)];
      expect(mayUse([role], permission)).toBe(signed === 'X');
    },
  );

  it('somebody with two roles may do what either may, and no more', () => {
    expect(mayUse(['caseworker', 'ig-officer'], 'ledger:read')).toBe(true);
    expect(mayUse(['caseworker', 'ig-officer'], 'referral:decide')).toBe(false);
  });

  it('no role, or one that is not known, may nothing', () => {
    expect(permissions.filter((permission) => mayUse([], permission))).toEqual([]);
    expect(permissions.filter((permission) => mayUse(['constructor' as Role, 'admin' as Role], permission))).toEqual([]);
  });

  it('whoever manages people or the machine reads no case', () => {
    for (const permission of permissions.filter((one) => /^(concern|referral|ledger):/.test(one))) {
      expect(rolesThatMay(permission)).not.toContain('agency-administrator');
      expect(rolesThatMay(permission)).not.toContain('service-operator');
    }
  });
});
