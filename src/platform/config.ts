import { isDemoIssuer, readIssuers, type Issuer } from './issuers.js';

/** Everything the serving process is told from outside, read once and frozen. */
export type Config = Readonly<{
  host: string;
  port: number;
  logLevel: string;
  /** How long, in milliseconds, `/ready` says no before the listener closes. */
  drainMs: number;
  demo: boolean;
  serviceDatabaseUrl: string;
  subjectSecret: string;
  issuers: readonly Issuer[];
}>;

export const CONFIG = Symbol('CONFIG');

/** Every fault of the environment at once, in plain English. No message repeats a secret. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The service cannot start:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

const reader = (env: Environment, faults: string[]) => ({
  required: (name: string, isRight: (value: string) => boolean, says: string): string => {
    const value = env[name] ?? '';
    if (value === '') faults.push(`${name} is missing: ${says}`);
    else if (!isRight(value)) faults.push(`${name} is wrong: ${says}`);
    return value;
  },
  optional: (name: string, otherwise: string, isRight: (value: string) => boolean, says: string): string => {
    const value = env[name] || otherwise;
    if (!isRight(value)) faults.push(`${name} is wrong: ${says}`);
    return value;
  },
});

const wholeWithin =
  (max: number) =>
  (value: string): boolean =>
    /^\d{1,6}$/.test(value) && Number(value) <= max;

const isPostgres = (value: string): boolean => URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);

const demoFaults = (subjectSecret: string, issuers: readonly Issuer[]): string[] => [
  ...(subjectSecret.startsWith('demo-')
    ? ['ACCORD_SUBJECT_SECRET is the demonstration’s: make one of your own, or set ACCORD_DEMO=true for a demonstration']
    : []),
  ...(issuers.some(isDemoIssuer)
    ? ['ACCORD_ISSUERS names a demonstration issuer (.demo.invalid): remove it, or set ACCORD_DEMO=true for a demonstration']
    : []),
];

/** Reads the configuration from an environment; throws one ConfigError with every fault. */
export const readConfig = (env: Environment): Config => {
  const faults: string[] = [];
  const { required, optional } = reader(env, faults);
  const demo = optional('ACCORD_DEMO', 'false', (value) => value === 'true' || value === 'false', 'true or false') === 'true';
  const subjectSecret = required(
    'ACCORD_SUBJECT_SECRET',
    (value) => value.length >= 32,
    'at least 32 random characters, which key the pseudonyms of subjects',
  );
  const serviceDatabaseUrl = required('SERVICE_DATABASE_URL', isPostgres, 'the postgres:// address for the role accord_service');
  const path = required('ACCORD_ISSUERS', () => true, 'the path of the JSON file that lists the token issuers');
  const { issuers, faults: issuerFaults } = path ? readIssuers(path) : { issuers: [], faults: [] };
  faults.push(...issuerFaults, ...(demo ? [] : demoFaults(subjectSecret, issuers)));
  const config: Config = Object.freeze({
    host: optional('HOST', '127.0.0.1', (value) => /^[A-Za-z0-9.:_-]+$/.test(value), 'a host name or address to listen on'),
    port: Number(optional('PORT', '3000', wholeWithin(65535), 'a whole number from 0 to 65535')),
    logLevel: optional('LOG_LEVEL', 'info', (value) => logLevels.includes(value), `one of ${logLevels.join(', ')}`),
    drainMs: Number(optional('ACCORD_DRAIN_MS', '1000', wholeWithin(60_000), 'milliseconds, a whole number from 0 to 60000')),
    demo,
    serviceDatabaseUrl,
    subjectSecret,
    issuers,
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
};
