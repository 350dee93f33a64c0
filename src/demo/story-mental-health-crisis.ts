import { staffId } from './county.js';
import { item, type Story, type StoryConcern } from './story.js';

const police: StoryConcern = {
  key: 'crisis/police',
  asStaff: staffId('tadeusz-wolnicki'),
  concern: {
    state: 'raised',
    team: 'police-mental-health-liaison',
    harmTypes: ['mental-health-crisis'],
    subjects: [{
      ref: 'S1', roles: ['victim-or-possible-victim'], age: 27, riskLevel: 'high', seriousHarm: true,
      wishes: { state: 'unable', askedOn: '2026-11-20', reason: 'Too distressed to take part in a decision.' },
    }],
    indicators: [],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'card he carried', confidence: 'high', on: '2026-11-20',
        text: 'Callum Jethwa-Moore, born 1999-06-08.',
      }),
      item({
        field: 'person.contact', about: 'S1', statement: 'third-party-report', source: 'card he carried', confidence: 'medium', on: '2026-11-20',
        text: 'Next of kin: sister, 07700 900741.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'officer at the scene', confidence: 'high', on: '2026-11-20',
        text: 'Found at 01:50 in immediate danger and brought to safety by officers, who stayed with him. Said that he had stopped sleeping and that voices were frightening him.',
      }),
      item({
        field: 'risk.assessment', about: 'S1', statement: 'opinion', source: 'officer at the scene', confidence: 'medium', on: '2026-11-20',
        text: 'High and immediate risk to himself; none seen to others.',
      }),
      item({
        field: 'offence.full-history', about: 'S1', statement: 'fact', source: 'national record', confidence: 'high', on: '2026-11-20',
        text: 'One caution, 2017, for a matter without violence.',
      }),
    ],
  },
  shares: [{
    key: 'to-crisis-team',
    share: {
      team: 'mental-health-crisis', purpose: 'emergency-life',
      fields: ['person.identity', 'person.contact', 'concern.summary', 'risk.assessment', 'offence.full-history'],
      necessity: 'His life is in danger tonight and the crisis team must receive him safely.',
    },
    expect: {
      outcome: 'permit-redacted', gateway: 'vital-interests', duty: false, withheld: { 'offence.full-history': 'not-necessary' },
      obligations: ['review-within-one-working-day', 'notify-lead-and-ig', 'check-appropriate-policy-document'],
      why: 'To save a life neither his wishes nor an agreement is waited for; an old caution saves nobody.',
    },
  }],
};

const trust: StoryConcern = {
  key: 'crisis/trust',
  asStaff: staffId('sian-ravenhollow'),
  concern: {
    state: 'raised',
    team: 'mental-health-crisis',
    harmTypes: ['mental-health-crisis'],
    subjects: [{
      ref: 'S1', roles: ['victim-or-possible-victim'], age: 27, riskLevel: 'medium',
      wishes: { state: 'given', askedOn: '2026-11-21', reason: 'Agreed that his GP is told everything, and the liaison officer the plan.' },
    }],
    indicators: [],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'trust record', confidence: 'high', on: '2026-11-21',
        text: 'Callum Jethwa-Moore, born 1999-06-08, NHS number 999 027 3162.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'crisis assessment by Siân Ravenhollow', confidence: 'high', on: '2026-11-21',
        text: 'Assessed after the police brought him in. Went home on 2026-11-21 with daily visits.',
      }),
      item({
        field: 'safety-plan', about: 'S1', statement: 'fact', source: 'agreed with patient', confidence: 'high', on: '2026-11-21',
        text: 'If he is found distressed: stay with him, ring the crisis line, then his sister. He is calmer with one person speaking.',
      }),
      item({
        field: 'health.summary', about: 'S1', statement: 'fact', source: 'trust record', confidence: 'high', on: '2026-11-21',
        text: 'First episode of psychosis; treatment begun.',
      }),
      item({
        field: 'health.detail', about: 'S1', statement: 'fact', source: 'trust record', confidence: 'high', on: '2026-11-21',
        text: 'Full assessment, medicines and doses, blood results awaited.',
      }),
    ],
  },
  shares: [
    {
      key: 'back-to-police',
      share: {
        team: 'police-mental-health-liaison', purpose: 'safeguarding-adult', agreement: 'county-misp-demo',
        fields: ['person.identity', 'concern.summary', 'safety-plan', 'health.detail'],
        necessity: 'Officers may meet him again and should know what helps.',
      },
      expect: {
        outcome: 'permit-redacted', gateway: 'cda-1998-s115', withheld: { 'health.detail': 'not-necessary' },
        obligations: ['check-appropriate-policy-document'], why: 'The plan he agreed goes to the police; his clinical notes do not.',
      },
    },
    {
      key: 'to-general-practice',
      share: {
        team: 'quillhaven-practice', purpose: 'direct-care',
        fields: ['person.identity', 'concern.summary', 'safety-plan', 'health.summary', 'health.detail'],
        necessity: 'His GP takes over the prescriptions.',
      },
      expect: {
        outcome: 'permit', gateway: 'hsca-2012-s251b', duty: true, withheld: {},
        why: 'Those who care for the same patient must share what his care needs; a duty waits for no agreement.',
      },
    },
  ],
};

export const mentalHealthCrisis: Story = {
  key: 'mental-health-crisis',
  title: 'A mental-health crisis between police and health',
  shows: 'Police hand over in an emergency without waiting; the trust gives back a plan, and the clinical notes go to the GP alone.',
  concerns: [police, trust],
};
