import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import * as checks from './field-checks.js';
import { isoDatePattern } from './dates.js';
import { slugPattern, uuidPattern } from './ids.js';

/**
 * `optional`: may be left out. `nullable`: may be null, which is otherwise refused. `about`: one sentence for the
 * API document.
 */
export type Says = Readonly<{ optional?: boolean; nullable?: boolean; about?: string }>;

/** The name under which class-validator files our one message for a property. */
export const fieldRule = 'field';

const explain = (check: checks.Check, value: unknown): string | undefined =>
  value === undefined ? 'is required' : value === null ? 'must not be null' : check(value);

/** One field: what is checked and what is documented, in one place. */
export const field = (check: checks.Check, schema: object, says: Says = {}, ...more: PropertyDecorator[]): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...schema,
      required: says.optional !== true,
      ...(says.nullable ? { nullable: true } : {}),
      ...(says.about ? { description: says.about } : {}),
    }),
    ValidateIf((_, value) => !((says.optional && value === undefined) || (says.nullable && value === null))),
    ValidateBy({
      name: fieldRule,
      validator: {
        validate: (value) => explain(check, value) === undefined,
        defaultMessage: (args) => explain(check, args?.value) ?? '',
      },
    }),
    ...more,
  );

/** Text of 1 to `max` characters, not blank. Kept exactly as sent. */
export const Text = ({ max, ...says }: Says & { max: number }): PropertyDecorator =>
  field(checks.textCheck(max), { type: 'string', minLength: 1, maxLength: max }, says);

export const OptionalText = (options: Omit<Says, 'optional'> & { max: number }): PropertyDecorator => Text({ ...options, optional: true });

/** Several texts, each of 1 to `each` characters. */
export const Texts = ({ each, min, max, ...says }: Says & checks.Bounds & { each: number }): PropertyDecorator =>
  field(
    checks.listCheck(checks.textCheck(each), { min, max }, false),
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: each }, minItems: min ?? 0, maxItems: max },
    says,
  );

/** Text of a given form, for example a reference `S1`. `form` completes the sentence "must be …". */
export const Shaped = (pattern: RegExp, form: string, says?: Says): PropertyDecorator =>
  field(
    checks.unless((value) => typeof value === 'string' && pattern.test(value), `must be ${form}`),
    { type: 'string', pattern: pattern.source },
    says,
  );

type Vocabulary =
  [codes: checks.Codes, says?: Says & Partial<checks.Bounds>] | [name: string, codes: checks.Codes, says?: Says & Partial<checks.Bounds>];
const vocabulary = (given: Vocabulary): { codes: checks.Codes; schema: object; says: Says & Partial<checks.Bounds> } => {
  const [name, codes, says] =
    typeof given[0] === 'string' ? (given as [string, checks.Codes, Says?]) : [undefined, ...(given as [checks.Codes, Says?])];
  // A list given as a function is asked only when the API document is made: vocabularies are loaded at start.
  const listed = typeof codes === 'function' ? (): string[] => [...codes()] : [...codes];
  return { codes, schema: { type: 'string', enum: listed, ...(name ? { enumName: name } : {}) }, says: says ?? {} };
};

/** One of a vocabulary: `@Code(() => codes)`; `@Code('Purpose', codes)` makes it a schema of its own. */
export const Code = (...given: Vocabulary): PropertyDecorator => {
  const { codes, schema, says } = vocabulary(given);
  return field(checks.codeCheck(codes), schema, says);
};

/** Several of a vocabulary, none twice, at most 100. An empty list is allowed unless `min` says otherwise, and means none. */
export const Codes = (...given: Vocabulary): PropertyDecorator => {
  const {
    codes,
    schema,
    says: { min = 0, max = 100, ...says },
  } = vocabulary(given);
  return field(
    checks.listCheck(checks.codeCheck(codes), { min, max }, true),
    { ...schema, isArray: true, minItems: min, maxItems: max, uniqueItems: true },
    says,
  );
};

/** A slug: an agency, a team, an agreement. */
export const Slug = (says?: Says): PropertyDecorator => field(checks.slugCheck, { type: 'string', pattern: slugPattern }, says);

/** Several slugs, none twice. */
export const Slugs = ({ min, max, ...says }: Says & checks.Bounds): PropertyDecorator =>
  field(
    checks.listCheck(checks.slugCheck, { min, max }, true),
    { type: 'array', items: { type: 'string', pattern: slugPattern }, minItems: min ?? 0, maxItems: max, uniqueItems: true },
    says,
  );

/** A lower-case UUID. */
export const Id = (says?: Says): PropertyDecorator => field(checks.idCheck, { type: 'string', format: 'uuid', pattern: uuidPattern }, says);

/** Several UUIDs, none twice. */
export const Ids = ({ min, max, ...says }: Says & checks.Bounds): PropertyDecorator =>
  field(
    checks.listCheck(checks.idCheck, { min, max }, true),
    { type: 'array', items: { type: 'string', format: 'uuid' }, minItems: min ?? 0, maxItems: max, uniqueItems: true },
    says,
  );

/** A calendar date, YYYY-MM-DD. */
export const IsoDate = (says?: Says): PropertyDecorator =>
  field(checks.isoDateCheck, { type: 'string', format: 'date', pattern: isoDatePattern }, says);

/** A moment with its offset, as in RFC 3339. */
export const Instant = (says?: Says): PropertyDecorator => field(checks.instantCheck, { type: 'string', format: 'date-time' }, says);

/** A whole number within bounds, both included. A JSON number: never a string of digits. */
export const Whole = ({ min, max, ...says }: Says & { min: number; max: number }): PropertyDecorator =>
  field(checks.wholeCheck(min, max), { type: 'integer', minimum: min, maximum: max }, says);

/** True or false, as JSON has them. */
export const Flag = (says?: Says): PropertyDecorator => field(checks.flagCheck, { type: 'boolean' }, says);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any class may be a part
type Dto = () => new (...args: any[]) => object;

// swagger knows a class that is given lazily by the function's own name, which must be `type`.
const lazily = (dto: Dto): object => ({ type: () => dto() });

/** A nested object, checked by its own class. */
export const Part = (dto: Dto, says?: Says): PropertyDecorator => field(checks.partCheck, lazily(dto), says, Type(dto), ValidateNested());

/** A list of nested objects, each checked by its own class. */
export const Parts = (dto: Dto, { min, max, ...says }: Says & checks.Bounds): PropertyDecorator =>
  field(
    checks.listCheck(checks.partCheck, { min, max }, false),
    { ...lazily(dto), isArray: true, minItems: min ?? 0, maxItems: max },
    says,
    Type(dto),
    ValidateNested({ each: true }),
  );
