import { Inject, Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../platform/database.js';
import { freezeThrough } from '../rules/index.js';
import type { Agreement, AgreementInHand } from './agreement.js';
import { changedLaw } from './changed-law.js';
import { loadBase, loadChanges, loadLawNumber, loadSigned } from './law-book.store.js';
import { LAW } from './law.token.js';
import type { LoadedLaw } from './loaded-law.js';
import { recordOf } from './recorded-law.js';

/** What the facts of a sharing say of the law that holds at that moment: `law` is the number of the last approved change. */
export type Standing = Readonly<{ law: number; agreements: readonly Readonly<{ id: string; version: string; digest: string; suspended: boolean }>[] }>;

/**
 * The law in the database: today's, and any earlier one. What was once read is kept, because none of it ever changes.
 * Whoever asks in a transaction gives it as `db`: waiting for a second connection while holding one would be waiting for oneself.
 */
@Injectable()
export class LawBook {
  readonly #laws = new Map<string, Promise<LoadedLaw>>();
  readonly #agreements = new Map<string, Promise<Agreement | undefined>>();

  constructor(private readonly database: Database, @Inject(LAW) readonly release: LoadedLaw) {}

  /** Why decisions under this release could not be taken again later; an empty list is good. Asked before the service starts. */
  async missing(): Promise<string[]> {
    const recorded = await loadBase(this.database, this.release.version);
    if (recorded?.content === recordOf(this.release)) return [];
    return [recorded ? `config/ says "${this.release.version}" but differs from what this database recorded under that version: raise the version of what was changed, and run \`npm run -s accord -- migrate\``
      : `the law of this release (${this.release.version}) is not on record: run \`npm run -s accord -- migrate\``];
  }

  /** The law as of now, for what is not decided in a round trip of its own. */
  async today(db: Queryable = this.database): Promise<LoadedLaw> {
    return this.at(await loadLawNumber(db), db);
  }

  /** The law of this release with the first `number` changes. */
  at(number: number, db: Queryable = this.database): Promise<LoadedLaw> {
    return this.ofBase(this.release.version, number, db);
  }

  /** The law that a decision cites by its version. @throws Error where this database never saw it */
  named(version: string): Promise<LoadedLaw> {
    const [, base = version, number = '0'] = /^(.*), change (\d+)$/.exec(version) ?? [];
    return this.ofBase(base, Number(number));
  }

  /** The law of any release this database has seen, with the first `number` changes. @throws Error where it never saw them */
  ofBase(version: string, number: number, db: Queryable = this.database): Promise<LoadedLaw> {
    return kept(this.#laws, `${version}+${number}`, async () => {
      const changes = number === 0 ? [] : await loadChanges(db, number);
      // A law that is yet to come would be remembered as one it is not.
      if ((changes.at(-1)?.number ?? 0) !== number) throw new Error(`this database has no change ${number} of the law`);
      return changedLaw(await this.#base(version, db), changes);
    });
  }

  /** An agreement as all its parties signed it; undefined where nobody signed such a text. */
  agreement(by: { digest: string } | { id: string; version: string }, db: Queryable = this.database): Promise<Agreement | undefined> {
    return kept(this.#agreements, 'digest' in by ? by.digest : `${by.id}@${by.version}`, async () => {
      const content = await loadSigned(db, by);
      return content === undefined ? undefined : freezeThrough(JSON.parse(content) as Agreement);
    });
  }

  /** The law and the agreements that a sharing stands under, as its facts named them. */
  async inHand({ law, agreements }: Standing, db: Queryable = this.database): Promise<{ law: LoadedLaw; agreements: AgreementInHand[] }> {
    const texts: AgreementInHand[] = [];
    for (const { digest, suspended } of agreements) {
      const agreement = await this.agreement({ digest }, db);
      if (agreement) texts.push({ agreement, digest, suspended });
    }
    return { law: await this.at(law, db), agreements: texts };
  }

  async #base(version: string, db: Queryable): Promise<LoadedLaw> {
    if (version === this.release.version) return this.release;
    const recorded = await loadBase(db, version);
    if (!recorded) throw new Error(`this database has no law ${version}`);
    return freezeThrough({ ...this.release, ...(JSON.parse(recorded.content) as Pick<LoadedLaw, 'version' | 'gateways'>) });
  }
}

/** A failure, or an agreement that is not signed yet, is asked for again next time. */
const kept = async <T>(shelf: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> => {
  const there = shelf.get(key) ?? read();
  shelf.set(key, there);
  const value = await there.catch((error: unknown) => {
    shelf.delete(key);
    throw error;
  });
  if (value === undefined) shelf.delete(key);
  return value;
};
