import type { PublishedClause } from './agreement.js';
import type { AgreementLaw } from './agreement-law.js';
import { listed } from './agreement-problem.js';

type Contradiction = (clause: PublishedClause, law: AgreementLaw) => string | undefined;

/** Conditions that nothing can meet together, or not for the purposes and fields of their clause. */
export function contradictions(clause: PublishedClause, law: AgreementLaw): string[] {
  return all.map((find) => find(clause, law)).filter((says) => says !== undefined);
}

const codes = ({ conditions }: PublishedClause, kind: string): readonly string[] | undefined => conditions[kind] as readonly string[] | undefined;

/** A victim is referred for support only if they agree. Source: step 9, last sentence. */
const supportAgainstWishes: Contradiction = (clause) => {
  const wishes = codes(clause, 'wishes');
  const onlySupport = clause.purposes.length > 0 && clause.purposes.every((purpose) => purpose === 'victim-support');
  return onlySupport && wishes !== undefined && !wishes.includes('given')
    ? 'is for victim-support, which needs wishes "given", and asks for other wishes: its conditions can never be met, so add "given"'
    : undefined;
};

/** Statistics are about nobody in particular: there is no person with wishes and a role. */
const personOfStatistics: Contradiction = (clause) => {
  const personal = ['subjectRoles', 'wishes'].filter((kind) => codes(clause, kind) !== undefined);
  return personal.length > 0 && clause.fields.length > 0 && clause.fields.every((field) => field === 'depersonalised')
    ? `lets only depersonalised data go, which is about nobody, and asks for ${listed(personal)} of a person: drop the condition`
    : undefined;
};

/** A gateway that is a duty passes every clause by, and one that serves no purpose of the clause is never found for it. */
const gatewayNeverFound: Contradiction = (clause, law) => {
  const named = codes(clause, 'gateways');
  const known = law.gateways.filter(({ id }) => named?.includes(id));
  if (named === undefined || known.length < named.length || clause.purposes.length === 0) return undefined;
  if (known.every(({ kind }) => kind === 'duty')) {
    return `asks for the gateway ${listed(named)}, which is a duty, and duties need no clause: name a power, or leave the clause out`;
  }
  const serving = known.filter(({ purposes }) => purposes.some((purpose) => clause.purposes.includes(purpose)));
  return serving.length === 0 ? `asks for the gateway ${listed(named)}, which does not serve ${listed(clause.purposes)}: its conditions can never be met, so name a gateway that does` : undefined;
};

const all: readonly Contradiction[] = [supportAgainstWishes, personOfStatistics, gatewayNeverFound];
