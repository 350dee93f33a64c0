import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The operator's commands as the operator runs them: `npm run -s accord -- …`, without npm. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const folder = mkdtempSync(join(tmpdir(), 'accord-operator-'));

export function accord(args: string[], input?: string): { status: number | null; stdout: string; stderr: string } {
  const environment = { ...process.env };
  for (const name of ['NODE_OPTIONS', 'DATABASE_URL', 'SERVICE_DATABASE_URL']) delete environment[name];
  return spawnSync(process.execPath, [join(root, 'scripts/accord.mjs'), ...args], { input, encoding: 'utf8', maxBuffer: 1 << 28, cwd: root, env: environment });
}

export function fileOf(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
