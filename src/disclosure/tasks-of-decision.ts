import { workingDaysAfter, type Clocks } from '../law/index.js';
import { uuidv7 } from '../platform/index.js';
import type { NewNotice } from './send-notices.store.js';
import type { NewTask } from './set-tasks.store.js';

/** The rules' own word for an emergency that went. */
export const review = 'review-within-one-working-day';
/** What was not sent needs no review, and tells nobody that their wishes were overridden. */
const onlyOfWhatWent = [review, 'notify-lead-and-ig', 'inform-subject'];

/** `referral` and `recipient`: where something went. `entry`: the ledger entry of the decision. */
export type Made = Readonly<{
  agency: string; staff: string; concern: string; decision: string; referral?: string | undefined; recipient?: { agency: string; team: string } | undefined;
  entry: string; obligations: readonly string[]; today: string;
}>;

/** One task for each obligation that the clocks know: whose it is, and by which day. */
export const tasksOf = ({ agency, staff, concern, decision, referral, obligations, today }: Made, clocks: Clocks): NewTask[] =>
  obligations.filter((code) => referral !== undefined || !onlyOfWhatWent.includes(code)).flatMap((obligation) => {
    if (!Object.hasOwn(clocks.tasks.byObligation, obligation)) return [];
    const { workingDays, owner, named = false } = clocks.tasks.byObligation[obligation]!;
    const own = owner === 'sharer';
    return [{
      id: uuidv7(), agency, obligation, concern, decision, referral, setBy: staff, dueOn: workingDaysAfter(today, workingDays, clocks),
      staff: own ? staff : undefined, role: own ? undefined : owner, named: !own && named,
    }];
  });

/** Who hears of it at once: the team that received something; of an emergency, leads and officers here and the leads there. */
export const noticesOf = ({ agency, concern, decision, referral, recipient, entry }: Made, tasks: readonly NewTask[]): NewNotice[] => {
  if (!referral || !recipient) return [];
  const received = { agency: recipient.agency, concern, referral, entry };
  const task = tasks.find(({ obligation }) => obligation === review)?.id;
  const alarm = { kind: 'emergency-disclosure' as const, concern, referral, entry };
  return [
    ...(task ? ['agency-lead', 'ig-officer'].map((role) => ({ ...alarm, agency, to: { role }, decision, task })) : []),
    ...(task ? [{ ...alarm, agency: recipient.agency, to: { role: 'agency-lead' } }] : []),
    { ...received, kind: 'referral-received', to: { team: recipient.team } },
  ];
};
