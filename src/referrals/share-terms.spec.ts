import { describe, expect, it } from '@jest/globals';
import type { ShareBody } from './referral.dto.js';
import { termsOf } from './share-terms.js';

const body = (changes: Partial<ShareBody> = {}): ShareBody => ({ team: 'police-marac', purpose: 'crime-prevention', fields: ['person.identity'], ...changes });

describe('what a sharer states', () => {
  it('is split: codes into terms, words into a statement that terms only know the existence of', () => {
    const { terms, statement } = termsOf(body({ necessity: 'He is in danger at 61 Tern Parade.', overrideReason: 'Harm is likely.', forum: 'marac' }));
    expect(terms).toEqual({ team: 'police-marac', purpose: 'crime-prevention', forum: 'marac', fields: ['person.identity'], necessity: true, override: true });
    expect(statement).toEqual({ necessity: 'He is in danger at 61 Tern Parade.', overrideReason: 'Harm is likely.' });
    expect(JSON.stringify(terms)).not.toContain('Tern');
  });

  it.each([undefined, '', ' ', '\n\t', '\u00A0'])('says no necessity with %j', (necessity) => {
    const { terms, statement } = termsOf(body({ necessity, overrideReason: necessity } as Partial<ShareBody>));
    expect([terms.necessity, terms.override, statement]).toEqual([false, false, {}]);
  });

  it('keeps an empty list of items: it means none', () => {
    expect(termsOf(body({ items: [] })).terms.items).toEqual([]);
    expect('items' in termsOf(body({ items: undefined } as unknown as Partial<ShareBody>)).terms).toBe(false);
  });

  it('keeps what is false, and leaves out what was not said', () => {
    expect(termsOf(body({ moreDetrimental: false, forum: undefined } as unknown as Partial<ShareBody>)).terms).toEqual({ team: 'police-marac', purpose: 'crime-prevention', fields: ['person.identity'], moreDetrimental: false, necessity: false, override: false });
  });
});
