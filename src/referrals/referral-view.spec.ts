import { describe, expect, it } from '@jest/globals';
import { agencyFacts, item, police, subject, terms } from '../../test/support/sharing.js';
import type { OpenReferral, ReferralFacts } from '../disclosure/index.js';
import { referralView } from './referral-view.js';

const mine = item('person.identity', { id: 'row-known', about: 'sender-s1' });
const theirs = item('concern.summary', { id: 'row-summary', about: null });
const withheld = item('person.safe-address', { id: 'row-withheld', about: 'sender-s2' });
const referral: ReferralFacts = {
  id: 'referral-1', concernId: 'sender-concern', concernState: 'raised', state: 'question-asked', version: 2, marking: 'official-sensitive', purpose: 'crime-prevention', forum: null, sentAt: '2026-11-20T09:00:00Z', sentBy: 'staff-1', dueOn: '2026-11-27',
  fromTeam: 'wealdmere-housing-tenancy', toTeam: 'police-public-protection', from: agencyFacts(), to: police, kept: false, stands: true, recipientKeptAway: false, share: terms(), subjects: [subject('sender-s1'), subject('sender-s2', { roles: ['reporter'] })], aliases: { 'sender-s1': 'alias-1' }, approvals: [], approvedWishes: null, items: [mine, theirs, withheld],
  events: [
    { version: 1, event: 'sent', code: null, field: null, contentId: null, agency: 'wealdmere-borough-council', by: 'wealdmere-borough-council', staff: 'staff-1', at: '2026-11-20T09:00:00Z' },
    { version: 2, event: 'question-asked', code: 'wishes', field: null, contentId: 'words-1', agency: 'downshire-police', by: 'downshire-police', staff: 'staff-2', at: '2026-11-21T09:00:00Z' },
  ],
};
const words = new Map<string, Record<string, unknown>>([['row-known', { text: 'Dennis', source: 'file' }], ['row-summary', { text: 'Seen.', source: 'visit' }], ['words-1', { text: 'Seen alone?' }]]);
const opened = (changes: Partial<OpenReferral> = {}): OpenReferral => ({ referral, side: 'recipient', items: [mine, theirs], words, handlingConditions: ['Ask before passing it on.'], ...changes });
const view = referralView;

describe('what a recipient sees', () => {
  it('are the rows that were let through, and the people whom they are about, under this referral’s ids', () => {
    const seen = view(opened());
    expect(seen.items.map(({ contentId, about, says }) => ({ contentId, about, says }))).toEqual([{ contentId: 'row-known', about: 'alias-1', says: { text: 'Dennis', source: 'file' } }, { contentId: 'row-summary', about: null, says: { text: 'Seen.', source: 'visit' } }]);
    expect(seen.subjects).toEqual([{ id: 'alias-1', roles: ['victim-or-possible-victim'] }]);
    expect(seen.handlingConditions).toEqual(['Ask before passing it on.']);
  });

  it('is nothing of the sender’s own: no concern, no person, no row that stayed', () => {
    expect(JSON.stringify(view(opened()))).not.toMatch(/sender-|row-withheld|safe-address|reporter/);
  });

  it('is not even the id of somebody who has no alias, whatever row they stand in', () => {
    const stray = item('concern.summary', { id: 'row-stray', about: 'sender-s2' });
    const seen = view(opened({ items: [stray], words: new Map([['row-stray', { text: 'x' }]]) }));
    expect(seen.items[0]!.about).toBeNull();
    expect(JSON.stringify(seen.items)).not.toContain('sender-s2');
  });

  it('is no row without words, though it was listed', () => {
    const seen = view(opened({ items: [mine, theirs, withheld] }));
    expect(seen.items.map(({ contentId }) => contentId)).toEqual(['row-known', 'row-summary']);
  });

  it('are the words that both exchanged, and none where they were not opened', () => {
    expect(view(opened()).history.map(({ event, code, text }) => [event, code, text])).toEqual([['sent', null, null], ['question-asked', 'wishes', 'Seen alone?']]);
    expect(view(opened({ words: new Map() })).history.at(-1)!.text).toBeNull();
  });
});

describe('what the sender sees', () => {
  it('is the same under its own ids', () => {
    const seen = view(opened({ side: 'sender' }));
    expect(seen.items[0]!.about).toBe('sender-s1');
    expect(seen.subjects).toEqual([{ id: 'sender-s1', roles: ['victim-or-possible-victim'] }]);
  });
});
