import { expect } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { downshire, openDemoKeys, personas, staffId } from '../../src/demo/index.js';

/** Answers are judged member by member: a spec that reads a member which is not there fails by its value. */
export type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export type Reply = { status: number; headers: Headers; body: Json; text: string; etag: string | null; entryId: string };
type Options = { ifMatch?: number | string; key?: string };

const url = (): string => process.env['BASE_URL']!;
const tokens = new Map<string, Promise<string>>();
const tokenOf = (id: string): Promise<string> => {
  const known = tokens.get(id) ?? openDemoKeys(process.env['ISSUER_STATE']!).then(({ mint }) => mint(id));
  tokens.set(id, known);
  return known;
};

const ask = async (method: string, path: string, token: string, body?: unknown, { ifMatch, key }: Options = {}): Promise<Reply> => {
  const response = await fetch(`${url()}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const read = text === '' ? undefined : (JSON.parse(text) as Json);
  return { status: response.status, headers: response.headers, body: read, text, etag: response.headers.get('etag'), entryId: response.headers.get('accord-ledger-entry') ?? read?.entryId };
};

/** Somebody of the county at the service's door, with a token of their own. */
export class Person {
  constructor(readonly id: string, readonly agency: string, private readonly token: () => Promise<string>) {}

  async get(path: string): Promise<Reply> {
    return ask('GET', path, await this.token());
  }

  async post(path: string, body?: unknown, options?: Options): Promise<Reply> {
    return ask('POST', path, await this.token(), body, options);
  }

  async put(path: string, body: unknown, options?: Options): Promise<Reply> {
    return ask('PUT', path, await this.token(), body, options);
  }

  async patch(path: string, body: unknown, options?: Options): Promise<Reply> {
    return ask('PATCH', path, await this.token(), body, options);
  }

  /** Raises a concern that must succeed. */
  async raises(body: object): Promise<Concern> {
    const reply = await this.post('/v1/concerns', body);
    expect([reply.status, reply.body.errors]).toEqual([201, undefined]);
    return new Concern(this, reply.body);
  }

  opens(referral: string): Promise<Reply> {
    return this.get(`/v1/referrals/${referral}`);
  }

  /** Takes a step of a referral: `acceptance`, `questions`, `answers`, `decline` or `outcome`. */
  takes(step: string, referral: string, version: number, body?: object): Promise<Reply> {
    return this.post(`/v1/referrals/${referral}/${step}`, body, { ifMatch: version });
  }

  /** Looks into the ledger; the whole first page of what is there. */
  async searches(query: Readonly<Record<string, string>>): Promise<Reply> {
    return this.get(`/v1/ledger/entries?${new URLSearchParams({ auditPurpose: 'lawfulness', limit: '100', ...query }).toString()}`);
  }

  looksUp(entry: string, auditPurpose = 'lawfulness'): Promise<Reply> {
    return this.get(`/v1/ledger/entries/${entry}?auditPurpose=${auditPurpose}`);
  }
}

/** A person of the demonstration county, by persona (`idva`) or by name as their identity provider has it. */
export const as = (who: string): Person => {
  const id = personas.find(({ key }) => key === who)?.id ?? staffId(who);
  return new Person(id, downshire.staff.find((one) => one.id === id)!.agency, () => tokenOf(id));
};

/** Somebody added by a spec: `subject` is theirs alone, at the provider of `colleague`. */
export const asNewcomer = (id: string, subject: string, colleague: string): Person => {
  const { agency } = as(colleague);
  return new Person(id, agency, () => openDemoKeys(process.env['ISSUER_STATE']!).then(({ mint }) => mint(as(colleague).id, { subject })));
};

/** A concern in the hands of whoever raised it; it keeps count of its version. */
export class Concern {
  version: number;
  readonly id: string;
  readonly entryId: string;

  constructor(readonly owner: Person, readonly receipt: Json) {
    ({ id: this.id, version: this.version, entryId: this.entryId } = receipt);
  }

  subject(label = 'S1'): string {
    return this.receipt.subjects.find((one: Json) => one.label === label).id;
  }

  item(field: string, at = 0): { itemId: string; contentId: string; version: number; carries: string[] } {
    return this.receipt.items.filter((one: Json) => one.field === field)[at];
  }

  read(version?: number): Promise<Reply> {
    return this.owner.get(`/v1/concerns/${this.id}${version === undefined ? '' : `?version=${version}`}`);
  }

  amend(body: object, options: Options = {}): Promise<Reply> {
    return this.#step('amendments', body, options);
  }

  raise(options: Options = {}): Promise<Reply> {
    return this.#step('raising', undefined, options);
  }

  withdraw(reason = 'raised-in-error', options: Options = {}): Promise<Reply> {
    return this.#step('withdrawal', { reason }, options);
  }

  async wishes(state: string, label = 'S1', more: object = {}): Promise<Reply> {
    return this.#moved(await this.owner.put(`/v1/concerns/${this.id}/subjects/${this.subject(label)}/wishes`, { state, ...more }));
  }

  async keepAway(keep: object[], label = 'S1'): Promise<Reply> {
    return this.#moved(await this.owner.put(`/v1/concerns/${this.id}/subjects/${this.subject(label)}/must-not-receive`, { keep }));
  }

  preview(share: object): Promise<Reply> {
    return this.owner.post(`/v1/concerns/${this.id}/share-previews`, share);
  }

  refer(share: object, options: Options = {}): Promise<Reply> {
    return this.owner.post(`/v1/concerns/${this.id}/referrals`, share, options);
  }

  /** Refers where that must succeed. @returns the disclosure receipt */
  async refers(share: object): Promise<Json> {
    const reply = await this.refer(share);
    expect([reply.status, reply.body.because]).toEqual([201, undefined]);
    return reply.body;
  }

  async #step(step: string, body: object | undefined, options: Options): Promise<Reply> {
    return this.#moved(await this.owner.post(`/v1/concerns/${this.id}/${step}`, body, { ifMatch: this.version, ...options }));
  }

  #moved(reply: Reply): Reply {
    if (reply.status === 200) this.version = reply.body.version;
    return reply;
  }
}

/** A word that stands nowhere else: whoever finds it found this text. */
export const canary = (): string => `q${[...randomBytes(9)].map((byte) => 'bcdfghjklmnprstvwxz'[byte % 19]).join('')}`;
/** A text of its own, long enough to be recognised when it is pasted. */
export const sentence = (): string => Array.from({ length: 7 }, canary).join(' ');
export const unknownId = (): string => randomUUID();
export const newKey = (): string => randomUUID();
