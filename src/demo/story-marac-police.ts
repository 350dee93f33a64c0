import { staffId } from './county.js';
import { item, type StoryConcern } from './story.js';

/** What the police hold on the man himself: a relevant conviction may go to the adviser, his whole history may not. */
export const maracPoliceRecord: StoryConcern = {
  key: 'marac/police',
  asStaff: staffId('niamh-corrigall'),
  concern: {
    state: 'raised',
    team: 'police-public-protection',
    harmTypes: ['domestic-abuse:violent-or-threatening'],
    subjects: [
      {
        ref: 'S1', roles: ['victim-or-possible-victim'], age: 33, riskLevel: 'high', seriousHarm: true,
        wishes: { state: 'given', askedOn: '2026-11-16' },
        mustNotReceive: [{ staff: staffId('kayleigh-dunstall') }],
        riskAssessment: { dashTicks: 16, policeIncidentsIn12Months: 3, incidentOn: '2026-11-13' },
      },
      { ref: 'S2', roles: ['suspect', 'convicted'], age: 36 },
    ],
    indicators: [],
    items: [
      item({
        field: 'person.identity', about: 'S1', statement: 'fact', source: 'crime record', confidence: 'high', on: '2026-11-13',
        text: 'Rukhsana Bellamy-Noor, born 1993-04-19.',
      }),
      item({
        field: 'person.identity', about: 'S2', statement: 'fact', source: 'crime record', confidence: 'high', on: '2026-11-13',
        text: 'Craig Dunstall, born 1990-08-02.',
      }),
      item({
        field: 'concern.summary', about: 'S1', statement: 'fact', source: 'incident record', confidence: 'high', on: '2026-11-13',
        text: 'Third call in four months. Officers attended the school gate; he had left. Statement taken.',
      }),
      item({
        field: 'offence.relevant-convictions', about: 'S2', statement: 'fact', source: 'national record', confidence: 'high', on: '2026-06-18', itemKind: 'conviction',
        text: 'Convicted 2026-06-18 of assault against a former partner; community order.',
      }),
      item({
        field: 'offence.full-history', about: 'S2', statement: 'fact', source: 'national record', confidence: 'high', on: '2026-11-13',
        text: 'Full printout, including driving matters from 2011 and 2015.',
      }),
    ],
  },
  shares: [
    {
      key: 'to-idva',
      share: {
        team: 'lanternfold-idva', purpose: 'domestic-abuse-risk', forum: 'marac', agreement: 'lincolnshire-domestic-abuse', regime: 'law-enforcement',
        fields: ['person.identity', 'concern.summary', 'offence.relevant-convictions', 'offence.full-history'],
        relevanceRecorded: ['concern.summary', 'offence.relevant-convictions'],
        necessity: 'Her adviser plans her safety and needs to know of violence to a former partner; nothing older bears on it.',
      },
      expect: {
        outcome: 'permit-redacted', gateway: 'police-common-law', withheld: { 'offence.full-history': 'not-necessary' },
        obligations: ['check-appropriate-policy-document', 's36-4-authorised-by-law'],
        why: 'A conviction recorded as relevant goes; the full history is more than the purpose needs.',
      },
    },
    {
      key: 'to-idva-relevance-not-recorded',
      share: {
        team: 'lanternfold-idva', purpose: 'domestic-abuse-risk', forum: 'marac', agreement: 'lincolnshire-domestic-abuse', regime: 'law-enforcement',
        fields: ['offence.relevant-convictions'],
        necessity: 'Asked for by the adviser.',
      },
      expect: {
        outcome: 'refuse', gateway: 'police-common-law', withheld: { 'offence.relevant-convictions': 'clause-condition-not-met' },
        reasons: ['clause-condition-not-met'], obligations: ['record-non-disclosure'],
        why: 'The agreement lets a conviction go only where its relevance is on record.',
      },
    },
  ],
};
