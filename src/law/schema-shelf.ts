import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** Schemas belong to the code that reads by them, whichever folder the data lies in. */
const folder = fileURLToPath(new URL('../../config/schema', import.meta.url));

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true });
formats.default(ajv);

const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a content by a schema of `config/schema`, in the validator's own terms; nothing if it fits. */
export function schemaErrors(schema: string, content: unknown): readonly ErrorObject[] {
  const validate = compiledSchema(schema);
  return validate(content) ? [] : (validate.errors ?? []);
}

/** Each schema is read and compiled once. */
function compiledSchema(name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const validate = ajv.compile(JSON.parse(readFileSync(`${folder}/${name}.schema.json`, 'utf8')) as object);
  compiled.set(name, validate);
  return validate;
}
