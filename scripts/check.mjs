/** `npm run check`: types, lint, boundaries and the lock side by side, then the tests. Everything is reported, not only the first. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complete } from './complete-lock.mjs';
import { checkNode, installPackages, missingPackages, root } from './install.mjs';
import { explain, Failure, say, step } from './terminal.mjs';

const from = (path) => join(root, 'node_modules', path);
const inspections = [
  ['types', [from('typescript/bin/tsc'), '--noEmit']],
  ['lint', [from('eslint/bin/eslint.js'), '--cache', '--cache-strategy', 'content', '--cache-location', '.accord/eslint-cache', '--max-warnings', '0', '.']],
  ['boundaries', [from('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'src', 'migrations']],
];

function run(args, stdio) {
  const child = spawn(process.execPath, args, { cwd: root, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output: output.trim() })));
}

async function inspect([name, args]) {
  const started = performance.now();
  const { code, output } = await run(args, ['ignore', 'pipe', 'pipe']);
  say(`  ${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (code !== 0) say(output);
  return code === 0;
}

function inspectLock() {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const lacking = complete(JSON.parse(text));
  if (lacking.length === 0 && !/"resolved": "https?:/.test(text)) return true;
  say('  ✗ package-lock.json lacks platform packages or names a registry: run "npm run lock"');
  return false;
}

try {
  checkNode();
  if (missingPackages()) await step('install packages', installPackages);
  mkdirSync(join(root, '.accord'), { recursive: true });
  const passed = [inspectLock(), ...(await Promise.all(inspections.map(inspect)))];
  const { code } = await run([join(root, 'scripts/test.mjs')], ['ignore', 'inherit', 'inherit']);
  const failed = passed.filter((each) => !each).length;
  if (failed > 0) throw new Failure(`${failed} of ${passed.length} inspections failed, see above`);
  process.exitCode = code;
} catch (error) {
  process.exitCode = explain(error);
}
