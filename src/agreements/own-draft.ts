import type { Caller } from '../access/index.js';
import { problem } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import type { AgreementState } from './agreement-standing.js';
import { holdAgreement, loadVersion, type VersionRow } from './agreement.store.js';

/** A version that the caller's agency drafted, held alone until the end of the transaction. @throws Problem `not-found`, or `conflict` where it is another agency's or past this */
export const approachOwn = async (tx: Tx, caller: Caller, id: string, version: string, states: readonly AgreementState[]): Promise<VersionRow> => {
  await holdAgreement(tx, id);
  const it = await loadVersion(tx, id, version);
  if (!it) throw problem('not-found');
  if (it.draftedIn !== caller.agencyId) throw problem('conflict', { detail: 'Another agency drafted it. Draft a version of your own.' });
  if (!states.includes(it.state)) throw problem('conflict', { detail: `An agreement that is ${it.state} is not for this.`, state: it.state });
  return it;
};
