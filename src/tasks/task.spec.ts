import { describe, expect, it } from '@jest/globals';
import type { Role } from '../access/index.js';
import { isTheirs, whyNotClose } from './task.js';

const person = (staffId: string, roles: Role[] = ['caseworker'], teams: string[] = []): { staffId: string; roles: Role[]; teams: string[] } => ({ staffId, roles, teams });
const task = (more: object): Parameters<typeof isTheirs>[1] => ({ staff: null, role: null, team: null, obligation: 'offer-support', setBy: 'sharer', ...more });
const [lead, officer] = [person('lead', ['agency-lead']), person('officer', ['ig-officer'])];

describe('a task', () => {
  it.each<[string, boolean, ReturnType<typeof person>, object]>([
    ['its named owner’s', true, person('a'), { staff: 'a' }], ['not their colleague’s', false, person('b'), { staff: 'a' }],
    ['the role’s', true, lead, { role: 'agency-lead' }], ['not another role’s', false, officer, { role: 'agency-lead' }],
    ['the team’s', true, person('a', ['caseworker'], ['t']), { team: 't' }], ['not another team’s', false, person('a', ['caseworker'], ['u']), { team: 't' }],
    ['once it has a name, the role’s no more', false, lead, { staff: 'a', role: 'agency-lead' }],
  ])('is %s', (_whose, theirs, who, of) => expect(isTheirs(who, task(of))).toBe(theirs));

  it.each<[string, boolean, ReturnType<typeof person>, object]>([
    ['its owner', true, person('a'), { staff: 'a' }], ['no lead, where it has a name', false, lead, { staff: 'a' }], ['an officer, where it has none', true, officer, { role: 'agency-lead' }],
    ['a lead, where it is a team’s', true, lead, { team: 't' }], ['no caseworker, where it is a role’s', false, person('a'), { role: 'agency-lead' }],
    ['the sharer, where it is no review', true, person('sharer', ['agency-lead']), { role: 'agency-lead' }],
    ['never the sharer, where it is a review', false, person('sharer', ['agency-lead', 'ig-officer']), { role: 'agency-lead', obligation: 'review-within-one-working-day' }],
  ])('is closed by %s', (_who, may, who, of) => expect(whyNotClose(who, task(of)) === null).toBe(may));
});
