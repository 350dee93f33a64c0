import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { fieldRule } from './fields.js';
import { problem, type Fault } from './problem.js';

class Faulty extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('invalid');
  }
}

// A known field's name is ours. An unknown one is the sender's words: repeated only when it looks like a field name.
const sayable = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const unknownField = 'whitelistValidation';

type Found = Readonly<{ path: readonly string[]; detail: string }>;

const messageOf = (constraints: Readonly<Record<string, string>>): string => constraints[fieldRule] ?? 'is not as documented';

const flatten = (errors: readonly ValidationError[], above: readonly string[] = []): Found[] =>
  errors.flatMap(({ property, constraints = {}, children = [] }) => {
    if (property === undefined) return [{ path: above, detail: 'must be an object' }];
    const path = [...above, property];
    if (!(unknownField in constraints))
      return Object.keys(constraints).length > 0 ? [{ path, detail: messageOf(constraints) }] : flatten(children, path);
    return [
      sayable.test(property) ? { path, detail: 'is not a field this takes' } : { path: above, detail: 'has a field this does not take' },
    ];
  });

const pointer = (path: readonly string[]): string => path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const asProblem = (errors: readonly ValidationError[], { type }: ArgumentMetadata): Error => {
  const found = flatten(errors).slice(0, 50);
  if (type === 'body')
    return problem('invalid-body', { errors: found.map(({ path, detail }): Fault => ({ pointer: pointer(path), detail })) });
  return problem('bad-request', { errors: found.map(({ path, detail }): Fault => ({ parameter: path.join('.'), detail })) });
};

/**
 * Every DTO at the edge: unknown fields refused, no silent conversion, and faults as JSON pointers that never repeat
 * a value (class-validator's own messages may, so only ours are shown).
 */
export class StrictValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      transformOptions: { enableImplicitConversion: false },
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: false,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new Faulty(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      throw error instanceof Faulty ? asProblem(error.errors, metadata) : error;
    }
  }
}
