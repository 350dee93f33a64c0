import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ConfigInvalid } from './config-problem.js';
import type { Agreement } from './agreement.js';
import type { ConfigFiles } from './loaded-law.js';

/**
 * Reads every file of the configuration folder against its schema.
 * @throws ConfigInvalid with all problems of all files at once
 */
export function readConfig(folder: string): ConfigFiles {
  const problems: string[] = [];
  const schemas = new SchemaShelf(join(folder, 'schema'));
  const read = (file: string, schema: string): unknown => {
    try {
      const content: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      problems.push(...schemas.problemsOf(schema, content).map((problem) => `${file} ${problem}`));
      return content;
    } catch (error) {
      problems.push(`${file} / ${error instanceof Error ? error.message : 'cannot be read'}`);
      return undefined;
    }
  };
  const files = {
    catalogue: read('law-catalogue.json', 'law-catalogue'),
    matrix: read('field-matrix.json', 'field-matrix'),
    vocabularies: read('vocabularies.json', 'vocabularies'),
    reasons: read('reasons.json', 'reasons'),
    clocks: read('clocks.json', 'clocks'),
    agreements: agreementFiles(folder).map((file) => ({ file, agreement: read(file, 'agreement') as Agreement })),
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

/** Schemas by name, each compiled once. */
class SchemaShelf {
  readonly #ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(private readonly folder: string) {
    formats.default(this.#ajv);
  }

  /** Problems as "pointer what is wrong". */
  problemsOf(schema: string, content: unknown): string[] {
    const validate = this.#compile(schema);
    if (validate(content)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const named = 'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
      return `${instancePath || '/'} ${message ?? 'is not valid'}${named}`;
    });
  }

  #compile(name: string): ValidateFunction {
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    const schema = JSON.parse(readFileSync(join(this.folder, `${name}.schema.json`), 'utf8')) as object;
    const compiled = this.#ajv.compile(schema);
    this.#compiled.set(name, compiled);
    return compiled;
  }
}
