import type { Caller } from '../access/index.js';
import type { AgreementBody, DraftAgreement, ProposeAgreement, SignAgreement } from '../agreements/index.js';
import { isParty, loadLaw, type Agreement } from '../law/index.js';
import type { Attempt } from '../platform/index.js';
import { downshire } from './county.js';
import type { DemoAgency } from './shapes.js';

type Role = 'ig-officer' | 'agency-lead';
type UseCases = Readonly<{
  drafting: DraftAgreement; proposing: ProposeAgreement; signing: SignAgreement;
  as(staffId: string): Promise<Caller>;
  attempt(key: string, body: object): Attempt;
}>;

/** Parties that sign side by side: enough to keep the database busy, few enough for a small pool. */
const atOnce = 2;

const partiesOf = (text: Agreement, today: string): DemoAgency[] => downshire.agencies.filter((agency) =>
  isParty(text, agency, loadLaw()) && agency.validFrom <= today && (agency.validTo === undefined || today <= agency.validTo));

const whoIs = (agency: string, role: Role): string => {
  const person = downshire.staff.find((one) => one.agency === agency && one.roles.includes(role));
  if (!person) throw new Error(`${agency} has no ${role}: it cannot sign`);
  return person.id;
};

/**
 * The county's agreements, drafted by one agency and signed by two people of each party, through the real use cases. Every write
 * bears a key that is the same on each run: what an interrupted load has done is not done twice.
 */
export const signCountyAgreements = async (cases: UseCases, texts: readonly Agreement[], today: string, onProgress: (text: string) => void): Promise<void> => {
  await Promise.all(texts.map(async (text) => {
    const parties = partiesOf(text, today);
    await signOne(cases, text, parties.map(({ id }) => id));
    onProgress(`Signed by ${parties.length} agencies: ${text.title}.`);
  }));
};

const signOne = async ({ drafting, proposing, signing, as, attempt }: UseCases, text: Agreement, parties: readonly string[]): Promise<void> => {
  const { id, version } = text;
  const keyOf = (step: string): string => `agreement/${id}/${version}/${step}`;
  const { signatures: _signatures, suspendedOn: _suspendedOn, ...terms } = text;
  const body = { ...terms, parties: { kinds: text.parties.kinds, agencies: parties } } as unknown as AgreementBody;
  const drafter = await as(whoIs(parties[0]!, 'ig-officer'));
  const { digest, revision } = await drafting.draft(drafter, body, attempt(keyOf('draft'), body));
  await proposing.propose(drafter, id, version, revision, attempt(keyOf('propose'), { digest }));
  const sign = async (agency: string, role: Role): Promise<void> => {
    await signing.sign(await as(whoIs(agency, role)), id, version, digest, attempt(keyOf(`sign/${agency}/${role}`), { digest }));
  };
  for (let at = 0; at < parties.length; at += atOnce) {
    await Promise.all(parties.slice(at, at + atOnce).map(async (agency) => {
      // The drafter signs first for their agency, and their lead confirms.
      await sign(agency, 'ig-officer');
      await sign(agency, 'agency-lead');
    }));
  }
};
