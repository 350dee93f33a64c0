import { staffId } from './county.js';
import { maracPoliceRecord } from './story-marac-police.js';
import { item, type Story, type StoryConcern, type StoryShare } from './story.js';

const agreement = 'lincolnshire-domestic-abuse';
const purpose = 'domestic-abuse-risk';
const forum = 'marac';

const concern: StoryConcern['concern'] = {
  state: 'raised',
  team: 'lanternfold-idva',
  harmTypes: ['domestic-abuse:controlling-or-coercive', 'domestic-abuse:violent-or-threatening', 'stalking'],
  subjects: [
    {
      ref: 'S1', roles: ['victim-or-possible-victim'], age: 33, riskLevel: 'high', seriousHarm: true, childAtRisk: false,
      wishes: { state: 'given', askedOn: '2026-11-16', reason: 'Agreed to the meeting; asked that nobody related to him should learn where she is.', safeContact: 'By text to the adviser’s work telephone; never a letter, never through the landlord.' },
      mustNotReceive: [{ staff: staffId('kayleigh-dunstall') }],
      riskAssessment: { dashTicks: 16, incidentOn: '2026-11-13' },
    },
    { ref: 'S2', roles: ['person-alleged-to-cause-harm'], age: 36 },
    { ref: 'S3', roles: ['child-of-household'], age: 7 },
  ],
  indicators: [
    { code: 'domestic-abuse:calls-or-movements-monitored', basis: 'reported', on: '2026-11-16', about: 'S1' },
    { code: 'domestic-abuse:money-controlled-by-another', basis: 'reported', on: '2026-11-16', about: 'S1' },
  ],
  items: [
    item({
      field: 'person.identity', about: 'S1', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: 'Rukhsana Bellamy-Noor, born 1993-04-19; previously known as Rukhsana Noor.',
    }),
    item({
      field: 'person.identity', about: 'S2', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: 'Craig Dunstall, born 1990-08-02; former partner.',
    }),
    item({
      field: 'child.identity', about: 'S3', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: 'Aisha Dunstall, born 2019-01-27; daughter of both, lives with her mother.',
    }),
    item({
      field: 'person.address', about: 'S1', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: 'Left on 2026-11-14: 3 Plover Mead, Heathcombe, ZZ3 2HD (a Copperbeck Homes tenancy). He still has keys.',
    }),
    item({
      field: 'person.safe-address', about: 'S1', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: 'Flat 2, 61 Tern Parade, Larkhurst, ZZ6 8NB, since 2026-11-14.',
    }),
    item({
      field: 'person.contact', about: 'S1', statement: 'fact', source: 'client', confidence: 'high', on: '2026-11-16',
      text: '07700 900362, between 10:00 and 14:00 on school days only; do not leave a message.',
    }),
    item({
      field: 'concern.summary', about: 'S1', statement: 'third-party-report', source: 'client, to Marguerite Soyinde', confidence: 'high', on: '2026-11-16',
      text: 'Threats over three weeks after she ended the relationship, the last on 2026-11-13 outside the school. He controlled her money and checked her phone daily.',
    }),
    item({
      field: 'concern.summary', about: 'S1', statement: 'opinion', source: 'Marguerite Soyinde, IDVA', confidence: 'high', on: '2026-11-16',
      text: 'The separation and the threats together put her at high risk in the coming weeks. His sister works for a partner agency.',
    }),
    item({
      field: 'risk.assessment', about: 'S1', statement: 'fact', source: 'DASH, completed with client', confidence: 'high', on: '2026-11-16',
      text: 'DASH: 16 ticks, high. Main concerns: separation, threats, controlling behaviour, child contact.',
    }),
    item({
      field: 'safety-plan', about: 'S1', statement: 'fact', source: 'agreed with client', confidence: 'high', on: '2026-11-17',
      text: 'School told to release Aisha to her mother only; code word with school; new phone; bank informed.',
    }),
  ],
};

const toPolice: StoryShare = {
  key: 'to-police-marac',
  share: {
    team: 'police-marac', purpose, forum, agreement,
    fields: ['person.identity', 'person.address', 'person.safe-address', 'person.contact', 'concern.summary', 'risk.assessment', 'safety-plan', 'child.identity'],
    necessity: 'Police lead the meeting and must be able to send help to where she now lives.',
  },
  expect: {
    outcome: 'permit', gateway: 'cda-1998-s115', withheld: {}, obligations: ['consider-childrens-social-care-referral'],
    why: 'Sixteen ticks and her agreement; the police may hold the safe address.',
  },
};

const toHousingAtMarac: StoryShare = {
  key: 'to-housing-marac',
  share: {
    team: 'copperbeck-marac', purpose, forum, agreement,
    fields: ['person.identity', 'person.address', 'person.safe-address', 'concern.summary', 'risk.assessment'],
    necessity: 'The landlord can change the locks of the home she left and keep the tenancy in her name.',
  },
  expect: {
    outcome: 'permit-redacted', gateway: 'cda-1998-s115', withheld: { 'person.safe-address': 'safe-address' },
    why: 'The landlord\'s representative needs the risk, never the place where she hides.',
  },
};

const toLettings: StoryShare = {
  key: 'to-the-sisters-team',
  share: {
    team: 'copperbeck-lettings', purpose, forum, agreement,
    fields: ['person.identity', 'concern.summary'],
    necessity: 'Lettings hold the tenancy file and would make the change of locks.',
  },
  expect: {
    outcome: 'refuse', gateway: null, reasons: ['must-not-receive'], obligations: ['alternative-representative', 'record-non-disclosure'],
    why: 'His sister is a member of this team: the list of who must not receive beats every permit.',
  },
};

const toChildrens: StoryShare = {
  key: 'to-childrens-marac',
  share: {
    team: 'childrens-marac', purpose, forum, agreement,
    fields: ['person.identity', 'person.safe-address', 'child.identity', 'concern.summary', 'risk.assessment'],
    necessity: 'A child of seven saw the threats and has moved with her mother; children\'s services must be able to see her.',
  },
  expect: {
    outcome: 'permit', gateway: 'cda-1998-s115', withheld: {}, obligations: ['consider-childrens-social-care-referral'],
    why: 'Children\'s social care may hold the safe address of a child it may have to visit.',
  },
};

export const maracSafeAddress: Story = {
  key: 'marac-safe-address',
  title: 'A victim whose new address must not reach her perpetrator\'s sister',
  shows: 'The same referral gives the police the safe address, gives the landlord\'s representative none, and gives the sister\'s team nothing at all.',
  concerns: [
    { key: 'marac/idva', asStaff: staffId('marguerite-soyinde'), concern, shares: [toPolice, toHousingAtMarac, toLettings, toChildrens] },
    maracPoliceRecord,
  ],
};
