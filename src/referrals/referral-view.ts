import type { OpenReferral } from '../disclosure/index.js';
import type { ReferralView } from './referral.dto.js';

/**
 * What the opener sees. For the recipient: permitted rows, and people whom some of those rows are about, each under the id of
 * this referral. Ids of the sender's own concern and of its people are not in it.
 */
export const referralView = ({ referral, side, items, words, handlingConditions }: OpenReferral): ReferralView => {
  const idOf = (subject: string | null): string | null => (subject === null ? null : side === 'sender' ? subject : (referral.aliases[subject] ?? null));
  const shown = items.filter(({ id }) => words.has(id));
  return {
    id: referral.id, concern: side === 'sender' ? referral.concernId : null, state: referral.state, version: referral.version, sentAt: referral.sentAt, dueOn: referral.dueOn,
    fromAgency: referral.from.id, fromTeam: referral.fromTeam, toAgency: referral.to.id, toTeam: referral.toTeam,
    purpose: referral.purpose, forum: referral.forum, marking: referral.marking, handlingConditions: [...handlingConditions],
    subjects: referral.subjects.filter(({ id }) => shown.some(({ about }) => about === id)).map(({ id, roles }) => ({ id: idOf(id)!, roles })),
    items: shown.map((item) => ({
      contentId: item.id, field: item.field, about: idOf(item.about), says: words.get(item.id)!, statement: item.statement, confidence: item.confidence, on: item.datedOn,
      marking: item.marking, grading: item.grading, controller: item.controller,
    })),
    history: referral.events.map(({ version, event, agency, staff, at, code, field, contentId }) => ({
      version, event, agency, staff, at, code, field, text: contentId ? ((words.get(contentId)?.['text'] as string | undefined) ?? null) : null,
    })),
  };
};
