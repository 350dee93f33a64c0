import { staffId } from './county.js';
import { item, type Story, type StoryConcern } from './story.js';

const district: StoryConcern = {
  key: 'slavery/district',
  asStaff: staffId('yusuf-karahanli'),
  concern: {
    state: 'raised',
    team: 'heathcombe-environmental-health',
    harmTypes: ['adult:modern-slavery'],
    subjects: [{
      ref: 'S1', roles: ['victim-or-possible-victim'], age: 28, riskLevel: 'medium',
      wishes: { state: 'refused', askedOn: '2026-11-05', reason: 'Asked alone and through an interpreter: he does not agree to his name being given.' },
    }],
    indicators: [
      { code: 'modern-slavery:papers-held-by-another', basis: 'reported', on: '2026-11-05', about: 'S1' },
      { code: 'modern-slavery:lives-at-place-of-work', basis: 'observed', on: '2026-11-05', about: 'S1' },
    ],
    items: [
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'licensing inspection', confidence: 'high', on: '2026-11-05',
        text: 'A hand car wash in Heathcombe. One worker sleeps in a storeroom without heating, has not been paid since September, and says that the manager keeps his passport.',
      }),
      item({
        field: 'person.identity', about: 'S1', statement: 'third-party-report', source: 'worker, through interpreter', confidence: 'medium', on: '2026-11-05',
        text: 'Gave his name as Ilir Vashkani, aged 28.',
      }),
      item({
        field: 'person.contact', about: 'S1', statement: 'fact', source: 'licensing inspection', confidence: 'medium', on: '2026-11-05',
        text: 'No phone of his own. Can be met at the drop-in on Tuesdays; do not approach him at work.',
      }),
    ],
  },
  shares: [{
    key: 'to-competent-authority',
    share: {
      team: 'competent-authority-referrals', purpose: 'modern-slavery-notification',
      fields: ['concern.summary', 'person.identity', 'person.contact'],
      necessity: 'A district that has reasonable grounds must notify; an adult who does not agree is not named.',
    },
    expect: {
      outcome: 'must-notify', gateway: 'msa-2015-s52', duty: true, permitted: ['concern.summary'],
      withheld: { 'person.identity': 's52-3-adult-no-consent', 'person.contact': 's52-3-adult-no-consent' },
      obligations: ['notify-anonymously-ms1'],
      why: 'The notification must go, without the name, and needs no agreement.',
    },
  }],
};

const hospital: StoryConcern = {
  key: 'slavery/hospital',
  asStaff: staffId('chiamaka-redfearnley'),
  concern: {
    state: 'raised',
    team: 'brackenfold-emergency',
    harmTypes: ['adult:modern-slavery'],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], riskLevel: 'medium', wishes: { state: 'refused', askedOn: '2026-11-07', reason: 'Wanted treatment only.' } }],
    indicators: [{ code: 'modern-slavery:papers-held-by-another', basis: 'observed', on: '2026-11-07', about: 'S1' }],
    items: [
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'attendance record', confidence: 'high', on: '2026-11-07',
        text: 'Skin damage to both hands from cleaning products, treated late. The man who came with him held his papers and would not leave him alone.',
      }),
      item({
        field: 'person.identity', about: 'S1', statement: 'third-party-report', source: 'companion', confidence: 'low', on: '2026-11-07',
        text: 'Registered by the companion as "I. Vashkani"; no NHS number found.',
      }),
    ],
  },
  shares: [{
    key: 'to-competent-authority',
    share: {
      team: 'competent-authority-referrals', purpose: 'modern-slavery-notification',
      fields: ['concern.summary', 'person.identity'],
      necessity: 'Staff believe that he may be held against his will.',
    },
    expect: {
      outcome: 'refuse', gateway: null, reasons: ['not-a-s52-body'], obligations: ['offer-support', 'record-non-disclosure'],
      why: 'A hospital is not under the duty to notify; it offers support instead.',
    },
  }],
};

export const slaveryWithoutAName: Story = {
  key: 'slavery-without-a-name',
  title: 'A modern-slavery notification without a name',
  shows: 'The district must notify, but an adult who does not agree is not named; the hospital, which is under no such duty, may not notify at all.',
  concerns: [district, hospital],
};
