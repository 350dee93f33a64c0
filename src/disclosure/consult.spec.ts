import { describe, expect, it } from '@jest/globals';
import type { Caller, Role } from '../access/index.js';
import { mayConsult } from './consult.js';

const author = 'author';
const who = (roles: Role[], { teams = [], staffId = 'somebody' }: { teams?: string[]; staffId?: string } = {}): Caller =>
  ({ staffId, agencyId: 'weald', agencyType: 'district-council', roles, teams, sessionId: 's' });
const concern = (state: 'draft' | 'raised' | 'withdrawn'): { teamId: string; writtenBy: string; state: typeof state } => ({ teamId: 'tenancy', writtenBy: author, state });

describe('who may read a concern of their own agency', () => {
  it.each<[says: string, caller: Caller, draft: boolean, raised: boolean]>([
    ['its author', who(['caseworker'], { staffId: author }), true, true],
    ['a caseworker of its team', who(['caseworker'], { teams: ['tenancy'] }), false, true],
    ['a caseworker of another team', who(['caseworker'], { teams: ['options'] }), false, false],
    ['a caseworker of no team', who(['caseworker']), false, false],
    ['a lead of the agency', who(['agency-lead']), false, true],
    ['a lead who wrote it', who(['agency-lead'], { staffId: author }), true, true],
    ['an IG officer, even of its team', who(['ig-officer'], { teams: ['tenancy'] }), false, false],
    ['an administrator, even of its team', who(['agency-administrator'], { teams: ['tenancy'] }), false, false],
    ['a service operator, even of its team', who(['service-operator'], { teams: ['tenancy'] }), false, false],
    ['its author, who does casework no more', who(['ig-officer'], { staffId: author }), false, false],
    ['somebody of its team without a role', who([], { teams: ['tenancy'] }), false, false],
    ['somebody with an officer’s and a caseworker’s role, of its team', who(['ig-officer', 'caseworker'], { teams: ['tenancy'] }), false, true],
  ])('%s', (_, caller, draft, raised) => {
    expect({ draft: mayConsult(caller, concern('draft')) === null, raised: mayConsult(caller, concern('raised')) === null, withdrawn: mayConsult(caller, concern('withdrawn')) === null })
      .toEqual({ draft, raised, withdrawn: raised });
  });
});
