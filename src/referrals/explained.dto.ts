import { fieldCodes } from '../law/index.js';
import { Code, Id, Ids, Parts, Text, Texts } from '../platform/index.js';
import { changeKinds, locks, type Outcome } from '../rules/index.js';

export const outcomes: readonly Outcome[] = ['permit', 'permit-redacted', 'needs-approval', 'refuse', 'must-notify'];

/** A code in plain English. */
export class ExplainedView {
  @Text({ max: 80 }) code!: string;
  @Text({ max: 1000 }) says!: string;
}

export class LockView {
  @Code(locks, { about: 'POWER, BASIS, CONDITION, CONFIDENCE, MINIMUM: all must open.' }) lock!: string;
  @Code(['open', 'duty', 'shut', 'waits', 'part', 'not-reached'], { about: 'not-reached: the decision ended before it was asked.' }) state!: string;
  @Text({ max: 1000 }) says!: string;
  @Parts(() => ExplainedView, { max: 40, about: 'The gateway or basis, the reasons, the approvals that set it so.' }) because!: ExplainedView[];
}

export class SubjectLocksView {
  @Id({ nullable: true }) subject!: string | null;
  @Parts(() => LockView, { max: 5 }) locks!: LockView[];
}

export class ChangeView {
  @Code(changeKinds) kind!: string;
  @Code('Field', fieldCodes, { nullable: true, about: 'The field it is about, where it is about one.' }) field!: string | null;
  @Texts({ each: 80, max: 60, about: 'Which approver, purposes, recipients, forums, kinds or agreement: any one of them.' }) values!: string[];
  @Text({ max: 2000 }) says!: string;
}

export class WayView {
  @Parts(() => ChangeView, { max: 12, about: 'All of them together.' }) changes!: ChangeView[];
  @Code('Outcome', outcomes, { about: 'What would then be decided; needs-approval where the approval named is always asked.' }) then!: string;
  @Texts({ each: 80, max: 60, about: 'The gateways, or bases, it would then rely on.' }) gateways!: string[];
}

export class PermissibleView {
  @Ids({ max: 20, about: 'The data subjects whose part it is.' }) subjects!: string[];
  @Code('Field', fieldCodes, { nullable: true, about: 'null: anything at all of what was refused, or all that waits for another person’s part.' }) field!: string | null;
  @Parts(() => WayView, { max: 100, about: 'The smallest lawful changes, fewest and cheapest first; each was tried on the rules.' }) ways!: WayView[];
  @Text({ max: 1000, nullable: true, about: 'Where there is no way: that nothing would permit it, or more than three changes.' }) says!: string | null;
}

/** Why, and what would make it lawful. For the sender alone: it tells what the sender knows of the person. */
export class WhyView {
  @Parts(() => LockView, { max: 5 }) locks!: LockView[];
  @Parts(() => SubjectLocksView, { max: 20, about: 'The locks of each data subject’s part.' }) locksBySubject!: SubjectLocksView[];
  @Parts(() => PermissibleView, { max: 300 }) whatWouldPermit!: PermissibleView[];
  @Parts(() => ExplainedView, { max: 40, about: 'Laws that would give the power but are not in force.' }) notInForceYet!: ExplainedView[];
}
