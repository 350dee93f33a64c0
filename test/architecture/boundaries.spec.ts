/**
 * "Direction" of the house rules: .dependency-cruiser.cjs, run over the sources as they are, and over planted
 * violations, so that a rule that no longer sees anything is found out.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

const root = join(import.meta.dirname, '../..');

/** Runs dependency-cruiser in `folder` with the project's rules. Its exit code is the number of violations. */
function cruise(folder: string): Promise<{ violations: Violation[]; modules: number }> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', 'src', 'migrations'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      try {
        const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[]; totalCruised: number } };
        resolve({ violations: summary.violations, modules: summary.totalCruised });
      } catch {
        reject(new Error(stderr || error?.message || 'dependency-cruiser said nothing'));
      }
    });
  });
}

const say = ({ from, to, rule }: Violation): string => `${rule.name}: ${from} → ${to}`;

/** File → its text; each file named in `planted` breaks the rule named there. */
const innocent: Record<string, string> = {
  'src/rules/index.ts': 'export const pure = 1;',
  'src/platform/index.ts': 'export const clock = 1;',
  'src/platform/database.ts': "import pg from 'pg'; export const pool = pg;",
  'src/ledger/index.ts': "export { append } from './append.js';",
  'src/ledger/append.ts': 'export const append = 1;',
  'src/disclosure/index.ts': "import { append } from '../ledger/index.js'; export const door = append;",
  'src/concerns/index.ts': "export { view } from './view.js';",
  'src/concerns/view.ts': "import { door } from '../disclosure/index.js'; export const view = door;",
  'src/concerns/concern.store.ts': "import type { DataSource } from 'typeorm'; import { pool } from '../platform/database.js'; export type Source = DataSource; export const p = pool;",
  'src/referrals/index.ts': "import { view } from '../concerns/index.js'; export const referral = view;",
  'migrations/index.ts': 'export const migrations = [];',
};

const planted: [rule: string, file: string, text: string][] = [
  ['rules-are-pure', 'src/rules/reads-a-file.ts', "import { readFileSync } from 'node:fs'; export const law = readFileSync;"],
  ['rules-are-pure', 'src/rules/knows-time.ts', "import type { clock } from '../platform/index.js'; export type Clock = typeof clock;"],
  ['platform-knows-no-slice', 'src/platform/knows-concerns.ts', "import { view } from '../concerns/index.js'; export const v = view;"],
  ['concerns-comes-before', 'src/concerns/looks-ahead.ts', "import { referral } from '../referrals/index.js'; export const r = referral;"],
  ['through-the-index', 'src/referrals/through-the-window.ts', "import { view } from '../concerns/view.js'; export const v = view;"],
  ['started-through-the-index', 'src/app.module.ts', "import { view } from './concerns/view.js'; export const v = view;"],
  ['sql-only-in-stores', 'src/concerns/asks-the-database.ts', "import type { Repository } from 'typeorm'; export type R = Repository<object>;"],
  ['sql-only-in-stores', 'src/disclosure/own-connection.ts', "import pg from 'pg'; export const own = pg;"],
  ['ledger-writers', 'src/referrals/writes-history.ts', "import { append } from '../ledger/index.js'; export const a = append;"],
  ['no-cycles', 'src/concerns/hen.ts', "import { egg } from './egg.js'; export const hen = (): unknown => egg;"],
  ['migrations-stand-alone', 'migrations/borrows.ts', "import { view } from '../src/concerns/index.js'; export const v = view;"],
  ['every-folder-has-its-place', 'src/helpers/everything.ts', "import { clock } from '../platform/index.js'; export const c = clock;"],
];

describe('the direction of imports', () => {
  let folder: string;
  const plant = (files: Record<string, string>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `${text}\n`);
    }
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'accord-boundaries-'));
    plant({ ...innocent, 'package.json': JSON.stringify({ type: 'module', dependencies: { pg: '*', typeorm: '*' } }) });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds in src and migrations', async () => {
    const { violations, modules } = await cruise(root);
    expect(violations.map(say)).toEqual([]);
    expect(modules).toBeGreaterThan(100);
  }, 60_000);

  it('finds nothing wrong with an innocent tree, and each planted violation under its rule', async () => {
    expect((await cruise(folder)).violations.map(say)).toEqual([]);
    plant({ ...Object.fromEntries(planted.map(([, file, text]) => [file, text])), 'src/concerns/egg.ts': "import { hen } from './hen.js'; export const egg = (): unknown => hen;" });
    const found = (await cruise(folder)).violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    for (const [rule, file] of planted) {
      expect(found).toContain(rule === 'no-cycles' ? 'no-cycles: src/concerns/egg.ts' : `${rule}: ${file}`);
    }
  }, 60_000);
});
