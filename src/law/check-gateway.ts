import { referenceProblems } from './check-references.js';
import type { CataloguedGateway, LoadedLaw } from './loaded-law.js';
import { schemaErrors } from './schema-shelf.js';

/** `pointer`: JSON pointer into the gateway. The detail never repeats a value. */
type GatewayFault = Readonly<{ pointer: string; detail: string }>;

const where = '/gateways/0';

/** What the catalogue's schema, its vocabularies and its dates have against a gateway; nothing if it could stand in the catalogue. */
export function gatewayFaults(gateway: CataloguedGateway, law: LoadedLaw): GatewayFault[] {
  const catalogue = { version: '0', asOf: '2000-01-01', about: 'One gateway, to be checked.', gateways: [gateway] };
  const misshapen = schemaErrors('law-catalogue', catalogue).map(({ instancePath, message }) => ({ pointer: instancePath.replace(where, ''), detail: message ?? 'is not valid' }));
  if (misshapen.length > 0) return misshapen;
  const { fields, purposes, vocabularies: lists, reasons, clocks } = law;
  const unknown = referenceProblems({ catalogue, matrix: { version: '', fields, purposes }, vocabularies: { version: '', lists }, reasons: { version: '', reasons }, clocks, agreements: [] })
    .flatMap((problem) => new RegExp(`${where}(/\\w+)`).exec(problem)?.[1] ?? [])
    .map((pointer) => ({ pointer, detail: 'names a code that no vocabulary knows' }));
  return [...new Map(unknown.map((fault) => [fault.pointer, fault])).values(), ...endsTooSoon(gateway)];
}

const endsTooSoon = ({ commencedOn, endsOn }: CataloguedGateway): GatewayFault[] =>
  (commencedOn && endsOn && endsOn < commencedOn ? [{ pointer: '/endsOn', detail: 'must not lie before the day of commencement' }] : []);
