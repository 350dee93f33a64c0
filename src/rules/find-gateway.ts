import { listIncludes } from './bodies.js';
import type { Facts } from './facts.js';
import type { Gateway } from './law.js';
import type { PreparedLaw } from './prepare-law.js';
import type { IsoDate } from './request.js';

/**
 * The lawful gateway: the first in force on the day that serves the purpose and runs from this discloser to this recipient;
 * duties before powers and requests, otherwise in catalogue order. Null where there is none. Source: step 3.
 */
export function findGateway(facts: Facts, law: PreparedLaw): Gateway | null {
  for (const gateway of law.gatewaysServing.get(facts.purpose) ?? []) {
    if (isInForce(gateway, facts) && runsFrom(gateway, facts, law) && runsTo(gateway, facts, law)) return gateway;
  }
  return null;
}

/** A gateway without a commencement date is never cited; a what-if date takes the catalogue's place. */
function isInForce(gateway: Gateway, facts: Facts): boolean {
  const commencedOn = commencement(gateway, facts);
  if (commencedOn === null || commencedOn > facts.asOf) return false;
  return gateway.endsOn === undefined || gateway.endsOn === null || facts.asOf <= gateway.endsOn;
}

function commencement(gateway: Gateway, { commencements }: Facts): IsoDate | null {
  if (commencements === undefined || !Object.hasOwn(commencements, gateway.id)) return gateway.commencedOn;
  return commencements[gateway.id] ?? null;
}

function runsFrom(gateway: Gateway, facts: Facts, law: PreparedLaw): boolean {
  return (
    gateway.from.includes('any') ||
    listIncludes(gateway.from, facts.discloser, law) ||
    (facts.commissioned === true && gateway.from.includes('commissioned-voluntary-sector'))
  );
}

function runsTo(gateway: Gateway, facts: Facts, law: PreparedLaw): boolean {
  return (
    gateway.to.includes('any') ||
    listIncludes(gateway.to, facts.recipient, law) ||
    (facts.agreementStatus === 'active' && gateway.to.includes('any-partner')) ||
    (gateway.orRecipientActingForOne === true &&
      facts.recipientActingFor !== undefined &&
      listIncludes(gateway.to, facts.recipientActingFor, law))
  );
}
