import { describe, expect, it } from '@jest/globals';
import { item, maracCase, tenantCase, toHousing, toPolice } from '../support/cases.js';
import { refusals, stored } from '../support/ledger.js';
import { as, unknownId, type Person, type Reply } from '../support/service.js';

const adviser = as('idva');

/** All that an answer shows, but for what is new in every answer. */
const shown = ({ status, headers, text }: Reply): object => ({
  status, text: text.replace(/urn:uuid:[0-9a-f-]{36}/, 'urn:uuid:'), headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)).sort(),
});

type Ask = (who: Person, id: string) => Promise<Reply>;
const onConcern: [string, Ask][] = [
  ['reading', (who, id) => who.get(`/v1/concerns/${id}`)],
  ['reading a version', (who, id) => who.get(`/v1/concerns/${id}?version=1`)],
  ['amending', (who, id) => who.post(`/v1/concerns/${id}/amendments`, { items: [item('concern.summary')] }, { ifMatch: 1 })],
  ['amending a stale version', (who, id) => who.post(`/v1/concerns/${id}/amendments`, { items: [item('concern.summary')] }, { ifMatch: 9 })],
  ['raising', (who, id) => who.post(`/v1/concerns/${id}/raising`, undefined, { ifMatch: 1 })],
  ['withdrawing', (who, id) => who.post(`/v1/concerns/${id}/withdrawal`, { reason: 'duplicate' }, { ifMatch: 1 })],
  ['recording wishes', (who, id) => who.put(`/v1/concerns/${id}/subjects/${unknownId()}/wishes`, { state: 'given' })],
  ['keeping somebody away', (who, id) => who.put(`/v1/concerns/${id}/subjects/${unknownId()}/must-not-receive`, { keep: [{ agency: 'downshire-police' }] })],
  ['previewing', (who, id) => who.post(`/v1/concerns/${id}/share-previews`, toPolice())],
  ['previewing for a team that is not there', (who, id) => who.post(`/v1/concerns/${id}/share-previews`, toPolice({ team: 'no-such-team' }))],
  ['referring', (who, id) => who.post(`/v1/concerns/${id}/referrals`, toPolice())],
  ['looking who could see it', (who, id) => who.post(`/v1/concerns/${id}/who-could-see`)],
];
const onReferral: [string, Ask][] = [
  ['opening', (who, id) => who.opens(id)],
  ['accepting', (who, id) => who.takes('acceptance', id, 1)],
  ['accepting a stale version', (who, id) => who.takes('acceptance', id, 8)],
  ['asking', (who, id) => who.takes('questions', id, 1, { topic: 'risk' })],
  ['answering', (who, id) => who.takes('answers', id, 1, { answer: 'answered' })],
  ['declining', (who, id) => who.takes('decline', id, 1, { reason: 'duplicate' })],
  ['recording an outcome', (who, id) => who.takes('outcome', id, 1, { outcome: 'referred-on' })],
];

describe.each(onConcern)('%s', (_what, ask) => {
  it('another agency’s concern is answered exactly as with an id that does not exist', async () => {
    const stranger = as('rhodri-penhallam');
    const [raised, draft] = [await adviser.raises(maracCase()), await adviser.raises(maracCase({ state: 'draft' }))];
    await raised.refers(toHousing());
    const nothing = shown(await ask(stranger, unknownId()));
    expect(nothing).toMatchObject({ status: 404 });
    for (const { id } of [raised, draft]) {
      expect(shown(await ask(stranger, id))).toEqual(nothing);
      expect(await refusals(id, stranger)).toMatchObject([{ outcome: 'not-found' }, { outcome: 'not-found' }]);
    }
    expect(shown(await ask(as('housing-marac-lead'), raised.id))).toEqual(nothing);
    expect(await stored('SELECT version FROM accord.concerns WHERE id = $1', [raised.id])).toEqual([{ version: 1 }]);
  });

  it('a concern of one’s own agency that one has no part in is answered just so', async () => {
    const concern = await as('housing-officer').raises(tenantCase());
    const colleague = as('tariq-bramwell-shah');
    expect(shown(await ask(colleague, concern.id))).toEqual(shown(await ask(colleague, unknownId())));
    expect(await refusals(concern.id, colleague)).toMatchObject([{ owner: 'wealdmere-borough-council', concern: concern.id }]);
  });

  it('a concern whose list names whoever asks is answered just so, however senior they are, and leaves beside its own entry what an attempt on nothing leaves', async () => {
    const concern = await adviser.raises(maracCase());
    const lead = as('frances-ullathorpe');
    await concern.keepAway([{ staff: lead.id }]);
    const missing = unknownId();
    expect(shown(await ask(lead, concern.id))).toEqual(shown(await ask(lead, missing)));
    const [nothing, ...more] = await refusals(missing, lead);
    expect([nothing, more]).toMatchObject([{ owner: null, concern: null, because: { reason: 'no-such-record-for-this-caller' } }, []]);
    const entries = await refusals(concern.id, lead);
    expect(entries).toHaveLength(2);
    expect(entries).toContainEqual(expect.objectContaining({ owner: null, concern: null, visibleTo: nothing!.visibleTo, because: { ...nothing!.because, record: expect.any(String) } }));
    expect(entries).toContainEqual(expect.objectContaining({ owner: adviser.agency, concern: concern.id }));
    expect(await stored('SELECT version FROM accord.concerns WHERE id = $1', [concern.id])).toEqual([{ version: 2 }]);
  });
});

describe.each(onReferral)('%s', (_what, ask) => {
  it('a referral between others, or to another team, is answered exactly as with an id that does not exist', async () => {
    const sent = await (await adviser.raises(maracCase())).refers(toPolice());
    for (const stranger of [as('rhodri-penhallam'), as('kirsty-dunmallet')]) {
      const nothing = shown(await ask(stranger, unknownId()));
      expect(nothing).toMatchObject({ status: 404 });
      expect(shown(await ask(stranger, sent.referralId))).toEqual(nothing);
      expect((await refusals(sent.referralId, stranger)).map(({ visibleTo }) => visibleTo).sort()).toEqual([[stranger.agency], [adviser.agency]].sort());
    }
    expect(await stored('SELECT version, state FROM accord.referrals WHERE id = $1', [sent.referralId])).toEqual([{ version: 1, state: 'sent' }]);
  });

  it('a referral that was received, and whose list names whoever asks by now, is answered just so', async () => {
    const [recipient, sender] = [as('housing-marac-lead'), as('frances-ullathorpe')];
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refers(toHousing());
    await concern.keepAway([{ staff: recipient.id }, { staff: sender.id }]);
    for (const kept of [recipient, sender]) {
      expect(shown(await ask(kept, sent.referralId))).toEqual(shown(await ask(kept, unknownId())));
      expect((await refusals(sent.referralId, kept)).filter(({ owner }) => owner === null)).toMatchObject([{ visibleTo: [kept.agency], referral: null, because: { reason: 'no-such-record-for-this-caller' } }]);
    }
    expect(await stored('SELECT version, state FROM accord.referrals WHERE id = $1', [sent.referralId])).toEqual([{ version: 1, state: 'sent' }]);
  });
});

describe('an id of the wrong kind', () => {
  it('opens nothing either, for those who may have the record itself', async () => {
    const concern = await adviser.raises(maracCase());
    const sent = await concern.refers(toPolice());
    for (const who of [adviser, as('police-marac-lead')]) {
      const nothing = shown(await who.get(`/v1/concerns/${unknownId()}`));
      for (const id of [sent.referralId, sent.decisionId, sent.entryId, concern.subject(), concern.item('person.identity').contentId]) expect(shown(await who.get(`/v1/concerns/${id}`))).toEqual(nothing);
      for (const id of [concern.id, sent.decisionId, sent.entryId]) expect(shown(await who.opens(id))).toEqual(nothing);
    }
    expect(shown(await as('dilnoza-westerby').looksUp(concern.id))).toEqual(shown(await as('dilnoza-westerby').looksUp(unknownId())));
  });
});
