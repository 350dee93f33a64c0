import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { onceOnly, problem, requireVersion, type Attempt } from '../platform/index.js';
import { Database, isDuplicate } from '../platform/database.js';
import { recordStep } from './agreement-entry.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { loadNamedAgencies, moveVersion } from './agreement.store.js';
import { Drafting } from './drafting.js';
import { approachOwn } from './own-draft.js';

/** Puts a draft before its parties. It is checked again: the law, the agencies and the day are those of now. */
@Injectable()
export class ProposeAgreement {
  constructor(private readonly database: Database, private readonly drafting: Drafting) {}

  async propose(caller: Caller, id: string, version: string, revision: number, attempt: Attempt): Promise<AgreementReceipt> {
    try {
      return await this.#propose(caller, id, version, revision, attempt);
    } catch (error) {
      if (isDuplicate(error)) throw problem('conflict', { detail: 'Another version is before the parties. It must be signed, refused or withdrawn first.' });
      throw error;
    }
  }

  #propose(caller: Caller, id: string, version: string, revision: number, attempt: Attempt): Promise<AgreementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachOwn(tx, caller, id, version, ['draft']);
      requireVersion(revision, it.revision);
      const newest = it.signed[0]?.version;
      const errors = await this.drafting.faults(tx, caller, it.content, newest);
      if (errors.length > 0 || it.supersedes !== (newest ?? null)) {
        throw problem('conflict', { detail: 'What it rests on has changed since it was drafted. Redraft it first.', ...(errors.length > 0 ? { errors: errors.slice(0, 50) } : {}) });
      }
      const parties = (await loadNamedAgencies(tx, it.content.parties.agencies ?? [])).map(({ holder }) => holder);
      const entryId = await recordStep(tx, this.drafting.clock, caller, it, { step: 'propose', state: 'done' }, parties);
      await moveVersion(tx, it, 'proposed', entryId);
      return { id, version, state: 'proposed', revision: revision + 1, digest: it.digest, entryId };
    });
  }
}
