import type { Caller } from '../access/index.js';
import type { Freeze } from '../disclosure/index.js';
import type { Tx } from '../platform/database.js';
import { dueOn } from './referral.js';
import type { DisclosureReceipt } from './referral.dto.js';
import { insertReferral } from './referral.store.js';

/** Stores what was permitted, in exactly these versions. @returns the receipt; `today` is the day in London that the clock starts on */
export const freezeReferral = async (tx: Tx, caller: Caller, frozen: Freeze, today: string): Promise<DisclosureReceipt> => {
  const { answer, law, items, referralId, decisionId, entry } = frozen;
  const due = dueOn(today, answer.answered[0]!.request.purpose, law.clocks);
  await insertReferral(tx, caller, frozen, due);
  return {
    referralId, decisionId, entryId: entry.id, decision: answer.decision as DisclosureReceipt['decision'], fields: [...new Set(items.map(({ field }) => field))],
    items: items.map(({ itemId, field, version }) => ({ itemId, field, version })), dueOn: due,
  };
};
