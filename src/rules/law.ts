import type { AgencyType, FieldCode, IsoDate, Purpose } from './request.js';

/** One lawful gateway of the catalogue: data, dated, never code. */
export interface Gateway {
  readonly id: string;
  readonly kind: 'duty' | 'power' | 'request';
  /** First day in force; null: passed but not commenced, never cited. */
  readonly commencedOn: IsoDate | null;
  /** Last day in force; null or missing: no end known. */
  readonly endsOn?: IsoDate | null;
  readonly from: readonly AgencyType[];
  readonly to: readonly AgencyType[];
  readonly orRecipientActingForOne?: boolean;
  readonly purposes: readonly Purpose[];
  readonly data: readonly string[];
  readonly excludes?: readonly string[];
  readonly liftsConfidence?: boolean;
  readonly detrimentException?: boolean;
  readonly requiresConsent?: boolean;
  /** R: read in a published source; M: from memory, to be confirmed. */
  readonly verified: string;
}

export interface Field {
  readonly means: string;
  readonly class: string;
}

/** One term of a vocabulary. */
export interface Term {
  readonly code: string;
  readonly label: string;
  readonly group?: string;
  /** Agency types only: the legal body whose powers this unit acts with. */
  readonly unitOf?: AgencyType;
  /** Agency types only: the bodies in whose place this one stands. */
  readonly standsFor?: readonly AgencyType[];
  readonly verified?: string;
}

/** The lists that the rules themselves need; the law data holds more of them for screens and forms. */
export interface Vocabularies {
  readonly agencyTypes: readonly Term[];
  readonly outsideRecipients: readonly Term[];
  readonly excludedPurposes: readonly Term[];
  readonly agreementStatuses: readonly Term[];
  readonly markings: readonly Term[];
  readonly regimes: readonly Term[];
  readonly wishes: readonly Term[];
  readonly forums: readonly Term[];
  readonly personRoles: readonly Term[];
  readonly requesterRoles: readonly Term[];
  readonly riskLevels: readonly Term[];
  readonly approvers: readonly Term[];
  readonly itemKinds: readonly Term[];
  readonly competentAuthorities: readonly Term[];
}

/** The law as data, handed to the rules by whoever loads it. Order matters: the catalogue's order is the order of preference. */
export interface Law {
  readonly version: string;
  readonly gateways: readonly Gateway[];
  readonly fields: Readonly<Record<FieldCode, Field>>;
  readonly purposes: Readonly<Record<Purpose, readonly FieldCode[]>>;
  readonly vocabularies: Vocabularies;
}
