import { standingOf, versionInForce } from './agreement-standing.js';
import type { StepRow } from './agreement-step.store.js';
import type { AgreementStepView, AgreementVersionView, ListedVersionView } from './agreement-views.dto.js';
import type { VersionRow } from './agreement.store.js';

export const listedView = (it: VersionRow, today: string): ListedVersionView => {
  const { id, version, state, draftedIn, supersedes, digest, content: { title, inForceFrom, reviewOn } } = it;
  return { id, version, title, status: standingOf(it, versionInForce(it.signed, today), today), state, inForceFrom, reviewOn, draftedIn, supersedes, digest };
};

export const versionView = (it: VersionRow, steps: readonly StepRow[], today: string): AgreementVersionView => ({
  ...listedView(it, today), revision: it.revision, versionInForce: versionInForce(it.signed, today), content: it.content, parties: it.parties,
  awaits: it.state === 'proposed' ? it.parties.filter(({ signed }) => !signed).map(({ agency }) => agency) : [], steps: steps.map(stepView),
});

const stepView = ({ state, ...step }: StepRow): AgreementStepView => ({ ...step, state: state === 'moved' ? 'awaiting-second-person' : 'done' });
