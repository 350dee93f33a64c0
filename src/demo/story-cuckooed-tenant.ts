import { staffId } from './county.js';
import { cuckooingSeenByHealthAndCare } from './story-cuckooed-tenant-care.js';
import { item, type Story, type StoryConcern } from './story.js';

const housing: StoryConcern = {
  key: 'cuckooed-tenant/housing',
  asStaff: staffId('amara-thistlewood'),
  concern: {
    state: 'raised',
    team: 'wealdmere-housing-tenancy',
    harmTypes: ['cuckooing', 'asb-nuisance'],
    subjects: [
      {
        ref: 'S1', roles: ['victim-or-possible-victim'], age: 54, atRisk: true, seriousHarm: true, riskLevel: 'high',
        wishes: { state: 'unsafe-to-ask', askedOn: '2026-11-02', reason: 'The door has been answered by men who stay within hearing; his phone is held by one of them.' },
      },
      { ref: 'S2', roles: ['reporter'] },
    ],
    indicators: [
      { code: 'cuckooing:callers-at-all-hours', basis: 'reported', on: '2026-11-03', about: 'S1' },
      { code: 'cuckooing:others-in-control', basis: 'observed', on: '2026-11-02', about: 'S1' },
      { code: 'cuckooing:resident-unseen', basis: 'reported', on: '2026-11-10', about: 'S1' },
    ],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'tenancy file', confidence: 'high', on: '2026-10-30',
        text: 'Dennis Archer-Whitlow, born 1972-02-11; sole tenant since 2014.',
      }),
      item({
        field: 'person.address', about: 'S1', statement: 'fact', source: 'tenancy file', confidence: 'high', on: '2026-10-30',
        text: '14 Kestrel Court, Wealdmere, ZZ1 4QT (ground floor).',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'tenancy visit by Amara Thistlewood', confidence: 'high', on: '2026-11-02',
        text: 'Two men not on the tenancy opened the door and answered for the tenant. He was seen briefly in the hallway and did not speak. The bedroom door had a new lock on the outside.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'third-party-report', source: 'neighbour, by phone', confidence: 'medium', on: '2026-11-03',
        text: 'Callers for a few minutes at a time through the night on most days since mid-October. The tenant has not been seen at the shop for two weeks.',
      }),
      item({
        field: 'reporter.identity', about: 'S2', statement: 'fact', source: 'call record', confidence: 'high', on: '2026-11-03',
        text: 'Marjorie Penfolde, 16 Kestrel Court, 07700 900114. Asked not to be named.',
      }),
    ],
  },
  shares: [
    {
      key: 'to-neighbourhood-police',
      share: {
        team: 'police-neighbourhood-wealdmere', purpose: 'crime-prevention', agreement: 'county-misp-demo',
        fields: ['person.identity', 'person.address', 'concern.summary', 'reporter.identity'],
        necessity: 'Police need to know who is at risk and where in order to plan a safe visit; less would not let them find him.',
        overrideReason: 'Serious harm is likely: a tenant who appears confined by others in control of his home.',
      },
      expect: {
        outcome: 'permit-redacted', gateway: 'cda-1998-s115', withheld: { 'reporter.identity': 'reporter-protected' },
        obligations: ['record-why-not-informed'], why: 'The police may know what the neighbour saw, not who the neighbour is.',
      },
    },
    {
      key: 'to-adult-safeguarding',
      share: {
        team: 'adults-safeguarding', purpose: 'safeguarding-adult', agreement: 'county-misp-demo',
        fields: ['person.identity', 'person.address', 'concern.summary'],
        necessity: 'Adult safeguarding decide whether to make enquiries; they need to know the person, the place and what was seen.',
        overrideReason: 'Serious harm is likely, and asking him within hearing of the men would add to it.',
      },
      expect: {
        outcome: 'permit', gateway: 'cda-1998-s115', duty: false, obligations: ['record-why-not-informed'],
        why: 'It is unsafe to ask, serious harm is likely and the reason is written down.',
      },
    },
  ],
};

const police: StoryConcern = {
  key: 'cuckooed-tenant/police',
  asStaff: staffId('gethin-marrowby'),
  concern: {
    state: 'raised',
    team: 'police-neighbourhood-wealdmere',
    harmTypes: ['county-lines', 'cuckooing'],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], riskLevel: 'medium', wishes: { state: 'not-sought' } }],
    indicators: [
      { code: 'cuckooing:short-stay-vehicles', basis: 'observed', on: '2026-11-06', about: 'S1' },
      { code: 'cuckooing:open-dealing', basis: 'reported', on: '2026-11-06', about: 'S1' },
    ],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'voters list', confidence: 'medium', on: '2026-11-06',
        text: 'Occupier recorded as D. Whitlow; date of birth not known.',
      }),
      item({
        field: 'person.address', about: 'S1', statement: 'fact', source: 'patrol record', confidence: 'high', on: '2026-11-06',
        text: '14 Kestrel Court, Wealdmere, ZZ1 4QT.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'patrol record', confidence: 'high', on: '2026-11-06',
        text: 'Eleven vehicles stopped outside for under five minutes each between 21:10 and 23:40. The occupier was not seen.',
      }),
      item({
        field: 'intelligence.item', about: 'S1', statement: 'third-party-report', source: 'intelligence report', confidence: 'medium', on: '2026-11-08', grading: { source: 2, information: 'C', handling: 'P' },
        text: 'Flats at Kestrel Court are being used to hold drugs by people from outside the county.',
      }),
      item({
        field: 'intelligence.source', about: 'S1', statement: 'fact', source: 'intelligence report', confidence: 'high', on: '2026-11-08',
        text: 'Reference to the person who gave the information (held under source protection).',
      }),
    ],
  },
  shares: [
    {
      key: 'to-district-charmm',
      share: {
        team: 'wealdmere-community-safety', purpose: 'asb-resolution', forum: 'charmm', agreement: 'county-misp-demo', regime: 'law-enforcement',
        fields: ['person.identity', 'person.address', 'concern.summary', 'intelligence.item', 'intelligence.source'],
        relevanceRecorded: ['intelligence.item'],
        necessity: 'The meeting plans a joint visit to this address and must know what is suspected there; the source adds nothing.',
      },
      expect: {
        outcome: 'permit-redacted', gateway: 'cda-1998-s115', withheld: { 'intelligence.source': 'source-protection' },
        obligations: ['carry-grading', 'sanitise', 's36-4-authorised-by-law', 'check-appropriate-policy-document'],
        why: 'Graded intelligence may go with its grading; its source never does.',
      },
    },
  ],
};

export const cuckooedTenant: Story = {
  key: 'cuckooed-tenant',
  title: 'A cuckooed tenant seen by five agencies',
  shows: 'Housing, police, adult social care, the GP and the fire service each know a part; none of the parts is enough to act on.',
  concerns: [housing, police, ...cuckooingSeenByHealthAndCare],
};
