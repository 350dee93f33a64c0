import { sendNotices } from '../disclosure/index.js';
import type { Tx } from '../platform/database.js';
import { overdueReviews } from './task.store.js';

/**
 * Tells the agency's information governance officers, once, of reviews that are past their day. Done whenever somebody of the agency reads tasks or
 * notices, so that it needs no timer: an index lets several readers, or several instances, tell it once between them.
 */
export const tellOverdue = async (tx: Tx, today: string): Promise<void> => {
  const overdue = await overdueReviews(tx, today);
  await sendNotices(tx, overdue.map(({ id, agency, concern, decision, referral }) => ({
    agency, kind: 'review-overdue' as const, to: { role: 'ig-officer' }, concern, task: id, decision: decision ?? undefined, referral: referral ?? undefined,
  })));
};
