import { describe, expect, it } from '@jest/globals';
import { item, maracCase, toHousing, toPolice, victim, type Marac } from '../support/cases.js';
import { ledger, refusals, stored } from '../support/ledger.js';
import { as, sentence, unknownId, type Concern, type Json, type Person } from '../support/service.js';

const adviser = as('idva');
const housing = as('housing-marac-lead');
const ownersOfficer = as('dilnoza-westerby');
const recipientsOfficer = as('malachy-threadwell');
const policeOfficer = as('ig-officer');
const uninvolved = [as('nasreen-choudhry-bell'), as('ravindra-maheshkar'), policeOfficer];

const sent = async (more: Marac = {}): Promise<{ concern: Concern; receipt: Json; openedId: string; alias: string }> => {
  const concern = await adviser.raises(maracCase(more));
  const receipt = await concern.refers(toHousing({ fields: ['person.identity', 'person.safe-address', 'concern.summary', 'health.detail'] }));
  const opened = await housing.opens(receipt.referralId);
  return { concern, receipt, openedId: opened.entryId, alias: opened.body.subjects[0].id };
};
const ids = async (who: Person, query: Record<string, string>): Promise<string[]> => (await who.searches(query)).body.items.map(({ id }: Json) => id);
/** The officer's own look-ups, by what was looked for. */
const lookUps = async ({ id }: Person, name: string, value: string): Promise<Json[]> => stored(
  `SELECT operation, outcome, visible_to, key_hash IS NOT NULL AS usable, leaf::jsonb -> 'because' AS because, subjects FROM accord.ledger_entries WHERE actor_id = $1 AND operation = 'audit-look-up' AND leaf::jsonb #>> ARRAY['because', 'sought', $2] = $3`, [id, name, value]);

describe('searching the ledger', () => {
  it('needs one of the lawful audit purposes, and is recorded before anything is shown', async () => {
    const { concern, receipt } = await sent();
    for (const bad of ['', '?auditPurpose=', '?auditPurpose=curiosity', '?auditPurpose=lawfulness&auditPurpose=lawfulness']) {
      expect((await ownersOfficer.get(`/v1/ledger/entries${bad}`)).body).toMatchObject({ status: 400 });
    }
    expect((await ownersOfficer.get(`/v1/ledger/entries/${receipt.entryId}`)).body).toMatchObject({ status: 400 });
    await ownersOfficer.searches({ record: concern.id, auditPurpose: 'integrity-and-security' });
    expect(await lookUps(ownersOfficer, 'record', concern.id)).toMatchObject([{ outcome: 'permit', visible_to: [ownersOfficer.agency], usable: true, because: { auditPurpose: 'integrity-and-security', sought: { record: concern.id } } }]);
    await ownersOfficer.looksUp(receipt.entryId, 'criminal-proceedings');
    expect(await lookUps(ownersOfficer, 'entry', receipt.entryId)).toMatchObject([{ because: { auditPurpose: 'criminal-proceedings' } }]);
  });

  it('finds by record: the owner everything, the recipient what came to it, and nobody by another agency’s concern', async () => {
    const { concern, receipt, openedId } = await sent();
    expect(await ids(ownersOfficer, { record: concern.id })).toEqual([openedId, receipt.entryId, concern.entryId]);
    expect(await ids(ownersOfficer, { record: receipt.referralId })).toEqual([openedId, receipt.entryId]);
    expect(await ids(recipientsOfficer, { record: receipt.referralId })).toEqual([openedId, receipt.entryId]);
    expect(await ids(recipientsOfficer, { record: concern.id })).toEqual([]);
    for (const officer of uninvolved) for (const record of [concern.id, receipt.referralId]) expect(await ids(officer, { record })).toEqual([]);
  });

  it('finds by the person a concern is about, under the id that each agency has for them and under no other', async () => {
    const { concern, receipt, openedId, alias } = await sent();
    const subject = concern.subject();
    expect(await ids(ownersOfficer, { subject })).toEqual(expect.arrayContaining([openedId, receipt.entryId, concern.entryId]));
    expect(await ids(recipientsOfficer, { subject: alias, operation: 'disclosure' })).toEqual([openedId, receipt.entryId]);
    expect(await ids(recipientsOfficer, { subject })).toEqual([]);
    expect(await ids(ownersOfficer, { subject: alias })).toEqual([]);
    for (const officer of uninvolved) expect([...(await ids(officer, { subject })), ...(await ids(officer, { subject: alias }))]).toEqual([]);
    expect((await recipientsOfficer.searches({ subject: alias })).text).not.toContain(subject);
    // Another referral about the same person is another alias, so that the two cannot be joined.
    const second = await concern.refers(toHousing());
    const other = (await housing.opens(second.referralId)).body.subjects[0].id;
    expect(other).not.toBe(alias);
    expect(await ids(recipientsOfficer, { subject: alias })).not.toContain(second.entryId);
    expect(await ids(ownersOfficer, { subject })).toContain(second.entryId);
  });

  it('finds by who acted, agency, operation, outcome and time, each narrowing the others', async () => {
    const before = new Date().toISOString();
    const { concern, receipt, openedId } = await sent();
    const after = new Date(Date.now() + 1).toISOString();
    const record = receipt.referralId;
    expect(await ids(ownersOfficer, { record, person: housing.id })).toEqual([openedId]);
    expect(await ids(ownersOfficer, { record, person: adviser.id })).toEqual([receipt.entryId]);
    expect(await ids(ownersOfficer, { record, agency: 'copperbeck-homes' })).toEqual([openedId, receipt.entryId]);
    expect(await ids(ownersOfficer, { record, agency: 'downshire-police' })).toEqual([]);
    expect(await ids(ownersOfficer, { record: concern.id, operation: 'collection' })).toEqual([concern.entryId]);
    expect(await ids(ownersOfficer, { record: concern.id, outcome: 'permit-redacted', person: adviser.id })).toEqual([receipt.entryId]);
    expect(await ids(ownersOfficer, { record: concern.id, outcome: 'refuse' })).toEqual([]);
    expect(await ids(ownersOfficer, { record, from: before, to: after })).toEqual([openedId, receipt.entryId]);
    expect(await ids(ownersOfficer, { record, to: before })).toEqual([]);
    expect(await ids(ownersOfficer, { record, from: after })).toEqual([]);
    expect(await lookUps(ownersOfficer, 'outcome', 'permit-redacted')).not.toEqual([]);
  });

  it('goes through pages without missing or repeating an entry', async () => {
    const concern = await adviser.raises(maracCase());
    for (let look = 0; look < 4; look += 1) await concern.read();
    const seen: string[] = [];
    let path: string | undefined = `/v1/ledger/entries?auditPurpose=lawfulness&record=${concern.id}&limit=2`;
    for (let page = 0; path && page < 9; page += 1) {
      const reply = await ownersOfficer.get(path);
      seen.push(...reply.body.items.map(({ id }: Json) => id));
      path = /<([^>]+)>/.exec(reply.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
    expect(seen.at(-1)).toBe(concern.entryId);
  });

  it('that finds nothing is recorded all the same', async () => {
    const nobody = unknownId();
    for (const name of ['record', 'person']) {
      expect(await ids(policeOfficer, { [name]: nobody })).toEqual([]);
      expect(await lookUps(policeOfficer, name, nobody)).toMatchObject([{ operation: 'audit-look-up', outcome: 'permit', visible_to: ['downshire-police'] }]);
    }
    expect(await ids(policeOfficer, { subject: nobody, person: nobody })).toEqual([]);
    expect(await lookUps(policeOfficer, 'person', nobody)).toHaveLength(2);
    expect((await policeOfficer.looksUp(nobody)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect(await lookUps(policeOfficer, 'entry', nobody)).toHaveLength(1);
    expect(await ids(policeOfficer, { operation: 'audit-look-up', person: policeOfficer.id })).not.toEqual([]);
    expect(await ids(uninvolved[0]!, { operation: 'audit-look-up', person: policeOfficer.id })).toEqual([]);
  });

  it('shows refused attempts: of the rules, and of people who were turned away', async () => {
    const concern = await adviser.raises(maracCase({ subjects: [victim({ wishes: { state: 'refused' } })] }));
    const refused = await concern.refer(toPolice());
    const outsider = as('housing-officer');
    await outsider.get(`/v1/concerns/${concern.id}`);
    const seen = (await ownersOfficer.searches({ record: concern.id, operation: 'refusal' })).body.items;
    expect(seen).toMatchObject([{ outcome: 'not-found', actor: { staff: outsider.id, name: 'Amara Thistlewood', agency: 'wealdmere-borough-council' } }, { id: refused.body.entryId, outcome: 'refuse', actor: { staff: adviser.id } }]);
    const opened = (await ownersOfficer.looksUp(refused.body.entryId)).body;
    expect(opened).toMatchObject({ operation: 'refusal', released: [], because: { reasons: ['consent-refused-no-override'], decision: refused.body.decisionId, intended: { agency: 'downshire-police' } } });
    for (const officer of [policeOfficer, recipientsOfficer]) expect((await officer.looksUp(refused.body.entryId)).status).toBe(404);
    // The agency whose officer tried hears of it too, but not whose record it was.
    const [own] = (await as('nasreen-choudhry-bell').searches({ person: outsider.id, operation: 'refusal', outcome: 'not-found' })).body.items;
    expect(own).toMatchObject({ owner: null, concern: null, referral: null });
  });
});

describe('an entry', () => {
  it('tells the owner’s officer who, what, why, under which law and clause, and what was withheld', async () => {
    const { concern, receipt } = await sent({ items: [item('health.detail')] });
    const { body } = await ownersOfficer.looksUp(receipt.entryId);
    const written = await ledger(receipt.entryId);
    expect(body).toMatchObject({
      id: receipt.entryId, operation: 'disclosure', outcome: 'permit-redacted', actor: { staff: adviser.id, name: 'Marguerite Soyinde', agency: adviser.agency, roles: ['caseworker'] },
      owner: adviser.agency, recipientAgency: 'copperbeck-homes', recipientTeam: 'copperbeck-marac', concern: concern.id, referral: receipt.referralId, purpose: 'domestic-abuse-risk', released: written.released,
      gateway: { id: 'cda-1998-s115', title: expect.any(String), statute: expect.any(String), verified: expect.any(String), duty: false },
      agreement: { id: 'lincolnshire-domestic-abuse', version: '1.0', title: expect.any(String) },
      because: { decision: receipt.decisionId, necessity: 'recorded', wishes: 'given', locks: { minimum: 'part-withheld' } },
    });
    expect(body.withheld).toEqual([{ field: 'person.safe-address', reason: 'safe-address', says: expect.any(String) }, { field: 'health.detail', reason: 'not-necessary', says: expect.any(String) }]);
    expect(body.agreement.clauses.map(({ id }: Json) => id)).toEqual(receipt.decision.clauses);
    for (const { text } of body.agreement.clauses) expect(text.length).toBeGreaterThan(10);
    expect([...body.fields].sort()).toEqual([...receipt.fields].sort());
  });

  it('tells the recipient’s officer what came, and not that anything else there was', async () => {
    const { concern, receipt, openedId } = await sent({ items: [item('health.detail')] });
    for (const id of [receipt.entryId, openedId]) {
      const { body, text } = await recipientsOfficer.looksUp(id);
      expect(body).toMatchObject({ operation: 'disclosure', outcome: 'permit', withheld: [], concern: null, referral: receipt.referralId, owner: adviser.agency, gateway: { id: 'cda-1998-s115' }, agreement: { id: 'lincolnshire-domestic-abuse' } });
      expect([...body.fields].sort()).toEqual(['concern.summary', 'person.identity']);
      // A duty that only the withheld health note gives rise to would give it away as well.
      for (const secret of ['safe-address', 'health', 'redacted', 'not-necessary', 'check-appropriate-policy-document', concern.id, concern.subject(), receipt.decisionId]) expect(text).not.toContain(secret);
    }
    const list = await recipientsOfficer.searches({ record: receipt.referralId });
    expect(list.body.items.map(({ outcome }: Json) => outcome)).toEqual(['permit', 'permit']);
    expect(list.text).not.toMatch(/redacted|safe-address|health/);
    expect(list.text).not.toContain(concern.id);
    // Nor does a filter tell it.
    expect(await ids(recipientsOfficer, { record: receipt.referralId, outcome: 'permit-redacted' })).toEqual([]);
    expect(await ids(recipientsOfficer, { record: receipt.referralId, outcome: 'permit' })).toEqual([openedId, receipt.entryId]);
  });

  it('of a decision leads its own agency’s officer, and nobody else’s, to the words of its necessity, which is a consultation', async () => {
    const [concern, necessity] = [await adviser.raises(maracCase()), sentence()];
    const { decisionId, entryId } = await concern.refers(toHousing({ necessity }));
    const path = `/v1/decisions/${decisionId}/statement`;
    expect((await ownersOfficer.looksUp(entryId)).text).not.toContain(necessity);
    expect((await ownersOfficer.get(path)).status).toBe(400);
    const read = await ownersOfficer.get(`${path}?auditPurpose=lawfulness`);
    expect(read.body).toMatchObject({ necessity });
    expect(await ledger(read.entryId)).toMatchObject({ operation: 'consultation', actor: ownersOfficer.id, owner: adviser.agency, concern: concern.id, decision: decisionId, fields: ['decision.necessity'], visibleTo: [adviser.agency], because: { auditPurpose: 'lawfulness' } });
    for (const officer of [recipientsOfficer, policeOfficer]) {
      const nothing = await officer.get(`${path}?auditPurpose=lawfulness`);
      expect(nothing.body).toMatchObject({ status: 404, code: 'not-found' });
      expect(await refusals(decisionId, officer)).toMatchObject([{ visibleTo: [officer.agency], owner: null, concern: null }]);
    }
    expect((await adviser.get(`${path}?auditPurpose=lawfulness`)).body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('is not there for an agency that it does not concern, whatever its operation', async () => {
    const { concern, receipt, openedId } = await sent();
    for (const officer of uninvolved) for (const id of [concern.entryId, receipt.entryId, openedId]) expect((await officer.looksUp(id)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await recipientsOfficer.looksUp(concern.entryId)).status).toBe(404);
  });

  it('holds no word, and is read by officers alone', async () => {
    const { receipt } = await sent();
    for (const who of [adviser, as('frances-ullathorpe'), housing, as('administrator'), as('service-operator')]) {
      expect((await who.looksUp(receipt.entryId)).body).toMatchObject({ status: 403, code: 'forbidden', roles: ['ig-officer'] });
      expect((await who.searches({})).body).toMatchObject({ status: 403, code: 'forbidden' });
    }
  });
});
