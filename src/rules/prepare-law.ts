import type { Gateway, Law, Term, Vocabularies } from './law.js';
import type { AgencyType, FieldCode, Purpose } from './request.js';

/** The law data arranged for quick look-up. Sets and maps, so that a code such as `constructor` finds nothing. */
export interface PreparedLaw {
  readonly codes: { readonly [List in keyof Vocabularies]: ReadonlySet<string> };
  /** Agency types and recipients outside any partnership. */
  readonly agencies: ReadonlySet<AgencyType>;
  readonly fields: ReadonlySet<FieldCode>;
  /** Every purpose that may be asked for: needed, excluded, and subject access. */
  readonly purposes: ReadonlySet<Purpose>;
  readonly gatewayIds: ReadonlySet<string>;
  readonly fieldsNeededFor: ReadonlyMap<Purpose, ReadonlySet<FieldCode>>;
  /** Duties first, otherwise in catalogue order. */
  readonly gatewaysServing: ReadonlyMap<Purpose, readonly Gateway[]>;
  /** Agency type → the names in a list that include it: its own, and its legal body's. */
  readonly namesOf: ReadonlyMap<AgencyType, readonly AgencyType[]>;
}

/** Step 2's purpose, which no field list serves. */
export const subjectAccessPurpose: Purpose = 'subject-access';

const prepared = new WeakMap<Law, PreparedLaw>();

/** Arranges a law once; the same law object is never arranged twice, so it must not be changed afterwards. */
export function prepareLaw(law: Law): PreparedLaw {
  let known = prepared.get(law);
  if (known === undefined) {
    known = arrange(law);
    prepared.set(law, known);
  }
  return known;
}

function arrange(law: Law): PreparedLaw {
  const codes = Object.fromEntries(
    Object.entries(law.vocabularies).map(([list, terms]) => [list, codesOf(terms as readonly Term[])]),
  ) as unknown as PreparedLaw['codes'];
  return {
    codes,
    agencies: new Set([...codes.agencyTypes, ...codes.outsideRecipients]),
    fields: new Set(Object.keys(law.fields)),
    purposes: new Set([...Object.keys(law.purposes), ...codes.excludedPurposes, subjectAccessPurpose]),
    gatewayIds: new Set(law.gateways.map((gateway) => gateway.id)),
    fieldsNeededFor: new Map(Object.entries(law.purposes).map(([purpose, fields]) => [purpose, new Set(fields)])),
    gatewaysServing: gatewaysByPurpose(law),
    namesOf: namesByAgency(law.vocabularies),
  };
}

function codesOf(terms: readonly Term[]): ReadonlySet<string> {
  return new Set(terms.map((term) => term.code));
}

function gatewaysByPurpose(law: Law): Map<Purpose, Gateway[]> {
  const dutiesFirst = [
    ...law.gateways.filter((gateway) => gateway.kind === 'duty'),
    ...law.gateways.filter((gateway) => gateway.kind !== 'duty'),
  ];
  return new Map(
    Object.keys(law.purposes).map((purpose) => [
      purpose,
      dutiesFirst.filter((gateway) => gateway.purposes.includes(purpose)),
    ]),
  );
}

function namesByAgency(vocabularies: Vocabularies): Map<AgencyType, AgencyType[]> {
  const names = new Map<AgencyType, AgencyType[]>();
  for (const { code, unitOf, standsFor } of [...vocabularies.agencyTypes, ...vocabularies.outsideRecipients]) {
    names.set(code, [code, ...(unitOf === undefined ? [] : [unitOf]), ...(standsFor ?? [])]);
  }
  return names;
}
