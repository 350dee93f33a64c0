import { decide, type AgreementStatus, type AgreementTerms, type Decision, type DecisionRequest, type Law } from '../rules/index.js';
import { sumUp, type ItemAnswer } from './answer.js';

/** An agreement as a kept decision names it: the text itself is kept once, under its digest. */
export type AgreementNamed = { id: string; version: string; digest: string };
/** The exact input of one question, the agreement by name. */
export type KeptRequest = Omit<DecisionRequest, 'agreement'> & { agreement?: AgreementNamed };
/** A decision as it is kept: each data subject's question with the rows it was about, and what came of it. */
export type KeptDecision = {
  decision: Decision;
  items: readonly ItemAnswer[];
  dataSubjects: readonly { subject: string | null; request: KeptRequest; decision: Decision; items: readonly string[] }[];
};

/** Under what a kept question is put again: the agreement whole (none: undefined), and where it stands. */
export type Under = (request: KeptRequest) => { agreement?: AgreementTerms | undefined; agreementStatus: AgreementStatus };
type TakenAgain = { decision: Decision; dataSubjects: Decision[] };

/**
 * Takes a kept decision again. Pure: under the law and the agreement that it cites it comes out as it did, byte for byte; under
 * others it says what would have come out.
 * @throws InvalidRequest where the law does not know a code of the question
 */
export const takeAgain = ({ dataSubjects, items }: KeptDecision, law: Law, under: Under): TakenAgain => {
  const rows = new Map(items.map(({ outcome: _outcome, reason: _reason, ...row }) => [row.id, row]));
  const parts = dataSubjects.map((one) => {
    const { agreement: _named, ...kept } = one.request;
    const { agreement, agreementStatus } = under(one.request);
    const request: DecisionRequest = { ...kept, agreementStatus, ...(agreement ? { agreement } : {}) };
    return { request, decision: decide(request, law), items: one.items.flatMap((id) => rows.get(id) ?? []) };
  });
  return { decision: sumUp(parts).decision, dataSubjects: parts.map(({ decision }) => decision) };
};
