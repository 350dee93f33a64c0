import { readFileSync } from 'node:fs';

import type { DemoAgency, DemoCounty, DemoStaff, DemoTeam } from './shapes.js';

const folder = new URL('../../config/demo-county/', import.meta.url);

const readRows = <Row>(file: string): readonly Row[] => {
  const rows: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  if (!Array.isArray(rows)) throw new Error(`config/demo-county/${file} is not a list`);
  return rows as Row[];
};

export const policeIssuer = 'https://id.downshire-police.demo.invalid';
export const partnershipIssuer = 'https://id.downshire-partnership.demo.invalid';

/** The police bring their own identity provider; everybody else shares the partnership's. */
export const issuerOf = (agency: string): string => (agency === 'downshire-police' ? policeIssuer : partnershipIssuer);

/** Downshire, invented from end to end. Agencies stand in an order in which rows can be added: successors first. */
export const downshire: DemoCounty = {
  agencies: readRows<DemoAgency>('agencies.json'),
  teams: readRows<DemoTeam>('teams.json'),
  staff: readRows<Omit<DemoStaff, 'issuer'>>('staff.json').map((person) => ({ ...person, issuer: issuerOf(person.agency) })),
};

const idBySubject = new Map(downshire.staff.map((person) => [person.subject, person.id]));

/** The staff id of the person whose subject at the identity provider is given. Throws where nobody is. */
export const staffId = (subject: string): string => {
  const id = idBySubject.get(subject);
  if (id === undefined) throw new Error(`nobody in the demonstration county is called ${subject}`);
  return id;
};
