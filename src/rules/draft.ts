import type { Decision, Outcome } from './decision.js';
import type { Finding } from './finding.js';
import type { Gateway } from './law.js';
import type { Approver, FieldCode } from './request.js';

/** A decision in the making: collects what each rule finds, in order, each code once. Lives only inside one `decide`. */
export class Draft {
  readonly permitted: FieldCode[] = [];
  readonly withheld = new Map<FieldCode, string>();
  readonly approvals: Approver[] = [];
  readonly #obligations: string[] = ['log-decision'];
  readonly #reasons: string[] = [];
  readonly #clauses: string[] = [];
  #gateway: string | null = null;
  #duty = false;

  reach(gateway: Gateway | null): void {
    this.#gateway = gateway?.id ?? null;
    this.#duty = gateway?.kind === 'duty';
  }

  /** Adds a finding; answers the outcome if the decision ends with it. */
  add(finding: Finding): Outcome | undefined {
    addAll(this.#reasons, finding.reasons);
    addAll(this.#obligations, finding.obligations);
    addAll(this.approvals, finding.approvals);
    if (finding.permitted !== undefined) this.permitted.push(...finding.permitted);
    if (finding.withheld !== undefined) for (const [field, reason] of finding.withheld) this.withheld.set(field, reason);
    if (finding.basis !== undefined) this.#gateway = finding.basis;
    if (finding.duty !== undefined) this.#duty = finding.duty;
    return finding.ends;
  }

  cite(clauses: readonly string[] | undefined): void {
    addAll(this.#clauses, clauses);
  }

  /** The finished decision. A refusal permits nothing, and so relies on no clause. */
  end(outcome: Outcome): Decision {
    const refused = outcome === 'refuse';
    return {
      outcome,
      gateway: this.#gateway,
      duty: this.#duty,
      permitted: refused ? [] : this.permitted,
      withheld: asRecord(this.withheld),
      approvals: this.approvals,
      obligations: this.#obligations,
      reasons: this.#reasons,
      clauses: refused ? [] : this.#clauses,
    };
  }
}

function asRecord(withheld: ReadonlyMap<FieldCode, string>): Record<FieldCode, string> {
  const record: Record<FieldCode, string> = {};
  for (const [field, reason] of withheld) record[field] = reason;
  return record;
}

/** Each code once, in the order found. */
function addAll(list: string[], codes: readonly string[] | undefined): void {
  if (codes !== undefined) for (const code of codes) if (!list.includes(code)) list.push(code);
}
