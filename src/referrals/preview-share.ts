import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { explain, explainAnswer, ShareDoor } from '../disclosure/index.js';
import { LAW, plainEnglish, type LoadedLaw } from '../law/index.js';
import type { GatewayView, ShareBody, SharePreviewView } from './referral.dto.js';
import { termsOf } from './share-terms.js';

/** The decision before anything is sent: what would go, what not and why, who could open it, what else would be asked. */
@Injectable()
export class PreviewShare {
  constructor(private readonly door: ShareDoor, @Inject(LAW) private readonly law: LoadedLaw) {}

  async preview(caller: Caller, concernId: string, body: ShareBody): Promise<SharePreviewView> {
    const { answer, recipient, entryId } = await this.door.preview(caller, concernId, termsOf(body).terms);
    const { decision } = answer;
    const agreement = this.law.agreements.find(({ id }) => id === answer.answered[0]?.request.agreement?.id);
    return {
      decision: { ...decision, permitted: [...decision.permitted], approvals: [...decision.approvals], obligations: [...decision.obligations], reasons: [...decision.reasons], clauses: [...decision.clauses] },
      dataSubjects: answer.answered.map(({ subject, condition, decision: own }) => ({ subject: subject?.id ?? null, condition, decision: own as SharePreviewView['decision'] })),
      items: answer.items.map(({ itemId, field, about, outcome, reason }) => ({ itemId, field, about, outcome, ...(reason ? { reason } : {}) })),
      gateway: this.#gateway(decision.gateway),
      recipientAgency: recipient.agency.id, recipientAgencyName: recipient.agencyName, recipientTeamName: recipient.teamName,
      whoCanOpen: decision.outcome === 'refuse' ? [] : recipient.openers.filter(({ keptAway }) => !keptAway).map(({ id, name, position }) => ({ id, name, position })),
      agreement: agreement ? `${agreement.title} (version ${agreement.version})` : null, handlingConditions: [...(agreement?.handlingConditions ?? [])],
      ...explain(decision, this.law), ...explainAnswer(answer, this.law), obligations: decision.obligations.map((code) => ({ code, says: plainEnglish(code, this.law).says })), entryId,
    };
  }

  #gateway(id: string | null): GatewayView | null {
    const gateway = this.law.gateways.find((candidate) => candidate.id === id);
    if (gateway) return { id: gateway.id, title: gateway.title, statute: gateway.statute, verified: gateway.verified };
    return id === null ? null : { id, title: plainEnglish(id, this.law).says, statute: 'UK GDPR Article 6', verified: 'R' };
  }
}
