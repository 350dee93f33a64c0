import type { Field, FieldCode, Gateway, Law, Purpose, Term, Vocabularies } from '../rules/index.js';
import type { Agreement } from './agreement.js';
import type { Clocks } from './clocks.js';

/** A gateway with what a reader needs: its name, where it is written, how sure we are. */
export interface CataloguedGateway extends Gateway {
  readonly title: string;
  readonly statute: string;
  readonly note?: string;
}

export type ReasonKind = 'reason' | 'withholding' | 'obligation' | 'approval' | 'basis' | 'condition' | 'outcome' | 'lock' | 'change';

/** A code in plain English. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly says: string;
  /** The smallest change that would make it lawful; null where nothing would, or nothing needs to. */
  readonly lawfulIf: string | null;
}

/** A term as shown on screens and forms. */
export interface VocabularyTerm extends Term {
  readonly note?: string;
  readonly kinds?: readonly string[];
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly ticksFrom?: number;
  readonly ticksTo?: number | null;
}

/** The whole of `config/`, checked and frozen. `version` names the version of each part that a decision depends on. */
export interface LoadedLaw extends Law {
  readonly gateways: readonly CataloguedGateway[];
  readonly vocabularies: Vocabularies & Readonly<Record<string, readonly VocabularyTerm[]>>;
  readonly reasons: Readonly<Record<string, Reason>>;
  readonly clocks: Clocks;
  /** Published texts. None is in force by itself: an agreement is in force once its parties have signed it in the service. */
  readonly agreements: readonly Agreement[];
}

/** The files as they are on disk. */
export interface ConfigFiles {
  readonly catalogue: { readonly version: string; readonly gateways: readonly CataloguedGateway[] };
  readonly matrix: {
    readonly version: string;
    readonly fields: Readonly<Record<FieldCode, Field>>;
    readonly purposes: Readonly<Record<Purpose, readonly FieldCode[]>>;
  };
  readonly vocabularies: { readonly version: string; readonly lists: LoadedLaw['vocabularies'] };
  readonly clocks: Clocks;
  readonly reasons: { readonly version: string; readonly reasons: Readonly<Record<string, Reason>> };
  /** File name, below the configuration folder, and content. */
  readonly agreements: readonly { readonly file: string; readonly agreement: Agreement }[];
}
