import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { LawBook } from '../law/index.js';
import { beginEntry, PermitWriter, type Entry } from '../ledger/index.js';
import { Clock, compact, CONFIG, problem, type Config } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { agreementCited, entryView, listedEntryView } from './entry-view.js';
import type { EntryView, LedgerQuery, ListedEntryView } from './ledger.dto.js';
import { answersFor, lookUp, namesOf, pseudonymsOf, type FoundEntry, type Names, type Sought } from './ledger.store.js';

/** An information governance officer looks into the ledger: each look-up is an entry, durable before anything is shown. */
@Injectable()
export class ExploreLedger {
  constructor(
    private readonly database: Database,
    private readonly permits: PermitWriter,
    private readonly clock: Clock,
    private readonly lawBook: LawBook,
    @Inject(CONFIG) private readonly config: Pick<Config, 'subjectSecret'>,
  ) {}

  /** Entries that the officer's agency may see, newest first. Up to `most`. */
  async search(caller: Caller, query: LedgerQuery, before: string | undefined, most: number): Promise<{ id: string; view: ListedEntryView }[]> {
    const { auditPurpose, subject, person, agency, record, operation, outcome, from, to } = query;
    const subjects = subject ? await pseudonymsOf(this.database, caller, this.config.subjectSecret, subject) : undefined;
    const sought = compact({ person, agency, record, operation, outcome, from, to, before, subjects });
    const found = await lookUp(this.permits, this.#entry(caller, auditPurpose, sought), sought, most);
    const [own, names] = await this.#seenBy(caller, found);
    return found.map((one) => ({ id: one.id, view: listedEntryView(one, own, names) }));
  }

  /** @throws Problem `not-found` for an entry that is not there for this agency */
  async open(caller: Caller, id: string, auditPurpose: string): Promise<EntryView> {
    const [found] = await lookUp(this.permits, this.#entry(caller, auditPurpose, { entry: id }), { entry: id }, 1);
    if (!found) throw problem('not-found');
    const [own, names] = await this.#seenBy(caller, [found]);
    const cited = agreementCited(found.entry);
    return entryView(found, own, { names, law: await this.lawBook.today(), agreement: cited && (await this.lawBook.agreement(cited)) });
  }

  #seenBy(caller: Caller, found: readonly FoundEntry[]): Promise<[string[], Names]> {
    return Promise.all([answersFor(this.database, caller.agencyId), namesOf(this.database, found.map(({ entry }) => entry.actor.staff))]);
  }

  #entry(caller: Caller, auditPurpose: string, sought: Sought): Entry {
    const { subjects, ...plain } = sought as { subjects?: string[] };
    return {
      ...beginEntry(this.clock, 'audit-look-up', caller), outcome: 'permit', visibleTo: [caller.agencyId],
      ...(subjects && subjects.length > 0 ? { subjects: [{ refs: subjects, roles: [] }] } : {}),
      because: { auditPurpose, sought: { ...(plain as Record<string, string>), ...(subjects ? { bySubject: 'yes' } : {}) } },
    };
  }
}
