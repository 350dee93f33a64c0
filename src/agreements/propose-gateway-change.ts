import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { sendNotices } from '../disclosure/index.js';
import { gatewayFaults, LawBook, type LoadedLaw } from '../law/index.js';
import { beginEntry, insertEntries, type Entry } from '../ledger/index.js';
import { Clock, onceOnly, problem, uuidv7, type Attempt } from '../platform/index.js';
import { Database } from '../platform/database.js';
import { differing, type Change } from './gateway-change.js';
import { agenciesAtWork, holdLaw, insertChange, listChanges } from './gateway-change.store.js';
import type { ProposeGatewayChangeBody } from './law.dto.js';

/**
 * What is to read otherwise, once it is known that the gateway could stand in the catalogue so.
 * @throws Problem `invalid-body`, naming each member that is wrong
 */
const checked = (law: LoadedLaw, { gatewayId, change: asked }: Pick<ProposeGatewayChangeBody, 'gatewayId' | 'change'>): Change => {
  const gateway = law.gateways.find(({ id }) => id === gatewayId);
  if (!gateway) throw problem('invalid-body', { errors: [{ pointer: '/gatewayId', detail: 'must be a gateway of the catalogue' }] });
  const change = differing(gateway, { ...asked });
  if (Object.keys(change).length === 0) throw problem('invalid-body', { errors: [{ pointer: '/change', detail: 'must change something: the gateway reads so already' }] });
  const faults = gatewayFaults({ ...gateway, ...change }, law);
  if (faults.length > 0) throw problem('invalid-body', { errors: faults.map(({ pointer, detail }) => ({ pointer: `/change${pointer}`, detail })) });
  return change;
};

/** An information governance officer proposes that a gateway read otherwise. Nothing is decided by it before another officer approves. */
@Injectable()
export class ProposeGatewayChange {
  constructor(private readonly database: Database, private readonly clock: Clock, private readonly lawBook: LawBook) {}

  propose(caller: Caller, body: ProposeGatewayChangeBody, attempt: Attempt): Promise<{ id: string }> {
    return onceOnly(this.database, caller, attempt, async (tx) => {
      const basedOn = await holdLaw(tx);
      const { gatewayId, reason } = body;
      const change = checked(await this.lawBook.at(basedOn, tx), body);
      if ((await listChanges(tx, { state: 'proposed', gateway: gatewayId }, 1)).length > 0) throw problem('conflict', { detail: 'A change of this gateway is proposed already: have it approved or rejected first.' });
      const id = uuidv7();
      const entry: Entry = {
        ...beginEntry(this.clock, 'agreement-change', caller), outcome: 'permit', owner: caller.agencyId, visibleTo: [caller.agencyId],
        because: { law: { id, step: 'proposed', gateway: gatewayId, change: Object.keys(change) } },
      };
      await insertEntries(tx, [entry]);
      await insertChange(tx, caller, entry.id, { id, gatewayId, change, reason, release: this.lawBook.release.version, basedOn });
      const others = (await agenciesAtWork(tx)).filter((agency) => agency !== caller.agencyId);
      await sendNotices(tx, others.map((agency) => ({ agency, kind: 'gateway-change-proposed' as const, to: { role: 'ig-officer' }, gatewayChange: id, entry: entry.id })));
      return { id };
    });
  }
}
