import type { Outcome } from './decision.js';
import type { Facts } from './facts.js';
import type { Gateway } from './law.js';
import type { PreparedLaw } from './prepare-law.js';
import type { Approver, FieldCode } from './request.js';

/** What a rule looks at: the facts, the law, and the gateway found in step 3 (null before it, or where there is none). */
export interface Matter {
  readonly facts: Facts;
  readonly law: PreparedLaw;
  readonly gateway: Gateway | null;
}

/** What a rule answers. Where `ends` is present the decision ends there; the rest is added to the record. */
export interface Finding {
  readonly ends?: Outcome;
  readonly reasons?: readonly string[];
  readonly obligations?: readonly string[];
  readonly approvals?: readonly Approver[];
  readonly permitted?: readonly FieldCode[];
  readonly withheld?: ReadonlyMap<FieldCode, string>;
  /** The basis relied on where there is no gateway (step 7). */
  readonly basis?: string;
  readonly duty?: boolean;
}

/** One rule of policy: a pure function of the matter. */
export type Rule = (matter: Matter) => Finding;

/** The rule has nothing to say: go on. */
export const silent: Finding = Object.freeze({});

/** Ends the decision. Every refusal is recorded as a decision not to share. Source: "Decision". */
export function refuse(reason: string, ...obligations: readonly string[]): Finding {
  return { ends: 'refuse', reasons: [reason], obligations: ['record-non-disclosure', ...obligations] };
}

/** Of the approvals a rule asks for, those not given yet. Source: `approvalsGiven`. */
export function outstanding(facts: Facts, ...asked: readonly Approver[]): readonly Approver[] {
  return asked.filter((approver) => !facts.approvalsGiven.has(approver));
}

/** The first of several rules that does not stay silent. */
export function firstToSpeak(...rules: readonly Rule[]): Rule {
  return (matter) => {
    for (const rule of rules) {
      const finding = rule(matter);
      if (finding !== silent) return finding;
    }
    return silent;
  };
}
