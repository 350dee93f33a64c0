import { clauseFinding } from './clauses.js';
import type { Draft } from './draft.js';
import { fieldFinding } from './field.rule.js';
import type { Matter } from './finding.js';

/** Confidence, minimum and the agreement's clauses, for each field in the order asked. Source: step 10, "Agreement clauses". */
export function decideFields(matter: Matter, draft: Draft): void {
  for (const field of matter.facts.fields) {
    const { withheld, awaits, obligations } = fieldFinding(field, matter);
    if (obligations !== undefined) draft.add({ obligations });
    if (withheld !== undefined) draft.withheld.set(field, withheld);
    else if (awaits !== undefined) draft.add({ approvals: awaits });
    else underAgreement(field, matter, draft);
  }
}

function underAgreement(field: string, matter: Matter, draft: Draft): void {
  const { withheld, awaits, cited } = clauseFinding(field, matter);
  if (withheld !== undefined) {
    draft.withheld.set(field, withheld);
  } else if (awaits !== undefined) {
    draft.approvals.add(awaits);
  } else {
    draft.permitted.push(field);
    draft.cite(cited);
  }
}
