import { describe, expect, it } from '@jest/globals';

import { downshire, issuerOf, personas, staffId } from '../../src/demo/index.js';
import { loadLaw } from '../../src/law/index.js';

const { agencies, teams, staff } = downshire;
const law = loadLaw();
const codes = (list: string): string[] => (law.vocabularies[list] ?? []).map(({ code }) => code);
const slug = /^[a-z][a-z0-9-]{1,62}$/;
const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

describe('the demonstration county', () => {
  it('has at least 14 agencies with people and at least 40 people', () => {
    expect(new Set(staff.map(({ agency }) => agency)).size).toBeGreaterThanOrEqual(14);
    expect(staff.length).toBeGreaterThanOrEqual(40);
  });

  it('has agencies of all the kinds the partnership needs', () => {
    expect(agencies.map(({ type }) => type)).toEqual(expect.arrayContaining([
      'police', 'police-and-crime-commissioner', 'county-council', 'childrens-social-care', 'adult-social-care', 'district-council', 'integrated-care-board', 'nhs-trust',
      'gp', 'registered-housing-provider', 'probation', 'school', 'idva-service', 'refuge', 'victim-service', 'fire-and-rescue', 'substance-misuse-service', 'home-office-nrm',
    ]));
  });

  it('uses ids and codes that the service knows, each once', () => {
    for (const rows of [agencies, teams, staff]) expect(new Set(ids(rows)).size).toBe(rows.length);
    for (const id of [...ids(agencies), ...ids(teams)]) expect(id).toMatch(slug);
    for (const { type } of agencies) expect(codes('agencyTypes')).toContain(type);
    for (const { forum } of teams) if (forum !== undefined) expect(codes('forums')).toContain(forum);
    for (const person of staff) {
      expect(person.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(person.issuer).toBe(issuerOf(person.agency));
      for (const role of person.roles) expect(codes('staffRoles')).toContain(role);
    }
    expect(new Set(staff.map(({ issuer, subject }) => `${issuer} ${subject}`)).size).toBe(staff.length);
  });

  it('puts everybody and every team in an agency that exists, and people only in teams of their own agency', () => {
    for (const { agency } of [...teams, ...staff]) expect(ids(agencies)).toContain(agency);
    for (const person of staff) for (const team of person.teams) expect(teams).toContainEqual(expect.objectContaining({ id: team, agency: person.agency }));
  });

  it('names a successor before the agencies it succeeds, and takes over the day after they end', () => {
    for (const [at, { successor, validTo }] of agencies.entries()) {
      if (successor === undefined) continue;
      const next = agencies.findIndex(({ id }) => id === successor);
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(at);
      expect(validTo && validTo < '9999').toBeTruthy();
    }
  });

  it('gives the main agencies a caseworker, a lead, an information governance officer and an administrator', () => {
    for (const agency of ['downshire-police', 'downshire-childrens-services', 'downshire-adult-social-care', 'wealdmere-borough-council', 'downshire-mental-health-trust', 'copperbeck-homes']) {
      const held = new Set(staff.filter((person) => person.agency === agency).flatMap(({ roles }) => roles));
      expect([agency, ...held]).toEqual(expect.arrayContaining(['caseworker', 'agency-lead', 'ig-officer', 'agency-administrator']));
    }
    expect(staff.filter(({ roles }) => roles.includes('service-operator'))).toHaveLength(1);
  });

  it('puts somebody to open referrals into every team of a working agency', () => {
    const working = new Set(staff.map(({ agency }) => agency));
    const empty = teams.filter(({ id, agency }) => working.has(agency) && !staff.some((person) => person.teams.includes(id)));
    expect(ids(empty)).toEqual([]);
  });

  it('has personas with the roles they claim', () => {
    expect(personas.length).toBeGreaterThanOrEqual(8);
    for (const { id, role, agency, team } of personas) {
      const person = staff.find((one) => one.id === id);
      expect(person).toMatchObject({ agency });
      expect(person?.roles).toContain(role);
      if (team !== null) expect(person?.teams).toContain(team);
    }
  });

  it('employs the perpetrator\'s sister at a partner, in one team only', () => {
    expect(staff.find(({ id }) => id === staffId('kayleigh-dunstall'))).toMatchObject({ agency: 'copperbeck-homes', teams: ['copperbeck-lettings'] });
  });
});
