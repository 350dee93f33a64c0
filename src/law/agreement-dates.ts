import type { IsoDate } from '../rules/index.js';
import type { Agreement } from './agreement.js';
import { agreementProblem, type AgreementProblem } from './agreement-problem.js';

/**
 * Dates and kinship that make no sense. `today` is given for a draft, whose review must lie ahead. A published text in
 * `config/` may have lapsed: that is no reason for the service not to start.
 */
export function dateProblems({ id, title, version, inForceFrom, reviewOn, under, supersedes }: Agreement, today?: IsoDate): AgreementProblem[] {
  const past = today !== undefined && reviewOn < today;
  return [
    ...(reviewOn < inForceFrom ? [agreementProblem('/reviewOn', `The agreement's review date ${reviewOn} is before ${inForceFrom}, from which it is in force: it would never hold; give a later review date`)] : []),
    ...(past ? [agreementProblem('/reviewOn', `The agreement's review date ${reviewOn} is in the past, so that it would have lapsed already: give a date from ${today} on`)] : []),
    ...(under === id || under === title ? [agreementProblem('/under', 'The agreement says that it stands under itself: name the agreement above it, or leave it out')] : []),
    ...(supersedes === version ? [agreementProblem('/supersedes', 'The agreement says that it supersedes its own version: name the version before it, or leave it out')] : []),
  ];
}
