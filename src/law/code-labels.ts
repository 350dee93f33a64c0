import type { AgreementLaw } from './agreement-law.js';
import type { Words } from './difference.js';

/** Lists whose codes agreements use and whose labels read well in a sentence; purposes and fields go by their codes, as in decisions. */
const lists = ['agencyTypes', 'approvers', 'personRoles', 'forums', 'wishes', 'itemKinds', 'retention'];

/** What one code of a vocabulary is called; the code itself where the vocabulary does not know it. */
export const labelOf = ({ vocabularies }: AgreementLaw, list: string, code: string): string => vocabularies[list]?.find((term) => term.code === code)?.label ?? code;

/** What codes are called, by the vocabularies. A code without a label stands for itself. */
export function labelsOf(law: AgreementLaw): Words {
  const labels = new Map<string, string>([['any-party', 'any party']]);
  for (const { code, label } of lists.flatMap((list) => law.vocabularies[list] ?? [])) labels.set(code, label);
  return (code) => labels.get(code) ?? code;
}
