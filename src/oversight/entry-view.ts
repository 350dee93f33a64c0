import { toldToRecipient } from '../disclosure/index.js';
import { plainEnglish, type Agreement, type LoadedLaw } from '../law/index.js';
import type { Entry } from '../ledger/index.js';
import type { EntryView, ListedEntryView } from './ledger.dto.js';
import type { FoundEntry, Names } from './ledger.store.js';

type Because = NonNullable<Entry['because']>;

/**
 * What a recipient's officer may know of a disclosure to their agency: nothing that was withheld from it, and no id of the sender's own.
 * Obligations and marking are judged by all that was asked for, so they would tell of what was withheld.
 */
const tellRecipient = ['purpose', 'forum', 'regime', 'necessity', 'basis', 'ruleset', 'law', 'step', 'code', 'auditPurpose', 'succession'];

/** `viewer`: the officer's agency and all it answers for. */
const isOwn = ({ owner, actor }: Entry, viewer: readonly string[]): boolean => viewer.includes(owner ?? actor.agency);

const actorView = ({ staff, agency, roles }: Entry['actor'], names: Names): ListedEntryView['actor'] => {
  const { name = null, position = null } = names.get(staff) ?? {};
  return { staff, name, position, agency, roles: [...roles] };
};

export const listedEntryView = ({ id, recordedAt, entry }: FoundEntry, viewer: readonly string[], names: Names): ListedEntryView => ({
  id, at: entry.at, recordedAt, operation: entry.operation,
  outcome: !isOwn(entry, viewer) && entry.outcome === 'permit-redacted' ? 'permit' : entry.outcome,
  actor: actorView(entry.actor, names),
  owner: entry.owner ?? null, recipientAgency: entry.recipient?.agency ?? null, recipientTeam: entry.recipient?.team ?? null,
  concern: isOwn(entry, viewer) ? (entry.concern ?? null) : null, referral: entry.referral ?? null,
  fields: [...(entry.fields ?? [])], purpose: (entry.because?.['purpose'] as string | undefined) ?? null,
});

const gatewayView = (because: Because, law: LoadedLaw): EntryView['gateway'] => {
  const cited = because['gateway'] as { id: string; verified?: string } | undefined;
  if (!cited) return null;
  const gateway = law.gateways.find(({ id }) => id === cited.id);
  // The mark is the one of the day of the decision; the title is today's catalogue's.
  return { id: cited.id, title: gateway?.title ?? null, statute: gateway?.statute ?? null, verified: cited.verified ?? null, duty: because['basis'] === 'duty' };
};

type Cited = { id: string; version: string; clauses: string[] };
/** The agreement that an entry names, in the version of that day. */
export const agreementCited = ({ because }: Entry): Cited | undefined => because?.['agreement'] as Cited | undefined;

const agreementView = (cited: Cited | undefined, agreement: Agreement | undefined): EntryView['agreement'] => {
  if (!cited) return null;
  const textOf = (clauseId: string): string | null => agreement?.clauses.find(({ id }) => id === clauseId)?.text ?? null;
  return { id: cited.id, version: cited.version, title: agreement?.title ?? null, clauses: cited.clauses.map((id) => ({ id, text: textOf(id) })) };
};

/** The codes of what is shown, in plain English; ids and versions explain themselves. */
const explainedOf = (shown: Readonly<Record<string, unknown>>, law: LoadedLaw): EntryView['explained'] => {
  const locks = shown['locks'] as { condition?: string[] } | undefined;
  const codes = ['reasons', 'obligations', 'approvals'].flatMap((list) => (shown[list] as string[] | undefined) ?? []);
  return [...new Set([...codes, ...(locks?.condition ?? [])])].map((code) => ({ code, says: plainEnglish(code, law).says }));
};

/** Whoever was refused was told why: their own officer may read as much, and no more. */
const shownToRecipient = ({ operation, actor }: Entry, viewer: readonly string[], because: Because): Because => {
  const refusal = operation === 'refusal';
  const shown = Object.fromEntries(Object.entries(because).filter(([key]) => tellRecipient.includes(key) && !(refusal && key === 'basis')));
  if (!refusal || !viewer.includes(actor.agency)) return shown;
  const { reason, reasons } = because as { reason?: string; reasons?: string[] };
  return { ...shown, ...(reason === undefined ? {} : { reason }), ...(reasons ? { reasons: toldToRecipient(reasons) } : {}) };
};

/** What an entry is read with: who its staff are, today's law, and the agreement it cites as that was signed. */
type ReadWith = { names: Names; law: LoadedLaw; agreement: Agreement | undefined };

export const entryView = (found: FoundEntry, viewer: readonly string[], { names, law, agreement }: ReadWith): EntryView => {
  const { entry } = found;
  const own = isOwn(entry, viewer);
  const because = entry.because ?? {};
  const { gateway: _gateway, agreement: _agreement, ...rest } = because;
  const shown = own ? { ...rest, ...(entry.decision ? { decision: entry.decision } : {}) } : shownToRecipient(entry, viewer, rest);
  return {
    ...listedEntryView(found, viewer, names),
    released: (entry.released ?? []).map((item) => ({ ...item })),
    withheld: own ? (entry.withheld ?? []).map(({ field, reason }) => ({ field, reason, says: plainEnglish(reason, law).says })) : [],
    // Under which law it was refused would tell how far it came, and so what stopped it.
    gateway: own || entry.operation !== 'refusal' ? gatewayView(because, law) : null, agreement: agreementView(agreementCited(entry), agreement),
    explained: explainedOf(shown, law), because: shown,
  };
};
