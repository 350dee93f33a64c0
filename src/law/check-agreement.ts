import type { IsoDate } from '../rules/index.js';
import type { Agreement } from './agreement.js';
import { codeProblems } from './agreement-codes.js';
import { dateProblems } from './agreement-dates.js';
import type { AgreementLaw } from './agreement-law.js';
import type { AgreementProblem } from './agreement-problem.js';
import { shapeProblems } from './agreement-shape.js';
import { overlapProblems } from './clause-overlap.js';
import { senseProblems } from './clause-sense.js';

/** What is known beside the law when an agreement is checked. */
export interface CheckedWith {
  /** For a draft: its review date must not be past. */
  readonly today?: IsoDate;
}

/**
 * Everything that is wrong with an agreement as data: the same check for files of `config/agreements` at start, for
 * `accord agreement check`, and for drafts over HTTP. Shape first; then, if that is right, codes, dates and sense.
 * @returns each problem with its JSON pointer and clause; nothing if the agreement may be used
 */
export function agreementProblems(content: unknown, law: AgreementLaw, { today }: CheckedWith = {}): AgreementProblem[] {
  const shape = shapeProblems(content);
  if (shape.length > 0) return shape;
  const agreement = content as Agreement;
  return [
    ...codeProblems(agreement, law),
    ...dateProblems(agreement, today),
    ...senseProblems(agreement, law),
    ...overlapProblems(agreement, law),
  ];
}
