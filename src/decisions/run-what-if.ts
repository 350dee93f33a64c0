import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import type { Agreement } from '../law/index.js';
import { beginEntry, insertEntries } from '../ledger/index.js';
import { Clock, LOG, onceOnly, problem, uuidv7, withoutWords, type Attempt, type Log } from '../platform/index.js';
import { Database, type Tx } from '../platform/database.js';
import { freezeThrough } from '../rules/index.js';
import { TakeAgain } from './take-again.js';
import type { WhatIfBody, WhatIfReceipt, WhatIfView } from './what-if.dto.js';
import { alreadyRunning, countDecisions, insertWhatIf, keepResult, loadProposed, loadText, loadWhatIf, tellProgress } from './what-if.store.js';
import type { Supposed } from './what-if.js';

/** Silence after which a run counts as interrupted, in seconds: its process went away. */
const longestSilence = 60;
const toldEvery = 1000;

/** An officer asks what past decisions of their agency would have been under another agreement or another law. */
@Injectable()
export class RunWhatIf implements OnModuleDestroy {
  #stopping = false;
  /** One at a time in each process: the others wait, and casework goes on beside it. */
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database, private readonly clock: Clock, private readonly takeAgain: TakeAgain, @Inject(LOG) private readonly log: Log) {}

  /** @throws Problem `invalid-body` where what is supposed is not there for the caller; `conflict` while another run of theirs is under way */
  async start(caller: Caller, body: WhatIfBody, attempt: Attempt): Promise<WhatIfReceipt> {
    let begun: Supposed | undefined;
    const receipt = await onceOnly(this.database, caller, attempt, async (tx) => {
      const supposed = await suppose(tx, body);
      // Each reads every past decision: nobody makes the others wait for a heap of theirs.
      if (await alreadyRunning(tx, caller, longestSilence)) throw problem('conflict', { detail: 'A what-if of yours is still running. Wait until it has ended, then ask again.' });
      const [id, total] = [uuidv7(), await countDecisions(tx)];
      const entry = { ...beginEntry(this.clock, 'audit-look-up', caller), outcome: 'permit' as const, visibleTo: [caller.agencyId], because: { whatIf: id, supposed: told(body) } };
      await insertEntries(tx, [entry]);
      await insertWhatIf(tx, caller, { id, supposed: told(body), total, entryId: entry.id });
      begun = supposed;
      return { id, state: 'running' as const, total, entryId: entry.id };
    });
    if (begun) this.#last = this.#last.then(() => this.#run(caller, receipt.id, begun!));
    return receipt;
  }

  /** @throws Problem `not-found` for any run that is not the caller's own */
  async read(caller: Caller, id: string): Promise<WhatIfView> {
    const found = await loadWhatIf(this.database, caller, id);
    if (!found) throw problem('not-found');
    const { silentFor, askedAt, state, ...rest } = found;
    return { ...rest, askedAt: askedAt.toISOString(), state: state === 'running' && silentFor > longestSilence ? 'interrupted' : state };
  }

  onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    return this.#last;
  }

  async #run(caller: Caller, id: string, supposed: Supposed): Promise<void> {
    let told = Date.now();
    try {
      const result = await this.takeAgain.supposing(caller, supposed, async (done) => {
        if (this.#stopping) throw new Error('the service is stopping');
        if (Date.now() - told < toldEvery) return;
        told = Date.now();
        await tellProgress(this.database, caller, id, done);
      });
      await keepResult(this.database, caller, id, result);
    } catch (error) {
      this.log.error({ whatIf: id, ...withoutWords(error) }, 'a what-if did not come to its end');
      await keepResult(this.database, caller, id, null).catch(() => undefined);
    }
  }
}

/** What the ledger and the run say of what was supposed: names and dates of law, never of a person. */
const told = ({ agreement, gatewayChange, gateway }: WhatIfBody): Record<string, string> => ({
  ...(agreement ? { agreement: `${agreement.id}@${agreement.version}` } : {}), ...(gatewayChange ? { gatewayChange } : {}),
  ...(gateway ? { gateway: gateway.id, commencedOn: gateway.commencedOn ?? 'not-commenced' } : {}),
});

const suppose = async (tx: Tx, { agreement, gatewayChange, gateway }: WhatIfBody): Promise<Supposed> => {
  if (!agreement && !gatewayChange && !gateway) throw wrong('', 'must suppose something: an agreement, a proposed change of the law, or a gateway');
  const text = agreement && (await loadText(tx, agreement));
  if (agreement && !text) throw wrong('/agreement', 'must be a version of an agreement that you can read');
  const proposed = gatewayChange ? await loadProposed(tx, gatewayChange) : undefined;
  if (gatewayChange && !proposed) throw wrong('/gatewayChange', 'must be a change of the law that was proposed');
  const gateways = [...(proposed ? [proposed] : []), ...(gateway ? [{ gatewayId: gateway.id, change: { commencedOn: gateway.commencedOn } }] : [])];
  return { ...(text ? { agreement: freezeThrough(JSON.parse(text) as Agreement) } : {}), gateways };
};

const wrong = (pointer: string, detail: string): Error => problem('invalid-body', { errors: [{ pointer, detail }] });
