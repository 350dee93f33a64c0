import { describe, expect, it } from '@jest/globals';
import { item, maracCase, toHousing, toPolice } from '../support/cases.js';
import { ledger, stored } from '../support/ledger.js';
import { as, canary, sentence, type Concern, type Json } from '../support/service.js';

const adviser = as('idva');
const policeLead = as('police-marac-lead');
const housingLead = as('housing-marac-lead');

const address = (): string => `Flat ${Math.ceil(Math.random() * 900)}, ${sentence()}`;
const labelsOf = async (contentId: string): Promise<Json> => (await stored('SELECT carries, marking, grading, controller, copied_from FROM accord.items WHERE id = $1', [contentId]))[0];

/** The summary stays behind for housing, and nothing of it reaches them. */
const summaryStaysFromHousing = async (concern: Concern, words: string): Promise<void> => {
  const preview = await concern.preview(toHousing());
  expect(preview.body.items.filter(({ field }: Json) => field === 'concern.summary').some(({ outcome, reason }: Json) => outcome === 'withheld' && reason === 'safe-address')).toBe(true);
  const sent = await concern.refers(toHousing());
  expect((await ledger(sent.entryId)).withheld).toMatchObject({ 'person.safe-address': 'safe-address' });
  const opened = await housingLead.opens(sent.referralId);
  expect(opened.status).toBe(200);
  expect(opened.text).not.toContain(words);
};

describe('text that was copied', () => {
  it('declared: keeps its source’s rules, marking and owner, and is recorded as a combination', async () => {
    const safe = address();
    const concern = await adviser.raises(maracCase({ safeAddress: safe }));
    const from = concern.item('person.safe-address').contentId;
    const amended = await concern.amend({ items: [item('concern.summary', { text: 'Moved; see the adviser.', copiedFrom: [from] })] });
    expect(amended.body.items).toMatchObject([{ field: 'concern.summary', carries: ['concern.summary', 'person.safe-address'] }]);
    expect(await labelsOf(amended.body.items[0].contentId)).toMatchObject({ marking: 'official-sensitive', copied_from: [from], controller: adviser.agency });
    expect(await ledger(amended.body.entryId)).toMatchObject({ operation: 'combination', fields: ['concern.summary'], because: { rows: [{ field: 'concern.summary', carries: ['concern.summary', 'person.safe-address'] }] } });
    await summaryStaysFromHousing(concern, 'Moved; see the adviser.');
  });

  it('pasted within the same request is recognised, whichever stands first', async () => {
    const safe = address();
    const summary = `Rang today. She is at ${safe} and well.`;
    for (const items of [[item('concern.summary', { text: summary }), item('person.safe-address', { text: safe })], [item('person.safe-address', { text: safe }), item('concern.summary', { text: summary })]]) {
      const concern = await adviser.raises(maracCase({ items }));
      expect(concern.item('concern.summary', 1).carries).toEqual(['concern.summary', 'person.safe-address']);
      await summaryStaysFromHousing(concern, safe);
    }
  });

  it('pasted later is recognised without being read', async () => {
    const safe = address();
    const concern = await adviser.raises(maracCase({ safeAddress: safe }));
    const amended = await concern.amend({ items: [item('concern.summary', { text: `Note: ${safe.toUpperCase()}!` })] });
    expect(amended.body.items[0].carries).toEqual(['concern.summary', 'person.safe-address']);
    expect((await ledger(amended.body.entryId))).toMatchObject({ operation: 'combination', released: [] });
    await summaryStaysFromHousing(concern, safe.toUpperCase());
  });

  it('by its postcode or telephone number alone is recognised too', async () => {
    const digits = String(Math.floor(1e9 + Math.random() * 9e9));
    const inward = canary().slice(1, 3).toUpperCase();
    const concern = await adviser.raises(maracCase({ safeAddress: `${sentence()}, ZZ6 8${inward}, 0${digits}` }));
    const amended = await concern.amend({ items: [item('concern.summary', { text: `Now in zz68${inward.toLowerCase()}.` }), item('risk.assessment', { text: `Ring (0${digits.slice(0, 4)}) ${digits.slice(4, 7)}-${digits.slice(7)}.` })] });
    expect(amended.body.items.map(({ carries }: Json) => carries)).toEqual([['concern.summary', 'person.safe-address'], ['risk.assessment', 'person.safe-address']]);
  });

  it('that was protected only afterwards does not slip out by its earlier copy', async () => {
    const safe = address();
    const concern = await adviser.raises(maracCase({ summary: `Moved to ${safe} last night.` }));
    await concern.amend({ items: [item('person.safe-address', { text: safe })] });
    await summaryStaysFromHousing(concern, safe);
  });

  it('does not cross in an answer or in the source of another item either', async () => {
    const safe = address();
    const concern = await adviser.raises(maracCase({ safeAddress: safe, items: [item('risk.assessment', { source: `neighbour of ${safe}` })] }));
    expect(concern.item('risk.assessment', 1).carries).toEqual(['risk.assessment', 'person.safe-address']);
    const sent = await concern.refers(toHousing());
    const housingLead = as('housing-marac-lead');
    const asked = await housingLead.takes('questions', sent.referralId, 1, { topic: 'whereabouts' });
    const told = await adviser.takes('answers', sent.referralId, asked.body.version, { answer: 'answered', text: `She is at ${safe}.` });
    expect(told.body).toMatchObject({ status: 403, code: 'refused', decision: { withheld: { 'person.safe-address': 'safe-address' } } });
    expect(await ledger(told.body.entryId)).toMatchObject({ operation: 'refusal', referral: sent.referralId });
    expect((await housingLead.opens(sent.referralId)).text).not.toContain(safe);
  });

  it('reaches those who may have its source', async () => {
    const safe = address();
    const concern = await adviser.raises(maracCase({ safeAddress: safe, items: [item('concern.summary', { text: `At ${safe}.` })] }));
    const sent = await concern.refers(toPolice());
    expect(sent.decision.outcome).toBe('permit');
    expect((await policeLead.opens(sent.referralId)).body.items.map(({ says }: Json) => says.text)).toContain(`At ${safe}.`);
  });

  it('keeps the strictest marking and the most careful grading of its sources', async () => {
    const officer = as('niamh-corrigall');
    const [careful, sure] = [sentence(), sentence()];
    const graded = (text: string, grading: object, marking: string): object => item('intelligence.item', { text, grading, marking });
    const concern = await officer.raises({
      team: 'police-public-protection', harmTypes: ['county-lines'], subjects: [{ ref: 'S1', roles: ['suspect'] }],
      items: [graded(careful, { source: 3, information: 'D', handling: 'C', action: 'A1', sanitisation: 'S2' }, 'official-sensitive'), graded(sure, { source: 1, information: 'A', handling: 'P' }, 'official')],
    });
    const amended = await concern.amend({ items: [item('concern.summary', { text: `${sure} and ${careful}` }), graded(`${sentence()} ${careful}`, { source: 1, information: 'A', handling: 'P' }, 'official')] });
    const [summary, intelligence] = amended.body.items;
    expect(await labelsOf(summary.contentId)).toMatchObject({ carries: ['concern.summary', 'intelligence.item'], marking: 'official-sensitive', grading: { source: 3, information: 'D', handling: 'C', action: 'A1', sanitisation: 'S2' } });
    expect(await labelsOf(intelligence.contentId)).toMatchObject({ marking: 'official-sensitive', grading: { source: 3, information: 'D', handling: 'C', action: 'A1', sanitisation: 'S2' } });
  });

  it('from a received referral stays the sender’s: declared or pasted, it is keeps its rules', async () => {
    const safe = address();
    const sent = await (await adviser.raises(maracCase({ safeAddress: safe }))).refers(toPolice());
    const opened = await policeLead.opens(sent.referralId);
    const received = opened.body.items.find(({ field }: Json) => field === 'person.safe-address');
    const body = (more: object): object => ({
      team: 'police-marac', harmTypes: ['stalking'], subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], wishes: { state: 'given' }, riskAssessment: { dashTicks: 15 } }], items: [item('concern.summary', { ...more, on: undefined })],
    });
    for (const more of [{ text: 'As the advisers told us.', copiedFrom: [received.contentId] }, { text: `Patrol past ${safe} nightly.` }]) {
      const own = await policeLead.raises(body(more));
      const { contentId, carries } = own.item('concern.summary');
      expect(carries).toEqual(['concern.summary', 'person.safe-address']);
      expect(await labelsOf(contentId)).toMatchObject({ controller: 'lanternfold-idva-service', copied_from: [received.contentId], marking: 'official-sensitive' });
      expect(await ledger(own.entryId)).toMatchObject({ operation: 'combination', agency: 'downshire-police' });
      const preview = await own.preview({ team: 'copperbeck-marac', purpose: 'domestic-abuse-risk', forum: 'marac', fields: ['concern.summary'], necessity: sentence() });
      expect(preview.body.items.find((one: Json) => one.itemId === own.item('concern.summary').itemId)).toMatchObject({ outcome: 'withheld', reason: 'safe-address' });
      expect(await ledger(preview.body.entryId)).toMatchObject({ operation: 'preview', withheld: { 'person.safe-address': 'safe-address' } });
    }
  });

  it('of a referral to somebody else may not be named as a source', async () => {
    const sent = await (await adviser.raises(maracCase())).refers(toPolice());
    const received = (await policeLead.opens(sent.referralId)).body.items[0];
    const stranger = as('housing-officer');
    const reply = await stranger.post('/v1/concerns', { team: 'wealdmere-housing-tenancy', harmTypes: ['stalking'], subjects: [{ ref: 'S1', roles: ['carer'] }], items: [item('concern.summary', { copiedFrom: [received.contentId] })] });
    expect(reply.body).toMatchObject({ status: 400, code: 'invalid-body' });
  });
});
