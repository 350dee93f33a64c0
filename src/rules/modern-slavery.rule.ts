import { type Finding, type Matter, refuse, type Rule, silent } from './finding.js';
import type { FieldCode } from './request.js';

/**
 * A body under the duty must notify the Home Office of a possible victim of modern slavery. An adult is named only if they
 * agree; otherwise the notification goes without a name. A child is also referred to children's social care. A body that is
 * not under the duty offers support instead. The decision ends here either way. Source: step 4.
 */
export const modernSlaveryNotification: Rule = (matter) => {
  if (matter.facts.purpose !== 'modern-slavery-notification') return silent;
  return matter.gateway === null ? refuse('not-a-s52-body', 'offer-support') : notification(matter);
};

function notification({ facts, law }: Matter): Finding {
  const anonymous = !facts.isUnder18 && facts.wishes !== 'given';
  const needed = law.fieldsNeededFor.get(facts.purpose);
  const withheld = new Map<FieldCode, string>();
  for (const field of facts.fields) {
    if (anonymous && field !== 'concern.summary') withheld.set(field, 's52-3-adult-no-consent');
    else if (needed?.has(field) !== true) withheld.set(field, 'not-necessary');
  }
  return {
    ends: 'must-notify',
    duty: true,
    obligations: [
      ...(anonymous ? ['notify-anonymously-ms1'] : []),
      ...(facts.isUnder18 ? ['refer-to-childrens-social-care'] : []),
    ],
    permitted: facts.fields.filter((field) => !withheld.has(field)),
    withheld,
  };
}
