/** `npm run -s accord -- CMD …`: builds what is stale, then runs the operator's command in this same process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { checkNode, missingPackages, root } from './install.mjs';
import { explain, Failure } from './terminal.mjs';

try {
  checkNode();
  if (missingPackages()) throw new Failure('packages are missing or older than the lock: run "npm ci" first');
  await build();
} catch (error) {
  process.exit(explain(error));
}
const cli = join(root, 'dist/cli.js');
process.argv.splice(1, 1, cli);
await import(pathToFileURL(cli).href);
