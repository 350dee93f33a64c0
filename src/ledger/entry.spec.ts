import { expect, it } from '@jest/globals';
import { canonical, type Plain } from './canonical.js';
import { digestOf, leafOf, type Entry } from './entry.js';
import { rowOf } from './entry.store.js';

const id = (n: number): string => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** Every member that an entry can have. */
const whole: Required<Entry> = {
  id: id(1), at: '2026-11-22T10:00:00.000Z', operation: 'disclosure', outcome: 'permit-redacted',
  actor: { staff: id(2), agency: 'sender', roles: ['caseworker'], session: 'a1' }, visibleTo: ['sender', 'receiver'], owner: 'sender', recipient: { agency: 'receiver', team: 'front-door' },
  concern: id(3), referral: id(4), decision: id(5), approval: id(7), subjects: [{ refs: ['aa', 'bb'], roles: ['victim-or-possible-victim'] }, { refs: ['cc'], roles: [] }],
  fields: ['person.identity'], released: [{ field: 'person.identity', content: id(6), version: 2 }], withheld: [{ field: 'health.record', reason: 'not-needed' }], because: { purpose: 'safeguarding-adult' },
};
type Leaf = Record<string, unknown>;
const read = (entry: Entry, salt?: string): Leaf => JSON.parse(leafOf(entry, salt)) as Leaf;

it('a leaf has these members and no others: there is no place for free text about a person', () => {
  const { because, ...leaf } = read(whole);
  expect(because).toEqual(whole.because);
  expect(Object.keys(leaf)).toEqual(['actor', 'approval', 'at', 'concern', 'decision', 'fields', 'id', 'operation', 'outcome', 'owner', 'recipient', 'referral', 'released', 'salt', 'subjects', 'type', 'visibleTo', 'withheld']);
  expect(Object.keys(leaf['actor'] as object)).toEqual(['agency', 'roles', 'session', 'staff']);
  expect(Object.keys((leaf['released'] as object[])[0]!)).toEqual(['content', 'field', 'version']);
  expect(Object.keys((leaf['subjects'] as object[])[0]!)).toEqual(['refs', 'roles']);
  expect(Object.keys((leaf['withheld'] as object[])[0]!)).toEqual(['field', 'reason']);
});

it('a leaf is canonical, names its type, and has a salt of its own', () => {
  const salted = leafOf(whole, '00');
  expect(salted).toBe(canonical(JSON.parse(salted) as Plain));
  expect(read(whole)).toMatchObject({ type: 'accord/entry/1', salt: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
  expect(digestOf(leafOf(whole))).not.toBe(digestOf(leafOf(whole)));
});

it('the row says what the leaf says', () => {
  const { leaf, ...row } = rowOf(whole, 'ff') as Leaf & { leaf: string };
  expect(row).toEqual({
    id: id(1), operation: 'disclosure', outcome: 'permit-redacted', agency_id: 'sender', actor_id: id(2), owner_agency: 'sender', recipient_agency: 'receiver', concern_id: id(3), referral_id: id(4),
    subjects: ['aa', 'bb', 'cc'], fields: ['person.identity'], covers: [id(6)], visible_to: ['sender', 'receiver'], key_hash: 'ff',
  });
  expect(JSON.parse(leaf)).toMatchObject({ id: id(1), operation: 'disclosure', actor: { agency: 'sender' } });
});

it('an entry without a key permits no read', () => {
  expect(rowOf(whole)).toMatchObject({ key_hash: null });
});

it('what is not said is absent, not null', () => {
  const { id: entryId, at, operation, outcome, actor, visibleTo } = whole;
  expect(Object.keys(read({ id: entryId, at, operation, outcome, actor, visibleTo }))).toEqual(['actor', 'at', 'id', 'operation', 'outcome', 'released', 'salt', 'subjects', 'type', 'visibleTo', 'withheld']);
});
