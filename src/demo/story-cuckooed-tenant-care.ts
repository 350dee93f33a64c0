import { staffId } from './county.js';
import { item, type StoryConcern } from './story.js';

const adultSocialCare: StoryConcern = {
  key: 'cuckooed-tenant/adult-social-care',
  asStaff: staffId('kwabena-tutton'),
  concern: {
    state: 'raised',
    team: 'adults-locality-east',
    harmTypes: ['adult:self-neglect'],
    subjects: [{
      ref: 'S1', roles: ['victim-or-possible-victim'], age: 54, riskLevel: 'standard',
      wishes: { state: 'refused', askedOn: '2026-10-21', reason: 'Said by phone that he does not want anybody to come or to be told.' },
    }],
    indicators: [{ code: 'cuckooing:resident-scared-or-coerced', basis: 'inferred', on: '2026-10-21', about: 'S1' }],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'care record', confidence: 'high', on: '2026-10-21',
        text: 'Dennis Archer Whitlow, born 1972-02-11.',
      }),
      item({
        field: 'person.address', about: 'S1', statement: 'fact', source: 'care record', confidence: 'high', on: '2026-10-21',
        text: 'Flat 14, Kestrel Court, Wealdmere, ZZ1 4QT.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'telephone call by Kwabena Tutton', confidence: 'high', on: '2026-10-21',
        text: 'Cancelled his weekly support call for the third time. Another voice prompted him during the call.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'opinion', source: 'Kwabena Tutton, social worker', confidence: 'low', on: '2026-10-21',
        text: 'He sounded unlike himself. On what we know this looks like low mood and self-neglect.',
      }),
    ],
  },
  shares: [{
    key: 'to-neighbourhood-police',
    share: {
      team: 'police-neighbourhood-wealdmere', purpose: 'safeguarding-adult', agreement: 'county-misp-demo',
      fields: ['person.identity', 'person.address', 'concern.summary'],
      necessity: 'To ask whether officers have been called to the address.',
    },
    expect: {
      outcome: 'refuse', withheld: {}, reasons: ['consent-refused-no-override'], obligations: ['record-non-disclosure', 'offer-support'],
      why: 'He said no, and this agency alone knows of no serious harm that would outweigh it.',
    },
  }],
};

const generalPractice: StoryConcern = {
  key: 'cuckooed-tenant/general-practice',
  asStaff: staffId('meera-vallabhan'),
  concern: {
    state: 'raised',
    team: 'quillhaven-practice',
    harmTypes: ['substance-misuse', 'adult:physical'],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 54, riskLevel: 'medium', wishes: { state: 'not-sought' } }],
    indicators: [{ code: 'cuckooing:resident-unseen', basis: 'observed', on: '2026-11-12', about: 'S1' }],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'practice record', confidence: 'high', on: '2026-11-12',
        text: 'Dennis Archer-Whitlow, born 1972-02-11, NHS number 999 014 2742.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'practice record', confidence: 'high', on: '2026-11-12',
        text: 'Missed four appointments. At the last he kept, on 2026-09-28, a companion he did not introduce spoke for him.',
      }),
      item({
        field: 'health.summary', about: 'S1', statement: 'fact', source: 'practice record', confidence: 'high', on: '2026-11-12',
        text: 'Has a seizure disorder; stopping his medicine suddenly would be dangerous.',
      }),
      item({
        field: 'health.substance-use', about: 'S1', statement: 'opinion', source: 'Dr Meera Vallabhan', confidence: 'medium', on: '2026-11-12',
        text: 'Drinking had been stable for a year; new bruising to one forearm was put down to a fall.',
      }),
    ],
  },
  shares: [{
    key: 'to-adult-safeguarding',
    share: {
      team: 'adults-safeguarding', purpose: 'safeguarding-adult', agreement: 'county-misp-demo',
      fields: ['person.identity', 'concern.summary', 'health.summary'],
      necessity: 'He may be without medicine that he cannot safely stop; adult safeguarding can arrange a visit.',
    },
    expect: {
      outcome: 'needs-approval', gateway: 'cda-1998-s115', permitted: ['person.identity', 'concern.summary'], withheld: {},
      approvals: ['caldicott-guardian'], obligations: ['check-appropriate-policy-document'],
      why: 'A patient\'s health summary told in confidence waits for the Caldicott guardian.',
    },
  }],
};

const fireService: StoryConcern = {
  key: 'cuckooed-tenant/fire-service',
  asStaff: staffId('joseph-banderwick'),
  concern: {
    state: 'raised',
    team: 'fire-safe-and-well',
    harmTypes: ['asb-nuisance', 'cuckooing'],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], riskLevel: 'medium', wishes: { state: 'not-sought' } }],
    indicators: [
      { code: 'cuckooing:deal-bags-or-scales', basis: 'observed', on: '2026-11-09', about: 'S1' },
      { code: 'cuckooing:others-in-control', basis: 'inferred', on: '2026-11-09', about: 'S1' },
    ],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'third-party-report', source: 'man who answered the door', confidence: 'low', on: '2026-11-09',
        text: 'Occupier said to be called "Den". Nothing else known.',
      }),
      item({
        field: 'person.address', about: 'S1', statement: 'fact', source: 'safe and well visit', confidence: 'high', on: '2026-11-09',
        text: '14 Kestrel Court, Wealdmere, ZZ1 4QT.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'safe and well visit by Joseph Banderwick', confidence: 'high', on: '2026-11-09',
        text: 'Smoke alarm removed; window locks screwed shut; three mattresses in the living room; small plastic bags and scales on the worktop. Advice was given to the man who answered.',
      }),
    ],
  },
  shares: [{
    key: 'to-district-community-panel',
    share: {
      team: 'wealdmere-community-safety', purpose: 'asb-resolution', forum: 'community-marac', agreement: 'islington-community-marac',
      fields: ['person.identity', 'person.address', 'concern.summary'],
      relevanceRecorded: ['person.identity', 'person.address', 'concern.summary'],
      recipientWorksOnCase: true,
      necessity: 'The way out of the flat is blocked and somebody lives there; the district can bring the right people together.',
    },
    expect: {
      outcome: 'permit', gateway: 'cda-1998-s115', withheld: {},
      why: 'Any person may give this to the district for community safety, under the community panel\'s agreement.',
    },
  }],
};

export const cuckooingSeenByHealthAndCare: readonly StoryConcern[] = [adultSocialCare, generalPractice, fireService];
