import { plainEnglish, type LoadedLaw } from '../law/index.js';
import type { Change, DecisionRequest, Outcome, Way } from '../rules/index.js';

/** One change in plain English. `values`: the purposes, recipients, approver or agreement that it may be. */
type ToldChange = { kind: string; field: string | null; values: string[]; says: string };
/** Make all these changes, and the decision is `then`, under one of these gateways or bases. */
export type ToldWay = { changes: ToldChange[]; then: Outcome; gateways: string[] };

/** Ways that differ only in which purpose or which recipient are told as one, with a choice. `titles`: of the agreements that may be named. */
export const told = (ways: readonly Way[], request: DecisionRequest, law: LoadedLaw, titles: ReadonlyMap<string, string>): ToldWay[] => {
  const alike = new Map<string, Way[]>();
  for (const way of ways) {
    const key = JSON.stringify([way.changes.map((change) => (isChoice(change) ? { kind: change.kind } : change)), way.then]);
    alike.set(key, [...(alike.get(key) ?? []), way]);
  }
  return [...alike.values()].map((group) => ({
    changes: group[0]!.changes.map((change, at) => tell(change, [...new Set(group.flatMap(({ changes }) => changes[at]?.value ?? []))], { request, law, titles })),
    then: group[0]!.then, gateways: [...new Set(group.flatMap(({ gateway }) => gateway ?? []))],
  }));
};

const isChoice = ({ kind, value }: Change): boolean => kind === 'other-purpose' || kind === 'other-recipient' || (kind === 'other-forum' && value !== undefined);

const listOf: Readonly<Record<string, string>> = { approval: 'approvers', 'other-purpose': 'purposes', 'other-recipient': 'agencyTypes', 'other-forum': 'forums', 'record-kind': 'itemKinds' };

type Words = { request: DecisionRequest; law: LoadedLaw; titles: ReadonlyMap<string, string> };
const tell = ({ kind, field }: Change, values: string[], { request: { forum }, law, titles }: Words): ToldChange => {
  const labelOf = (list: string | undefined, code: string): string => (list === undefined ? undefined : law.vocabularies[list]?.find((term) => term.code === code)?.label) ?? titles.get(code) ?? code;
  const named = values.map((value) => labelOf(listOf[kind], value)).join('; ');
  const sentence = plainEnglish(kind === 'other-forum' && values.length > 0 ? 'change-named-forum' : `change-${kind}`, law).says;
  const says = sentence.replace(/\{(\w+)\}/g, (_all, what: string) => (what === 'field' ? (law.fields[field ?? '']?.means ?? '') : what === 'oldForum' ? labelOf('forums', forum ?? '') : named));
  return { kind, field: field ?? null, values, says };
};
