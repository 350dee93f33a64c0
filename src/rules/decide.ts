import { agreementInForce } from './agreement-in-force.rule.js';
import { checkRequest } from './check-request.js';
import type { Decision, Outcome } from './decision.js';
import { Draft } from './draft.js';
import { readFacts } from './facts.js';
import { decideFields } from './field-by-field.js';
import { findGateway } from './find-gateway.js';
import type { Matter, Rule } from './finding.js';
import { gatewayTerms } from './gateway-terms.rule.js';
import { hardStops } from './hard-stops.rule.js';
import type { Law } from './law.js';
import { maracThreshold } from './marac-threshold.rule.js';
import { obligations } from './obligations.js';
import { settle } from './outcome.js';
import { power } from './power.rule.js';
import { preconditions } from './preconditions.rule.js';
import { prepareLaw } from './prepare-law.js';
import type { DecisionRequest } from './request.js';
import { subjectAccess } from './subject-access.rule.js';
import { supportReferral, wishes } from './wishes.rule.js';

/** Version of the rules as written in code; the law data carries its own. Raise it when a decision could come out differently. */
export const rulesetVersion = '1.1.0';

/** Steps 1 and 2: taken before any gateway is looked for. */
export const beforeGateway: readonly Rule[] = [hardStops, subjectAccess];

/** Steps 4 to 9, in this order. */
export const underGateway: readonly Rule[] = [
  preconditions,
  agreementInForce,
  maracThreshold,
  power,
  gatewayTerms,
  wishes,
  supportReferral,
];

/**
 * May this information go from this discloser to this recipient, for this purpose? Pure: same input, same answer, byte for
 * byte; no clock, no I/O. Source: the decision procedure, steps 1 to 12.
 * @throws InvalidRequest naming the key, where the request is incomplete or bears an unknown code: the caller must refuse.
 */
export function decide(request: DecisionRequest, law: Law): Decision {
  const facts = readFacts(checkRequest(request, law));
  const draft = new Draft();
  const atFirst: Matter = { facts, law: prepareLaw(law), gateway: null };
  const stopped = take(beforeGateway, atFirst, draft);
  if (stopped !== undefined) return draft.end(stopped);

  const gateway = findGateway(facts, atFirst.law);
  const matter: Matter = { facts, law: atFirst.law, gateway };
  draft.reach(gateway);
  const ended = take(underGateway, matter, draft);
  if (ended !== undefined) return draft.end(ended);

  decideFields(matter, draft);
  draft.add(obligations(matter));
  return settle(matter, draft);
}

/** Takes rules in order until one ends the decision. */
function take(rules: readonly Rule[], matter: Matter, draft: Draft): Outcome | undefined {
  for (const rule of rules) {
    const outcome = draft.add(rule(matter));
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}
