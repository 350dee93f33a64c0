import type { Caller } from '../access/index.js';
import { agreementProblems, isParty, type Agreement, type LoadedLaw } from '../law/index.js';
import type { Fault } from '../platform/index.js';
import type { Tx } from '../platform/database.js';
import { loadNamedAgencies, loadVersion, type NamedAgency, type VersionRow } from './agreement.store.js';

const at = (pointer: string, detail: string): Fault => ({ pointer, detail });
const parties = '/parties/agencies';
/** A part that nobody knows is named by whoever wrote it: repeated only where it looks like a name of a part. */
const sayable = (pointer: string): string => (/\/[A-Za-z0-9_.-]{1,40}$/.test(pointer) ? pointer : pointer.replace(/\/[^/]*$/, ''));

/** An agency takes part where it has begun by the day (or by today, which is later), and has not ended before without a successor. */
const partyFault = (agency: NamedAgency | undefined, id: string, content: Agreement, law: LoadedLaw, today: string): string | undefined => {
  const day = content.inForceFrom > today ? content.inForceFrom : today;
  if (!agency) return `names "${id}", which is no agency of this partnership`;
  if (agency.validFrom > day) return `names "${id}", which has not begun by then`;
  if (agency.validTo !== null && agency.validTo < content.inForceFrom) return `names "${id}", which has ended by then, and nobody succeeded it`;
  return isParty(content, agency, law) ? undefined : `names "${id}", which is of none of the kinds that may be parties`;
};

const partiesFaults = async (tx: Tx, caller: Caller, content: Agreement, law: LoadedLaw, today: string): Promise<Fault[]> => {
  const ids = content.parties.agencies ?? [];
  const known = await loadNamedAgencies(tx, ids);
  const faults = ids.flatMap((id) => partyFault(known.find((agency) => agency.id === id), id, content, law, today) ?? []);
  const holders = new Set(known.map(({ holder }) => holder));
  return [
    ...faults.map((fault) => at(parties, fault)),
    ...(holders.size < 2 ? [at(parties, 'must name at least two agencies, each answered for by itself')] : []),
    ...(holders.has(caller.agencyId) ? [] : [at(parties, 'must name your own agency: an agreement is drafted by one of its parties')]),
  ];
};

/** What a version must keep of the one whose place it takes: everybody who has not left it, and no earlier beginning. */
const successionFaults = async (tx: Tx, content: Agreement, before: VersionRow | undefined): Promise<Fault[]> => {
  if (!before) return [];
  const holders = new Set((await loadNamedAgencies(tx, content.parties.agencies ?? [])).map(({ holder }) => holder));
  const dropped = before.parties.filter(({ leftAt, answeredFor }) => leftAt === null && !holders.has(answeredFor)).map(({ agency }) => agency);
  return [
    ...dropped.map((agency) => at(parties, `leaves out "${agency}", a party of version ${before.version}: whoever wants no part of it leaves first`)),
    ...(content.inForceFrom < before.content.inForceFrom ? [at('/inForceFrom', `must not be before version ${before.version}, whose place it takes, begins`)] : []),
  ];
};

/** Everything that is wrong with a draft: as an agreement, with its parties, and after the version that it supersedes. */
export const faultsOf = async (tx: Tx, caller: Caller, content: Agreement, { law, today, newest }: { law: LoadedLaw; today: string; newest: string | undefined }): Promise<Fault[]> => {
  const problems = agreementProblems(content, law, { today }).map(({ pointer, detail }) => at(sayable(pointer), detail));
  if (problems.length > 0) return problems;
  const before = newest === undefined ? undefined : await loadVersion(tx, content.id, newest);
  return [...(await partiesFaults(tx, caller, content, law, today)), ...(await successionFaults(tx, content, before))];
};
