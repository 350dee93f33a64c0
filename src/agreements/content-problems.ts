import type { Agreement, LoadedLaw } from '../law/index.js';

type ContentProblem = Readonly<{ pointer: string; clause: string | null; detail: string }>;

/** What is wrong with the content by itself. Until `agreementProblems` of src/law is here: codes and dates alone. */
export const problemsOf = (content: Agreement, law: LoadedLaw, today: string): ContentProblem[] => {
  const unknown = content.clauses.flatMap(({ id, purposes, fields }, at) => [
    ...purposes.filter((code) => !(code in law.purposes)).map((code) => ({ pointer: `/clauses/${at}/purposes`, clause: id, detail: `Clause "${id}" names the purpose "${code}", which nobody knows` })),
    ...fields.filter((code) => !(code in law.fields)).map((code) => ({ pointer: `/clauses/${at}/fields`, clause: id, detail: `Clause "${id}" names the field "${code}", which nobody knows` })),
  ]);
  return [...unknown, ...(content.reviewOn < today ? [{ pointer: '/reviewOn', clause: null, detail: 'The review date is past' }] : [])];
};
