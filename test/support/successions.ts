/** Agencies of a spec's own, made as the host of a partnership makes them, so that their ends disturb nobody else's. */
import { randomUUID } from 'node:crypto';
import { openDemoKeys, partnershipIssuer } from '../../src/demo/index.js';
import { stored } from './ledger.js';
import { as, canary, Person } from './service.js';

type Role = 'caseworker' | 'agency-lead' | 'ig-officer' | 'agency-administrator';

/** Somebody new, known to the partnership's identity provider. */
export const employ = async (agency: string, roles: readonly Role[], teams: readonly string[] = []): Promise<Person> => {
  const [id, subject] = [randomUUID(), canary()];
  await stored('INSERT INTO accord.staff (id, agency_id, issuer, subject, name, position) VALUES ($1, $2, $3, $4, $5, $6)', [id, agency, partnershipIssuer, subject, 'Of A Spec', roles.join(' and ')]);
  await stored('INSERT INTO accord.staff_roles (staff_id, role) SELECT $1, unnest($2::text[])', [id, roles]);
  await stored('INSERT INTO accord.team_members (team_id, staff_id) SELECT unnest($2::text[]), $1', [id, teams]);
  return new Person(id, agency, () => openDemoKeys(process.env['ISSUER_STATE']!).then(({ mint }) => mint(as('housing-officer').id, { subject })));
};

/** The next of the names that the partnership's provider may speak for (test/setup); another spec may be looking for one too. */
const takeName = async (validFrom: string): Promise<string> => {
  const [taken] = await stored(`INSERT INTO accord.agencies (id, name, type, valid_from)
    SELECT n, n, 'district-council', $1 FROM (SELECT 'spec-agency-' || at AS n FROM generate_series(1, 300) at) names
    WHERE NOT EXISTS (SELECT 1 FROM accord.agencies a WHERE a.id = n) ORDER BY random() LIMIT 1 ON CONFLICT DO NOTHING RETURNING id`, [validFrom]);
  return taken ? taken.id : takeName(validFrom);
};

export type Agency = { id: string; team: string; caseworker: Person; lead: Person; officer: Person };

/** A district council with a team, a caseworker, a lead and an information governance officer; from 1974 unless told otherwise. */
export const found = async (validFrom = '1974-04-01'): Promise<Agency> => {
  const id = await takeName(validFrom);
  const team = `${id}-housing`;
  await stored('INSERT INTO accord.teams (id, agency_id, name) VALUES ($1, $2, $1)', [team, id]);
  const [caseworker, lead, officer] = await Promise.all([employ(id, ['caseworker'], [team]), employ(id, ['agency-lead'], [team]), employ(id, ['ig-officer'])]);
  return { id, team, caseworker, lead, officer };
};

/** Yesterday was these agencies' last day; the successor began today at the latest. As the host's administrator would have set it. */
export const succeed = async (successor: Agency, ...ended: Agency[]): Promise<void> => {
  await stored('UPDATE accord.agencies SET valid_from = least(valid_from, accord.today_in_london()) WHERE id = $1', [successor.id]);
  await stored('UPDATE accord.agencies SET valid_to = accord.today_in_london() - 1, successor = $1 WHERE id = ANY ($2)', [successor.id, ended.map(({ id }) => id)]);
};

/** The day that is so many days from today, in London by the database's clock. */
export const dayFromNow = async (days: number): Promise<string> => (await stored(`SELECT to_char(accord.today_in_london() + $1::int, 'YYYY-MM-DD') AS day`, [days]))[0].day;
