import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from './config.js';

const folder = mkdtempSync(join(tmpdir(), 'accord-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const issuer = {
  issuer: 'https://id.weald.example',
  audience: 'accord-api',
  algorithm: 'RS256',
  jwksUri: 'https://id.weald.example/keys',
  agencies: ['weald-district'],
};
const file = (content: unknown): string => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const good = {
  SERVICE_DATABASE_URL: 'postgres://accord_service:hush@db/accord',
  ACCORD_SUBJECT_SECRET: 'k'.repeat(40),
  ACCORD_ISSUERS: file([issuer]),
};
const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('the configuration', () => {
  it('has defaults for what is no secret, and is frozen through', () => {
    const config = readConfig(good);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info', drainMs: 1000, demo: false, issuers: [issuer] });
    expect([config, config.issuers, config.issuers[0], config.issuers[0]!.agencies].every(Object.isFrozen)).toBe(true);
  });

  it('tells every fault at once and repeats no secret', () => {
    const faults = faultsOf({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      ACCORD_DEMO: 'yes',
      SERVICE_DATABASE_URL: 'mysql://hush',
      ACCORD_SUBJECT_SECRET: 'hush',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'ACCORD_DEMO',
      'ACCORD_ISSUERS',
      'ACCORD_SUBJECT_SECRET',
      'LOG_LEVEL',
      'PORT',
      'SERVICE_DATABASE_URL',
    ]);
    expect(faults.join()).not.toContain('hush');
  });

  it('refuses the demonstration’s secrets outside the demonstration', () => {
    const demo = {
      ...good,
      ACCORD_SUBJECT_SECRET: `demo-${'x'.repeat(40)}`,
      ACCORD_ISSUERS: file([{ ...issuer, issuer: 'https://id.demo.invalid' }]),
    };
    expect(faultsOf(demo)).toEqual([expect.stringMatching(/^ACCORD_SUBJECT_SECRET/), expect.stringMatching(/^ACCORD_ISSUERS/)]);
    expect(faultsOf({ ...demo, ACCORD_DEMO: 'true' })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '{"issuer":', 'is not JSON'],
    ['an empty list', [], 'not empty'],
    ['no list', issuer, 'must be a list'],
    ['a symmetric algorithm', [{ ...issuer, algorithm: 'HS256' }], 'algorithm'],
    ['none', [{ ...issuer, algorithm: 'none' }], 'algorithm'],
    ['EdDSA', [{ ...issuer, algorithm: 'EdDSA' }], 'algorithm'],
    ['keys over plain http from elsewhere', [{ ...issuer, jwksUri: 'http://id.weald.example/keys' }], 'jwksUri'],
    ['keys from a host that looks local', [{ ...issuer, jwksUri: 'http://localhost.evil.example/keys' }], 'jwksUri'],
    ['keys from a file', [{ ...issuer, jwksUri: 'file:///etc/keys' }], 'jwksUri'],
    ['no audience', [{ ...issuer, audience: ' ' }], 'audience'],
    ['no agencies, which means none', [{ ...issuer, agencies: [] }], 'agencies'],
    ['agencies that are no slugs', [{ ...issuer, agencies: ['*'] }], 'agencies'],
    ['an unknown key', [{ ...issuer, secret: 'hush' }], 'may only have'],
    ['one issuer twice', [issuer, issuer], 'same issuer'],
  ])('refuses an issuers file with %s', (_says, content, says) => {
    const faults = faultsOf({ ...good, ACCORD_ISSUERS: file(content) });
    expect(faults).toEqual([expect.stringContaining(says)]);
  });

  it('takes keys over plain http from this machine, and says when the file is not there', () => {
    expect(faultsOf({ ...good, ACCORD_ISSUERS: file([{ ...issuer, jwksUri: 'http://127.0.0.1:9/keys', agencies: 'any' }]) })).toEqual([]);
    expect(faultsOf({ ...good, ACCORD_ISSUERS: join(folder, 'absent.json') })).toEqual(['ACCORD_ISSUERS: the file cannot be read']);
  });
});
