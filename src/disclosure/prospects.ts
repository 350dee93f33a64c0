import type { AgreementInHand, LoadedLaw } from '../law/index.js';
import { answer, type Answer, type ItemAnswer } from './answer.js';
import type { AgencyFacts, ConcernFacts, Opener, RecipientFacts } from './facts.js';
import { worksOn } from './share.js';

/** How many rows of one field would go, wait or stay, and why they would not go. */
type FieldProspect = { field: string; goes: number; waits: number; stays: number; reasons: string[] };
/** What one purpose would let one partner see. */
export type PurposeProspect = { purpose: string; outcome: Answer['decision']['outcome']; gateway: string | null; duty: boolean; approvals: string[]; reasons: string[]; fields: FieldProspect[] };
type TeamProspect = { team: string; teamName: string; keptAway: boolean; openers: Opener[] };
/** One partner agency. `keptAway`: the person's own list keeps all of it away, whatever the purpose. */
export type Prospect = { agency: AgencyFacts; agencyName: string; keptAway: boolean; teams: TeamProspect[]; purposes: PurposeProspect[] };

type Receiving = { recipient: RecipientFacts; agreements: readonly AgreementInHand[] };

/**
 * Who could see a concern, and what of it: every partner and every purpose, as if the necessity were on record and nothing were
 * overridden. Teams of one agency are decided alike, save those that a person's list keeps away.
 */
export const prospects = async (concern: ConcernFacts, receiving: readonly Receiving[], law: LoadedLaw, asOf: string): Promise<Prospect[]> => {
  const open = receiving.filter(({ recipient }) => recipient.agency.id !== concern.agency.id && worksOn(recipient, asOf));
  const ids = [...new Set(open.map(({ recipient }) => recipient.agency.id))];
  const found: Prospect[] = [];
  for (const id of ids) {
    const teams = open.filter(({ recipient }) => recipient.agency.id === id);
    const { recipient: { agency, agencyName, agencyKeptAway }, agreements } = teams[0]!;
    const told = teams.map(({ recipient: { team, teamName, openers } }) => ({ team, teamName, keptAway: agencyKeptAway || openers.some(({ keptAway }) => keptAway), openers }));
    const keptAway = told.every((team) => team.keptAway);
    const purposes: PurposeProspect[] = [];
    for (const purpose of keptAway ? [] : Object.keys(law.purposes)) {
      purposes.push(underPurpose(concern, { agency, agreements, purpose, asOf }, law));
      await breathe();
    }
    found.push({ agency, agencyName, keptAway, teams: told, purposes });
  }
  return found;
};

/** Hundreds of decisions about a large concern take a second or more: others are served in between. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Possible = { agency: AgencyFacts; agreements: readonly AgreementInHand[]; purpose: string; asOf: string };

const underPurpose = (concern: ConcernFacts, { agency, agreements, purpose, asOf }: Possible, law: LoadedLaw): PurposeProspect => {
  const fields = [...new Set(concern.items.map(({ field }) => field))];
  const terms = { team: '', purpose, fields, necessity: true, override: false };
  const { decision, items } = answer({ asOf, from: concern.agency, to: agency, terms, subjects: concern.subjects, items: concern.items, recipientKeptAway: false, agreements }, law);
  const { outcome, gateway, duty, approvals, reasons } = decision;
  return { purpose, outcome, gateway, duty, approvals: [...approvals], reasons: [...reasons], fields: fields.map((field) => underField(field, items.filter((item) => item.field === field))) };
};

const underField = (field: string, items: readonly ItemAnswer[]): FieldProspect => {
  const count = (wanted: ItemAnswer['outcome']): number => items.filter(({ outcome }) => outcome === wanted).length;
  return { field, goes: count('shared'), waits: count('waiting'), stays: count('withheld'), reasons: [...new Set(items.flatMap(({ reason }) => reason ?? []))] };
};
