import { fileURLToPath } from 'node:url';
import { freezeThrough } from '../rules/index.js';
import { checkedReferences } from './check-references.js';
import type { LoadedLaw, Reason } from './loaded-law.js';
import { readConfig } from './read-config.js';

/** `config/` lies beside both `src/` and `dist/`. */
const ownConfig = fileURLToPath(new URL('../../config', import.meta.url));

const loaded = new Map<string, LoadedLaw>();

/**
 * The law catalogue, field matrix, vocabularies, reasons and agreements: read once, checked, frozen through and through.
 * @throws ConfigInvalid naming every problem of every file at once
 */
export function loadLaw(configDir: string = ownConfig): LoadedLaw {
  let law = loaded.get(configDir);
  if (law === undefined) {
    law = read(configDir);
    loaded.set(configDir, law);
  }
  return law;
}

function read(configDir: string): LoadedLaw {
  const { catalogue, matrix, vocabularies, reasons, clocks, agreements } = checkedReferences(readConfig(configDir));
  return freezeThrough({
    version: `catalogue ${catalogue.version}, fields ${matrix.version}, vocabularies ${vocabularies.version}`,
    gateways: catalogue.gateways,
    fields: matrix.fields,
    purposes: matrix.purposes,
    vocabularies: vocabularies.lists,
    reasons: reasons.reasons,
    clocks,
    agreements: agreements.map(({ agreement }) => agreement),
  });
}

/** What a code of a decision means to a reader: reasons, withholdings, obligations, approvals, bases, outcomes and gateways. */
export function plainEnglish(code: string, law: LoadedLaw = loadLaw()): Reason {
  if (Object.hasOwn(law.reasons, code)) return law.reasons[code] as Reason;
  const gateway = law.gateways.find(({ id }) => id === code);
  const says = gateway === undefined ? code : `${gateway.title} (${gateway.statute}).`;
  return { kind: gateway === undefined ? 'reason' : 'basis', says, lawfulIf: null };
}
