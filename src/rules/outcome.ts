import type { Decision } from './decision.js';
import type { Draft } from './draft.js';
import { type Matter, refuse } from './finding.js';
import type { Purpose } from './request.js';

/** Duties to report that stand whatever was withheld or awaits approval. Source: step 12. */
const reports: readonly Purpose[] = ['fgm-report', 'child-sexual-abuse-report'];

/** The outcome, once every step has been taken. Source: step 12. */
export function settle({ facts, gateway }: Matter, draft: Draft): Decision {
  if (gateway?.kind === 'duty' && reports.includes(facts.purpose)) {
    if (facts.purpose === 'fgm-report') draft.add({ obligations: ['personal-duty-not-delegable'] });
    return draft.end('must-notify');
  }
  if (draft.approvals.length > 0) return draft.end('needs-approval');
  if (draft.permitted.length === 0) {
    const [firstReason] = draft.withheld.values();
    draft.add(refuse(firstReason ?? 'nothing-to-share'));
    return draft.end('refuse');
  }
  return draft.end(draft.withheld.size > 0 ? 'permit-redacted' : 'permit');
}
