import type { Law } from './law.js';
import { isLawEnforcementPurpose } from './obligations.js';
import { prepareLaw } from './prepare-law.js';
import type { AgencyType, Purpose, Regime, Wishes } from './request.js';

/** One data subject, as the condition sees them. */
export interface DataSubject {
  /** Whole years; absent when not known, which counts as adult. */
  readonly age?: number;
  /** See `isAtRisk`. Most adult victims of domestic abuse are not at risk in law. */
  readonly atRisk?: boolean;
  /** In this concern, a victim or possible victim. */
  readonly victim?: boolean;
  readonly wishes?: Wishes;
}

export interface Sharing {
  readonly purpose: Purpose;
  readonly regime?: Regime;
  readonly recipient: AgencyType;
}

export type ConditionCode =
  | 'sch8-p3'
  | 'art9-2c'
  | 'sch8-p4'
  | 'sch8-p1'
  | 'sch1-p2'
  | 'sch1-p18'
  | 'art9-2a'
  | 'sch1-p10-no-apd'
  | 'sch1-p10';

/** An adult is at risk who has needs for care and support AND cannot protect themselves because of them. */
export function isAtRisk(adult: { careAndSupportNeeds: boolean; unableToProtectThemselves: boolean }): boolean {
  return adult.careAndSupportNeeds && adult.unableToProtectThemselves;
}

/**
 * The condition for special-category data that is recorded, for each data subject, with the decision: the first that fits.
 * Source: decision procedure, "Special-category condition".
 */
export function specialCategoryCondition(subject: DataSubject, sharing: Sharing, law: Law): ConditionCode {
  const lawEnforcement = sharing.regime === 'law-enforcement';
  const protectedPerson = (subject.age !== undefined && subject.age < 18) || subject.atRisk === true;
  if (sharing.purpose === 'emergency-life') return lawEnforcement ? 'sch8-p3' : 'art9-2c';
  if (lawEnforcement && isLawEnforcementPurpose(sharing.purpose)) return protectedPerson ? 'sch8-p4' : 'sch8-p1';
  if (sharing.purpose === 'direct-care') return 'sch1-p2';
  if (protectedPerson) return 'sch1-p18';
  if (subject.victim === true && subject.wishes === 'given') return 'art9-2a';
  const toCompetentAuthority = prepareLaw(law).codes.competentAuthorities.has(sharing.recipient);
  return toCompetentAuthority ? 'sch1-p10-no-apd' : 'sch1-p10';
}
