/**
 * Two projects: `pure` needs nothing; `service` gets one PostgreSQL database with the demonstration county and one
 * service process (test/setup/global-setup.mjs), started only when one of its specs is to run.
 * Run it through `npm test`, which brings PostgreSQL and cleans up after it.
 */
import { swcOptions } from './scripts/build.mjs';

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  cacheDirectory: `${import.meta.dirname}/.accord/jest-cache`,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swcOptions, swcrc: false, sourceMaps: 'inline' }] },
  moduleNameMapper: {
    '^#migrations$': '<rootDir>/migrations/index.ts',
    // Sources import each other by the name they are built to.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.accord/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.accord/'],
};

const here = import.meta.dirname.replace(/[\\$^*+?()[\]{}!|@]/g, '\\$&');

/** Folders and files under test/ whose specs need no service; all under src/ are such. */
const pureInTest = ['rules', 'law', 'demo', 'http', 'unit', 'architecture/boundaries'].flatMap((each) => [
  `${here}/test/${each}/**/*.spec.ts`,
  `${here}/test/${each}.spec.ts`,
]);

export default {
  maxWorkers: '75%',
  // Room for a machine that is busy with something else: no test is a timed one.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/scripts/count-reporter.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'pure',
      testMatch: [`${here}/src/**/*.spec.ts`, ...pureInTest],
    },
    {
      ...shared,
      displayName: 'service',
      testMatch: [`${here}/test/**/*.spec.ts`, ...pureInTest.map((each) => `!${each}`)],
      globalSetup: '<rootDir>/test/setup/global-setup.mjs',
      globalTeardown: '<rootDir>/test/setup/global-teardown.mjs',
    },
  ],
};
