import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { DecisionDoor, explain, explainAsked, type DecisionThen, type Under } from '../disclosure/index.js';
import { plainEnglish } from '../law/index.js';
import type { DecisionExplainedView } from './decision.dto.js';
import { NotOnRecord, replay } from './replay.js';

/** Why a past sharing was decided as it was, lock by lock, and what would have permitted the rest: under the law and agreement of that day. */
@Injectable()
export class ExplainDecision {
  constructor(private readonly door: DecisionDoor) {}

  async explain(caller: Caller, decisionId: string, auditPurpose: string | undefined): Promise<DecisionExplainedView> {
    const { decided, law, asked, entryId } = await this.door.look(caller, decisionId, auditPurpose);
    const { id, concernId, referralId, madeBy, at, ruleset, catalogue, agreement, record } = decided;
    const { share, decision, items, dataSubjects } = record;
    return {
      id, concern: concernId, referral: referralId, madeBy, at,
      asked: {
        team: decided.recipientTeam, purpose: share.purpose, forum: share.forum ?? null, agreement: share.agreement ?? null, fields: share.fields,
        necessity: share.necessity, override: share.override, relevanceRecorded: share.relevanceRecorded ?? [],
      },
      decision: decision as DecisionExplainedView['decision'],
      dataSubjects: dataSubjects.map(({ subject, condition, decision: own }) => ({ subject, condition, decision: own as DecisionExplainedView['decision'] })),
      items: items.map(({ itemId, field, about, outcome, reason }) => ({ itemId, field, about, outcome, ...(reason ? { reason } : {}) })),
      ...explain(decision, law), ...explainAsked({ asked, decision }, law), obligations: decision.obligations.map((code) => ({ code, says: plainEnglish(code, law).says })),
      versions: { ruleset, law: catalogue, agreement }, replay: replay({ ruleset, kept: record }, law, asAsked(asked)), decisionEntry: decided.entryId, entryId,
    };
  }
}

/** Each question under the agreement that it named, whole, as the door found it. */
const asAsked = (asked: DecisionThen['asked']): Under => ({ agreement: named, agreementStatus }) => {
  if (!named) return { agreementStatus };
  const agreement = asked.find(({ request }) => request.agreement?.id === named.id)?.request.agreement;
  if (!agreement) throw new NotOnRecord(`the agreement ${named.id} ${named.version} is not on record`);
  return { agreementStatus, agreement };
};
