import { plainEnglish, type LoadedLaw } from '../law/index.js';
import type { Decision } from '../rules/index.js';

type Explained = {
  /** Each code of the decision, in plain English. */
  because: { code: string; says: string }[];
  /** The changes of fact that would make what was refused or withheld lawful; empty where nothing would. */
  lawfulIf: { code: string; says: string }[];
};

/** What a decision says, for people. */
export const explain = (decision: Decision, law: LoadedLaw): Explained => {
  const codes = [...new Set([...decision.reasons, ...Object.values(decision.withheld), ...decision.approvals])];
  const read = codes.map((code) => ({ code, ...plainEnglish(code, law) }));
  return {
    because: read.map(({ code, says }) => ({ code, says })),
    lawfulIf: read.filter(({ lawfulIf }) => lawfulIf !== null).map(({ code, lawfulIf }) => ({ code, says: lawfulIf! })),
  };
};
