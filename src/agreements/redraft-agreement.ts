import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { onceOnly, problem, requireVersion, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import type { AgreementBody } from './agreement-bodies.dto.js';
import { recordStep } from './agreement-entry.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { rewriteDraft } from './agreement.store.js';
import { Drafting } from './drafting.js';
import { approachOwn } from './own-draft.js';

/** A draft is written anew, whole. From the proposal on nobody can: what the parties read is what they sign. */
@Injectable()
export class RedraftAgreement {
  constructor(private readonly database: Database, private readonly drafting: Drafting) {}

  redraft(caller: Caller, id: string, version: string, revision: number, body: AgreementBody, attempt: Attempt): Promise<AgreementReceipt> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const it = await approachOwn(tx, caller, id, version, ['draft']);
      requireVersion(revision, it.revision);
      const errors = (['id', 'version'] as const).filter((part) => body[part] !== it[part]).map((part) => ({ pointer: `/${part}`, detail: `must be the ${part} in the address` }));
      if (errors.length > 0) throw problem('invalid-body', { errors });
      const newest = it.signed[0]?.version;
      const text = await this.drafting.text(tx, caller, body, newest);
      const entryId = await recordStep(tx, this.drafting.clock, caller, { id, version, digest: text.digest }, { step: 'redraft', state: 'done' }, []);
      await rewriteDraft(tx, { text, draftedBy: caller.staffId, supersedes: newest ?? null, entryId });
      return { id, version, state: 'draft', revision: revision + 1, digest: text.digest, entryId };
    });
  }
}
