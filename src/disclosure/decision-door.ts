import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { LoadedLaw } from '../law/index.js';
import type { Entry } from '../ledger/index.js';
import { problem } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { mayConsult, worksCases } from './consult.js';
import { loadDecided, type Decided } from './decided.store.js';
import type { Asked } from './explain.js';
import { ownerOf } from './facts.store.js';
import { Threshold } from './threshold.js';

/** A past decision with the law and the agreement that it was taken under, and each data subject's question as it was put. */
export type DecisionThen = { decided: Decided; law: LoadedLaw; asked: Asked[]; entryId: string };

/**
 * THE DOOR to decisions of one's own agency: to those who may read the concern, and to its officers, who must say for which
 * lawful purpose they look. No word of anybody's is read; that somebody looked is an entry all the same.
 */
@Injectable()
export class DecisionDoor {
  constructor(private readonly threshold: Threshold, private readonly database: Database) {}

  /** @throws Problem `not-found`, recorded, for everybody else; `bad-request` for an officer who does not say why */
  async look(caller: Caller, decisionId: string, auditPurpose: string | undefined): Promise<DecisionThen> {
    const works = worksCases(caller);
    if (!works && auditPurpose === undefined) throw problem('bad-request', { errors: [{ parameter: 'auditPurpose', detail: 'must be given: an officer looks for one of the four lawful purposes' }] });
    const decided = await loadDecided(this.database, caller, decisionId);
    const audits = auditPurpose !== undefined && caller.roles.includes('ig-officer');
    const own = decided !== undefined && works && (decided.madeBy === caller.staffId || mayConsult(caller, decided.concern) === null);
    if (!decided || !(own || audits)) {
      return this.threshold.turnAway(caller, { decision: decisionId }, await ownerOf(this.database, 'decision', decisionId), decided ? 'not-of-this-team' : 'no-such-record');
    }
    const entry: Entry = {
      ...this.threshold.begin('consultation', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
      concern: decided.concernId, decision: decided.id, because: own ? { purpose: 'own-casework' } : { auditPurpose },
    };
    await this.threshold.record(entry);
    return { decided, ...(await this.#then(decided)), entryId: entry.id };
  }

  async #then({ catalogue, record }: Decided): Promise<{ law: LoadedLaw; asked: Asked[] }> {
    const law = await this.threshold.lawBook.named(catalogue);
    const asked = await Promise.all(record.dataSubjects.map(async ({ subject, condition, request: { agreement: kept, ...request } }) => {
      const agreement = kept && (await this.threshold.lawBook.agreement({ id: kept.id, version: kept.version }));
      return { subject, condition, request: { ...request, ...(agreement ? { agreement } : {}) } };
    }));
    return { law, asked };
  }
}
