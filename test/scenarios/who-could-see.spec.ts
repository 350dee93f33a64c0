import { describe, expect, it } from '@jest/globals';
import { item, maracCase, tenant, tenantCase, toHousing, toNeighbourhoodPolice, victim } from '../support/cases.js';
import { ledger, ledgerAbout, refusals, stored } from '../support/ledger.js';
import { as, type Concern, type Json, type Reply } from '../support/service.js';

const adviser = as('idva');
const officer = as('housing-officer');
const look = (concern: Concern, who = concern.owner): Promise<Reply> => who.post(`/v1/concerns/${concern.id}/who-could-see`);
const partner = (reply: Reply, agency: string): Json => reply.body.partners.find((one: Json) => one.agency === agency);
const under = (reply: Reply, agency: string, purpose: string): Json => partner(reply, agency).purposes.find((one: Json) => one.purpose === purpose);
const field = (prospect: Json, code: string): Json => prospect.fields.find((one: Json) => one.field === code);

describe('who could see a concern, and what of it', () => {
  it('is told for every partner that works today and every purpose, in one answer with one entry; nothing is sent', async () => {
    const concern = await adviser.raises(maracCase());
    const reply = await look(concern);
    expect(reply.status).toBe(200);
    const working = await stored(`SELECT DISTINCT a.id FROM accord.agencies a JOIN accord.teams t ON t.agency_id = a.id WHERE a.id <> $1 AND a.valid_from <= CURRENT_DATE AND (a.valid_to IS NULL OR a.valid_to >= CURRENT_DATE)`, [adviser.agency]);
    expect(reply.body.partners.map(({ agency }: Json) => agency).sort()).toEqual(working.map(({ id }) => id).sort());
    for (const { purposes } of reply.body.partners) expect(purposes).toHaveLength(20);
    expect(reply.body.fields.toSorted()).toEqual(['concern.summary', 'person.address', 'person.identity', 'person.safe-address', 'risk.assessment']);

    expect(field(under(reply, 'downshire-police', 'domestic-abuse-risk'), 'person.safe-address')).toEqual({ field: 'person.safe-address', goes: 1, waits: 0, stays: 0, reasons: [] });
    expect(field(under(reply, 'copperbeck-homes', 'domestic-abuse-risk'), 'person.safe-address')).toMatchObject({ goes: 0, stays: 1, reasons: ['safe-address'] });
    expect(under(reply, 'copperbeck-homes', 'strategic-analysis')).toMatchObject({ outcome: 'refuse', fields: expect.arrayContaining([expect.objectContaining({ field: 'person.identity', goes: 0, stays: 1 })]) });
    expect(partner(reply, 'copperbeck-homes').teams.find((one: Json) => one.team === 'copperbeck-marac')).toMatchObject({ keptAway: false, whoCanOpen: [{ id: as('housing-marac-lead').id, name: 'Lorraine Abernathie' }] });
    expect(reply.body.says).toContainEqual({ code: 'safe-address', says: expect.stringContaining('IDVA') });

    expect(await ledgerAbout(concern.id, 'preview')).toHaveLength(1);
    expect(await ledger(reply.body.entryId)).toMatchObject({
      operation: 'preview', outcome: 'permit', actor: adviser.id, owner: adviser.agency, concern: concern.id, recipient: null, released: [], visibleTo: [adviser.agency], people: 1,
      because: { purpose: 'who-could-see', law: reply.body.law, partners: expect.arrayContaining(['downshire-police']) },
    });
    expect(await stored('SELECT 1 FROM accord.decisions WHERE concern_id = $1', [concern.id])).toEqual([]);
  });

  it('agrees with the preview of each sharing', async () => {
    const concern = await officer.raises(tenantCase({ items: [item('offence.relevant-convictions')], subjects: [tenant({ wishes: { state: 'not-sought' } })] }));
    const reply = await look(concern);
    for (const [team, agency] of [['police-neighbourhood-wealdmere', 'downshire-police'], ['copperbeck-marac', 'copperbeck-homes'], ['lanternfold-idva', 'lanternfold-idva-service']] as const) {
      for (const purpose of ['crime-prevention', 'safeguarding-adult', 'asb-resolution', 'victim-support', 'emergency-life', 'homeless-referral']) {
        const preview = await concern.preview(toNeighbourhoodPolice({ team, purpose, agreement: undefined, fields: reply.body.fields }));
        const { outcome, gateway, duty, approvals, reasons } = preview.body.decision;
        expect([team, purpose, under(reply, agency, purpose)]).toMatchObject([team, purpose, { outcome, gateway, duty, approvals, reasons }]);
        for (const { field: code, goes, waits, stays } of under(reply, agency, purpose).fields) {
          const count = (wanted: string): number => preview.body.items.filter((one: Json) => one.field === code && one.outcome === wanted).length;
          expect([code, goes, waits, stays]).toEqual([code, count('shared'), count('waiting'), count('withheld')]);
        }
      }
    }
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'preview', concern: concern.id });
  });

  it('shows its owner whom a person’s list keeps away, an agency or one team, and nothing for them under any purpose', async () => {
    const concern = await adviser.raises(maracCase({ subjects: [victim({ mustNotReceive: [{ agency: 'downshire-police' }, { staff: as('housing-marac-lead').id }] })] }));
    const reply = await look(concern);
    expect(partner(reply, 'downshire-police')).toMatchObject({ keptAway: true, purposes: [] });
    for (const team of partner(reply, 'downshire-police').teams) expect(team).toMatchObject({ keptAway: true, whoCanOpen: [] });
    const landlord = partner(reply, 'copperbeck-homes');
    expect(landlord.keptAway).toBe(false);
    expect(landlord.teams.filter(({ keptAway }: Json) => keptAway).map(({ team }: Json) => team)).toEqual(['copperbeck-marac']);
    expect((await concern.preview(toHousing())).body.decision.reasons).toEqual(['must-not-receive']);
    expect(await ledger(reply.body.entryId)).toMatchObject({ operation: 'preview', visibleTo: [adviser.agency] });
  });

  it('is for whoever may share it: not there for others, refused for a draft, and each is as it should be in the ledger', async () => {
    const concern = await officer.raises(tenantCase());
    for (const who of [as('tariq-bramwell-shah'), as('gethin-marrowby')]) {
      expect((await look(concern, who)).body).toMatchObject({ status: 404, code: 'not-found' });
      expect((await refusals(concern.id, who)).at(-1)).toMatchObject({ operation: 'refusal', outcome: 'not-found' });
    }
    expect((await look(concern, as('ig-officer'))).body).toMatchObject({ status: 403, code: 'forbidden' });
    const draft = await officer.raises(tenantCase({ state: 'draft' }));
    expect((await look(draft)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect(await ledgerAbout(draft.id, 'preview')).toEqual([]);
    expect(await ledgerAbout(concern.id, 'preview')).toEqual([]);
  });
});
