import { describe, expect, it } from '@jest/globals';
import type { ItemBody } from './concern.dto.js';
import { harmTypesRow, indicatorRow, labelled, removalRow, statementRow, type ItemRow, type Setting } from './item-rows.js';
import type { Source } from './labels.js';

const setting: Setting = { agency: 'weald', secret: 's'.repeat(32), subjects: new Map([['S1', 'subject-1']]) };
const body = (field: string, text: string, changes: Partial<ItemBody> = {}): ItemBody => ({ field, text, statement: 'fact', source: 'file', confidence: 'high', ...changes });
const row = (field: string, text: string, changes?: Partial<ItemBody>): ItemRow => statementRow(setting, body(field, text, changes));
const none = new Map<string, Source[]>();

describe('a row', () => {
  it('keeps words and markers apart, and marks with care what was not marked', () => {
    const made = row('person.address', '61 Tern Parade', { about: 'S1', on: '2026-11-14' });
    expect(made).toMatchObject({ field: 'person.address', carries: ['person.address'], about: 'subject-1', datedOn: '2026-11-14', marking: 'official-sensitive', controller: 'weald', version: 1, kind: 'statement', grading: null, removed: false, body: { text: '61 Tern Parade', source: 'file' } });
    expect(JSON.stringify({ ...made, body: {} })).not.toContain('Tern');
  });

  it('of a label that nobody has is about nobody', () => {
    expect(row('concern.summary', 'x', { about: 'S9' }).about).toBeNull();
    expect(row('concern.summary', 'x').about).toBeNull();
  });

  it('has an id of its own and a new item’s, or follows the item it changes', () => {
    const [one, other] = [row('concern.summary', 'x'), row('concern.summary', 'x')];
    expect(new Set([one.id, one.itemId, other.id, other.itemId]).size).toBe(4);
    expect(statementRow(setting, body('concern.summary', 'y'), { itemId: one.itemId, version: 2 })).toMatchObject({ itemId: one.itemId, version: 2 });
  });

  it.each([['observed', 'fact'], ['reported', 'third-party-report'], ['inferred', 'opinion']])('of an indicator that was %s is a %s, and goes with the summary', (basis, statement) => {
    expect(indicatorRow(setting, { code: 'cuckooing:others-in-control', basis, about: 'S1' })).toMatchObject({ kind: 'indicator', field: 'concern.summary', statement, about: 'subject-1', body: { code: 'cuckooing:others-in-control', basis } });
  });

  it('of harm types goes with the summary and is about nobody', () => {
    expect(harmTypesRow(setting, ['cuckooing'])).toMatchObject({ kind: 'harm-types', field: 'concern.summary', about: null, body: { harmTypes: ['cuckooing'] } });
  });

  it('that removes has no words', () => {
    expect(removalRow(setting, 'person.address', { itemId: 'i', version: 3 })).toMatchObject({ removed: true, body: {}, fingerprints: [], itemId: 'i', version: 3 });
  });
});

describe('labelling', () => {
  it('leaves alone what was copied from nothing', () => {
    const rows = [row('concern.summary', 'Callers at night.'), row('person.identity', 'Dennis Archer')];
    expect(labelled(rows, none)).toEqual(rows);
  });

  it('finds an address of the same request in a note, whichever stands first', () => {
    const address = row('person.safe-address', 'Flat 2, 61 Tern Parade, ZZ6 8NB');
    const note = row('concern.summary', 'He waited outside 61 tern parade.');
    for (const rows of [[address, note], [note, address]]) {
      const found = labelled(rows, none).find(({ id }) => id === note.id)!;
      expect(found.carries).toEqual(['concern.summary', 'person.safe-address']);
      expect(found.copiedFrom).toEqual([]);
    }
  });

  it('takes the labels of rows that its writer named or that were recognised, and names them', () => {
    const note = row('concern.summary', 'A summary.');
    const source: Source = { id: 'earlier', carries: ['person.safe-address', 'person.address'], marking: 'secret', grading: null, controller: 'refuge' };
    expect(labelled([note], new Map([[note.id, [source]]]))[0]).toMatchObject({ carries: ['concern.summary', 'person.safe-address', 'person.address'], marking: 'secret', controller: 'refuge', copiedFrom: ['earlier'] });
  });

  it('names no source twice', () => {
    const note = row('concern.summary', 'A summary.', { copiedFrom: ['earlier'] });
    const source: Source = { id: 'earlier', carries: ['person.address'], marking: 'official', grading: null, controller: 'weald' };
    expect(labelled([note], new Map([[note.id, [source, source]]]))[0]!.copiedFrom).toEqual(['earlier']);
  });

  it('of a hundred long texts does not hold the service up', () => {
    let word = 0;
    const rows = Array.from({ length: 100 }, () => row('concern.summary', Array.from({ length: 450 }, () => `w${(word += 1)}`).join(' ')));
    const before = performance.now();
    labelled(rows, none);
    expect(performance.now() - before).toBeLessThan(3000);
  });
});
