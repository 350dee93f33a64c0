import { Code, Id, Instant, IsoDate, Slug } from '../platform/index.js';

const successionStates = ['proposed', 'approved', 'accepting', 'accepted', 'rejected'] as const;
export type SuccessionState = (typeof successionStates)[number];

/** That an agency ends, and who answers for its records from the day after. */
export class SuccessionView {
  @Id() id!: string;
  @Slug() agency!: string;
  @Slug() successor!: string;
  @IsoDate({ about: 'The agency’s last day: from the next, its people act for the successor, once that has accepted.' }) lastDay!: string;
  @Code('SuccessionState', successionStates) state!: SuccessionState;
  @Id() proposedBy!: string;
  @Instant() proposedAt!: string;
  @Id({ nullable: true, about: 'Somebody else of the same agency. Nothing takes effect by it.' }) approvedBy!: string | null;
  @Id({ nullable: true, about: 'The first of the successor’s two people.' }) acceptingBy!: string | null;
  @Id({ nullable: true, about: 'Who accepted it as the second of the successor, or anybody of either agency who rejected it.' }) decidedBy!: string | null;
  @Instant({ nullable: true }) decidedAt!: string | null;
}

export class SuccessionReceipt extends SuccessionView {
  @Id({ about: 'The ledger entry of this step.' }) entryId!: string;
}

export class ProposeSuccessionBody {
  @Slug({ about: 'Who answers for your agency’s records from the day after. It must work on that day.' }) successor!: string;
  @IsoDate({ about: 'Your agency’s last day: today or later.' }) lastDay!: string;
}
