import { freezeThrough } from '../rules/index.js';
import type { CataloguedGateway, LoadedLaw } from './loaded-law.js';

/** One approved change: the members of a gateway that read otherwise from then on. */
export type GatewayChange = Readonly<{ number: number; gatewayId: string; change: Readonly<Record<string, unknown>> }>;

/** The law of a release with approved changes of its gateways upon it, in their order. A gateway that the release does not know is passed over. */
export const changedLaw = (base: LoadedLaw, changes: readonly GatewayChange[]): LoadedLaw => {
  const last = changes.at(-1);
  if (!last) return base;
  const gateways = base.gateways.map((gateway) =>
    changes.filter(({ gatewayId }) => gatewayId === gateway.id).reduce<CataloguedGateway>((now, { change }) => ({ ...now, ...change }), gateway));
  return freezeThrough({ ...base, version: `${base.version}, change ${last.number}`, gateways });
};
