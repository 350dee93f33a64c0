import type { ShareBody } from './shapes.js';

/**
 * What an agency commonly sees. `openings` and `details` are put together at random; `share` is what may be done with it
 * when the person agreed or was not asked, and is chosen so that the decision is a permit.
 */
export interface Situation {
  readonly by: string;
  readonly team: string;
  readonly harmTypes: readonly string[];
  readonly role: string;
  readonly source: string;
  readonly indicator?: string;
  readonly openings: readonly string[];
  readonly details: readonly string[];
  readonly withNhsNumber?: boolean;
  readonly share?: ShareBody;
}

const county = 'county-misp-demo';
const identity = ['person.identity', 'person.address', 'concern.summary'] as const;

const toCharmm = (team: string): ShareBody => ({
  team, purpose: 'asb-resolution', forum: 'charmm', agreement: county, fields: identity,
  necessity: 'The community safety meeting plans the response and needs the person, the place and what was seen.',
});
const toAdults: ShareBody = {
  team: 'adults-safeguarding', purpose: 'safeguarding-adult', agreement: county, fields: identity,
  necessity: 'Adult safeguarding decide whether enquiries are needed and must know who and where.',
};

export const situations: readonly Situation[] = [
  {
    by: 'amara-thistlewood', team: 'wealdmere-housing-tenancy', harmTypes: ['asb-nuisance'], role: 'victim-or-possible-victim', source: 'tenancy visit',
    openings: ['Repeated noise at night from the flat.', 'Rubbish left in the shared hallway for weeks.', 'The rent account fell behind for the first time.'],
    details: ['The tenant did not answer at three visits.', 'A visitor spoke for the tenant.', 'The tenant said that things would settle down.'],
    share: { ...toAdults },
  },
  {
    by: 'beatriz-hallowes', team: 'copperbeck-neighbourhoods', harmTypes: ['cuckooing'], role: 'victim-or-possible-victim', source: 'estate walkabout', indicator: 'cuckooing:callers-at-all-hours',
    openings: ['Short visits to the flat at all hours.', 'The entry door was wedged open again.', 'Neighbours no longer see the resident alone.'],
    details: ['Curtains are kept closed.', 'The resident looked thinner and tired.', 'A bicycle is left outside by different people.'],
    share: { ...toCharmm('wealdmere-community-safety') },
  },
  {
    by: 'gethin-marrowby', team: 'police-neighbourhood-wealdmere', harmTypes: ['asb-personal'], role: 'victim-or-possible-victim', source: 'incident record',
    openings: ['Called to a dispute between neighbours.', 'Third report of damage to the same front door.', 'Young people gathered outside and shouted at the resident.'],
    details: ['No offence was disclosed.', 'The resident was frightened and gave no names.', 'Words of advice were given.'],
    share: { ...toCharmm('wealdmere-community-safety'), regime: 'law-enforcement' },
  },
  {
    by: 'mehwish-tarrandine', team: 'larkhurst-community-safety', harmTypes: ['hate-incident'], role: 'victim-or-possible-victim', source: 'report form',
    openings: ['Unkind messages were pushed through the door.', 'Shouted at on the way to worship.', 'A mobility scooter was tampered with.'],
    details: ['It has happened before.', 'The family is thinking of moving.', 'A camera may have recorded it.'],
    share: {
      team: 'police-neighbourhood-wealdmere', purpose: 'crime-prevention', agreement: county, fields: identity,
      necessity: 'Police decide whether there is an offence and how to keep the person safe.',
    },
  },
  {
    by: 'kwabena-tutton', team: 'adults-locality-east', harmTypes: ['adult:self-neglect'], role: 'victim-or-possible-victim', source: 'care review', indicator: 'self-neglect:refuses-needed-care',
    openings: ['Support calls declined for a month.', 'The home is cold and there is little food.', 'Post has not been opened since the summer.'],
    details: ['A relative now holds the bank card.', 'Said that visitors are not welcome.', 'Was clear about what matters to them.'],
  },
  {
    by: 'joseph-banderwick', team: 'fire-safe-and-well', harmTypes: ['adult:self-neglect'], role: 'victim-or-possible-victim', source: 'safe and well visit', indicator: 'self-neglect:home-unsafe-or-hoarded',
    openings: ['Rooms are full to the ceiling.', 'Burn marks beside the armchair.', 'The smoke alarm had been taken down.'],
    details: ['One way out is blocked.', 'Accepted a new alarm.', 'Would welcome help to clear a room.'],
    share: { ...toAdults },
  },
  {
    by: 'meera-vallabhan', team: 'quillhaven-practice', harmTypes: ['substance-misuse'], role: 'victim-or-possible-victim', source: 'practice record', withNhsNumber: true,
    openings: ['Several missed appointments.', 'Asked for medicines early for the second time.', 'Came with a companion who answered every question.'],
    details: ['Bruising was put down to a fall.', 'Seemed worried about getting home.', 'Agreed to come back next week.'],
  },
  {
    by: 'chiamaka-redfearnley', team: 'brackenfold-emergency', harmTypes: ['domestic-abuse:psychological-emotional-other'], role: 'victim-or-possible-victim', source: 'attendance record', indicator: 'domestic-abuse:never-seen-alone', withNhsNumber: true,
    openings: ['Attended twice in ten days.', 'Left before being seen.', 'The injury did not fit the account given.'],
    details: ['A partner stayed throughout.', 'Took a card with the helpline number.', 'Wanted nobody told.'],
  },
  {
    by: 'marguerite-soyinde', team: 'lanternfold-idva', harmTypes: ['domestic-abuse:controlling-or-coercive'], role: 'victim-or-possible-victim', source: 'client', indicator: 'domestic-abuse:calls-or-movements-monitored',
    openings: ['Her movements and spending are checked daily.', 'He turns up where she works.', 'She has been cut off from her family.'],
    details: ['She is planning how to leave safely.', 'She asked for advice only.', 'The risk was gone through together and is medium.'],
  },
  {
    by: 'hannah-osei-partridge', team: 'mossbarrow-safeguarding', harmTypes: ['child:neglect'], role: 'carer', source: 'conversation with family',
    openings: ['Attendance has dropped since September.', 'A pupil is often collected late and hungry.', 'A pupil has become withdrawn.'],
    details: ['The family is under strain and open to help.', 'Uniform and meals were arranged.', 'A younger child is also in the school.'],
    share: {
      team: 'childrens-front-door', purpose: 'safeguarding-child', forum: 'mash', agreement: county, fields: identity,
      necessity: "Children's services decide what help the family needs and must know who they are.",
    },
  },
  {
    by: 'uzma-farrowdene', team: 'probation-public-protection', harmTypes: ['stalking'], role: 'convicted', source: 'supervision',
    openings: ['Spoke again of a former partner.', 'Changed his route to pass her street.', 'Missed two appointments.'],
    details: ['Accepted a reminder of his conditions.', 'Gave a new address at short notice.', 'Asked for help with drinking.'],
  },
  {
    by: 'ewan-szymczyk-reed', team: 'clearmarsh-key-work', harmTypes: ['substance-misuse', 'adult:financial'], role: 'victim-or-possible-victim', source: 'key work session',
    openings: ['Benefits are being collected by somebody else.', 'Has been sleeping away from home.', 'Brought a new friend who would not wait outside.'],
    details: ['Worried about a debt.', 'Wants to stay in treatment.', 'Said that the flat is not his any more.'],
    share: { ...toAdults },
  },
];
