import type { Law } from './law.js';
import { type PreparedLaw, prepareLaw } from './prepare-law.js';
import type { AgencyType } from './request.js';

/**
 * Whether a list of a gateway or clause includes an agency. Naming a body includes its units and, for the two councils,
 * a unitary council; naming a unit includes that unit alone: not its council, not a unitary council.
 * Source: decision procedure, "Request", `discloser` and `recipient`.
 */
export function listIncludes(list: readonly AgencyType[], agency: AgencyType, law: PreparedLaw): boolean {
  const names = law.namesOf.get(agency);
  return names !== undefined && names.some((name) => list.includes(name));
}

/** `listIncludes` for callers outside the rules, such as the list of an agreement's parties. */
export function isNamedIn(list: readonly AgencyType[], agency: AgencyType, law: Law): boolean {
  return listIncludes(list, agency, prepareLaw(law));
}

/** Disclosers in health or social care, as steps 8 and 10 name them: these and no others. Source: step 8. */
const healthOrSocialCare: readonly AgencyType[] = [
  'integrated-care-board',
  'nhs-trust',
  'gp',
  'childrens-social-care',
  'adult-social-care',
];

export function isInHealthOrSocialCare(agency: AgencyType): boolean {
  return healthOrSocialCare.includes(agency);
}

/** Public bodies, which may share only with a power. Units are public bodies with their council. Source: step 7. */
const publicBodies: readonly AgencyType[] = [
  'police',
  'british-transport-police',
  'police-and-crime-commissioner',
  'county-council',
  'district-council',
  'unitary-council',
  'cps',
  'home-office',
  'fire-and-rescue',
  'integrated-care-board',
  'nhs-trust',
  'probation',
  'prison',
  'youth-offending-team',
  'school',
  'national-crime-agency',
];

export function isPublicBody(agency: AgencyType, law: PreparedLaw): boolean {
  return listIncludes(publicBodies, agency, law);
}
