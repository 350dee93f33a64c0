import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { downshire } from '../../src/demo/index.js';
import { stored } from './ledger.js';
import { as, type Json, type Person, type Reply } from './service.js';

/** Who binds an agency: its information governance officer, and its lead. */
const holderOf = (agency: string, role: 'ig-officer' | 'agency-lead'): Person => as(downshire.staff.find((one) => one.agency === agency && one.roles.includes(role))!.subject);
export const officerOf = (agency: string): Person => holderOf(agency, 'ig-officer');
export const leadOf = (agency: string): Person => holderOf(agency, 'agency-lead');

/** Two agencies that are enough for most stories: an adviser service that sends, and a landlord that receives. */
export const pair = ['lanternfold-idva-service', 'copperbeck-homes'] as const;

const dayFrom = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
export const [yesterday, today, tomorrow, nextYear] = [dayFrom(-1), dayFrom(0), dayFrom(1), dayFrom(365)] as const;

/** An id that no other spec uses. */
export const newAgreementId = (): string => `test-${randomBytes(6).toString('hex')}`;

export const clause = (more: object = {}): object => ({
  id: 'own-1', text: 'What is needed to keep somebody safe at home.', source: 'Clause 1', from: ['any-party'], to: ['any-party'],
  purposes: ['domestic-abuse-risk'], fields: ['person.identity', 'concern.summary'], conditions: {}, ...more,
});

/** A whole, right agreement of a spec's own. */
export const terms = (more: object = {}): Record<string, Json> => ({
  id: newAgreementId(), version: '1.0', title: 'An agreement of a spec', source: 'Written for a test', parties: { kinds: ['idva-service', 'registered-housing-provider', 'police', 'refuge'], agencies: [...pair] },
  controllerRelationship: 'independent-controllers', inForceFrom: yesterday, reviewOn: nextYear, retention: 'platform-copy', handlingConditions: ['Keep it within the team named.'], clauses: [clause()], ...more,
});

/** An agreement in the hands of whoever drafts it. */
export class Drafted {
  constructor(readonly id: string, readonly version: string, readonly digest: string, public revision: number, readonly agencies: readonly string[]) {}

  get path(): string {
    return `/v1/agreements/${this.id}/versions/${this.version}`;
  }

  get drafter(): Person {
    return officerOf(this.agencies[0]!);
  }

  async propose(): Promise<Reply> {
    const reply = await this.drafter.post(`${this.path}/proposal`, undefined, { ifMatch: this.revision });
    if (reply.status === 200) this.revision = reply.body.revision;
    return reply;
  }

  sign(who: Person, digest = this.digest): Promise<Reply> {
    return who.post(`${this.path}/signature`, { digest });
  }

  read(who: Person = this.drafter): Promise<Reply> {
    return who.get(this.path);
  }

  /** `suspension`, `resumption` or `departure`. */
  step(who: Person, step: string): Promise<Reply> {
    return who.post(`/v1/agreements/${this.id}/${step}`, step === 'suspension' ? { reason: 'A review of handling is under way.' } : undefined);
  }

  /** A step that takes two people of an agency, taken by both. @returns what the second was told */
  async byBoth(agency: string, step: string): Promise<Reply> {
    expect((await this.step(officerOf(agency), step)).body).toMatchObject({ state: 'awaiting-second-person' });
    const reply = await this.step(leadOf(agency), step);
    expect(reply.body).toMatchObject({ state: 'done' });
    return reply;
  }

  /** Both signatures of each of these agencies, where they must succeed. */
  async signedBy(...agencies: readonly string[]): Promise<Reply> {
    let last: Reply | undefined;
    for (const agency of agencies) {
      expect((await this.sign(officerOf(agency))).body).toMatchObject({ state: 'awaiting-second-person' });
      last = await this.sign(leadOf(agency));
      expect(last.body).toMatchObject({ state: 'done' });
    }
    return last!;
  }
}

/** Drafted where that must succeed. `body.version` other than 1.0 drafts the next version. */
export const draft = async (body: Record<string, Json> = terms(), next = false): Promise<Drafted> => {
  const agencies = body['parties'].agencies as string[];
  const reply = await officerOf(agencies[0]!).post(next ? `/v1/agreements/${String(body['id'])}/versions` : '/v1/agreements', body);
  expect([reply.status, reply.body.errors ?? reply.body.detail]).toEqual([201, undefined]);
  return new Drafted(reply.body.id, reply.body.version, reply.body.digest, reply.body.revision, agencies);
};

export const proposed = async (body?: Record<string, Json>, next = false): Promise<Drafted> => {
  const it = await draft(body, next);
  expect((await it.propose()).status).toBe(200);
  return it;
};

/** Signed by two people of every party. */
export const signed = async (body?: Record<string, Json>, next = false): Promise<Drafted> => {
  const it = await proposed(body, next);
  expect((await it.signedBy(...it.agencies)).body.agreementState).toBe('signed');
  return it;
};

const { signatures: _none, ...protocol } = JSON.parse(readFileSync(new URL('../../config/agreements/county-misp-demo.json', import.meta.url), 'utf8')) as Record<string, Json>;

/** The county's protocol between these parties alone, under a name of its own. Another version than 1.0 follows the one that is signed. */
export const protocolBetween = (agencies: readonly string[], { id = newAgreementId(), version = '1.0', ...more }: { id?: string; version?: string; reviewOn?: string } = {}): Promise<Drafted> =>
  signed({ ...protocol, id, version, parties: { ...protocol['parties'], agencies }, ...more }, version !== '1.0');

/** As if the review day of a signed agreement had been yesterday: days pass by no route. Its review day must be today. */
export const lapses = async ({ id }: Drafted): Promise<void> => {
  await stored(`BEGIN; SET LOCAL session_replication_role = replica; WITH text AS (SELECT agreement_id, replace(content, '"reviewOn":"${today}"', '"reviewOn":"${yesterday}"') AS content FROM accord.agreement_versions WHERE agreement_id = '${id}')
    UPDATE accord.agreement_versions v SET content = text.content, digest = encode(sha256(convert_to(text.content, 'UTF8')), 'hex') FROM text WHERE v.agreement_id = text.agreement_id; COMMIT`);
};
