import { staffId } from './county.js';
import { item, type Story, type StoryConcern } from './story.js';

const school: StoryConcern = {
  key: 'missing/school',
  asStaff: staffId('hannah-osei-partridge'),
  concern: {
    state: 'raised',
    team: 'mossbarrow-safeguarding',
    harmTypes: ['child:criminal-exploitation', 'county-lines'],
    subjects: [
      { ref: 'S1', roles: ['victim-or-possible-victim'], age: 14, riskLevel: 'high', childAtRisk: true, wishes: { state: 'not-sought' } },
      { ref: 'S2', roles: ['carer'], age: 41 },
    ],
    indicators: [
      { code: 'county-lines:missing-or-found-out-of-area', basis: 'reported', on: '2026-11-18', about: 'S1' },
      { code: 'county-lines:decline-at-school', basis: 'observed', on: '2026-11-18', about: 'S1' },
      { code: 'county-lines:excessive-calls-or-handsets', basis: 'observed', on: '2026-11-12', about: 'S1' },
    ],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'school roll', confidence: 'high', on: '2026-11-18',
        text: 'Tobias Egerton-Nkosi, born 2012-03-30, year 10.',
      }),
      item({
        field: 'person.address', about: 'S1', statement: 'fact', source: 'school roll', confidence: 'high', on: '2026-11-18',
        text: '9 Sandmartin Close, Larkhurst, ZZ6 1WE.',
      }),
      item({
        field: 'person.contact', about: 'S2', statement: 'fact', source: 'school roll', confidence: 'high', on: '2026-11-18',
        text: 'Mother: 07700 900587.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'attendance record', confidence: 'high', on: '2026-11-18',
        text: 'Absent without reason on seven of the last ten school days; not seen since 2026-11-16. On 2026-11-12 he had two phones and new trainers he would not talk about.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'third-party-report', source: 'mother, by phone', confidence: 'medium', on: '2026-11-18',
        text: 'Did not come home last night. She has reported him missing. He once said he had been "down the coast".',
      }),
      item({
        field: 'family-court', about: 'S1', statement: 'fact', source: 'letter on file', confidence: 'high', on: '2026-05-11',
        text: 'A letter about family proceedings is on the pupil file.',
      }),
    ],
  },
  shares: [
    {
      key: 'to-childrens-front-door',
      share: {
        team: 'childrens-front-door', purpose: 'safeguarding-child', forum: 'mash', agreement: 'county-misp-demo',
        fields: ['person.identity', 'person.address', 'person.contact', 'concern.summary', 'family-court'],
        necessity: 'A child of fourteen is missing and may be exploited; children\'s services must find and protect him.',
      },
      expect: {
        outcome: 'permit-redacted', gateway: 'ea-2002-s175', duty: false, withheld: { 'family-court': 'family-proceedings' },
        why: 'No consent is needed to protect a child; family proceedings still do not travel.',
      },
    },
    {
      key: 'to-police-missing-people',
      share: {
        team: 'police-missing-people', purpose: 'safeguarding-child', agreement: 'county-misp-demo',
        fields: ['person.identity', 'person.address', 'concern.summary'],
        necessity: 'Police are searching and need to know when he was last seen and what may have drawn him away.',
      },
      expect: { outcome: 'permit', gateway: 'ea-2002-s175', withheld: {}, why: 'A school may tell the police of a child at risk.' },
    },
  ],
};

const police: StoryConcern = {
  key: 'missing/police',
  asStaff: staffId('oluwaseun-adebanji'),
  concern: {
    state: 'raised',
    team: 'police-missing-people',
    harmTypes: ['child:criminal-exploitation', 'county-lines'],
    subjects: [{ ref: 'S1', roles: ['victim-or-possible-victim'], age: 14, riskLevel: 'high', childAtRisk: true, wishes: { state: 'not-sought' } }],
    indicators: [{ code: 'county-lines:missing-or-found-out-of-area', basis: 'observed', on: '2026-11-19', about: 'S1' }],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'missing person report', confidence: 'high', on: '2026-11-18',
        text: 'Tobias Egerton-Nkosi, born 2012-03-30.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'incident record', confidence: 'high', on: '2026-11-19',
        text: 'Found at 06:20 at a coach station sixty miles away with an adult he would not name. Unhurt; returned to his mother.',
      }),
      item({
        field: 'intelligence.item', about: 'S1', statement: 'third-party-report', source: 'intelligence report', confidence: 'low', on: '2026-11-15', grading: { source: 3, information: 'E', handling: 'P' },
        text: 'A message said that he sells on his own account.',
      }),
    ],
  },
  shares: [{
    key: 'to-missing-and-exploitation-team',
    share: {
      team: 'childrens-missing-and-exploitation', purpose: 'safeguarding-child', forum: 'strategy-discussion', agreement: 'county-misp-demo', regime: 'law-enforcement',
      fields: ['person.identity', 'concern.summary', 'intelligence.item'],
      relevanceRecorded: ['intelligence.item'],
      necessity: 'The return interview and the strategy discussion need to know where and with whom he was found.',
    },
    expect: {
      outcome: 'permit-redacted', gateway: 'ca-2004-s11', duty: false, withheld: { 'intelligence.item': 'intel-suspected-false' },
      obligations: ['s36-4-authorised-by-law', 'check-appropriate-policy-document'],
      why: 'Information suspected to be false must not follow a child.',
    },
  }],
};

export const missingFromSchool: Story = {
  key: 'missing-from-school',
  title: 'A child missing from school',
  shows: 'A school and the police tell children\'s services what they need to protect a child; family proceedings and doubtful intelligence stay behind.',
  concerns: [school, police],
};
