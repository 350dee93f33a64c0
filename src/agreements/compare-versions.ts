import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { agreementDifference, labelsOf, LawBook, type Difference } from '../law/index.js';
import { problem } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { loadVersion } from './agreement.store.js';

/** What a version changes, in sentences that whoever signs can read. */
@Injectable()
export class CompareVersions {
  constructor(private readonly database: Database, private readonly lawBook: LawBook) {}

  /**
   * @param from the version to compare with; the one that it supersedes when left out
   * @throws Problem `not-found`; `bad-request` where there is no such version to compare with
   */
  async compare(caller: Caller, id: string, version: string, from?: string): Promise<{ from: string; to: string; changes: Difference[] }> {
    const [after, before] = await this.database.inTransaction(caller, async (tx) => {
      const it = await loadVersion(tx, id, version);
      const other = from ?? it?.supersedes ?? undefined;
      return [it, other === undefined ? undefined : await loadVersion(tx, id, other)];
    });
    if (!after) throw problem('not-found');
    if (!before) throw problem('bad-request', { errors: [{ parameter: 'from', detail: from === undefined ? 'must be given: this version supersedes none' : 'must be a version of this agreement' }] });
    return { from: before.version, to: version, changes: agreementDifference(before.content, after.content, labelsOf(await this.lawBook.today())) };
  }
}
