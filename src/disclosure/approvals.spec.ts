import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agencyFacts, item, law, sharing, sharings, subject, terms, today } from '../../test/support/sharing.js';
import { answer } from './answer.js';
import { approvalsToAsk, approversNeeded, bindingOf, changedParts, daysFor, rowsToApprove, type Binding } from './approvals.js';
import { answersAs, approversOf, roleFor } from './approvers.js';
import type { Sharing } from './ask.js';

const refusing = subject('s1', { wishes: 'refused', seriousHarm: true });
const row = item('person.identity', { about: 's1' });
const graded = item('intelligence.item', { about: 's1', controller: 'downshire-police', grading: { source: 1, information: 'A', handling: 'C', action: 'A1' } });
const district = agencyFacts({ id: 'heathcombe-district-council' });
const waits = (changes: Partial<Sharing> = {}): Sharing => sharing({ subjects: [refusing], terms: terms({ override: true }), items: [row], ...changes });
const both = waits({ to: district, terms: terms({ override: true, fields: ['person.identity', 'intelligence.item'] }), items: [row, graded] });
const bound = (given: Sharing, more: Partial<Parameters<typeof bindingOf>[0]> = {}): Binding => bindingOf({ sharing: given, law, team: 'police-public-protection', statements: { necessity: 'row-1' }, ...more });
const changed = (now: Binding): string[] => changedParts(bound(waits()).parts, now.parts).map(({ part }) => part);

describe('who is asked', () => {
  it('are all who will be needed, though one question only follows upon the answer to another', () => {
    expect(approversNeeded(both, law)).toEqual(['agency-lead', 'originator']);
    expect(approvalsToAsk(both, law, (agency) => agency).map(({ approver, agency, rows }) => [approver, agency, rows.map(({ id }) => id)])).toEqual([
      ['agency-lead', 'wealdmere-borough-council', [row.id, graded.id]], ['originator', 'downshire-police', [graded.id]],
    ]);
  });

  it('is whoever answers today for an originator; its own lead where the intelligence is its own', () => {
    const asked = approvalsToAsk(both, law, () => 'wealdmere-borough-council').filter(({ approver }) => approver === 'originator');
    expect(asked.map(({ agency, rows }) => [agency, rows.length])).toEqual([['wealdmere-borough-council', 2]]);
  });

  it('is nobody twice, never ends in a circle, and with all given nothing more is waited for, but for what the rules leave to the approver', () => {
    fc.assert(fc.property(sharings, (given) => {
      const needed = approversNeeded(given, law);
      expect(new Set(needed).size).toBe(needed.length);
      const { decision } = answer({ ...given, approvalsGiven: needed }, law);
      if (given.terms.purpose !== 'subject-access') expect(decision.outcome === 'needs-approval' && given.to.type !== 'mappa-third-party').toBe(false);
      for (const { rows } of approvalsToAsk(given, law, (agency) => agency)) for (const each of rows) expect(given.items).toContain(each);
    }), { seed: 11, numRuns: 300 });
  });

  it('answers by role: whom the rules name and no role here is called, the lead', () => {
    expect(['caldicott-guardian', 'data-protection-officer', 'mappa-panel', 'ig-officer', 'originator', 'chief-officer', 'nobody-knows'].map(roleFor)).toEqual(['caldicott-guardian', 'data-protection-officer', 'mappa-panel', 'ig-officer', 'agency-lead', 'agency-lead', 'agency-lead']);
    expect([answersAs({ roles: ['caseworker', 'caldicott-guardian'] }, 'caldicott-guardian'), answersAs({ roles: ['agency-lead'] }, 'caldicott-guardian')]).toEqual([true, false]);
    expect(approversOf({ roles: ['data-protection-officer'] })).toEqual(['data-protection-officer']);
    expect(approversOf({ roles: ['caseworker'] })).toEqual([]);
    // Every approver that the vocabulary knows is somebody's to answer.
    expect(approversOf({ roles: ['agency-lead', 'ig-officer', 'caldicott-guardian', 'data-protection-officer', 'mappa-panel'] }).sort()).toEqual(law.vocabularies['approvers']!.map(({ code }) => code).sort());
  });
});

describe('what an approval is bound to', () => {
  it('is the same on another day, and however much was approved meanwhile', () => {
    expect(bound(waits({ asOf: '2026-11-25' }))).toEqual(bound(waits()));
    expect(bound(waits({ approvalsGiven: ['agency-lead'] }))).toEqual(bound(waits()));
    expect(bound(waits({ terms: terms({ override: true, agreement: 'county-misp-demo' }) }))).toEqual(bound(waits()));
  });

  it.each<[string, string[], Binding]>([
    ['another necessity', ['statement'], bound(waits(), { statements: { necessity: 'row-2' } })],
    ['another team', ['recipient'], bound(waits(), { team: 'police-marac' })],
    ['another version', ['items', 'outcome'], bound(waits({ items: [{ ...row, id: 'row-later', version: 2 }] }))],
    ['a label learnt later', ['items', 'outcome'], bound(waits({ items: [{ ...row, carries: ['person.identity', 'person.safe-address'] }] }))],
    ['wishes withdrawn', ['wishes'], bound(waits({ subjects: [subject('s1', { wishes: 'withdrawn', seriousHarm: true })] }))],
    ['another age', ['facts'], bound(waits({ subjects: [{ ...refusing, age: 41 }] }))],
    ['a list', ['recipient', 'outcome'], bound(waits({ recipientKeptAway: true }))],
    ['another law', ['law'], bound(waits(), { law: { ...law, version: `${law.version}, change 1` } })],
    ['another agreement text', ['agreement'], bound(waits({ agreements: waits().agreements.map((each) => ({ ...each, digest: 'other' })) }))],
    ['a suspended agreement', ['agreement', 'outcome'], bound(waits({ agreements: waits().agreements.map((each) => ({ ...each, suspended: true })) }))],
    ['another purpose', ['terms', 'facts'], bound(waits({ terms: terms({ override: true, purpose: 'domestic-abuse-risk' }) }))],
  ])('is another with %s', (_what, parts, now) => {
    expect(changed(now)).toEqual(expect.arrayContaining(parts));
    expect(now.binds).not.toBe(bound(waits()).binds);
  });

  it('holds no word and no fact, only digests', () => {
    const { binds, parts } = bound(waits());
    for (const digest of [binds, ...Object.values(parts)]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

it('what an approver is shown is what would go, and where the rules never let go, what waits', () => {
  const it1 = answer({ ...both, approvalsGiven: ['agency-lead', 'originator'] }, law);
  expect(rowsToApprove(it1).map(({ outcome }) => outcome)).toEqual(['shared', 'shared']);
  expect(rowsToApprove(answer(both, law)).map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting']);
});

it('days are working days, and no approval lapses before it is due', () => {
  expect(daysFor('agency-lead', '2026-12-24', law.clocks)).toEqual({ dueOn: '2026-12-29', lapsesOn: '2027-01-05' });
  const slow = { ...law.clocks, approvals: { ...law.clocks.approvals, useWithin: 1 } };
  expect(daysFor('mappa-panel', today, slow)).toEqual({ dueOn: '2026-11-27', lapsesOn: '2026-11-27' });
});
