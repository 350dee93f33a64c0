/** The service started as its operator would, to see whether it does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../faults/own-service.js';

export type Env = Record<string, string | undefined>;
export type End = { code: number | null; said: string[] };
const main = join(import.meta.dirname, '../../dist/main.js');

/** Starts the service and waits for its end. Whoever does start is stopped, and has no code. */
export const start = async (env: Env): Promise<End> => {
  const port = String(await freePort());
  const given = Object.entries({ PATH: process.env['PATH'], PORT: port, ...env }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const child = spawn(process.execPath, ['--enable-source-maps', main], { env: Object.fromEntries(given), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ask = setInterval(() => void fetch(`http://127.0.0.1:${port}/health`).then(() => child.kill('SIGKILL'), () => undefined), 250);
  const code = await ended;
  clearInterval(ask);
  return { code, said: said.trim().split('\n') };
};
