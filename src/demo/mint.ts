import { randomUUID } from 'node:crypto';

import { type CryptoKey, type KeyObject, SignJWT } from 'jose';

import { downshire } from './county.js';
import { type DemoProvider, readDemoProviders } from './demo-keys.js';
import { personas } from './personas.js';

/** What a test may bend. `expiresIn` is in seconds and may be negative; a claim given as undefined is left out. */
export interface MintOptions {
  readonly issuer?: string;
  readonly audience?: string;
  readonly subject?: string;
  readonly expiresIn?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject | CryptoKey | Uint8Array;
}

/** Signs a token for a member of staff (id, persona key or subject). Throws where nobody is meant. */
export type Mint = (staffIdOrPersonaId: string, options?: MintOptions) => Promise<string>;

export const demoAudience = 'accord-api';
const twelveHours = 12 * 60 * 60;

/** Mints with the keys kept in `stateDir`; another process that opens the same folder mints equally good tokens. */
export async function openDemoKeys(stateDir: string): Promise<{ mint: Mint }> {
  const providers = await readDemoProviders(stateDir);
  return { mint: (who, options = {}) => sign(providers, who, options) };
}

async function sign(providers: readonly DemoProvider[], who: string, options: MintOptions): Promise<string> {
  const person = findPerson(who);
  const provider = providers.find(({ issuer }) => issuer === person.issuer);
  if (provider === undefined) throw new Error(`no demo key for ${person.issuer}`);
  const now = Math.floor(Date.now() / 1000);
  const payload = withoutUndefined({
    iss: options.issuer ?? person.issuer,
    aud: options.audience ?? demoAudience,
    sub: options.subject ?? person.subject,
    jti: randomUUID(),
    iat: now,
    exp: now + (options.expiresIn ?? twelveHours),
    ...options.claims,
  });
  const header = withoutUndefined({ alg: 'RS256', typ: 'JWT', kid: provider.kid, ...options.header });
  if (header.alg === 'none') return `${encode(header)}.${encode(payload)}.`;
  return new SignJWT(payload).setProtectedHeader(header as { alg: string }).sign(options.key ?? provider.privateKey);
}

function findPerson(who: string): (typeof downshire.staff)[number] {
  const id = personas.find(({ key }) => key === who)?.id ?? who;
  const person = downshire.staff.find((one) => one.id === id || one.subject === id);
  if (person === undefined) throw new Error(`nobody in the demonstration county is ${who}`);
  return person;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const withoutUndefined = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
