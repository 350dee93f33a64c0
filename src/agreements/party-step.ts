import type { Caller } from '../access/index.js';
import { problem, uuidv7, type Clock } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { partiesOf, recordStep } from './agreement-entry.js';
import { endStep, insertStep, openStep, stateOf, type Step } from './agreement-step.store.js';
import type { StepReceipt } from './agreement-views.dto.js';
import { holdAgreement, loadAgreement, loadVersion, type VersionRow } from './agreement.store.js';

const asParty = (caller: Caller, it: VersionRow): VersionRow => {
  if (!partiesOf(it).includes(caller.agencyId)) throw problem('conflict', { detail: 'Your agency is not, or no longer, a party of this agreement.' });
  return it;
};

/** A proposal before the caller's agency, held alone. @throws Problem `not-found`, `conflict` */
export const approachProposal = async (tx: Tx, caller: Caller, id: string, version: string): Promise<VersionRow> => {
  await holdAgreement(tx, id);
  const it = await loadVersion(tx, id, version);
  if (!it) throw problem('not-found');
  if (it.state !== 'proposed') throw problem('conflict', { detail: `An agreement that is ${it.state} is neither signed nor refused.`, state: it.state });
  return asParty(caller, it);
};

/** The newest version that was signed, held alone: what is suspended, resumed or left is the agreement, whichever version counts today. */
export const approachSigned = async (tx: Tx, caller: Caller, id: string, today: string): Promise<VersionRow> => {
  await holdAgreement(tx, id);
  const listed = await loadAgreement(tx, id, today);
  if (!listed) throw problem('not-found');
  const [newest] = listed.signed;
  if (!newest) throw problem('conflict', { detail: 'Its parties have not signed it: there is nothing to stop.', state: listed.state });
  return asParty(caller, (await loadVersion(tx, id, newest.version))!);
};

const receipt = async (tx: Tx, { id, version }: VersionRow, step: Step, done: boolean, entryId: string): Promise<StepReceipt> =>
  ({ id, version, step, state: done ? 'done' : 'awaiting-second-person', agreementState: await stateOf(tx, id, version), entryId });

/** A step that one person takes alone, at once. */
export const atOnce = async (tx: Tx, clock: Clock, caller: Caller, it: VersionRow, step: 'decline' | 'suspend', reason: string): Promise<StepReceipt> => {
  const entryId = await recordStep(tx, clock, caller, it, { step, state: 'done' }, partiesOf(it));
  await insertStep(tx, { ...it, stepId: uuidv7(), agency: caller.agencyId, step, reason, by: caller.staffId, entryId });
  return receipt(tx, it, step, true, entryId);
};

/**
 * A step that takes two people of an agency: the first moves it, another confirms. Whoever drafted a text may be the first to sign it
 * and never the second: where a colleague was first, it is the colleague's turn again. What somebody moved who may not any more is moved afresh.
 */
export const byTwo = async (tx: Tx, clock: Clock, caller: Caller, it: VersionRow, step: 'sign' | 'resume' | 'leave'): Promise<StepReceipt> => {
  const open = await openStep(tx, { ...it, agency: caller.agencyId, step });
  if (open?.movedBy === caller.staffId) throw problem('conflict', { detail: 'Somebody else of your agency must confirm it.' });
  const done = open !== undefined && open.binding && !(step === 'sign' && it.draftedBy === caller.staffId);
  const entryId = await recordStep(tx, clock, caller, it, { step, state: done ? 'done' : 'moved', movedBy: open?.movedBy }, done ? partiesOf(it) : []);
  if (open) await endStep(tx, open.id, done ? 'done' : 'dropped', caller.staffId, entryId);
  if (!done) await insertStep(tx, { ...it, stepId: uuidv7(), agency: caller.agencyId, step, by: caller.staffId, entryId });
  return receipt(tx, it, step, done, entryId);
};
