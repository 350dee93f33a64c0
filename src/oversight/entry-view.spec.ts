import { describe, expect, it } from '@jest/globals';
import { law } from '../../test/support/sharing.js';
import type { Entry } from '../ledger/index.js';
import { entryView, listedEntryView } from './entry-view.js';

const entry: Entry = {
  id: 'e', at: '2026-11-20T09:00:00.000Z', operation: 'disclosure', outcome: 'permit-redacted', actor: { staff: 'p1', agency: 'wealdmere-borough-council', roles: ['caseworker'], session: 'x' }, visibleTo: ['wealdmere-borough-council', 'downshire-police'],
  owner: 'wealdmere-borough-council', recipient: { agency: 'downshire-police', team: 'police-public-protection' }, concern: 'own-concern', referral: 'r', decision: 'own-decision', fields: ['person.identity'],
  released: [{ field: 'person.identity', content: 'row-1', version: 1 }], withheld: [{ field: 'reporter.identity', reason: 'reporter-protected' }],
  because: {
    purpose: 'crime-prevention', regime: 'uk-gdpr', marking: 'official-sensitive', wishes: 'refused', necessity: 'recorded', override: 'recorded', gateway: { id: 'cda-1998-s115', kind: 'power', verified: 'R' }, basis: 'power',
    agreement: { id: 'county-misp-demo', version: law.agreements.find(({ id }) => id === 'county-misp-demo')!.version, status: 'active', clauses: [law.agreements.find(({ id }) => id === 'county-misp-demo')!.clauses[0]!.id, 'gone'] },
    ruleset: '1', law: 'x', inputDigest: 'digest', locks: { power: 'open' }, reasons: [], approvals: [], obligations: ['sanitise'], intended: { agency: 'downshire-police', team: 'police-public-protection' },
  },
};
const found = { id: 'e', recordedAt: '2026-11-20T09:00:00.100Z', entry };
const names = new Map([['p1', { name: 'Amara Thistlewood', position: 'Tenancy officer' }]]);
const readWith = { names, law, agreement: law.agreements.find(({ id }) => id === 'county-misp-demo') };
const own = entryView(found, ['wealdmere-borough-council'], readWith);
const theirs = entryView(found, ['downshire-police'], readWith);

describe('an entry, to its owner’s officer', () => {
  it('tells who, what, why, under which law, and what was withheld', () => {
    expect(own).toMatchObject({
      outcome: 'permit-redacted', actor: { staff: 'p1', name: 'Amara Thistlewood', position: 'Tenancy officer' }, concern: 'own-concern', referral: 'r', recipientAgency: 'downshire-police', released: [{ field: 'person.identity', content: 'row-1', version: 1 }],
      withheld: [{ field: 'reporter.identity', reason: 'reporter-protected', says: expect.stringContaining(' ') }], gateway: { id: 'cda-1998-s115', title: expect.any(String), statute: expect.any(String), verified: 'R', duty: false },
      because: { wishes: 'refused', decision: 'own-decision', locks: { power: 'open' } },
    });
  });

  it('cites clauses with their text where that version was signed here, and by their ids for ever', () => {
    expect(own.agreement!.clauses).toEqual([{ id: expect.any(String), text: expect.any(String) }, { id: 'gone', text: null }]);
    const before = entryView({ ...found, entry: { ...entry, because: { ...entry.because, agreement: { id: 'county-misp-demo', version: '0.0.1', clauses: ['downshire-1'] } } } }, ['wealdmere-borough-council'], { ...readWith, agreement: undefined });
    expect(before.agreement).toEqual({ id: 'county-misp-demo', version: '0.0.1', title: null, clauses: [{ id: 'downshire-1', text: null }] });
  });
});

describe('an entry, to its recipient’s officer', () => {
  it('tells nothing of what was withheld, wished or intended, and no id of the owner’s own', () => {
    expect(theirs).toMatchObject({ outcome: 'permit', withheld: [], concern: null, referral: 'r', released: own.released });
    expect(JSON.stringify(theirs)).not.toMatch(/reporter|redacted|refused|override|own-concern|own-decision|digest|sanitise|intended|locks/);
  });

  it('tells the law it was under', () => {
    expect(theirs).toMatchObject({ gateway: own.gateway!, agreement: own.agreement!, because: { purpose: 'crime-prevention', necessity: 'recorded' } });
  });
});

describe('any entry', () => {
  it('of somebody who is not in the directory any more has their id and no name', () => {
    expect(listedEntryView(found, ['wealdmere-borough-council'], new Map()).actor).toMatchObject({ staff: 'p1', name: null, position: null });
  });

  it('with the least in it is shown', () => {
    const bare: Entry = { id: 'e', at: entry.at, operation: 'refusal', outcome: 'forbidden', actor: entry.actor, visibleTo: [] };
    expect(entryView({ ...found, entry: bare }, ['wealdmere-borough-council'], readWith)).toMatchObject({ owner: null, recipientAgency: null, concern: null, fields: [], released: [], withheld: [], gateway: null, agreement: null, because: {}, purpose: null });
  });
});
