import { describe, expect, it } from '@jest/globals';
import { Clock } from '../platform/index.js';
import { actorOf, beginEntry } from './begin-entry.js';

const caller = { staffId: 'p', agencyId: 'a', roles: ['caseworker'], sessionId: 'the-token-id' };

class NineOClock extends Clock {
  now(): Date {
    return new Date('2026-11-22T09:00:00.000Z');
  }
}

describe('what an entry starts from', () => {
  it('knows the session by its digest alone', () => {
    const { session, ...rest } = actorOf(caller);
    expect(rest).toEqual({ staff: 'p', agency: 'a', roles: ['caseworker'] });
    expect(session).toMatch(/^[0-9a-f]{32}$/);
    expect(session).not.toBe(actorOf({ ...caller, sessionId: 'another' }).session);
  });

  it('is an id of its own, the moment, the operation and the actor, and nothing else of the caller', () => {
    const begun = beginEntry(new NineOClock(), 'consultation', { ...caller, teams: ['t'] } as typeof caller);
    expect(begun).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), at: '2026-11-22T09:00:00.000Z', operation: 'consultation', actor: actorOf(caller) });
    expect(beginEntry(new NineOClock(), 'consultation', caller).id).not.toBe(begun.id);
  });
});
