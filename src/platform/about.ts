import { readFileSync } from 'node:fs';

/** Name and version from package.json, which stands two folders above this file, built or not. */
const read = (): { version: string } => {
  try {
    return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  } catch {
    return { version: '0.0.0' };
  }
};

export const version = read().version;
