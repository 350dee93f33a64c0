import { downshire, staffId } from './county.js';
import type { Role } from './shapes.js';

/** Somebody to be while trying the service out. `id` is the staff id; `why` says in plain English what there is to see. */
export interface Persona {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly role: Role;
  readonly agency: string;
  readonly team: string | null;
  readonly why: string;
}

const chosen: readonly { key: string; subject: string; role: Role; why: string }[] = [
  { key: 'housing-officer', subject: 'amara-thistlewood', role: 'caseworker', why: 'Housing officer who raised the concern about a cuckooed tenant.' },
  { key: 'idva', subject: 'marguerite-soyinde', role: 'caseworker', why: 'Independent domestic violence adviser who referred a victim, and her new address, to the MARAC.' },
  { key: 'police-marac-lead', subject: 'shabana-quraishi-holt', role: 'agency-lead', why: 'Police MARAC lead with that referral waiting, safe address included.' },
  { key: 'housing-marac-lead', subject: 'lorraine-abernathie', role: 'agency-lead', why: "The landlord's MARAC representative: the same referral, without the safe address." },
  { key: 'perpetrators-sister', subject: 'kayleigh-dunstall', role: 'caseworker', why: "The perpetrator's sister, a lettings officer at that landlord: sees nothing of it." },
  { key: 'childrens-lead', subject: 'ngozi-trelawnick', role: 'agency-lead', why: "Manager of the children's front door, where the child missing from school is waiting." },
  { key: 'ig-officer', subject: 'harpreet-sandhaliwal', role: 'ig-officer', why: 'Information rights officer of the police: searches the ledger, refusals included.' },
  { key: 'idva-ig-officer', subject: 'dilnoza-westerby', role: 'ig-officer', why: "The IDVA service's data protection officer: sees who opened that referral, and who tried to." },
  { key: 'idva-lead', subject: 'frances-ullathorpe', role: 'agency-lead', why: "The IDVA service's lead: second signature to its agreements, reviewer of its emergencies." },
  { key: 'housing-ig-officer', subject: 'malachy-threadwell', role: 'ig-officer', why: "The landlord's information governance officer: reads, signs and suspends its agreements." },
  { key: 'trust-nurse', subject: 'sian-ravenhollow', role: 'caseworker', why: 'Crisis practitioner of the mental health trust: what she shares of a patient may have to be approved.' },
  { key: 'caldicott-guardian', subject: 'rowena-castellane', role: 'caldicott-guardian', why: "The trust's Caldicott guardian: approves or refuses, one decision at a time." },
  { key: 'council-ig-officer', subject: 'nasreen-choudhry-bell', role: 'ig-officer', why: "The borough's information governance officer: tries out what a change of the law would do to what was decided." },
  { key: 'administrator', subject: 'colin-farthingale', role: 'agency-administrator', why: "The borough's administrator: manages its people, reads no case." },
  { key: 'service-operator', subject: 'wing-sze-tamlyn', role: 'service-operator', why: 'Runs the service for everybody, reads no case.' },
];

export const personas: readonly Persona[] = chosen.map(({ key, subject, role, why }) => {
  const id = staffId(subject);
  const person = downshire.staff.find((one) => one.id === id);
  if (person === undefined) throw new Error(`no persona ${subject}`);
  return { id, key, name: person.name, role, agency: person.agency, team: person.teams[0] ?? null, why };
});
