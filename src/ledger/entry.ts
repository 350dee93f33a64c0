import { createHash, randomBytes } from 'node:crypto';
import { canonical, type Plain } from './canonical.js';

/** DPA 2018 s.62(1), and what this service logs besides. */
export const operations = [
  'collection', 'alteration', 'consultation', 'disclosure', 'combination', 'erasure',
  'search', 'list', 'preview', 'refusal', 'audit-look-up', 'permission-change', 'agreement-change', 'sign-in', 'approval', 'break-glass',
] as const;
export type Operation = (typeof operations)[number];

/** How a decision came out, or that it was turned away before one was taken. */
export const entryOutcomes = ['permit', 'permit-redacted', 'needs-approval', 'refuse', 'must-notify', 'not-found', 'forbidden'] as const;
export type EntryOutcome = (typeof entryOutcomes)[number];

/** A person a record is about, as the ledger may know them: keyed pseudonyms and their roles in this concern. */
export type SubjectRef = { readonly refs: readonly string[]; readonly roles: readonly string[] };
export type ReleasedItem = { readonly field: string; readonly content: string; readonly version: number };
export type WithheldField = { readonly field: string; readonly reason: string };

/**
 * One entry. Never a name, an address or free text about a person: codes, ids of staff and agencies, keyed pseudonyms.
 * Source: DPA 2018 s.62; the audit-record list of the partnership.
 */
export type Entry = {
  /** UUIDv7. */
  readonly id: string;
  /** Time of the event, UTC, ISO 8601. The database adds the time of recording itself. */
  readonly at: string;
  readonly operation: Operation;
  readonly outcome: EntryOutcome;
  readonly actor: { readonly staff: string; readonly agency: string; readonly roles: readonly string[]; readonly session: string };
  /** Agencies whose information governance officers may see this entry. */
  readonly visibleTo: readonly string[];
  readonly owner?: string;
  readonly recipient?: { readonly agency: string; readonly team?: string };
  readonly concern?: string;
  readonly referral?: string;
  readonly decision?: string;
  readonly approval?: string;
  readonly subjects?: readonly SubjectRef[];
  /** Field codes that were read or released, and the content rows, exactly: these are what the permit opens. */
  readonly fields?: readonly string[];
  readonly released?: readonly ReleasedItem[];
  readonly withheld?: readonly WithheldField[];
  /** Everything else: purpose, gateway, agreement, locks, necessity, wishes, obligations, reasons … codes only. */
  readonly because?: { readonly [key: string]: Plain | undefined };
};

/** SHA-256 of a text, hex: for what is kept elsewhere and must be recognised. */
export const digestOf = (value: string): string => createHash('sha256').update(value).digest('hex');

/** The leaf that will be sealed: a type first for domain separation, a salt so that entries cannot be guessed from their hash. */
export const leafOf = (entry: Entry, salt = randomBytes(16).toString('hex')): string => {
  const { actor, recipient, subjects, released, withheld, ...rest } = entry;
  return canonical({
    type: 'accord/entry/1', salt, ...rest,
    actor: { ...actor },
    ...(recipient ? { recipient: { ...recipient } } : {}),
    subjects: (subjects ?? []).map((subject) => ({ ...subject })),
    released: (released ?? []).map((item) => ({ ...item })),
    withheld: (withheld ?? []).map((field) => ({ ...field })),
  });
};
