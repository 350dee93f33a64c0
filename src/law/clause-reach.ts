import { type AgencyType, isNamedIn } from '../rules/index.js';
import type { Agreement } from './agreement.js';
import type { AgreementLaw } from './agreement-law.js';

/** Who the lists of an agreement's clauses come to: agency types, bodies with their units, nobody but parties. */
export class Reach {
  readonly #parties: readonly AgencyType[];
  readonly #known = new Map<readonly AgencyType[], readonly AgencyType[]>();

  constructor(
    agreement: Agreement,
    private readonly law: AgreementLaw,
  ) {
    this.#parties = law.vocabularies.agencyTypes.map(({ code }) => code).filter((type) => isNamedIn(agreement.parties.kinds, type, law));
  }

  get parties(): readonly AgencyType[] {
    return this.#parties;
  }

  /** The kinds of party that a clause's `from` or `to` includes, in the vocabulary's order. */
  of(list: readonly AgencyType[]): readonly AgencyType[] {
    let reached = this.#known.get(list);
    if (reached === undefined) {
      reached = list.includes('any-party') ? this.#parties : this.#parties.filter((type) => isNamedIn(list, type, this.law));
      this.#known.set(list, reached);
    }
    return reached;
  }

  /** Those that both lists include; `any party` where that is everybody. */
  ofBoth(one: readonly AgencyType[], other: readonly AgencyType[]): readonly AgencyType[] {
    const reached = new Set(this.of(other));
    return this.of(one).filter((type) => reached.has(type));
  }
}
