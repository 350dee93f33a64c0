import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { law, sharing, sharings, subject, terms } from '../support/sharing.js';
import { answer, type Answer } from '../../src/disclosure/answer.js';
import type { Sharing } from '../../src/disclosure/ask.js';
import type { KeptDecision, Under } from '../../src/disclosure/index.js';
import type { AgreementInHand } from '../../src/law/index.js';
import { rulesetVersion } from '../../src/rules/index.js';
import { replay } from '../../src/decisions/replay.js';
import { Tally } from '../../src/decisions/what-if-result.js';
import { whatWouldHaveCome, type PastDecision } from '../../src/decisions/what-if.js';

const kept = ({ decision, items, answered }: Answer): KeptDecision => JSON.parse(JSON.stringify({
  decision, items,
  dataSubjects: answered.map(({ subject, request: { agreement, ...request }, decision: own, items: rows }) => ({
    subject: subject?.id ?? null, decision: own, items: rows.map(({ id }) => id),
    request: { ...request, ...(agreement ? { agreement: { id: agreement.id, version: agreement.version, digest: agreement.id } } : {}) },
  })),
})) as KeptDecision;
const pastOf = (given: Sharing): PastDecision & { ruleset: string; catalogue: string } =>
  ({ id: 'd', from: given.from, to: given.to, kept: kept(answer(given, law)), ruleset: rulesetVersion, catalogue: law.version });
const under = (given: Sharing): Under => ({ agreement, agreementStatus }) =>
  ({ agreementStatus, agreement: given.agreements.find(({ agreement: { id } }) => id === agreement?.id)?.agreement });
const plain = sharing();
const demo = plain.agreements.find(({ agreement: { id } }) => id === 'county-misp-demo')!.agreement;

describe('a decision taken again', () => {
  it('under its own law and agreement comes out as it did, byte for byte', () => {
    fc.assert(fc.property(sharings, (given) => {
      const past = pastOf(given);
      expect(replay(past, law, under(given))).toBe('same');
      expect(whatWouldHaveCome(past, {}, law, under(given))).toBeNull();
    }), { seed: 41, numRuns: 300 });
  });

  it('is told apart when what is kept was tampered with', () => {
    const past = pastOf(plain);
    const forged = { ...past, kept: { ...past.kept, decision: { ...past.kept.decision, permitted: ['person.identity'] } } };
    expect(replay(forged, law, under(plain))).toBe('different');
    expect(replay({ ...past, ruleset: '0.9.0' }, law, under(plain))).toBe('other-ruleset');
  });
});

describe('what would have come of it', () => {
  const without = (field: string) => ({ ...demo, clauses: demo.clauses.map((clause) => ({ ...clause, fields: clause.fields.filter((one) => one !== field) })) });
  const come = (given: Sharing, supposed: Parameters<typeof whatWouldHaveCome>[1], then = law) => whatWouldHaveCome(pastOf(given), supposed, then, under(given));

  it('under an agreement that lets less go: a field newly withheld', () => {
    expect(come(plain, { agreement: without('concern.summary') })).toEqual({ before: 'permit', after: 'permit-redacted', fields: [{ field: 'concern.summary', turn: 'newly-withheld' }] });
  });
  it('under an agreement of which the recipient is no party any more: all newly refused', () => {
    const left = { ...demo, parties: { ...demo.parties, agencies: [plain.from.id] } };
    expect(come(plain, { agreement: left })).toMatchObject({ before: 'permit', after: 'refuse', fields: [{ turn: 'newly-refused' }, { turn: 'newly-refused' }] });
  });
  it('under an agreement where there was none: newly permitted', () => {
    const none: readonly AgreementInHand[] = [];
    const { agreement: _named, ...unnamed } = terms();
    expect(come({ ...plain, agreements: none, terms: unnamed }, { agreement: demo })).toMatchObject({ before: 'refuse', after: 'permit' });
  });
  it('is nothing where the agreement that is tried is not the one it stood under', () => {
    expect(come(plain, { agreement: { ...without('concern.summary'), id: 'another' } })).toBeNull();
  });
  it('when its gateway is not in force: refused, for want of a power', () => {
    const off = { ...law, gateways: law.gateways.map((gateway) => ({ ...gateway, commencedOn: null })) };
    expect(come({ ...plain, subjects: [subject('s1', { wishes: 'not-sought' })] }, {}, off)).toMatchObject({ after: 'refuse' });
  });
});

it('is added up by agencies, field and turn', () => {
  const tally = new Tally();
  const past = pastOf(plain);
  const changed = { before: 'permit', after: 'permit-redacted', fields: [{ field: 'concern.summary', turn: 'newly-withheld' }] } as const;
  tally.add(past, { ...changed, fields: [...changed.fields] });
  tally.add({ ...past, id: 'e' }, { ...changed, fields: [...changed.fields] });
  tally.add({ ...past, id: 'f' }, null);
  expect(tally.result).toEqual({
    decisions: 3, changed: 2, notOnRecord: 0, outcomes: [{ before: 'permit', after: 'permit-redacted', decisions: 2 }],
    lines: [{ from: plain.from.id, to: plain.to.id, field: 'concern.summary', turn: 'newly-withheld', decisions: 2 }], examples: ['d', 'e'],
  });
});
