import { isInHealthOrSocialCare } from './bodies.js';
import { type Matter, outstanding } from './finding.js';
import type { Law } from './law.js';
import { prepareLaw } from './prepare-law.js';
import type { AgencyType, Approver, FieldCode, Purpose } from './request.js';

/** What step 10 says of one field: withheld, waiting for approvals, or free to go (subject to the agreement's clauses). */
export interface FieldFinding {
  readonly withheld?: string;
  readonly awaits?: readonly Approver[];
  readonly obligations?: readonly string[];
}

/** Fields that no purpose, wish or approval releases. Source: step 10. */
export const neverShared: ReadonlyMap<FieldCode, string> = new Map([
  ['gender-recognition', 'gra04-s22'],
  ['family-court', 'family-proceedings'],
  ['immigration-status', 'immigration-firewall'],
  ['intelligence.source', 'source-protection'],
]);

/** Who spoke up, and who is merely mentioned, stay unnamed. Source: step 10. */
const identitiesKept: ReadonlyMap<FieldCode, string> = new Map([
  ['reporter.identity', 'reporter-protected'],
  ['third-party.identity', 'third-party'],
]);

/** Whether nothing whatever releases a field: no purpose, recipient, wish or approval. */
export function isNeverReleased(field: FieldCode): boolean {
  return neverShared.has(field) || identitiesKept.has(field);
}

/** Fields that are kept from somebody whatever the purpose: a text that contains one is never quite free again. Source: step 10. */
export const protectedFields: readonly FieldCode[] = [...neverShared.keys(), ...identitiesKept.keys(), 'person.safe-address', 'counselling.notes'];

/** Who may know where a victim of domestic abuse is safe: these units themselves. Source: step 10. */
const trustedWithSafeAddress: readonly AgencyType[] = ['police', 'idva-service', 'childrens-social-care'];

const goes: FieldFinding = Object.freeze({});

/** Purposes that no clause governs: an emergency needs none, and the notice to the Home Office is decided before any is read. */
const beyondClauses: readonly Purpose[] = ['emergency-life', 'modern-slavery-notification'];

/**
 * Why an agreement cannot let a field go for a purpose to any of these recipients, whatever the facts; nothing where it can.
 * For those who check agreements: such a line in a clause would look like a promise and never be kept.
 */
export function neverGoes(field: FieldCode, purpose: Purpose, recipients: readonly AgencyType[], law: Law): 'never-shared' | 'not-needed' | 'no-clause-applies' | undefined {
  if (beyondClauses.includes(purpose)) return 'no-clause-applies';
  if (neverShared.has(field) || identitiesKept.has(field)) return 'never-shared';
  if (field === 'counselling.notes') return purpose === 'victim-info-request' ? undefined : 'never-shared';
  if (field === 'person.safe-address' && purpose === 'domestic-abuse-risk') {
    return recipients.some((recipient) => trustedWithSafeAddress.includes(recipient)) ? undefined : 'never-shared';
  }
  return prepareLaw(law).fieldsNeededFor.get(purpose)?.has(field) === true ? undefined : 'not-needed';
}

/** Confidence and minimum, for one field: the first line that fits. Source: step 10. */
export function fieldFinding(field: FieldCode, matter: Matter): FieldFinding {
  const never = neverShared.get(field) ?? identitiesKept.get(field);
  if (never !== undefined) return { withheld: never };
  if (field === 'person.safe-address' && matter.facts.purpose === 'domestic-abuse-risk') return safeAddress(matter);
  if (field === 'counselling.notes') return counsellingNotes(matter);
  if (field !== 'intelligence.item') return neededInConfidence(field, matter);

  const graded = gradedIntelligence(matter);
  if (graded.withheld !== undefined || graded.awaits !== undefined) return graded;
  const rest = neededInConfidence(field, matter);
  return { ...rest, obligations: [...(graded.obligations ?? []), ...(rest.obligations ?? [])] };
}

function safeAddress({ facts }: Matter): FieldFinding {
  return trustedWithSafeAddress.includes(facts.recipient) ? goes : { withheld: 'safe-address' };
}

/** Notes of therapy leave only for a victim information request that states their substantial probative value, doubly approved. */
function counsellingNotes({ facts }: Matter): FieldFinding {
  const stated = facts.victimInformationRequest?.substantialProbative === true;
  if (facts.purpose !== 'victim-info-request' || !stated) return { withheld: 'counselling' };
  return awaiting(outstanding(facts, 'agency-lead', 'data-protection-officer'));
}

/**
 * Intelligence travels graded and sanitised. A grading is given when its information and handling codes are: without either,
 * nobody can tell whether it may travel, so it counts as ungraded.
 */
function gradedIntelligence({ facts }: Matter): FieldFinding {
  const grading = facts.intelligence;
  if (grading?.information === undefined || grading.handling === undefined) return { withheld: 'intel-ungraded' };
  if (grading.information === 'E') return { withheld: 'intel-suspected-false' };
  const askOriginator = grading.handling === 'C' && (grading.action === 'A1' || grading.sanitisation === 'S2');
  if (askOriginator && !facts.approvalsGiven.has('originator')) return { awaits: ['originator'] };
  return { obligations: ['carry-grading', 'sanitise'] };
}

/** Only what the purpose needs; and what a patient told in confidence only with consent, a lifted duty, or a reason on record. */
function neededInConfidence(field: FieldCode, { facts, law, gateway }: Matter): FieldFinding {
  if (law.fieldsNeededFor.get(facts.purpose)?.has(field) !== true) return { withheld: 'not-necessary' };
  const inConfidence =
    isPatientField(field) &&
    isInHealthOrSocialCare(facts.discloser) &&
    gateway?.liftsConfidence !== true &&
    facts.wishes !== 'given' &&
    facts.purpose !== 'direct-care';
  if (!inConfidence) return goes;
  if (facts.isHighHarmWithReason) return { obligations: ['public-interest-record'] };
  return awaiting(outstanding(facts, 'caldicott-guardian'));
}

/** A patient field is one named `health.*`. Source: step 8. */
export function isPatientField(field: FieldCode): boolean {
  return field.startsWith('health.');
}

function awaiting(approvals: readonly Approver[]): FieldFinding {
  return approvals.length === 0 ? goes : { awaits: approvals };
}
