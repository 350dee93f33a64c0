import { describe, expect, it } from '@jest/globals';
import { law } from '../../test/support/sharing.js';
import { type Agreement, type AgreementInHand, agreementInHand } from './agreement.js';

const text = law.agreements.find(({ id }) => id === 'county-misp-demo')!;
const inHand = (changes: Partial<Agreement> = {}, suspended = false): AgreementInHand => ({ agreement: { ...text, ...changes }, digest: `${changes.version ?? text.version}`, suspended });
const asked = { purpose: 'crime-prevention', asOf: '2026-11-23' };
const [old, next] = [inHand({ version: '1', inForceFrom: '2024-01-01' }), inHand({ version: '2', inForceFrom: '2026-12-01', reviewOn: '2028-12-01' })];

describe('the agreement of a sharing', () => {
  it('is the first in force that knows the purpose, where none is named', () => {
    expect(agreementInHand([inHand()], asked)).toMatchObject({ agreement: { id: 'county-misp-demo' }, status: 'active' });
    expect(agreementInHand([inHand()], { ...asked, purpose: 'unheard-of' })).toEqual({ status: 'none' });
  });
  it('is none where it is named wrongly: nothing else takes its place', () => {
    expect(agreementInHand([inHand()], { ...asked, named: 'no-such-agreement' })).toEqual({ status: 'none' });
  });
  it('is none between agencies that are not both parties', () => expect(agreementInHand([], asked)).toEqual({ status: 'none' }));
  it('is the newest version that has begun: the older one until the day, the newer from the day', () => {
    expect(agreementInHand([next, old], asked)).toMatchObject({ agreement: { version: '1' }, status: 'active' });
    expect(agreementInHand([next, old], { ...asked, asOf: '2026-12-01' })).toMatchObject({ agreement: { version: '2' }, status: 'active' });
  });
  it('is not revived from an older version when the newer one is suspended or has lapsed', () => {
    expect(agreementInHand([{ ...next, suspended: true }, old], { ...asked, asOf: '2027-01-01' })).toMatchObject({ agreement: { version: '2' }, status: 'suspended' });
    expect(agreementInHand([next, inHand({ version: '1', inForceFrom: '2024-01-01', reviewOn: '2099-01-01' })], { ...asked, asOf: '2028-12-02' })).toMatchObject({ status: 'lapsed' });
  });
  it('that is active goes before one that is not', () => {
    expect(agreementInHand([inHand({}, true), { ...inHand({ id: 'other' as string }) }], asked)).toMatchObject({ agreement: { id: 'other' }, status: 'active' });
  });
});
