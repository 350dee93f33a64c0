import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { isSlug, isUuid, slugPattern, uuidPattern } from './ids.js';
import { problem } from './problem.js';

class Strict implements PipeTransform<unknown, string> {
  constructor(
    private readonly name: string,
    private readonly isRight: (value: unknown) => value is string,
    private readonly form: string,
  ) {}

  transform(value: unknown): string {
    if (this.isRight(value)) return value;
    throw problem('invalid-id', { errors: [{ parameter: this.name, detail: `must be ${this.form}` }] });
  }
}

const documented =
  (name: string, pipe: PipeTransform, schema: { pattern: string; format?: string }): ParameterDecorator =>
  (target, key, index) => {
    Param(name, pipe)(target, key, index);
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (method) ApiParam({ name, required: true, schema: { type: 'string', ...schema } })(target, key!, method);
  };

/** A path parameter that must be a lower-case UUID: `@IdParam('concernId') id: string`. Anything else: 400 invalid-id. */
export const IdParam = (name: string): ParameterDecorator =>
  documented(name, new Strict(name, isUuid, 'a lower-case UUID'), { format: 'uuid', pattern: uuidPattern });

/** A path parameter that must be a slug, such as an agency id. Anything else: 400 invalid-id. */
export const SlugParam = (name: string): ParameterDecorator =>
  documented(name, new Strict(name, isSlug, 'a slug of lower-case letters, digits and hyphens'), { pattern: slugPattern });

/** A path parameter of another form, such as an agreement's version: `form` completes the sentence "must be …". */
export const ShapedParam = (name: string, pattern: string, form: string): ParameterDecorator => {
  const shape = new RegExp(pattern);
  return documented(name, new Strict(name, (value): value is string => typeof value === 'string' && shape.test(value), form), { pattern });
};
