import { readFileSync } from 'node:fs';
import { isSlug } from './ids.js';

/** jsonwebtoken, under passport-jwt, verifies these asymmetric algorithms; EdDSA is not among them. */
export const tokenAlgorithms = ['RS256', 'PS256', 'ES256'] as const;
export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

/** One identity provider whose tokens are taken, and the agencies it may speak for. */
export type Issuer = Readonly<{
  issuer: string;
  audience: string;
  algorithm: TokenAlgorithm;
  jwksUri: string;
  agencies: readonly string[] | 'any';
}>;

export const maySpeakFor = ({ agencies }: Issuer, agencyId: string): boolean => agencies === 'any' || agencies.includes(agencyId);

const keys = ['issuer', 'audience', 'algorithm', 'jwksUri', 'agencies'];

const urlOf = (value: unknown): URL | undefined => (typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined);

export const isLoopback = (url: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);

const isSecureOrLoopback = (url: URL | undefined): boolean => url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));

export const isDemoIssuer = ({ issuer }: Issuer): boolean => urlOf(issuer)?.hostname.endsWith('.demo.invalid') ?? false;

const faultsOf = (entry: unknown): string[] => {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return ['must be an object'];
  const { issuer, audience, algorithm, jwksUri, agencies } = entry as Record<string, unknown>;
  const checks: [boolean, string][] = [
    [Object.keys(entry).every((key) => keys.includes(key)), `may only have ${keys.join(', ')}`],
    [isSecureOrLoopback(urlOf(issuer)), 'issuer must be an https address (http only on this machine)'],
    [typeof audience === 'string' && audience.trim() !== '', 'audience must be text'],
    [tokenAlgorithms.includes(algorithm as TokenAlgorithm), `algorithm must be one of ${tokenAlgorithms.join(', ')}`],
    [isSecureOrLoopback(urlOf(jwksUri)), 'jwksUri must be an https address (http only on this machine)'],
    [
      agencies === 'any' || (Array.isArray(agencies) && agencies.length > 0 && agencies.every(isSlug)),
      'agencies must be "any" or a list of agency slugs that is not empty',
    ],
  ];
  return checks.filter(([right]) => !right).map(([, says]) => says);
};

const load = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
  }
};

/** Reads the issuers file. Every fault at once, each naming the entry; nothing of the file's values is repeated. */
export const readIssuers = (path: string): { issuers: readonly Issuer[]; faults: string[] } => {
  const found = load(path);
  if (typeof found === 'string') return { issuers: [], faults: [`ACCORD_ISSUERS: the file ${found}`] };
  if (!Array.isArray(found) || found.length === 0)
    return { issuers: [], faults: ['ACCORD_ISSUERS: the file must be a list of issuers that is not empty'] };
  const faults = found.flatMap((entry, index) => faultsOf(entry).map((fault) => `ACCORD_ISSUERS: issuer ${index + 1}: ${fault}`));
  if (faults.length > 0) return { issuers: [], faults };
  const issuers = (found as Issuer[]).map((one) =>
    Object.freeze({ ...one, agencies: one.agencies === 'any' ? one.agencies : Object.freeze([...one.agencies]) }),
  );
  const names = issuers.map(({ issuer }) => issuer);
  return new Set(names).size < names.length
    ? { issuers: [], faults: ['ACCORD_ISSUERS: two entries have the same issuer'] }
    : { issuers: Object.freeze(issuers), faults };
};
