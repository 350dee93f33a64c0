import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { LawBook, type Agreement } from '../law/index.js';
import { Clock, problem, type Fault } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { AgreementBody } from './agreement-bodies.dto.js';
import { textOf, type DraftedText } from './agreement-content.js';
import { recordStep } from './agreement-entry.js';
import type { AgreementReceipt } from './agreement-views.dto.js';
import { insertDraft } from './agreement.store.js';
import { faultsOf } from './check-content.js';

/** What drafting, redrafting and proposing have in common: the content must be right, as the law stands today. */
@Injectable()
export class Drafting {
  constructor(private readonly lawBook: LawBook, readonly clock: Clock) {}

  /** @throws Problem `invalid-body` naming every part that is wrong, and its clause */
  async text(tx: Tx, caller: Caller, body: AgreementBody, newest: string | undefined): Promise<DraftedText> {
    const text = textOf(body);
    const errors = text ? await this.faults(tx, caller, text.content, newest) : [{ pointer: '/clauses', detail: 'must have whole numbers only' }];
    if (!text || errors.length > 0) throw problem('invalid-body', { errors: errors.slice(0, 50) });
    return text;
  }

  /** Keeps a new version as a draft, with its entry; nobody else is told of it. @param newest the version whose place it is to take */
  async keep(tx: Tx, caller: Caller, text: DraftedText, newest: string | undefined): Promise<AgreementReceipt> {
    const { content: { id, version }, digest } = text;
    const entryId = await recordStep(tx, this.clock, caller, { id, version, digest }, { step: 'draft', state: 'done' }, []);
    await insertDraft(tx, { text, draftedIn: caller.agencyId, draftedBy: caller.staffId, supersedes: newest ?? null, entryId });
    return { id, version, state: 'draft', revision: 1, digest, entryId };
  }

  async faults(tx: Tx, caller: Caller, content: Agreement, newest: string | undefined): Promise<Fault[]> {
    return faultsOf(tx, caller, content, { law: await this.lawBook.today(tx), today: this.clock.today(), newest });
  }
}
