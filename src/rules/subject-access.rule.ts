import { neverShared } from './field.rule.js';
import { type Rule, silent } from './finding.js';
import { subjectAccessPurpose } from './prepare-law.js';
import type { FieldCode } from './request.js';

/** Fields that would tell one person about another. Source: step 2. */
const aboutOthers: readonly FieldCode[] = [
  'third-party.identity',
  'reporter.identity',
  'offence.relevant-convictions',
  'intelligence.item',
  'offence.allegation',
];

/**
 * A person asking for their own data is answered by the owning controller, with a data protection officer's approval every
 * time. A person alleged to cause harm is told neither that there is a record nor that there is none. Source: step 2.
 */
export const subjectAccess: Rule = ({ facts }) => {
  if (facts.purpose !== subjectAccessPurpose) return silent;
  const allegedToCauseHarm = facts.requesterRole === 'person-alleged-to-cause-harm';
  const withheld = new Map<FieldCode, string>();
  for (const field of facts.fields) {
    const reason = allegedToCauseHarm ? 'sch2-p2-p16' : aboutOthersReason(field);
    if (reason !== undefined) withheld.set(field, reason);
  }
  return {
    ends: 'needs-approval',
    approvals: ['data-protection-officer'],
    obligations: ['route-to-owning-controller', 'safe-delivery-check'],
    reasons: [allegedToCauseHarm ? 'ncnd-third-party-and-crime' : 'redact-third-party'],
    permitted: facts.fields.filter((field) => !withheld.has(field)),
    withheld,
  };
};

function aboutOthersReason(field: FieldCode): string | undefined {
  return neverShared.get(field) ?? (aboutOthers.includes(field) ? 'sch2-p16-third-party' : undefined);
}
