import type { CataloguedGateway, LoadedLaw } from '../law/index.js';
import { changeInWords, inForceOn } from './gateway-change.js';
import type { GatewayChangeRow } from './gateway-change.store.js';
import type { CataloguedGatewayView, GatewayChangeView, WholeGatewayView } from './law.dto.js';

/** `verification`: the last approved change of the gateway's mark, if there was one. */
export const gatewayListed = (gateway: CataloguedGateway, day: string, verification: GatewayChangeRow | undefined): CataloguedGatewayView => {
  const { id, title, statute, kind, commencedOn, endsOn, purposes, verified } = gateway;
  const mark = verified.charAt(0);
  return {
    id, title, statute, kind, commencedOn, endsOn: endsOn ?? null, purposes, verified, mark, inForce: inForceOn(gateway, day),
    confirmed: verification && mark === 'R'
      ? { change: verification.id, at: verification.decidedAt!, proposedBy: verification.proposedBy, approvedBy: verification.decidedBy! } : null,
  };
};

export const gatewayWhole = (gateway: CataloguedGateway, listed: CataloguedGatewayView, law: LoadedLaw, history: GatewayChangeView[]): WholeGatewayView => {
  const { from, to, data, orRecipientActingForOne = false, excludes = [], liftsConfidence = false, detrimentException = false, requiresConsent = false, note = null } = gateway;
  return { ...listed, from, to, data, orRecipientActingForOne, excludes, liftsConfidence, detrimentException, requiresConsent, note, law: law.version, history };
};

/** @param then the law that the proposer had before them; `made`: the one that the approval brought about */
export const changeView = (row: GatewayChangeRow, then: LoadedLaw, made: LoadedLaw | undefined): GatewayChangeView => {
  const { gatewayId, change, release: _release, basedOn: _basedOn, ...rest } = row;
  const gateway = then.gateways.find(({ id }) => id === gatewayId)!;
  return { ...rest, gateway: gatewayId, title: gateway.title, changes: changeInWords(gateway, change, then), law: made?.version ?? null };
};
