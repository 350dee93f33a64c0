import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/index.js';
import { explain, explainAnswer, ShareDoor } from '../disclosure/index.js';
import { plainEnglish, type Agreement, type LoadedLaw } from '../law/index.js';
import type { GatewayView, ShareBody, SharePreviewView } from './referral.dto.js';
import { termsOf } from './share-terms.js';

/** The decision before anything is sent: what would go, what not and why, who could open it, what else would be asked. */
@Injectable()
export class PreviewShare {
  constructor(private readonly door: ShareDoor) {}

  async preview(caller: Caller, concernId: string, body: ShareBody): Promise<SharePreviewView> {
    const { answer, recipient, law, entryId } = await this.door.preview(caller, concernId, termsOf(body).terms);
    const { decision } = answer;
    // The rules were given the agreement whole: it is the one that was signed.
    const agreement = answer.answered[0]?.request.agreement as Agreement | undefined;
    return {
      decision: { ...decision, permitted: [...decision.permitted], approvals: [...decision.approvals], obligations: [...decision.obligations], reasons: [...decision.reasons], clauses: [...decision.clauses] },
      dataSubjects: answer.answered.map(({ subject, condition, decision: own }) => ({ subject: subject?.id ?? null, condition, decision: own as SharePreviewView['decision'] })),
      items: answer.items.map(({ itemId, field, about, outcome, reason }) => ({ itemId, field, about, outcome, ...(reason ? { reason } : {}) })),
      gateway: gatewayView(decision.gateway, law),
      recipientAgency: recipient.agency.id, recipientAgencyName: recipient.agencyName, recipientTeamName: recipient.teamName,
      whoCanOpen: decision.outcome === 'refuse' ? [] : recipient.openers.filter(({ keptAway }) => !keptAway).map(({ id, name, position }) => ({ id, name, position })),
      agreement: agreement ? `${agreement.title} (version ${agreement.version})` : null, handlingConditions: [...(agreement?.handlingConditions ?? [])],
      ...explain(decision, law), ...explainAnswer(answer, law), obligations: decision.obligations.map((code) => ({ code, says: plainEnglish(code, law).says })), entryId,
    };
  }
}

const gatewayView = (id: string | null, law: LoadedLaw): GatewayView | null => {
  const gateway = law.gateways.find((candidate) => candidate.id === id);
  if (gateway) return { id: gateway.id, title: gateway.title, statute: gateway.statute, verified: gateway.verified };
  return id === null ? null : { id, title: plainEnglish(id, law).says, statute: 'UK GDPR Article 6', verified: 'R' };
};
