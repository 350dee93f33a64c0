import { clauseFinding, clausesBetween } from './clauses.js';
import type { Draft } from './draft.js';
import { fieldFinding } from './field.rule.js';
import type { Matter } from './finding.js';
import type { AgreementClause } from './request.js';

/** Confidence, minimum and the agreement's clauses, for each field in the order asked. Source: step 10, "Agreement clauses". */
export function decideFields(matter: Matter, draft: Draft): void {
  const between = clausesBetween(matter);
  for (const field of matter.facts.fields) {
    const { withheld, awaits, obligations } = fieldFinding(field, matter);
    if (obligations !== undefined) draft.add({ obligations });
    if (withheld !== undefined) draft.withheld.set(field, withheld);
    else if (awaits !== undefined) draft.add({ approvals: awaits });
    else underAgreement(field, between, matter, draft);
  }
}

function underAgreement(field: string, between: readonly AgreementClause[] | undefined, matter: Matter, draft: Draft): void {
  const { withheld, awaits, cited } = clauseFinding(field, between, matter);
  if (withheld !== undefined) {
    draft.withheld.set(field, withheld);
  } else if (awaits !== undefined) {
    draft.add({ approvals: [awaits] });
  } else {
    draft.permitted.push(field);
    draft.cite(cited);
  }
}
