import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agreement } from './agreement.js';
import { shapeProblems } from './agreement-shape.js';
import { ConfigInvalid } from './config-problem.js';
import type { ConfigFiles } from './loaded-law.js';
import { schemaErrors } from './schema-shelf.js';

/** What is wrong with the content of a file, each as "pointer what is wrong". */
type Check = (content: unknown) => string[];

/**
 * Reads every file of the configuration folder against its schema.
 * @throws ConfigInvalid with all problems of all files at once
 */
export function readConfig(folder: string): ConfigFiles {
  const problems: string[] = [];
  const read = (file: string, check: Check): unknown => {
    try {
      const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      problems.push(...check(content).map((problem) => `${file} ${problem}`));
      return content;
    } catch (error) {
      problems.push(`${file} / ${error instanceof Error ? error.message : 'cannot be read'}`);
      return undefined;
    }
  };
  const files = {
    catalogue: read('law-catalogue.json', fits('law-catalogue')),
    matrix: read('field-matrix.json', fits('field-matrix')),
    vocabularies: read('vocabularies.json', fits('vocabularies')),
    reasons: read('reasons.json', fits('reasons')),
    clocks: read('clocks.json', fits('clocks')),
    agreements: agreementFiles(folder).map((file) => ({ file, agreement: read(file, fitsAgreement) as Agreement })),
  };
  if (problems.length > 0) throw new ConfigInvalid(problems);
  return files as ConfigFiles;
}

/** In order of name, so that every start reads the same law in the same order. */
function agreementFiles(folder: string): string[] {
  return readdirSync(join(folder, 'agreements'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join('agreements', name));
}

function fits(schema: string): Check {
  return (content) =>
    schemaErrors(schema, content).map(({ instancePath, message, params }) => {
      const named = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
      return `${instancePath || '/'} ${message ?? 'is not valid'}${named}`;
    });
}

/** Agreements are written by information governance officers: what is wrong is said in their words. */
const fitsAgreement: Check = (content) => shapeProblems(content).map(({ pointer, detail }) => `${pointer || '/'} ${detail}`);
