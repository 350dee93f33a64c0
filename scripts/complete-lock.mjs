/**
 * Mends package-lock.json after `npm install`: run it as `npm run lock`.
 *
 * A registry that does not carry every platform's prebuilt packages makes npm leave them out of the lock, and
 * `npm ci` then says "not in sync", here and on other machines. So each optional dependency that the lock lacks is
 * added: exact version from its parent, platform from its name. No registry host stays in the lock.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const lockFile = fileURLToPath(new URL('../package-lock.json', import.meta.url));

const operatingSystems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32'];

/** `@swc/core-linux-arm64-musl` → `{ os: ['linux'], cpu: ['arm64'], libc: ['musl'] }` */
export function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.find((word) => operatingSystems.includes(word));
  const cpu = words.map((word) => processors.find((known) => word === known)).find(Boolean);
  const libc = os !== 'linux' ? undefined : words.some((w) => w.startsWith('musl')) ? 'musl' : words.some((w) => w.startsWith('gnu')) ? 'glibc' : undefined;
  return {
    ...(os ? { os: [os === 'windows' ? 'win32' : os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
  };
}

/** Where node would look for `name` from the package at `from`: nearest first. */
function places(from, name) {
  const found = [];
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    found.push(at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`);
    if (!at.includes('/node_modules/')) break;
  }
  if (from !== '') found.push(`node_modules/${name}`);
  return found;
}

/** Adds what is missing, drops every registry address. Gives the names added. */
export function complete(lock) {
  const added = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (/^https?:/.test(entry.resolved ?? '')) delete entry.resolved;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (places(path, name).some((place) => place in lock.packages)) continue;
      if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}: "${version}" (wanted by ${path || 'the root'}) is not an exact version`);
      lock.packages[`node_modules/${name}`] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platformOf(name) };
      added.push(name);
    }
  }
  const [root, ...others] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([root, ...others.sort(([a], [b]) => a.localeCompare(b, 'en'))]);
  return added;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const added = complete(lock);
  writeFileSync(lockFile, JSON.stringify(lock, null, 2) + '\n');
  console.log(`package-lock.json: ${added.length} platform packages added, no registry address kept`);
}
